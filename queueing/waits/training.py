"""Ticket and counter events of past days -> what the forecast learns from them.

A pure fold over rows in the order they happened. Undone acts are left out. From a visit that was held,
returned or transferred no service time is learned from then on, nor from a service whose time an agent
marked as not representative. A quick service is no visit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from queueing.calendar.hours import minutes_of
from queueing.counters.model import CounterStatus
from queueing.simulation import ImpossibleEvent, StateTracker
from queueing.tickets.events import ClassRow, StaffedRow, without_undone
from queueing.tickets.model import Act, Priority
from queueing.tickets.moves import MARKS
from services_catalog.catalog import Location


@dataclass(frozen=True, slots=True)
class _Seen:
    """The tickets of one day from which no more is learned, and those whose service time is left out."""

    astray: set[int] = field(default_factory=set)
    untimed: set[int] = field(default_factory=set)


def replay_day(
    floor: StateTracker, location: Location, tickets: Sequence[ClassRow], counters: Sequence[StaffedRow], *, ended: bool
) -> None:
    """Fold one day's events, sorted by `at`, into the tracker; `ended` says that the day is over."""
    merged: list[ClassRow | StaffedRow] = [*without_undone(tickets), *counters]
    merged.sort(key=lambda row: row.at)
    seen = _Seen()
    for row in merged:
        minute = minutes_of(location, row.day, row.at)
        floor.at(minute)
        try:
            _fold(floor, row, minute, seen)
        except ImpossibleEvent:
            # The catalog has changed since: a service or counter of that time is gone.
            continue
    if ended:
        floor.end_day()


def _fold(floor: StateTracker, row: ClassRow | StaffedRow, minute: float, seen: _Seen) -> None:
    if hasattr(row, "ticket_id"):
        _ticket(floor, cast("ClassRow", row), minute, seen)
    else:
        _counter(floor, row, minute)


def _ticket(floor: StateTracker, row: ClassRow, minute: float, seen: _Seen) -> None:
    ticket = str(row.ticket_id)
    if row.ticket_id in seen.astray:
        return
    if row.act == Act.ISSUE:
        floor.issue(ticket, row.service, row.priority or Priority.STANDARD, time=minute)
    elif row.act == Act.CALL:
        floor.call(ticket, row.counter or "", time=minute)
    elif row.act == Act.START:
        floor.start(ticket, time=minute)
    elif row.act in {Act.FINISH, Act.ONWARD}:
        (floor.leave if row.ticket_id in seen.untimed else floor.finish)(ticket, time=minute)
        if row.act == Act.ONWARD:
            seen.astray.add(row.ticket_id)
    elif row.act == Act.NO_SHOW:
        floor.no_show(ticket, time=minute)
    elif row.act == Act.LEAVE:
        floor.leave(ticket, time=minute)
    elif row.act == Act.FLAG:
        seen.untimed.add(row.ticket_id)
    elif row.act == Act.UNFLAG:
        seen.untimed.discard(row.ticket_id)
    elif row.act != Act.RECALL and row.act not in MARKS:
        seen.astray.add(row.ticket_id)
        if ticket in floor.visits:
            floor.leave(ticket, time=minute)
        floor.waiting.pop(ticket, None)


def _counter(floor: StateTracker, row: StaffedRow, minute: float) -> None:
    if row.state == CounterStatus.OPEN:
        floor.open(row.counter, time=minute, agent=row.agent)
    elif row.state == CounterStatus.PAUSED:
        floor.pause(row.counter, time=minute)
    else:
        floor.close(row.counter, time=minute)
