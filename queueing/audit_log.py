"""The audit log: what people did to anything but tickets and counters, one row each, never changed.

Tickets have their own events (`tickets`), and so do counters (`counters`); the audit reads all three.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from queueing.db import Base

EVERYWHERE = "*"
"""The location of a deed that concerns them all."""


class AuditAct(StrEnum):
    """What was done."""

    HOURS = "hours-changed"
    NOTICE_UP = "message-posted"
    NOTICE_DOWN = "message-taken-down"
    QUEUE_CLOSED = "queue-closed"
    QUEUE_OPENED = "queue-opened"
    DAY_ENDED = "day-ended"
    DAY_REOPENED = "day-reopened"
    HELP = "help-called"
    ALARM = "alarm-raised"
    EMERGENCY = "emergency-told"
    ANSWERED = "call-answered"
    WITHDRAWN = "call-withdrawn"
    ALERT_SEEN = "alert-seen"
    SIGNED_IN = "signed-in"
    SIGN_IN_FAILED = "sign-in-failed"
    SIGNED_OUT = "signed-out"
    PASSWORD = "password-changed"  # noqa: S105  a deed, not a password
    ACCOUNT_MADE = "account-made"
    ACCOUNT_CHANGED = "account-changed"
    ACCOUNT_CLOSED = "account-closed"
    ACCOUNT_OPENED = "account-opened"
    PASSWORD_RESET = "password-reset"  # noqa: S105  a deed, not a password
    SCREEN_CODE = "screen-code-made"
    SCREEN_PAIRED = "screen-paired"
    SCREEN_REVOKED = "screen-revoked"
    TOKEN_MADE = "token-made"  # noqa: S105  a deed, not a token
    TOKEN_REVOKED = "token-revoked"  # noqa: S105  a deed, not a token


class AuditRecord(Base):
    """One audited act. `about` names what was changed, such as `queue:permits`, `day:2026-11-23`, `staff:3`.

    `detail` holds the rest; its `reason` and `note` were typed by staff and go with the day.
    """

    __tablename__ = "deeds"
    __table_args__ = (sa.Index("ix_deeds_location_at", "location", "at"),)

    id: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True
    )
    location: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime]
    act: Mapped[str] = mapped_column(sa.String(24))
    by: Mapped[str] = mapped_column(sa.String(48))
    about: Mapped[str] = mapped_column(sa.String(128))
    detail: Mapped[dict[str, Any]]


def record(
    session: Session, what: AuditAct, *, location: str, about: str, by: str, now: datetime, **detail: Any
) -> None:
    """Add a record; empty members of `detail` are left out."""
    said = {name: value for name, value in detail.items() if value not in ("", None)}
    session.add(AuditRecord(location=location, at=now, act=what, by=by, about=about, detail=said))
