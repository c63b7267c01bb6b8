"""Reads the events of some days for the figures, which themselves are pure.

A day that is over is folded once and kept. It is folded again when its events, its opening hours or
the way of folding have changed since: the last event's id, the hours and a version say so. Today,
and whatever is ahead of a clock that was set back, is folded from its events each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.actor import Actor
from queueing.calendar.hours import hours_of
from queueing.counters.model import CounterEvent
from queueing.db import Database, insert
from queueing.identity.accounts import Device, Staff
from queueing.statistics import (
    FoldedServiceDay,
    ReportContext,
    ReportQuestion,
    WaitsView,
    answer,
    fold_day,
    fold_recorded,
)
from queueing.statistics.model import FoldedDay
from queueing.tickets.model import Act, TicketEvent
from services_catalog.catalog import Catalog, Location
from services_catalog.hours import Hours

READ_AT_ONCE = 5000
"""Rows fetched from the database at a time; a long day is never in memory twice."""

FIRST_ACTS = (Act.ISSUE, Act.QUICK)
FINISHING_ACTS = (Act.FINISH, Act.ONWARD, Act.QUICK)

FOLDING = 5
"""Grows when days are folded in another way, so that every kept one is folded again."""


def waits_view(
    database: Database, question: ReportQuestion, *, catalog: Catalog, location: Location, now: datetime
) -> WaitsView:
    """Return the figures of a location that a manager asked for; keep the past days that were not kept yet."""
    today = location.hours.day_of(now)
    keep(database, location, now, [day for day in question.days if day < today])
    with database.read() as session:
        hours = hours_of(session, location)
        kept = {day.on: day for day in _kept(session, location, question.first, question.last, hours, now)}
        days = [
            kept[day]
            if day < today and day in kept
            else folded(session, location, day, hours, now)
            if day >= today
            else fold_day(day, [], [], hours, now)
            for day in question.days
        ]
        context = ReportContext(catalog, location, hours, now, _names(session))
    return answer(question, days, context)


def keep(database: Database, location: Location, now: datetime, days: Sequence[date], *, rebuild: bool = False) -> int:
    """Fold those of some past days that have events and are not kept as they are now; return how many.

    `rebuild` folds every one of them again; the same events give the same values.
    """
    with database.read() as session:
        hours = hours_of(session, location)
        wanted = _stamps(session, location, days, hours)
        if not rebuild:
            have = _kept_stamps(session, location, days)
            wanted = {day: stamp for day, stamp in wanted.items() if have.get(day) != stamp}
    for day in wanted:
        # Read and folded outside of the write, so that nobody's ticket waits for it.
        with database.read() as session:
            (made_of,) = _stamps(session, location, [day], hours).values()
            found = folded(session, location, day, hours, now)
        values = {"made_of": made_of, **found.to_stored()}
        with database.write() as session:
            session.execute(
                insert(session, FoldedDay)
                .values(location=location.id, day=day, **values)
                .on_conflict_do_update(index_elements=[FoldedDay.location, FoldedDay.day], set_=values)
            )
    return len(wanted)


def past_days(session: Session, location: Location, now: datetime) -> list[date]:
    """Return every day before today on which anything happened."""
    today = location.hours.day_of(now)
    days: set[date] = set()
    for events in (TicketEvent, CounterEvent):
        found = session.scalar(_next_day(events, location, date.min))
        while found is not None and found < today:
            days.add(found)
            found = session.scalar(_next_day(events, location, found))
    return sorted(days)


def folded(session: Session, location: Location, day: date, hours: Hours, now: datetime) -> FoldedServiceDay:
    """Fold a day from its events."""
    seatings = session.execute(
        sa.select(CounterEvent.at, CounterEvent.counter, CounterEvent.state, CounterEvent.serves)
        .where(CounterEvent.location == location.id, CounterEvent.day == day)
        .order_by(CounterEvent.id)
    ).all()
    return fold_day(day, fold_recorded(_events(session, location.id, day)), seatings, hours, now)


def _events(session: Session, location: str, day: date) -> Iterable[Any]:
    return session.connection().execute(
        sa.select(
            TicketEvent.ticket_id,
            TicketEvent.day,
            TicketEvent.at,
            TicketEvent.act,
            TicketEvent.by,
            TicketEvent.counter,
            TicketEvent.to_state,
            TicketEvent.outcome,
            TicketEvent.queue,
            TicketEvent.service,
            # All of it is read of the first event only, and the others' are long.
            sa.case((TicketEvent.act.in_(FIRST_ACTS), TicketEvent.detail)).label("detail"),
            sa.case((TicketEvent.act.in_(FINISHING_ACTS), TicketEvent.detail["done"])).label("done"),
            sa.case((TicketEvent.act.in_(FINISHING_ACTS), TicketEvent.detail["resolved"].as_boolean())).label(
                "resolved"
            ),
        )
        .where(TicketEvent.location == location, TicketEvent.day == day)
        .order_by(TicketEvent.ticket_id, TicketEvent.seq)
        .execution_options(yield_per=READ_AT_ONCE)
    )


def _kept(
    session: Session, location: Location, first: date, last: date, hours: Hours, now: datetime
) -> Iterable[FoldedServiceDay]:
    rows = session.execute(
        sa.select(FoldedDay.day, FoldedDay.made_of, FoldedDay.names, FoldedDay.visits, FoldedDay.quarters)
        .where(FoldedDay.location == location.id, FoldedDay.day.between(first, last))
        .order_by(FoldedDay.day)
    )
    for day, made_of, *stored in rows:
        if made_of.startswith(f"{FOLDING} "):
            yield FoldedServiceDay.from_stored(day, hours, *stored)
        else:
            # While an upgrade goes on, a process of another version keeps days its own way.
            yield folded(session, location, day, hours, now)


def _kept_stamps(session: Session, location: Location, days: Sequence[date]) -> dict[date, str]:
    if not days:
        return {}
    rows = session.execute(
        sa.select(FoldedDay.day, FoldedDay.made_of).where(
            FoldedDay.location == location.id, FoldedDay.day.between(min(days), max(days))
        )
    )
    return dict(rows.all())


def _stamps(session: Session, location: Location, days: Sequence[date], hours: Hours) -> dict[date, str]:
    """Return what each day would be made of now; a day without events of nothing, so it is left out."""
    last = {events: _last_events(session, location, days, events) for events in (TicketEvent, CounterEvent)}
    stamps = {}
    for day in days:
        ids = [found.get(day) for found in last.values()]
        if any(ids):
            opening = ",".join(f"{i.opens:%H:%M}-{i.closes:%H:%M}" for i in hours.intervals_on(day))
            stamps[day] = f"{FOLDING} {ids[0]} {ids[1]} {hours.zone} {opening}"
    return stamps


def _last_events(
    session: Session, location: Location, days: Sequence[date], events: type[TicketEvent | CounterEvent]
) -> dict[date, int | None]:
    if not days:
        return {}
    # One step into the index for each day, however many events it has.
    asked = sa.values(sa.column("day", sa.Date), name="asked").data([(day,) for day in days]).cte()
    last = sa.select(sa.func.max(events.id)).where(events.location == location.id, events.day == asked.c.day)
    return dict(session.execute(sa.select(asked.c.day, last.scalar_subquery())).all())


def _next_day(events: type[TicketEvent | CounterEvent], location: Location, after: date) -> sa.Select[date]:
    return sa.select(sa.func.min(events.day)).where(events.location == location.id, events.day > after)


def _names(session: Session) -> dict[str, str]:
    staff = session.execute(sa.select(Staff.id, Staff.name))
    devices = session.execute(sa.select(Device.id, Device.name))
    names: dict[str, str] = {Actor.staff(key): name for key, name in staff}
    return names | {Actor.device(key): name for key, name in devices}
