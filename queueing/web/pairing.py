"""Pair a screen by a one-time code, take its heartbeat, revoke it."""

from __future__ import annotations

from flask import Response
from pydantic import Field

from queueing.actor import ActorKind
from queueing.alerts.equipment import ScreenView, screens_of
from queueing.audit_log import AuditAct
from queueing.identity import devices
from queueing.identity.accounts import Role
from queueing.identity.authorization import ANYONE, allow
from queueing.identity.permissions import Right
from queueing.schemas import Schema
from queueing.web.rate_limits import limiter
from queueing.web.request import Body, LocationPath, answers, api, live, location_for, principal, reply, runtime

PAIRING_LIMIT = "20 per minute"
"""Pairing codes tried from one address."""


accounts_api = api("accounts_api", __name__)


class PairBody(Body):
    """A one-time pairing code, however it was typed."""

    code: str = Field(min_length=4, max_length=20)


class Paired(Schema):
    """A screen's token and what it is bound to. The token is shown this once."""

    token: str
    kind: str
    location: str
    name: str


class PairingBody(Body):
    """Which screen is to be paired."""

    kind: str = Field(pattern="^(kiosk|display)$")
    name: str = Field("", max_length=64)


class Pairing(Schema):
    """A one-time code, good for a quarter of an hour."""

    code: str
    kind: str
    location: str


class BeatBody(Body):
    """A heartbeat: whether the screen's test of its own sound succeeded; null before any test."""

    can_be_heard: bool | None = None


class Beat(Schema):
    """The heartbeat's answer."""

    location: str
    kind: str


@accounts_api.post("/pair", responses=answers(404, 429, s200=Paired))
@allow(ANYONE, csrf_exempt=True)  # the code is the right, whoever is signed in
@limiter.limit(PAIRING_LIMIT)
def pair(body: PairBody) -> Response:
    """Pair a screen by its one-time code; the answer holds its token."""
    with runtime().database.write() as writing:
        device, token = devices.pair(writing, code=body.code, now=runtime().real_now(), seen_at=runtime().now())
    return reply(Paired(token=token, kind=device.kind, location=device.location, name=device.name))


@accounts_api.post("/locations/<location>/pairings", responses=answers(403, 404, s201=Pairing))
@allow(Right.PAIR_SCREENS)
def new_pairing(path: LocationPath, body: PairingBody) -> Response:
    """Make a one-time code for a new screen."""
    location = location_for(path.location)
    with runtime().database.write() as writing:
        device, code = devices.new_pairing(
            writing, kind=Role(body.kind), location=location.id, name=body.name, now=runtime().real_now()
        )
        devices.note_screen(writing, device, AuditAct.SCREEN_CODE, by=principal().by, now=runtime().now())
    return reply(Pairing(code=code, kind=device.kind, location=device.location), 201)


class Screens(Schema):
    """The paired screens of a location."""

    devices: list[ScreenView]


@accounts_api.get("/locations/<location>/devices", responses=answers(403, 404, s200=Screens))
@allow(Right.PAIR_SCREENS)
def screens(path: LocationPath) -> Response:
    """Return the paired screens of a location, each with its state; at most 500."""
    location = location_for(path.location)
    with runtime().database.read() as reading:
        return reply(Screens(devices=screens_of(reading, location, runtime().now(), runtime().settings.pace)))


class DevicePath(LocationPath):
    """A paired screen of a location in a path."""

    device: int = Field(ge=1, le=2**31 - 1)


@accounts_api.delete("/locations/<location>/devices/<int:device>", responses=answers(403, 404, s204=""))
@allow(Right.PAIR_SCREENS)
def revoke(path: DevicePath) -> Response:
    """End a screen's right; it is out within seconds."""
    location = location_for(path.location)
    with runtime().database.write() as writing:
        devices.revoke_device(writing, device=path.device, location=location.id, by=principal().by, now=runtime().now())
    drop_revoked()
    return Response(status=204)


@accounts_api.post("/heartbeat", responses=answers(403, s200=Beat))
@allow(Right.BEAT)
def heartbeat(body: BeatBody) -> Response:
    """Record that this paired screen is alive, and whether it can be heard; sent every 10 s."""
    somebody = principal()
    if somebody.by.kind == ActorKind.DEVICE:
        with runtime().database.write() as writing:
            silent = None if body.can_be_heard is None else not body.can_be_heard
            devices.beat(writing, by=somebody.by, now=runtime().now(), is_silent=silent)
    return reply(Beat(location=min(somebody.locations), kind=somebody.role or ""))


def drop_revoked() -> None:
    """End the live connections whose right has ended: in this process at once, in others within seconds."""
    live().drop_revoked()
