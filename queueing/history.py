"""What happened over some days, read for the figures; the figures themselves are pure."""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.counters import CounterEvent
from queueing.days import hours_of
from queueing.figures import Facts, Question, Visit, WaitsView, answer, fold_recorded
from queueing.people import Device, Staff
from queueing.tickets import TicketEvent
from services_catalog.catalog import Catalog, Location

READ_AT_ONCE = 5000
"""Rows fetched from the database at a time; a long period is never in memory twice."""


def waits_view(
    session: Session, question: Question, *, catalog: Catalog, location: Location, now: datetime
) -> WaitsView:
    """Return the figures of a location that a manager asked for."""
    facts = Facts(
        visits=_visits(session, location.id, question),
        seatings=_seatings(session, location.id, question),
        names=_names(session),
    )
    hours = hours_of(session, location)
    return answer(question, facts, catalog=catalog, location=location, hours=hours, now=now)


def _visits(session: Session, location: str, question: Question) -> dict[date, list[Visit]]:
    rows = session.execute(
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
            TicketEvent.detail,
        )
        .where(TicketEvent.location == location, TicketEvent.day.between(question.first, question.last))
        .order_by(TicketEvent.day, TicketEvent.ticket_id, TicketEvent.seq)
        .execution_options(yield_per=READ_AT_ONCE)
    )
    return {day: fold_recorded(events) for day, events in groupby(rows, key=lambda row: row.day)}


def _seatings(session: Session, location: str, question: Question) -> dict[date, list[Any]]:
    rows = session.execute(
        sa.select(CounterEvent.day, CounterEvent.at, CounterEvent.counter, CounterEvent.state, CounterEvent.serves)
        .where(CounterEvent.location == location, CounterEvent.day.between(question.first, question.last))
        .order_by(CounterEvent.day, CounterEvent.id)
    )
    return {day: list(events) for day, events in groupby(rows, key=lambda row: row.day)}


def _names(session: Session) -> dict[str, str]:
    staff = session.execute(sa.select(Staff.id, Staff.name))
    devices = session.execute(sa.select(Device.id, Device.name))
    return {f"staff:{key}": name for key, name in staff} | {f"device:{key}": name for key, name in devices}
