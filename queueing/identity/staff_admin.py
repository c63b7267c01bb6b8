"""Add, change, disable and enable staff accounts, as far as the manager or administrator who does it may.

A manager keeps the agents who act only where the manager does; administrators keep everybody. Nobody
changes their own account here, and the last administrator of all locations cannot be taken away.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.actor import COMMAND, Actor, ActorKind
from queueing.audit_log import EVERYWHERE, AuditAct, AuditRecord, record
from queueing.identity.accounts import (
    ALL_LOCATIONS,
    NOT_PEOPLE,
    STAFF,
    Role,
    Staff,
)
from queueing.identity.authentication import same_name
from queueing.identity.passwords import check_password, hash_password, new_password
from queueing.identity.permissions import Right
from queueing.identity.principal import Principal
from queueing.refusals import AlreadyExists, InvalidRequest, LastAdmin, NotAllowed, NotFound, WrongState

MOST_ACCOUNTS = 500


def roles_for(who: Principal) -> list[Role]:
    """Return the roles that `who` may give to others, the one with the fewest rights first."""
    given = STAFF if who.may(Right.KEEP_STAFF) else {Role.AGENT} if who.may(Right.KEEP_AGENTS) else set()
    return [role for role in Role if role in given]


def accounts_at(session: Session, location: str) -> Sequence[Staff]:
    """Return the accounts that may act at a location, closed ones last; at most 500."""
    everybody = session.scalars(sa.select(Staff).order_by(Staff.closed_at.is_not(None), Staff.name))
    return [one for one in everybody if {ALL_LOCATIONS, location} & set(one.locations)][:MOST_ACCOUNTS]


def signed_in_at(session: Session, location: str) -> Mapping[int, datetime]:
    """Return when each account of a location last signed in; one that never has is left out."""
    rows = session.execute(
        sa.select(AuditRecord.about, sa.func.max(AuditRecord.at))
        .where(
            AuditRecord.location.in_([location, EVERYWHERE]),
            AuditRecord.act == AuditAct.SIGNED_IN,
            AuditRecord.about.startswith(f"{ActorKind.STAFF}:"),
        )
        .group_by(AuditRecord.about)
    )
    return {number: at for about, at in rows if (number := Actor(about).id) is not None}


def why_not(who: Principal, account: Staff) -> str:
    """Return why `who` may not change an account; empty when they may."""
    if who.by == Actor.staff(account.id):
        return "This is your own account: somebody else changes it."
    if Role(account.role) not in roles_for(who):
        return "Only an administrator changes managers and administrators."
    if not all(who.may_act_at(location) for location in account.locations):
        return "They also act where you do not: an administrator of all locations changes that."
    return ""


def add(
    session: Session,
    *,
    who: Principal,
    name: str,
    role: Role,
    locations: Collection[str],
    one_time_hash: str,
    now: datetime,
) -> Staff:
    """Make an account that signs in once with the password whose hash is `one_time_hash`; return it.

    Raises NotAllowed for a role or location that `who` may not give, InvalidRequest, AlreadyExists.
    """
    _check_goal(who, role, locations)
    return _make(
        session,
        name=_suitable_name(name),
        role=role,
        locations=sorted(set(locations)),
        password_hash=one_time_hash,
        now=now,
        once=True,
        by=who.by,
    )


def change(
    session: Session,
    *,
    who: Principal,
    account: int,
    location: str,
    role: Role,
    locations: Collection[str],
    now: datetime,
) -> Staff:
    """Change an account's role and locations; its sessions end.

    Raises NotFound, NotAllowed, InvalidRequest, LastAdmin.
    """
    _check_goal(who, role, locations)
    found = _account(session, who, account, location)
    chosen = sorted(set(locations))
    if (role, chosen) == (found.role, sorted(found.locations)):
        return found
    before = set(found.locations)
    if not _is_chief_admin(role, chosen):
        _check_chief_remains(session, found)
    found.role, found.locations = role, chosen
    found.epoch += 1
    note_account(session, found, AuditAct.ACCOUNT_CHANGED, by=who.by, now=now, before=before)
    return found


def reset_password(
    session: Session, *, who: Principal, account: int, location: str, one_time_hash: str, now: datetime
) -> Staff:
    """Let an account sign in once with the password whose hash is `one_time_hash`; its sessions end.

    Raises NotFound, NotAllowed, or WrongState for a closed account.
    """
    found = _account(session, who, account, location)
    if found.closed_at:
        raise WrongState(f"{found.name}'s account is disabled. Enable it first.")
    _renew(session, found, one_time_hash, by=who.by, now=now)
    return found


def disable(session: Session, *, who: Principal, account: int, location: str, now: datetime) -> Staff:
    """Close an account: its sessions end, its name stays in the audit.

    Raises NotFound, NotAllowed, LastAdmin, or WrongState when it is closed already.
    """
    found = _account(session, who, account, location)
    if found.closed_at:
        raise WrongState(f"{found.name}'s account is disabled already.")
    _close(session, found, by=who.by, now=now)
    return found


def enable(session: Session, *, who: Principal, account: int, location: str, now: datetime) -> Staff:
    """Open a closed account again, with the password that it had.

    Raises NotFound, NotAllowed, or WrongState when it is open already.
    """
    found = _account(session, who, account, location)
    if found.closed_at is None:
        raise WrongState(f"{found.name}'s account is enabled already.")
    found.closed_at = None
    note_account(session, found, AuditAct.ACCOUNT_OPENED, by=who.by, now=now)
    return found


def close_by_command(session: Session, *, name: str, now: datetime) -> Staff:
    """Close an account by its name. Raises NotFound when no open one has it, LastAdmin."""
    found = _open_account(session, name)
    _close(session, found, by=COMMAND, now=now)
    return found


def reset_by_command(session: Session, *, name: str, now: datetime) -> str:
    """Give an account a new one-time password by its name; return it. Raises NotFound when no open one has it."""
    password = new_password()
    hashed = hash_password(password)  # before the first statement, so that a server may write meanwhile
    _renew(session, _open_account(session, name), hashed, by=COMMAND, now=now)
    return password


def _renew(session: Session, account: Staff, one_time_hash: str, *, by: str, now: datetime) -> None:
    account.password_hash, account.must_change_password = one_time_hash, True
    account.epoch += 1
    note_account(session, account, AuditAct.PASSWORD_RESET, by=by, now=now)


def _close(session: Session, account: Staff, *, by: str, now: datetime) -> None:
    _check_chief_remains(session, account)
    account.closed_at = now
    account.epoch += 1
    note_account(session, account, AuditAct.ACCOUNT_CLOSED, by=by, now=now)


def _check_goal(who: Principal, role: Role, locations: Collection[str]) -> None:
    if not locations:
        raise InvalidRequest("Say where they act.")
    if ALL_LOCATIONS in locations and len(set(locations)) > 1:
        raise InvalidRequest("All locations are all of them: name no other.")
    if role not in roles_for(who):
        raise NotAllowed("Only an administrator makes managers and administrators.")
    for location in locations:
        if not who.may_act_at(location):
            where = "at all locations" if location == ALL_LOCATIONS else f"at {location!r}"
            raise NotAllowed(f"You do not act {where}, so you cannot let others act there.")


def _account(session: Session, who: Principal, account: int, location: str) -> Staff:
    """Return an account of a location that `who` may change, locked; raise NotFound or NotAllowed."""
    found = _locked(session, account)
    if found is None or not {ALL_LOCATIONS, location} & set(found.locations):
        raise NotFound("There is no such account here.")
    if why := why_not(who, found):
        raise NotAllowed(why)
    return found


def _open_account(session: Session, name: str) -> Staff:
    known = session.scalar(sa.select(Staff.id).where(Staff.name == name, Staff.closed_at.is_(None)))
    found = _locked(session, known) if known else None
    if found is None:
        raise NotFound(f"There is no open account named {name!r}.")
    return found


def _locked(session: Session, account: int) -> Staff | None:
    """Return an account, which nobody else changes until this transaction ends, nor any administrator's.

    Two administrators who take each other away do so one after the other; all lock in one order.
    """
    both = sa.or_(Staff.id == account, Staff.role == Role.ADMIN)
    held = session.scalars(
        sa.select(Staff).where(both).order_by(Staff.id).with_for_update().execution_options(populate_existing=True)
    )
    return next((one for one in held.all() if one.id == account), None)


def _check_chief_remains(session: Session, account: Staff) -> None:
    """Raise LastAdmin if without `account` no administrator of all locations is left."""
    if account.closed_at or not _is_chief_admin(account.role, account.locations):
        return
    admins = session.scalars(sa.select(Staff).where(Staff.role == Role.ADMIN, Staff.closed_at.is_(None)))
    if not any(_is_chief_admin(one.role, one.locations) for one in admins.all() if one.id != account.id):
        raise LastAdmin(f"{account.name} is the last administrator of all locations. Make another one first.")


def _is_chief_admin(role: str, locations: Collection[str]) -> bool:
    return role == Role.ADMIN and ALL_LOCATIONS in locations


NAME = re.compile(r"[^\s:\x00-\x1f\x7f](?:[^:\x00-\x1f\x7f]{0,62}[^\s:\x00-\x1f\x7f])?")
"""What a person is called; a visitor is sent to `agent:NAME`, so no colon."""
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode's categories of signs that show nothing, or change the direction of the text around them."""
NO_PERSON = re.compile("|".join([*NOT_PEOPLE, *NOT_PEOPLE.values(), r"program \d+", "screen .*"]))
"""What the audit calls who is no person, as `same_name` has it."""


