"""Tables of staff accounts, paired screens and tokens: names, roles and hashes, never a secret itself.

Passwords are argon2 hashes, made in `passwords`. Tokens and pairing codes are random and long, so one SHA-256 of
them is stored; what was shown once cannot be read back.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from queueing.actor import COMMAND, SYSTEM, VISITOR
from queueing.db import Base
from queueing.identity.passwords import CODE_LETTERS


class Role(StrEnum):
    """The role of an account, screen or token; `permissions` lists the rights of each."""

    KIOSK = "kiosk"
    DISPLAY = "display"
    AGENT = "agent"
    MANAGER = "manager"
    ADMIN = "admin"


SCREENS = frozenset({Role.KIOSK, Role.DISPLAY})
STAFF = frozenset({Role.AGENT, Role.MANAGER, Role.ADMIN})
ALL_LOCATIONS = "*"
"""Means every location, in an account's list of locations."""
NOT_PEOPLE = {VISITOR: "a visitor", SYSTEM: "by itself", COMMAND: "command line"}
"""The audit's names of actors that are no person, program or screen."""


class Staff(Base):
    """A person's account. `locations` are the ids where it may act, or `*`.

    `epoch` grows when every session of the account must end.
    """

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(64), unique=True)
    password_hash: Mapped[str] = mapped_column(sa.String(160))
    role: Mapped[str] = mapped_column(sa.String(8))
    locations: Mapped[list[str]]
    epoch: Mapped[int] = mapped_column(default=0)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Device(Base):
    """A screen, bound to one location by a one-time code; it holds a token and no session of staff.

    `is_silent` while it says that it cannot be heard.
    """

    __tablename__ = "devices"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(8))
    location: Mapped[str] = mapped_column(sa.String(64))
    name: Mapped[str] = mapped_column(sa.String(64))
    code_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    code_expires_at: Mapped[datetime | None]
    token_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime]
    paired_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    is_silent: Mapped[bool] = mapped_column(default=False)
    revoked_at: Mapped[datetime | None]


class Token(Base):
    """A bearer token for programs. `location` None means every location, `expires_at` None that it has no end."""

    __tablename__ = "tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    role: Mapped[str] = mapped_column(sa.String(8))
    location: Mapped[str | None] = mapped_column(sa.String(64))
    counter: Mapped[str | None] = mapped_column(sa.String(16))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


def new_token() -> str:
    """Return a new bearer token of 256 random bits."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Return a new pairing code such as `7KQ2-M9XD`, about 39 random bits, good once and briefly."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def digest(secret: str) -> str:
    """Return what is stored of a token or code."""
    return hashlib.sha256(secret.encode()).hexdigest()


def plain_code(typed: str) -> str:
    """Return a pairing code as it was shown, however it was typed."""
    letters = "".join(c for c in typed.upper() if c.isalnum())
    return f"{letters[:4]}-{letters[4:]}"
