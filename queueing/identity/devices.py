"""Paired screens: one-time codes, tokens bound to a location, heartbeats, revocation."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.actor import Actor, ActorKind
from queueing.audit_log import AuditAct, record
from queueing.db import mark_changed
from queueing.identity.accounts import (
    Device,
    Role,
    digest,
    new_code,
    new_token,
    plain_code,
)
from queueing.refusals import NotFound

CODE_LIFE = timedelta(minutes=15)


def note_screen(session: Session, device: Device, what: AuditAct, *, by: str, now: datetime) -> None:
    """Record in the audit what was done to a screen."""
    record(session, what, location=device.location, about=Actor.device(device.id), by=by, now=now, name=device.name)


def new_pairing(session: Session, *, kind: Role, location: str, name: str, now: datetime) -> tuple[Device, str]:
    """Make an unpaired screen; return it with the one-time code that pairs it until `now` plus CODE_LIFE."""
    code = new_code()
    device = Device(
        kind=kind,
        location=location,
        name=name or f"{kind.value} at {location}",
        code_hash=digest(code),
        code_expires_at=now + CODE_LIFE,
        created_at=now,
    )
    session.add(device)
    session.flush()
    return device, code


def pair(session: Session, *, code: str, now: datetime, seen_at: datetime | None = None) -> tuple[Device, str]:
    """Use up a pairing code; return the screen and its token. Raise NotFound for a bad or old code.

    `now` is the real time, by which codes expire; `seen_at` is the server's time, which may be a
    training day's, and is `now` when left out.
    """
    token = new_token()
    paired = session.execute(
        sa.update(Device)
        .where(
            Device.code_hash == digest(plain_code(code)),
            Device.code_expires_at > now,
            Device.revoked_at.is_(None),
        )
        .values(code_hash=None, token_hash=digest(token), paired_at=seen_at or now, seen_at=seen_at or now)
        .returning(Device.id)
    ).scalar_one_or_none()
    if paired is None:
        raise NotFound("That code is not good, or no longer. Ask for a new one.")
    device = session.get_one(Device, paired, populate_existing=True)
    note_screen(session, device, AuditAct.SCREEN_PAIRED, by=Actor.device(paired), now=seen_at or now)
    mark_changed(session, device.location)
    return device, token


def revoke_device(session: Session, *, device: int, location: str, by: str, now: datetime) -> None:
    """Revoke a screen's token at once. Raise NotFound when the location has no such screen."""
    done = session.execute(
        sa.update(Device)
        .where(Device.id == device, Device.location == location, Device.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    if not done.rowcount:  # type: ignore[attr-defined]  # an UPDATE's result has one
        raise NotFound("There is no such screen here.")
    note_screen(session, session.get_one(Device, device), AuditAct.SCREEN_REVOKED, by=by, now=now)
    mark_changed(session, location)


def beat(session: Session, *, by: str, now: datetime, is_silent: bool | None = None) -> None:
    """Record the heartbeat of a paired screen. `is_silent` says that it cannot be heard; None leaves that as it was."""
    changes = {} if is_silent is None else {"is_silent": is_silent}
    device = Device.id == Actor(by).id_as(ActorKind.DEVICE)
    session.execute(sa.update(Device).where(device).values(seen_at=now, **changes))
