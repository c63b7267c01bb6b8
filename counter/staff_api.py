"""The API of staff accounts: make, change, disable and enable them; one-time passwords."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal

from flask import Response
from pydantic import Field

from queueing import operations
from queueing.identity import staff_admin
from queueing.identity.accounts import ALL_LOCATIONS, Role, Staff
from queueing.identity.authorization import allow
from queueing.identity.passwords import hash_password, new_password
from queueing.identity.permissions import Right
from queueing.schemas import Schema
from queueing.web.pairing import drop_revoked
from queueing.web.request import Body, LocationPath, answers, api, location_for, principal, reply, runtime

MOST_LOCATIONS = 100
HIGHEST_ID = 2**31 - 1

Where = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=64)]], Field(min_length=1, max_length=MOST_LOCATIONS)
]
"""Ids of locations, or `*` alone for all of them."""

staff_api = api("staff_api", __name__)


class AccountPath(LocationPath):
    """An account of a location in a path."""

    account: int = Field(ge=1, le=HIGHEST_ID)


class AccountBody(Body):
    """What an account is, and where it acts."""

    role: Literal["agent", "manager", "admin"]
    locations: Where


class NewAccountBody(Body):
    """A new account; without `locations` it acts at this one."""

    name: str = Field(min_length=1, max_length=64)
    role: Literal["agent", "manager", "admin"] = "agent"
    locations: Where | None = None


class AccountView(Schema):
    """An account. `why_not` says why this person may not change it; empty when they may."""

    id: int
    name: str
    role: str
    locations: list[str]
    disabled_at: datetime | None
    has_own_password: bool = Field(description="False until the one-time password was changed.")
    signed_in_at: datetime | None = Field(description="The last time; null for never, or longer ago than is kept.")
    why_not: str


class AccountList(Schema):
    """The accounts of a location, disabled ones last; at most 500."""

    staff: list[AccountView]


class NewPassword(Schema):
    """An account and the password that it signs in with once. It is shown this once."""

    account: AccountView
    password: str


@staff_api.get("/locations/<location>/staff", responses=answers(403, 404, s200=AccountList))
@allow(Right.KEEP_AGENTS)
def accounts(path: LocationPath) -> Response:
    """Tell the accounts that may act at a location."""
    location = location_for(path.location)
    with runtime().database.read() as session:
        known = staff_admin.accounts_at(session, location.id)
        seen = staff_admin.signed_in_at(session, location.id)
    return reply(AccountList(staff=[_view(one, seen.get(one.id)) for one in known]))


@staff_api.post("/locations/<location>/staff", responses=answers(403, 404, 409, 503, s201=NewPassword))
@allow(Right.KEEP_AGENTS)
def add(path: LocationPath, body: NewAccountBody) -> Response:
    """Make an account; the answer holds the password that it signs in with once."""
    location = location_for(path.location)
    locations = body.locations or [location.id]
    _check(locations)
    password = new_password()
    hashed = hash_password(password)
    with runtime().database.write() as session:
        made = staff_admin.add(
            session,
            who=principal(),
            name=body.name,
            role=Role(body.role),
            locations=locations,
            one_time_hash=hashed,
            now=runtime().now(),
        )
        return reply(NewPassword(account=_view(made), password=password), 201)


@staff_api.put("/locations/<location>/staff/<int:account>", responses=answers(403, 404, 409, s200=AccountView))
@allow(Right.KEEP_AGENTS)
def change(path: AccountPath, body: AccountBody) -> Response:
    """Change an account's role and locations; its sessions end."""
    _check(body.locations)
    role, locations = Role(body.role), body.locations
    return _do(path, lambda **known: staff_admin.change(**known, role=role, locations=locations))


@staff_api.post(
    "/locations/<location>/staff/<int:account>/password", responses=answers(403, 404, 409, 503, s200=NewPassword)
)
@allow(Right.KEEP_AGENTS)
def reset_password(path: AccountPath) -> Response:
    """Give an account a new one-time password; its sessions end within seconds."""
    location = location_for(path.location)
    password = new_password()
    hashed = hash_password(password)
    with runtime().database.write() as session:
        known = staff_admin.reset_password(
            session,
            who=principal(),
            account=path.account,
            location=location.id,
            one_time_hash=hashed,
            now=runtime().now(),
        )
        answer = reply(NewPassword(account=_view(known), password=password))
    drop_revoked()
    return answer


@staff_api.post("/locations/<location>/staff/<int:account>/disable", responses=answers(403, 404, 409, s200=AccountView))
@allow(Right.KEEP_AGENTS)
def disable(path: AccountPath) -> Response:
    """Disable an account; its sessions end within seconds, and its counter is paused."""

    def out(**known: Any) -> Staff:
        done = staff_admin.disable(**known)
        operations.pause_counters_of(
            known["session"], catalog=runtime().catalog, agent=done.name, by=principal().by, now=runtime().now()
        )
        return done

    return _do(path, out)


@staff_api.post("/locations/<location>/staff/<int:account>/enable", responses=answers(403, 404, 409, s200=AccountView))
@allow(Right.KEEP_AGENTS)
def enable(path: AccountPath) -> Response:
    """Enable a disabled account again, with the password that it had."""
    return _do(path, staff_admin.enable)


def _do(path: AccountPath, act: Callable[..., Staff]) -> Response:
    location = location_for(path.location)
    with runtime().database.write() as session:
        done = act(session=session, who=principal(), account=path.account, location=location.id, now=runtime().now())
        answer = reply(_view(done))
    drop_revoked()
    return answer


def _check(locations: list[str]) -> None:
    """Raise NotFound unless each of them is a location of the catalog, or all."""
    for location in locations:
        if location != ALL_LOCATIONS:
            runtime().location(location)


def _view(account: Staff, signed_in_at: datetime | None = None) -> AccountView:
    return AccountView(
        id=account.id,
        name=account.name,
        role=account.role,
        locations=account.locations,
        disabled_at=account.closed_at,
        has_own_password=not account.must_change_password,
        signed_in_at=signed_in_at,
        why_not=staff_admin.why_not(principal(), account),
    )
