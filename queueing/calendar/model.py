"""What managers change about days: hours, closed queues, how a day ended, and notices on the screens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from queueing.db import Base
from queueing.i18n import mark
from services_catalog.catalog import Location
from services_catalog.hours import DayChange, Hours, Interval

CLOSED = mark("No more tickets for this today.")
USUAL_CLOSURES = (
    mark("Nobody who does this is here now."),
    mark("The system for this does not work now."),
    mark("We can take no more visitors for this today."),
)
"""Reasons that every language has words for."""


EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)
"""Days that can be asked for."""


class DayHours(Base):
    """A change of one date's hours; the latest wins. `opens` and `closes` are local HH:MM, empty when closed."""

    __tablename__ = "day_hours"

    location: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    opens: Mapped[str] = mapped_column(sa.String(5))
    closes: Mapped[str] = mapped_column(sa.String(5))
    reason: Mapped[str] = mapped_column(sa.String(240))
    by: Mapped[str] = mapped_column(sa.String(48))
    at: Mapped[datetime]


class QueueClosure(Base):
    """A queue that a manager closed to new tickets for the rest of a day; `closed` is false once opened again."""

    __tablename__ = "queue_closures"

    location: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    queue: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    closed: Mapped[bool]
    reason: Mapped[str] = mapped_column(sa.String(240))
    by: Mapped[str] = mapped_column(sa.String(48))
    at: Mapped[datetime]


class DayEnd(Base):
    """How a date ended. `ended_at` is None again once the day was reopened."""

    __tablename__ = "day_ends"

    location: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    ended_at: Mapped[datetime | None]
    reopened_at: Mapped[datetime | None]
    by: Mapped[str] = mapped_column(sa.String(48))
    reason: Mapped[str] = mapped_column(sa.String(240), default="")
    not_reached: Mapped[int] = mapped_column(default=0)


class Notice(Base):
    """A message on a location's screens, in the visitors' languages, until it is taken down or `until` has come."""

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    location: Mapped[str] = mapped_column(sa.String(64), index=True)
    words: Mapped[dict[str, Any]]
    by: Mapped[str] = mapped_column(sa.String(48))
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    taken_down_at: Mapped[datetime | None]


def hours_of(session: Session, location: Location) -> Hours:
    """Return the location's hours with every change that managers made."""
    rows = session.execute(
        sa.select(DayHours.day, DayHours.opens, DayHours.closes, DayHours.reason).where(
            DayHours.location == location.id
        )
    )
    changes = {
        day: DayChange(
            intervals=(Interval(time.fromisoformat(opens), time.fromisoformat(closes)),) if opens else (),
            reason=reason,
        )
        for day, opens, closes, reason in rows
    }
    return location.hours.with_changes(changes) if changes else location.hours


def closed_queues(session: Session, location: str, day: date) -> dict[str, QueueClosure]:
    """Return the queues that are closed to new tickets on a day, by id."""
    rows = session.scalars(
        sa.select(QueueClosure).where(
            QueueClosure.location == location, QueueClosure.day == day, QueueClosure.closed.is_(True)
        )
    )
    return {row.queue: row for row in rows}


def notices_of(session: Session, location: Location, now: datetime) -> list[dict[str, str]]:
    """Return the messages on the location's screens: the catalog's, then the managers', oldest first."""
    return [*(dict(words) for words in location.notices), *(each.words for each in posted_at(session, location, now))]


def posted_at(session: Session, location: Location, now: datetime) -> Sequence[Notice]:
    """Return the managers' messages that are up at `now`, oldest first."""
    return session.scalars(
        sa.select(Notice)
        .where(
            Notice.location == location.id,
            Notice.taken_down_at.is_(None),
            sa.or_(Notice.until.is_(None), Notice.until > now),
        )
        .order_by(Notice.id)
    ).all()
