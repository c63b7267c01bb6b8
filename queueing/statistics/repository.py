"""Reads the days of a report from the database; the figures themselves are computed without one.

A past day is folded once and stored with a fingerprint: the ids of its last events, its hours and the fold version. It
is folded again when the fingerprint changes. Today, and any day ahead of a clock that was set back, is folded from its
events each time.
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

ROWS_PER_FETCH = 5000
"""Rows fetched from the database at a time, so that a long day is never in memory twice."""

FIRST_ACTS = (Act.ISSUE, Act.QUICK)
FINISHING_ACTS = (Act.FINISH, Act.ONWARD, Act.QUICK)

FOLD_VERSION = 5
"""The version of folding: raise it when days are folded differently, so that stored days are folded again."""


def waits_view(
    database: Database, question: ReportQuestion, *, catalog: Catalog, location: Location, now: datetime
) -> WaitsView:
    """Return the figures of a location; store the past days that were not stored yet."""
    today = location.hours.day_of(now)
    keep(database, location, now, [day for day in question.days if day < today])
    with database.read() as session:
        hours = hours_of(session, location)
        stored = {day.on: day for day in _stored_days(session, location, question.first, question.last, hours, now)}
        days = [
            stored[day]
            if day < today and day in stored
            else folded(session, location, day, hours, now)
            if day >= today
            else fold_day(day, [], [], hours, now)
            for day in question.days
        ]
        context = ReportContext(catalog, location, hours, now, _names(session))
    return answer(question, days, context)


def keep(database: Database, location: Location, now: datetime, days: Sequence[date], *, rebuild: bool = False) -> int:
    """Fold and store those of some past days that have events and no valid stored row; return how many.

    With `rebuild`, every day that has events is folded again; the same events give the same row.
    """
    with database.read() as session:
        hours = hours_of(session, location)
        wanted = _fingerprints(session, location, days, hours)
        if not rebuild:
            stored = _stored_fingerprints(session, location, days)
            wanted = {day: made_of for day, made_of in wanted.items() if stored.get(day) != made_of}
    for day in wanted:
        # Read and folded outside of the write, so that no ticket waits for it.
        with database.read() as session:
            (made_of,) = _fingerprints(session, location, [day], hours).values()
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
    """Return every day before today that has ticket or counter events."""
    today = location.hours.day_of(now)
    days: set[date] = set()
    for events in (TicketEvent, CounterEvent):
        found = session.scalar(_next_day(events, location, date.min))
        while found is not None and found < today:
            days.add(found)
            found = session.scalar(_next_day(events, location, found))
    return sorted(days)


def folded(session: Session, location: Location, day: date, hours: Hours, now: datetime) -> FoldedServiceDay:
    """Return a day folded from its events."""
    counter_events = session.execute(
        sa.select(CounterEvent.at, CounterEvent.counter, CounterEvent.state, CounterEvent.serves)
        .where(CounterEvent.location == location.id, CounterEvent.day == day)
        .order_by(CounterEvent.id)
    ).all()
    return fold_day(day, fold_recorded(_events(session, location.id, day)), counter_events, hours, now)


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
            # The whole detail is read of the first event only; those of later events are long.
            sa.case((TicketEvent.act.in_(FIRST_ACTS), TicketEvent.detail)).label("detail"),
            sa.case((TicketEvent.act.in_(FINISHING_ACTS), TicketEvent.detail["done"])).label("done"),
            sa.case((TicketEvent.act.in_(FINISHING_ACTS), TicketEvent.detail["resolved"].as_boolean())).label(
                "resolved"
            ),
        )
        .where(TicketEvent.location == location, TicketEvent.day == day)
        .order_by(TicketEvent.ticket_id, TicketEvent.seq)
        .execution_options(yield_per=ROWS_PER_FETCH)
    )


def _stored_days(
    session: Session, location: Location, first: date, last: date, hours: Hours, now: datetime
) -> Iterable[FoldedServiceDay]:
    rows = session.execute(
        sa.select(FoldedDay.day, FoldedDay.made_of, FoldedDay.names, FoldedDay.visits, FoldedDay.quarters)
        .where(FoldedDay.location == location.id, FoldedDay.day.between(first, last))
        .order_by(FoldedDay.day)
    )
    for day, made_of, *columns in rows:
        if made_of.startswith(f"{FOLD_VERSION} "):
            yield FoldedServiceDay.from_stored(day, hours, *columns)
        else:
            # During an upgrade, a process of another version stores days in its own format.
            yield folded(session, location, day, hours, now)


def _stored_fingerprints(session: Session, location: Location, days: Sequence[date]) -> dict[date, str]:
    if not days:
        return {}
    rows = session.execute(
        sa.select(FoldedDay.day, FoldedDay.made_of).where(
            FoldedDay.location == location.id, FoldedDay.day.between(min(days), max(days))
        )
    )
    return dict(rows.all())


def _fingerprints(session: Session, location: Location, days: Sequence[date], hours: Hours) -> dict[date, str]:
    """Return the present fingerprint of each day that has events."""
    last = {events: _last_events(session, location, days, events) for events in (TicketEvent, CounterEvent)}
    fingerprints = {}
    for day in days:
        ids = [found.get(day) for found in last.values()]
        if any(ids):
            opening = ",".join(f"{i.opens:%H:%M}-{i.closes:%H:%M}" for i in hours.intervals_on(day))
            fingerprints[day] = f"{FOLD_VERSION} {ids[0]} {ids[1]} {hours.zone} {opening}"
    return fingerprints


def _last_events(
    session: Session, location: Location, days: Sequence[date], events: type[TicketEvent | CounterEvent]
) -> dict[date, int | None]:
    if not days:
        return {}
    # One look into the index for each day, however many events it has.
    requested = sa.values(sa.column("day", sa.Date), name="requested").data([(day,) for day in days]).cte()
    last = sa.select(sa.func.max(events.id)).where(events.location == location.id, events.day == requested.c.day)
    return dict(session.execute(sa.select(requested.c.day, last.scalar_subquery())).all())


def _next_day(events: type[TicketEvent | CounterEvent], location: Location, after: date) -> sa.Select[date]:
    return sa.select(sa.func.min(events.day)).where(events.location == location.id, events.day > after)


def _names(session: Session) -> dict[str, str]:
    staff = session.execute(sa.select(Staff.id, Staff.name))
    devices = session.execute(sa.select(Device.id, Device.name))
    names: dict[str, str] = {Actor.staff(key): name for key, name in staff}
    return names | {Actor.device(key): name for key, name in devices}
