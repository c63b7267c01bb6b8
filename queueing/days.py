"""What managers change about days: hours of one date, and notices on the screens."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from queueing.db import Base
from services_catalog.catalog import Location
from services_catalog.hours import DayChange, Hours, Interval


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


class Notice(Base):
    """A message on a location's screens, in the visitors' languages, until it is taken down."""

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    location: Mapped[str] = mapped_column(sa.String(64), index=True)
    words: Mapped[dict[str, Any]]
    by: Mapped[str] = mapped_column(sa.String(48))
    at: Mapped[datetime]
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


def notices_of(session: Session, location: Location) -> list[dict[str, str]]:
    """Return the messages on the location's screens: the catalog's, then the managers', oldest first."""
    return [*(dict(words) for words in location.notices), *(words for _, words in posted_at(session, location))]


def posted_at(session: Session, location: Location) -> list[tuple[int, dict[str, str]]]:
    """Return the managers' messages that are up, by id, oldest first."""
    up = session.execute(
        sa.select(Notice.id, Notice.words)
        .where(Notice.location == location.id, Notice.taken_down_at.is_(None))
        .order_by(Notice.id)
    )
    return [(notice, words) for notice, words in up]
