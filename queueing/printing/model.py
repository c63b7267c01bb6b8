"""Print jobs and printers as the database keeps them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from queueing.db import Base


class JobState(StrEnum):
    """The state of a print job. `sent`: all bytes were taken; `confirmed`: and the printer reported no fault."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    EXPIRED = "expired"


NOT_ON_PAPER = frozenset({JobState.FAILED, JobState.UNKNOWN, JobState.EXPIRED})
"""States that staff are told of: the visitor may have no paper."""


class JobKind(StrEnum):
    """What is printed. A reprint says so; a test and a referral have no ticket."""

    SLIP = "slip"
    REPRINT = "reprint"
    TEST = "test"
    REFERRAL = "referral"


class Condition(StrEnum):
    """How a printer is: well, paper near its end, paper out, cover open, fault, not reached, or not known."""

    OK = "ok"
    LOW = "low"
    OUT = "out"
    COVER = "cover"
    ERROR = "error"
    OFFLINE = "offline"
    UNKNOWN = "unknown"


STOPPED = frozenset({Condition.OUT, Condition.COVER, Condition.ERROR, Condition.OFFLINE})
"""Conditions in which nothing is sent, lest it comes out in a heap when somebody helps."""


@dataclass(frozen=True, slots=True)
class SlipContext:
    """What a slip says that its ticket does not keep: the address to follow it, and whether the clock was simulated."""

    follow_url: str
    simulated: bool = False

    def payload(self) -> dict[str, Any]:
        """Return it as a job keeps it."""
        return asdict(self)

    @classmethod
    def of(cls, payload: dict[str, Any]) -> SlipContext:
        """Return what a job kept; a job of before an upgrade kept more."""
        return cls(payload["follow_url"], payload["simulated"])


@dataclass(frozen=True, slots=True)
class ReferralContext:
    """Where a visitor is pointed to on paper: the function's id, their language, the address of its page."""

    service: str
    language: str
    page_url: str
    simulated: bool = False

    def payload(self) -> dict[str, Any]:
        """Return it as a job keeps it."""
        return asdict(self)

    @classmethod
    def of(cls, payload: dict[str, Any]) -> ReferralContext:
        """Return what a job kept."""
        return cls(**payload)


class PrintJob(Base):
    """One slip for one printer. `by` is the `Actor` who requested it; `detail` says why it ended so."""

    __tablename__ = "print_jobs"
    __table_args__ = (
        sa.Index("ix_print_jobs_printer", "location", "printer", "state", "id"),
        sa.Index("ix_print_jobs_ticket", "ticket_id", "id"),
    )

    id: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True
    )
    location: Mapped[str] = mapped_column(sa.String(64))
    printer: Mapped[str] = mapped_column(sa.String(64))
    kind: Mapped[str] = mapped_column(sa.String(8))
    state: Mapped[str] = mapped_column(sa.String(10))
    ticket_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tickets.id"))
    payload: Mapped[dict[str, Any]]
    by: Mapped[str] = mapped_column(sa.String(48))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str | None] = mapped_column(sa.String(64))
    claimed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    detail: Mapped[str] = mapped_column(sa.String(240), default="")


class PrinterState(Base):
    """How a printer was when last heard of. `answers` is whether it has ever answered about its state."""

    __tablename__ = "printer_states"

    location: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    printer: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    state: Mapped[str] = mapped_column(sa.String(8))
    detail: Mapped[str] = mapped_column(sa.String(240), default="")
    answers: Mapped[bool] = mapped_column(default=False)
    since: Mapped[datetime]
    seen_at: Mapped[datetime]


class PrinterLease(Base):
    """Which worker may send to a printer, and until when."""

    __tablename__ = "printer_leases"

    location: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    printer: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    holder: Mapped[str] = mapped_column(sa.String(64))
    until: Mapped[datetime]
