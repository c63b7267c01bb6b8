"""The code on a kiosk's screen that lets one phone take one ticket while its visitor is there.

A code is made without a trace and good for minutes: its moment and a random part, signed for one
location with the server's secret. The first phone that begins with it uses it up, which is stored.
It holds nothing of a person.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from queueing.db import Base
from queueing.refusals import InvalidCode

CODE_LIFE = timedelta(minutes=3)
"""Long enough to take out a phone and scan; a code is no use at home."""
KEPT_DAYS = 2
_MOMENT = struct.Struct(">I")
_RANDOM_BYTES = 8
_MARK_BYTES = 10


class UsedCode(Base):
    """A code that a phone has begun with; `code` is its random part."""

    __tablename__ = "used_codes"

    code: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    location: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime] = mapped_column(index=True)


def new_code(secret: str, location: str, now: datetime) -> str:
    """Return a fresh code for a location: 30 letters, digits, dashes and underscores."""
    body = _MOMENT.pack(int(now.timestamp())) + secrets.token_bytes(_RANDOM_BYTES)
    return urlsafe_b64encode(body + _mark(secret, location, body)).decode().rstrip("=")


def read_code(secret: str, location: str, code: str, now: datetime) -> str:
    """Return the random part of a code that is good at a location and moment; raise InvalidCode."""
    try:
        raw = urlsafe_b64decode(code + "=" * (-len(code) % 4))
    except ValueError:
        raise InvalidCode("This code is not one of ours.") from None
    body, mark = raw[: _MOMENT.size + _RANDOM_BYTES], raw[_MOMENT.size + _RANDOM_BYTES :]
    if not hmac.compare_digest(mark, _mark(secret, location, body)):
        raise InvalidCode("This code is not one of ours.")
    age = now.timestamp() - _MOMENT.unpack(body[: _MOMENT.size])[0]
    if not -CODE_LIFE.total_seconds() < age <= CODE_LIFE.total_seconds():
        raise InvalidCode("This code is too old.")
    return body[_MOMENT.size :].hex()


def use_code(session: Session, *, code: str, location: str, now: datetime) -> None:
    """Note that a phone begins with a code's random part; raise InvalidCode when another already has."""
    session.execute(sa.delete(UsedCode).where(UsedCode.at < now - timedelta(days=KEPT_DAYS)))
    try:
        with session.begin_nested():
            session.execute(sa.insert(UsedCode).values(code=code, location=location, at=now))
    except IntegrityError:
        raise InvalidCode("Another phone has used this code.") from None


def _mark(secret: str, location: str, body: bytes) -> bytes:
    said = b"phone code\0" + location.encode() + b"\0" + body
    return hmac.new(secret.encode(), said, hashlib.sha256).digest()[:_MARK_BYTES]
