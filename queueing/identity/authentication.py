"""Who is asking, and who may do what: sign-in, device pairing, tokens, one guard for every route.

A route or live event says who may use it with `allow`; one that says nothing is refused to
everybody, and fails a test.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.audit_log import EVERYWHERE, What, record
from queueing.db import mark_changed
from queueing.identity.accounts import (
    ALL_LOCATIONS,
    NOT_PEOPLE,
    STAFF,
    Device,
    Role,
    Staff,
    Token,
    digest,
    hash_password,
    new_code,
    new_token,
    password_matches,
    plain_code,
)
from queueing.identity.permissions import ANYBODY, Right
from queueing.refusals import AlreadyThere, Malformed, NotAllowed, SignInNeeded, UnknownThing

ANYONE = Right.PUBLIC
BY_COMMAND = "command"
"""Who does what is done by the command on the server's machine."""
CODE_LIFE = timedelta(minutes=15)
SESSION_LIFE = timedelta(hours=12)
SHORTEST_PASSWORD = 8
NAME = re.compile(r"[^\s:\x00-\x1f\x7f](?:[^:\x00-\x1f\x7f]{0,62}[^\s:\x00-\x1f\x7f])?")
"""What a person is called; a visitor is sent to `agent:NAME`, so no colon."""
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode's categories of signs that show nothing, or turn what stands beside them."""
NO_PERSON = re.compile("|".join([*NOT_PEOPLE, *NOT_PEOPLE.values(), r"program \d+", "screen .*"]))
"""What the audit calls who is no person, as `same_name` has it."""

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who asks. `role` None is anyone at all; `locations` are where they may act."""

    by: str = "visitor"
    role: Role | None = None
    locations: frozenset[str] = frozenset()
    name: str = ""
    counter: str | None = None
    must_change_password: bool = False

    def may(self, right: Right) -> bool:
        """Whether this one's role holds `right`."""
        return right.roles == ANYBODY or self.role in right.roles

    def may_act_at(self, location: str) -> bool:
        """Whether this one's locations include `location`."""
        return ALL_LOCATIONS in self.locations or location in self.locations


VISITOR = Who()


def allow(right: Right, *, newcomers: bool = False) -> Callable[[View], View]:
    """Declare the right that a view or a live event needs; `ANYONE` says that it is public.

    `newcomers` lets in those who still have to change a one-time password.
    """

    def declare(view: View) -> View:
        view.right = right  # type: ignore[attr-defined]  # read by `check_role`
        view.for_newcomers = newcomers  # type: ignore[attr-defined]
        return view

    return declare


def check_role(who: Who, view: Callable[..., Any] | None) -> None:
    """Raise SignInNeeded or NotAllowed unless `who` may use `view`, which must have said who may."""
    right: Right | None = getattr(view, "right", None)
    if right is None:
        raise NotAllowed("Nobody has said who may do this.")
    if right is Right.PUBLIC:
        return
    if who.must_change_password and not getattr(view, "for_newcomers", False):
        raise NotAllowed("Choose a password of your own first, at /staff/password.")
    if who.may(right):
        return
    if who.role is None:
        raise SignInNeeded("Sign in, or pair this screen, first.")
    raise NotAllowed(f"This is not for a {who.role.value}.")


def check_location(who: Who, location: str) -> None:
    """Raise NotAllowed unless `who` may act at `location`."""
    if not who.may_act_at(location):
        raise NotAllowed(f"You may not act at {location!r}.")


def by_token(session: Session, token: str) -> Who:
    """Return who holds a bearer token: a program or a paired screen. Raise SignInNeeded for a bad one."""
    hashed = digest(token)
    held = session.scalar(sa.select(Token).where(Token.token_hash == hashed, Token.revoked_at.is_(None)))
    if held:
        locations = frozenset({held.location or ALL_LOCATIONS})
        return Who(f"token:{held.id}", Role(held.role), locations, counter=held.counter)
    device = session.scalar(sa.select(Device).where(Device.token_hash == hashed, Device.revoked_at.is_(None)))
    if device:
        return Who(f"device:{device.id}", Role(device.kind), frozenset({device.location}), device.name)
    raise SignInNeeded("This token is not, or no longer, good.")


