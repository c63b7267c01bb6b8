"""What managers change about days: hours of one date, and notices on the screens."""

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


class Notice(Base):
    """A message on a location's screens, in the visitors' languages, until it is taken down."""

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    location: Mapped[str] = mapped_column(sa.String(64), index=True)
    words: Mapped[dict[str, Any]]
    by: Mapped[str] = mapped_column(sa.String(48))
    at: Mapped[datetime]
    taken_down_at: Mapped[datetime | None]
