"""Learns the forecast's model from the ticket and counter events of past days.

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
class _Exclusions:
    """The tickets of one day of which no more events are learned, and those whose service time is left out."""

    irregular: set[int] = field(default_factory=set)
    untimed: set[int] = field(default_factory=set)


def replay_day(
    tracker: StateTracker,
    location: Location,
    tickets: Sequence[ClassRow],
    counters: Sequence[StaffedRow],
    *,
    ended: bool,
) -> None:
    """Fold one day's events, sorted by `at`, into the tracker; `ended` says that the day is over."""
    rows: list[ClassRow | StaffedRow] = [*without_undone(tickets), *counters]
    rows.sort(key=lambda row: row.at)
    excluded = _Exclusions()
    for row in rows:
        minute = minutes_of(location, row.day, row.at)
        tracker.at(minute)
        try:
            _fold(tracker, row, minute, excluded)
        except ImpossibleEvent:
            # The catalog has changed since: a service or counter of that time is gone.
            continue
    if ended:
        tracker.end_day()


def _fold(tracker: StateTracker, row: ClassRow | StaffedRow, minute: float, excluded: _Exclusions) -> None:
    if hasattr(row, "ticket_id"):
        _ticket(tracker, cast("ClassRow", row), minute, excluded)
    else:
        _counter(tracker, row, minute)


def _ticket(tracker: StateTracker, row: ClassRow, minute: float, excluded: _Exclusions) -> None:
    ticket = str(row.ticket_id)
    if row.ticket_id in excluded.irregular:
        return
    if row.act == Act.ISSUE:
        tracker.issue(ticket, row.service, row.priority or Priority.STANDARD, time=minute)
    elif row.act == Act.CALL:
        tracker.call(ticket, row.counter or "", time=minute)
    elif row.act == Act.START:
        tracker.start(ticket, time=minute)
    elif row.act in {Act.FINISH, Act.ONWARD}:
        (tracker.leave if row.ticket_id in excluded.untimed else tracker.finish)(ticket, time=minute)
        if row.act == Act.ONWARD:
            excluded.irregular.add(row.ticket_id)
    elif row.act == Act.NO_SHOW:
        tracker.no_show(ticket, time=minute)
    elif row.act == Act.LEAVE:
        tracker.leave(ticket, time=minute)
    elif row.act == Act.FLAG:
        excluded.untimed.add(row.ticket_id)
    elif row.act == Act.UNFLAG:
        excluded.untimed.discard(row.ticket_id)
    elif row.act != Act.RECALL and row.act not in MARKS:
        excluded.irregular.add(row.ticket_id)
        if ticket in tracker.visits:
            tracker.leave(ticket, time=minute)
        tracker.waiting.pop(ticket, None)


def _counter(tracker: StateTracker, row: StaffedRow, minute: float) -> None:
    if row.state == CounterStatus.OPEN:
        tracker.open(row.counter, time=minute, agent=row.agent)
    elif row.state == CounterStatus.PAUSED:
        tracker.pause(row.counter, time=minute)
    else:
        tracker.close(row.counter, time=minute)
