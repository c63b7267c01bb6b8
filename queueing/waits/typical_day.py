"""A coming day as it usually is: when it is open, and the visitors whom past days of its weekday had."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from queueing.calendar.hours import hours_of, is_changed, minutes_of
from queueing.simulation import ModelParameters
from queueing.tickets.events import not_undone
from queueing.tickets.model import Act, Outcome, Ticket, TicketEvent
from queueing.tickets.numbering import QUICK_LETTER
from services_catalog.catalog import Location
from services_catalog.hours import Hours

MOST_DAYS = 8
"""From how many past days of a weekday its usual visitors are counted."""

MOST_WEEKS_BACK = 26
"""How many weeks back days of that weekday are looked for."""

_NEW_DAY_PACE = (1.0, 30.0)
"""Mean and shape of the gamma factor by which a day differs from the typical one, as the learned model begins a day."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ServiceArrival:
    """A service for which a visitor began to wait."""

    day: date
    at: datetime
    queue: str
    service: str
    priority: str


@dataclass(frozen=True, slots=True)
class TypicalDay:
    """A day as it usually is: its parameters, and from how many past days of its weekday they come.

    With none of them, the visitors are those of every weekday together. `other_hours` of the days were
    open at other hours than usual; `unknown` are hours in which the day will be open and none of them was.
    """

    parameters: ModelParameters
    days: int
    other_hours: int = 0
    unknown: tuple[int, ...] = ()


def typical_day(
    session: Session, location: Location, parameters: ModelParameters, day: date, now: datetime
) -> TypicalDay:
    """Return what `day` will be like, from the last past days of its weekday that had visitors.

    Days that were closed after all are left out. The visitors of an hour are divided by how long the days were open
    in it.
    """
    hours = hours_of(session, location)
    today = hours.day_of(now)
    latest = today - timedelta(days=(today.weekday() - day.weekday()) % 7 or 7)
    candidates = (latest - timedelta(weeks=weeks) for weeks in range(MOST_WEEKS_BACK))
    visited = service_arrivals(session, location, [each for each in candidates if hours.intervals_on(each)])
    days = sorted({each.day for each in visited}, reverse=True)[:MOST_DAYS]
    new_day = replace(parameters, pace=_NEW_DAY_PACE)
    if not days:
        return TypicalDay(new_day, 0)
    counts: dict[tuple[str, str], Floats] = {}
    mix: dict[str, Tally[str]] = {}
    for each in visited:
        if each.day >= days[-1]:
            hour = min(23, max(0, int(minutes_of(location, each.day, each.at) // 60)))
            counts.setdefault((each.queue, each.priority), np.zeros(24))[hour] += 1
            mix.setdefault(each.queue, Tally())[each.service] += 1
    was_open = np.sum([_open_shares(hours, each) for each in days], axis=0)
    arrivals = {stream: count / np.where(was_open > 0, was_open, np.inf) for stream, count in counts.items()}
    shares_of = {queue: {name: float(n) for name, n in tally.items()} for queue, tally in mix.items()}
    unknown = np.flatnonzero((_open_shares(hours, day) > 0) & (was_open == 0))
    return TypicalDay(
        replace(new_day, arrivals=arrivals, mix=shares_of),
        len(days),
        other_hours=sum(is_changed(hours, each) for each in days),
        unknown=tuple(int(hour) for hour in unknown),
    )


def service_arrivals(session: Session, location: Location, days: Sequence[date]) -> list[ServiceArrival]:
    """Return every service that visitors of some days waited for: a visit of two services, twice.

    The wait for the next service begins when the one before is finished. Void tickets and quick services do not count.
    """
    tickets = session.execute(
        sa.select(Ticket.id, Ticket.day, Ticket.queue, Ticket.priority, Ticket.service, Ticket.issued_at).where(
            Ticket.location == location.id,
            Ticket.day.in_(days),
            sa.func.coalesce(Ticket.outcome, "") != Outcome.VOIDED,
            Ticket.number.not_like(f"{QUICK_LETTER}%"),
        )
    ).all()
    finished = session.execute(
        sa.select(
            TicketEvent.ticket_id,
            TicketEvent.at,
            TicketEvent.detail["before"]["queue"].as_string().label("queue"),
            TicketEvent.detail["before"]["service"].as_string().label("service"),
        )
        .where(
            TicketEvent.location == location.id,
            TicketEvent.day.in_(days),
            TicketEvent.act == Act.ONWARD,
            not_undone(),
        )
        .order_by(TicketEvent.ticket_id, TicketEvent.seq)
    ).all()
    before = {ticket: list(rows) for ticket, rows in groupby(finished, key=lambda row: row.ticket_id)}
    return [each for ticket in tickets for each in _services_of(ticket, before.get(ticket.id, []))]


def _services_of(ticket: Any, finished: Sequence[Any]) -> Iterator[ServiceArrival]:
    """The wait for each service begins as the one before is finished; the ticket itself has the last service."""
    begins = [ticket.issued_at, *(each.at for each in finished)]
    for at, each in zip(begins, (*finished, ticket), strict=True):
        yield ServiceArrival(ticket.day, at, each.queue, each.service, ticket.priority)


def _open_shares(hours: Hours, day: date) -> Floats:
    """Return the share of each hour of a day that is open; shape (24,)."""
    shares = np.zeros(24)
    for span in hours.intervals_on(day):
        opens, closes = (60.0 * at.hour + at.minute for at in (span.opens, span.closes))
        for hour in range(24):
            shares[hour] += max(0.0, min(closes, 60.0 * (hour + 1)) - max(opens, 60.0 * hour)) / 60
    return shares
