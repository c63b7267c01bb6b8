"""Bearer tokens of programs: made with an end or without, listed, revoked. Their ends are by the real time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.actor import COMMAND, Actor
from queueing.audit_log import EVERYWHERE, AuditAct, record
from queueing.identity.accounts import Role, Token, digest, new_token
from queueing.refusals import NotFound, WrongState


def new_bearer(
    session: Session,
    *,
    role: Role,
    location: str | None,
    counter: str | None,
    now: datetime,
    expires_at: datetime | None = None,
) -> str:
    """Make a bearer token for a program and return it; it cannot be read again. Without `expires_at` it has no end."""
    secret = new_token()
    made = Token(
        token_hash=digest(secret),
        role=role,
        location=location,
        counter=counter,
        created_at=now,
        expires_at=expires_at,
    )
    session.add(made)
    session.flush()
    _note(session, made, AuditAct.TOKEN_MADE, now=now)
    return secret


def tokens(session: Session) -> Sequence[Token]:
    """Return every token, the first made first; none holds its secret."""
    return session.scalars(sa.select(Token).order_by(Token.id)).all()


def revoke_token(session: Session, *, token: int, now: datetime) -> None:
    """Revoke a token; its open connections end within seconds. Raise NotFound, or WrongState when it is revoked."""
    held = session.scalar(sa.select(Token).where(Token.id == token).with_for_update())
    if held is None:
        raise NotFound(f"There is no token {token}. `now-serving token list` shows them all.")
    if held.revoked_at:
        raise WrongState(f"Token {token} is revoked already.")
    held.revoked_at = now
    _note(session, held, AuditAct.TOKEN_REVOKED, now=now)


def state_of(token: Token, now: datetime) -> str:
    """Return `good`, `expired` or `revoked`: what a token is at `now`, the real time."""
    if token.revoked_at:
        return "revoked"
    return "expired" if token.expires_at and token.expires_at <= now else "good"


def _note(session: Session, token: Token, what: AuditAct, *, now: datetime) -> None:
    where = token.location or EVERYWHERE
    record(session, what, location=where, about=Actor.token(token.id), by=COMMAND, now=now, role=str(token.role))
