"""Tables of calls for help and of alerts that staff have marked as seen."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from queueing.db import Base


class CallKind(StrEnum):
    """The reason of a call. An alarm is quiet: no visitor hears or sees it."""

    HELP = "help"
    ALARM = "alarm"
    EMERGENCY = "emergency"


class HelpCall(Base):
    """A call from a counter, or from a kiosk (`counter` None). It is open until it is answered or withdrawn."""

    __tablename__ = "help_calls"
    __table_args__ = (
        sa.Index("ix_help_calls_day", "location", "day"),
        sa.Index(
            "uq_help_calls_open",
            "location",
            "day",
            "counter",
            "kind",
            unique=True,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    location: Mapped[str] = mapped_column(sa.String(64))
    day: Mapped[date]
    counter: Mapped[str | None] = mapped_column(sa.String(16))
    kind: Mapped[str] = mapped_column(sa.String(12))
    by: Mapped[str] = mapped_column(sa.String(48))
    caller: Mapped[str] = mapped_column(sa.String(64))
    note: Mapped[str] = mapped_column(sa.String(240), default="")
    at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(sa.String(64), default="")
    withdrawn: Mapped[bool] = mapped_column(default=False)


class AlertSeen(Base):
    """An alert that was marked as seen: when last, and by which staff member."""

    __tablename__ = "alerts_seen"

    location: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(128), primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(sa.String(48))
    name: Mapped[str] = mapped_column(sa.String(64))