def by_session(session: Session, cookie: Mapping[str, Any], now: datetime) -> Who:
    """Return who is signed in by a session's cookie, or the visitor when nobody is, or no longer."""
    if "staff" not in cookie:
        return VISITOR
    account = session.get(Staff, cookie["staff"])
    until = datetime.fromisoformat(cookie["until"])
    if account is None or account.closed_at or account.epoch != cookie["epoch"] or now > until:
        return VISITOR
    return _who(account)


def same_name(name: str) -> str:
    """Return what all the ways of writing one person's name have in common."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def sign_in(session: Session, *, name: str, password: str, now: datetime) -> tuple[Who, dict[str, Any]]:
    """Return who that is, and what their session's cookie holds. Raise SignInNeeded."""
    account = session.scalar(sa.select(Staff).where(_is_named(name), Staff.closed_at.is_(None)))
    if not password_matches(password, account.password_hash if account else None) or account is None:
        raise SignInNeeded("The name and the password do not belong together.")
    return _who(account), _cookie(account, now)


def sign_out(session: Session, who: Who, *, now: datetime) -> None:
    """End every session of the account that `who` is signed in with."""
    account = session.get_one(Staff, int(who.by.removeprefix("staff:")))
    account.epoch += 1
    note_sign_in(session, who, What.SIGNED_OUT, now=now)


def change_password(session: Session, *, by: str, password: str, now: datetime, current: str = "") -> dict[str, Any]:
    """Set one's own password; every other session of the account ends. Return the new cookie.

    Who has a password of their own gives it as `current`. Raises SignInNeeded for a wrong one,
    Malformed for a new one that will not do.
    """
    account = session.get(Staff, int(by.removeprefix("staff:"))) if by.startswith("staff:") else None
    if account is None:
        raise SignInNeeded("Sign in first.")
    if not account.must_change_password and not password_matches(current, account.password_hash):
        raise SignInNeeded("That is not your present password.")
    _check_password(password)
    if password_matches(password, account.password_hash):
        raise Malformed("Choose another password than the one that you have.")
    account.password_hash, account.must_change_password = hash_password(password), False
    account.epoch += 1
    note_sign_in(session, _who(account), What.PASSWORD, now=now)
    return _cookie(account, now)


def add_staff(
    session: Session,
    *,
    name: str,
    role: Role,
    locations: list[str],
    password: str,
    now: datetime,
    once: bool = False,
    by: str = BY_COMMAND,
) -> Staff:
    """Make an account; with `once` the password must be changed at the first sign-in.

    The name is kept in Unicode's form NFKC.
    Raises Malformed for a name, role or password that will not do, AlreadyThere for a name in use.
    """
    if role not in STAFF:
        raise Malformed(f"A person is an agent, a manager or an admin, not a {role.value}.")
    name = unicodedata.normalize("NFKC", name)
    if not NAME.fullmatch(name) or any(unicodedata.category(sign) in UNSEEN for sign in name):
        raise Malformed("A name is 1 to 64 letters, digits, spaces and signs, without a colon, not blank at an end.")
    if NO_PERSON.fullmatch(same_name(name)):
        raise Malformed(f"{name!r} is what the audit calls somebody who is no person. Choose another name.")
    _check_password(password)
    if same_name(name) in map(same_name, session.scalars(sa.select(Staff.name))):
        raise AlreadyThere(f"There is already an account named {name!r}.")
    account = Staff(
        name=name,
        password_hash=hash_password(password),
        role=role,
        locations=locations,
        must_change_password=once,
        created_at=now,
    )
    session.add(account)
    session.flush()
    note_account(session, account, What.ACCOUNT_MADE, by=by, now=now)
    return account


def note_account(
    session: Session, account: Staff, what: What, *, by: str, now: datetime, before: Collection[str] = ()
) -> None:
    """Note what was done to an account, wherever it acts or acted `before`."""
    where = {*account.locations, *before}
    acts_at = "all locations" if ALL_LOCATIONS in account.locations else ", ".join(account.locations)
    for location in [EVERYWHERE] if ALL_LOCATIONS in where else sorted(where):
        about = f"staff:{account.id}"
        record(session, what, location=location, about=about, by=by, now=now, role=account.role, acts_at=acts_at)