def add_staff(
    session: Session,
    *,
    name: str,
    role: Role,
    locations: list[str],
    password: str,
    now: datetime,
    once: bool = False,
) -> Staff:
    """Make an account by command; with `once` the password must be changed at the first sign-in.

    Raises InvalidRequest for an unsuitable name, role or password, AlreadyExists for a name in use.
    """
    if role not in STAFF:
        raise InvalidRequest(f"A person is an agent, a manager or an admin, not a {role.value}.")
    name = _suitable_name(name)
    check_password(password, name)
    hashed = hash_password(password)  # before the first statement, so that a server may write meanwhile
    return _make(
        session, name=name, role=role, locations=locations, password_hash=hashed, now=now, once=once, by=COMMAND
    )


def _suitable_name(name: str) -> str:
    """Return a name in Unicode's form NFKC; raise InvalidRequest for one that no account may have."""
    name = unicodedata.normalize("NFKC", name)
    if not NAME.fullmatch(name) or any(unicodedata.category(sign) in UNSEEN for sign in name):
        raise InvalidRequest(
            "A name is 1 to 64 letters, digits, spaces and signs, without a colon, not blank at an end."
        )
    if NO_PERSON.fullmatch(same_name(name)):
        raise InvalidRequest(f"{name!r} is what the audit calls somebody who is no person. Choose another name.")
    return name


def _make(
    session: Session,
    *,
    name: str,
    role: Role,
    locations: list[str],
    password_hash: str,
    now: datetime,
    once: bool,
    by: str,
) -> Staff:
    if same_name(name) in map(same_name, session.scalars(sa.select(Staff.name))):
        raise AlreadyExists(f"There is already an account named {name!r}.")
    account = Staff(
        name=name,
        password_hash=password_hash,
        role=role,
        locations=locations,
        must_change_password=once,
        created_at=now,
    )
    session.add(account)
    session.flush()
    note_account(session, account, AuditAct.ACCOUNT_MADE, by=by, now=now)
    return account


def note_account(
    session: Session, account: Staff, what: AuditAct, *, by: str, now: datetime, before: Collection[str] = ()
) -> None:
    """Note what was done to an account, wherever it acts or acted `before`."""
    where = {*account.locations, *before}
    acts_at = "all locations" if ALL_LOCATIONS in account.locations else ", ".join(account.locations)
    for location in [EVERYWHERE] if ALL_LOCATIONS in where else sorted(where):
        about = Actor.staff(account.id)
        record(session, what, location=location, about=about, by=by, now=now, role=account.role, acts_at=acts_at)
