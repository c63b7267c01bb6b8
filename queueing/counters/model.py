"""Tables of counters: the present state of each, with its agent and queues, and every change of it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from queueing.db import Base


class CounterStatus(StrEnum):
    """Whether a counter calls visitors. Paused means that its agent is on a break."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class CounterState(Base):
    """One row a counter. `serves` is None while it serves the catalog's queues.

    `seen_at` is the last heartbeat of the agent's page since the counter was opened; None without one.
    """

    __tablename__ = "counter_states"

    location: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    counter: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    state: Mapped[str] = mapped_column(sa.String(8))
    by: Mapped[str] = mapped_column(sa.String(48))
    agent: Mapped[str] = mapped_column(sa.String(64), default="")
    reason: Mapped[str] = mapped_column(sa.String(240), default="")
    serves: Mapped[list[str] | None]
    since: Mapped[datetime]
    seen_at: Mapped[datetime | None]


class CounterEvent(Base):
    """One change of a counter; only ever added. Shares of idle and break time read these."""

    __tablename__ = "counter_events"
    __table_args__ = (sa.Index("ix_counter_events_day", "location", "day", "id"),)

    id: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True
    )
    location: Mapped[str] = mapped_column(sa.String(64))
    day: Mapped[date]
    counter: Mapped[str] = mapped_column(sa.String(16))
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(sa.String(8))
    by: Mapped[str] = mapped_column(sa.String(48))
    agent: Mapped[str] = mapped_column(sa.String(64), default="")
    reason: Mapped[str] = mapped_column(sa.String(240), default="")
    serves: Mapped[list[str]]