def note_sign_in(session: Session, who: Who, what: What, *, now: datetime) -> None:
    """Note that a person signed in or out, or chose a new password, wherever they may act."""
    for location in sorted(who.locations):
        record(session, what, location=location, about=who.by, by=who.by, now=now)


def note_failed_sign_in(session: Session, *, name: str, now: datetime) -> None:
    """Note that somebody could not sign in. What was typed is kept only if it is an account's name."""
    account = session.scalar(sa.select(Staff).where(_is_named(name)))
    for location in sorted(account.locations) if account else [EVERYWHERE]:
        about = f"staff:{account.id}" if account else "nobody"
        record(session, What.SIGN_IN_FAILED, location=location, about=about, by="visitor", now=now)


def note_screen(session: Session, device: Device, what: What, *, by: str, now: datetime) -> None:
    """Note what was done to a screen."""
    record(session, what, location=device.location, about=f"device:{device.id}", by=by, now=now, name=device.name)


def new_pairing(session: Session, *, kind: Role, location: str, name: str, now: datetime) -> tuple[Device, str]:
    """Make a screen that waits to be paired, and the one-time code that pairs it until `now` plus CODE_LIFE."""
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
    """Use up a pairing code; return the screen and its token. Raise UnknownThing for a bad or old code.

    Codes live by the real time, `now`; `seen_at` is the server's, where the clock may be a training
    day's; without it the two are one.
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
        raise UnknownThing("That code is not good, or no longer. Ask for a new one.")
    device = session.get_one(Device, paired, populate_existing=True)
    note_screen(session, device, What.SCREEN_PAIRED, by=f"device:{paired}", now=seen_at or now)
    mark_changed(session, device.location)
    return device, token


def revoke_device(session: Session, *, device: int, location: str, by: str, now: datetime) -> None:
    """End a screen's right at once. Raise UnknownThing when there is no such screen here."""
    done = session.execute(
        sa.update(Device)
        .where(Device.id == device, Device.location == location, Device.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    if not done.rowcount:  # type: ignore[attr-defined]  # an UPDATE's result has one
        raise UnknownThing("There is no such screen here.")
    note_screen(session, session.get_one(Device, device), What.SCREEN_REVOKED, by=by, now=now)
    mark_changed(session, location)


def new_bearer(session: Session, *, role: Role, location: str | None, counter: str | None, now: datetime) -> str:
    """Make a bearer token for a program and return it; it cannot be read again."""
    token = new_token()
    held = Token(token_hash=digest(token), role=role, location=location, counter=counter, created_at=now)
    session.add(held)
    session.flush()
    where = location or EVERYWHERE
    record(session, What.TOKEN_MADE, location=where, about=f"token:{held.id}", by=BY_COMMAND, now=now, role=role.value)
    return token


def beat(session: Session, *, by: str, now: datetime, is_silent: bool | None = None) -> None:
    """Note that a paired screen is alive, and whether it can be heard; None when it does not know."""
    told = {} if is_silent is None else {"is_silent": is_silent}
    device = Device.id == int(by.removeprefix("device:"))
    session.execute(sa.update(Device).where(device).values(seen_at=now, **told))


def _who(account: Staff) -> Who:
    return Who(
        f"staff:{account.id}",
        Role(account.role),
        frozenset(account.locations),
        account.name,
        must_change_password=account.must_change_password,
    )


def _cookie(account: Staff, now: datetime) -> dict[str, Any]:
    return {"staff": account.id, "epoch": account.epoch, "until": (now + SESSION_LIFE).isoformat()}


def _is_named(name: str) -> sa.ColumnElement[bool]:
    return Staff.name.in_({name.strip(), unicodedata.normalize("NFKC", name).strip()})


def _check_password(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise Malformed(f"A password has at least {SHORTEST_PASSWORD} characters.")
