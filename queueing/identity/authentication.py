"""Find the principal of a bearer token or a session; sign staff in and out; change one's own password."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.actor import VISITOR as VISITOR_ACTOR
from queueing.actor import Actor, ActorKind
from queueing.audit_log import EVERYWHERE, AuditAct, record
from queueing.db import Database
from queueing.identity.accounts import (
    ALL_LOCATIONS,
    Device,
    Role,
    Staff,
    Token,
    digest,
)
from queueing.identity.passwords import check_password, hash_password, password_matches
from queueing.identity.principal import VISITOR, Principal
from queueing.refusals import InvalidRequest, SignInNeeded

SESSION_LIFE = timedelta(hours=12)
SETBACK = timedelta(hours=2)
"""How far the clock may have been set back since a sign-in; otherwise a session could last for days."""


def by_token(session: Session, token: str, now: datetime) -> Principal:
    """Return the program or paired screen that holds a bearer token. Raise SignInNeeded for a bad one.

    `now` is the real time: tokens are made by another command, and end by it, whatever day the server plays.
    """
    hashed = digest(token)
    unended = sa.or_(Token.expires_at.is_(None), Token.expires_at > now)
    held = session.scalar(sa.select(Token).where(Token.token_hash == hashed, Token.revoked_at.is_(None), unended))
    if held:
        locations = frozenset({held.location or ALL_LOCATIONS})
        return Principal(Actor.token(held.id), Role(held.role), locations, counter=held.counter)
    device = session.scalar(sa.select(Device).where(Device.token_hash == hashed, Device.revoked_at.is_(None)))
    if device:
        return Principal(Actor.device(device.id), Role(device.kind), frozenset({device.location}), device.name)
    raise SignInNeeded("This token is not, or no longer, good.")


def by_session(session: Session, cookie: Mapping[str, Any], now: datetime) -> Principal:
    """Return the staff member whom a session's cookie signs in; VISITOR when it signs in nobody, or has expired."""
    if "staff" not in cookie:
        return VISITOR
    account = session.get(Staff, cookie["staff"])
    until = datetime.fromisoformat(cookie["until"])
    lasts = until - SESSION_LIFE - SETBACK <= now <= until
    if account is None or account.closed_at or account.epoch != cookie["epoch"] or not lasts:
        return VISITOR
    return _who(account)


def same_name(name: str) -> str:
    """Return the normal form of a name: equal for names that differ in case, spaces or Unicode form alone."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def sign_in(database: Database, *, name: str, password: str, now: datetime) -> tuple[Principal, dict[str, Any]]:
    """Return the staff member of this name and password, and their session's cookie.

    The password is compared outside any transaction. Raises SignInNeeded for a wrong one, TooBusy.
    """
    with database.read() as session:
        account = session.scalar(sa.select(Staff).where(_is_named(name), Staff.closed_at.is_(None)))
    if not password_matches(password, account.password_hash if account else None) or account is None:
        raise SignInNeeded("The name and the password do not belong together.")
    return _who(account), _cookie(account, now)


def sign_out(session: Session, who: Principal, *, now: datetime) -> None:
    """End every session of the account that `who` is signed in with."""
    account = session.get_one(Staff, who.by.id_as(ActorKind.STAFF))
    account.epoch += 1
    note_sign_in(session, who, AuditAct.SIGNED_OUT, now=now)


def change_password(database: Database, *, by: str, password: str, now: datetime, current: str = "") -> dict[str, Any]:
    """Set one's own password; every other session of the account ends. Return the new cookie.

    `current` is the present password; an account with a one-time password need not give it.
    Passwords are compared and hashed outside any transaction.
    Raises SignInNeeded for a wrong present password, InvalidRequest for an unsuitable new one, TooBusy.
    """
    with database.read() as session:
        known = _own_account(session, by)
    if not known.must_change_password and not password_matches(current, known.password_hash):
        raise SignInNeeded("That is not your present password.")
    check_password(password, known.name)
    if password_matches(password, known.password_hash):
        raise InvalidRequest("Choose another password than the one that you have.")
    hashed = hash_password(password)
    with database.write() as session:
        account = _own_account(session, by)
        if account.password_hash != known.password_hash or account.epoch != known.epoch:
            raise SignInNeeded("Your account has been changed meanwhile. Sign in again.")
        account.password_hash, account.must_change_password = hashed, False
        account.epoch += 1
        note_sign_in(session, _who(account), AuditAct.PASSWORD, now=now)
        return _cookie(account, now)


def note_sign_in(session: Session, who: Principal, what: AuditAct, *, now: datetime) -> None:
    """Note that a person signed in or out, or chose a new password, wherever they may act."""
    for location in sorted(who.locations):
        record(session, what, location=location, about=who.by, by=who.by, now=now)


def note_failed_sign_in(session: Session, *, name: str, now: datetime) -> None:
    """Note that somebody could not sign in. What was typed is kept only if it is an account's name."""
    account = session.scalar(sa.select(Staff).where(_is_named(name)))
    for location in sorted(account.locations) if account else [EVERYWHERE]:
        about = Actor.staff(account.id) if account else "nobody"
        record(session, AuditAct.SIGN_IN_FAILED, location=location, about=about, by=VISITOR_ACTOR, now=now)


def _who(account: Staff) -> Principal:
    return Principal(
        Actor.staff(account.id),
        Role(account.role),
        frozenset(account.locations),
        account.name,
        must_change_password=account.must_change_password,
    )


def _cookie(account: Staff, now: datetime) -> dict[str, Any]:
    return {"staff": account.id, "epoch": account.epoch, "until": (now + SESSION_LIFE).isoformat()}


def _own_account(session: Session, by: str) -> Staff:
    number = Actor(by).id_as(ActorKind.STAFF)
    account = session.get(Staff, number) if number is not None else None
    if account is None or account.closed_at:
        raise SignInNeeded("Sign in first.")
    return account


def _is_named(name: str) -> sa.ColumnElement[bool]:
    return Staff.name.in_({name.strip(), unicodedata.normalize("NFKC", name).strip()})
