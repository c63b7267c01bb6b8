"""The moment that an event is recorded with: never before an earlier one of its location and day."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.clock import FURTHEST_BEHIND
from queueing.counters.model import CounterEvent
from queueing.db import UtcDateTime
from queueing.tickets.model import TicketEvent


def event_time(session: Session, location: str, day: date, now: datetime) -> datetime:
    """Return `now`, or the moment of the day's latest event at the location when `now` is a little before that.

    Clocks go back when they are set, and those of several servers differ. Events of a clock that ran far ahead hold
    nobody up.
    """
    latest = latest_event(session, location, day)
    return latest if latest is not None and now < latest <= now + FURTHEST_BEHIND else now


def latest_event(session: Session, location: str, day: date) -> datetime | None:
    """Return when the last recorded event of a location's day happened, of a ticket or a counter; None without any."""
    lasts = [
        sa.select(table.at)
        .where(table.location == location, table.day == day)
        .order_by(table.id.desc())
        .limit(1)
        .scalar_subquery()
        for table in (TicketEvent, CounterEvent)
    ]
    found = session.execute(sa.select(*(sa.type_coerce(last, UtcDateTime) for last in lasts))).one()
    return max((at for at in found if at is not None), default=None)
