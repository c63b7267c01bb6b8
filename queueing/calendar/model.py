"""What managers change about days: hours, closed queues, how a day ended, and notices on the screens."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from queueing.db import Base


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
