"""Signing in and out, one's own password, pairing a screen, and a screen's heartbeat."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, g, redirect, render_template, request, session, url_for
from flask_limiter.util import get_remote_address
from pydantic import Field
from werkzeug.wrappers import Response as WerkzeugResponse

from queueing.alerts.equipment import ScreenView, screens_of
from queueing.audit_log import What
from queueing.identity import authentication
from queueing.identity.accounts import Role, digest
from queueing.identity.authentication import ANYONE, allow
from queueing.identity.permissions import Right
from queueing.refusals import Refusal
from queueing.schemas import Shape
from queueing.web.request import Body, LocationPath, answers, api, location_for, reply, site, who

if TYPE_CHECKING:
    from queueing.app import App

TRIES = "30 per minute"
"""At one name from one address, right or wrong: what many at the same moment may come to."""
GUESSES = "10 per minute; 60 per hour"
"""Wrong passwords at one name from one address, or at one's own when it is changed."""
GUESSES_FROM_ONE_ADDRESS = "60 per minute; 300 per hour"
GUESSES_AT_ONE_NAME = "200 per hour"
"""From anywhere: more than one address can come to, so that nobody alone locks another out."""
PAIRINGS = "20 per minute"

pages = Blueprint("accounts", __name__, url_prefix="/staff")
accounts_api = api("accounts_api", __name__)


class PairBody(Body):
    """A one-time pairing code, however it was typed."""

    code: str = Field(min_length=4, max_length=20)


class Paired(Shape):
    """A screen's token and what it is bound to. The token is shown this once."""

    token: str
    kind: str
    location: str
    name: str


class PairingBody(Body):
    """Which screen is to be paired."""

    kind: str = Field(pattern="^(kiosk|display)$")
    name: str = Field("", max_length=64)


class Pairing(Shape):
    """A one-time code, good for a quarter of an hour."""

    code: str
    kind: str
    location: str


class BeatBody(Body):
    """How a screen is: whether its test of its own sound went well; null while it has made none."""

    can_be_heard: bool | None = None


class Beat(Shape):
    """The heartbeat's answer."""

    location: str
    kind: str


@pages.get("/sign-in")
@allow(ANYONE)
def sign_in_page() -> str:
    """Show the sign-in form."""
    return render_template("queueing/sign_in.html", problem="", name="", to=_next_page())


@pages.post("/sign-in")
@allow(ANYONE)
def sign_in() -> str | tuple[str, int] | WerkzeugResponse:
    """Sign in and go on to the page that was asked for."""
    name = request.form.get("name", "")
    try:
        with site().database.read() as reading:
            somebody, cookie = authentication.sign_in(
                reading, name=name, password=request.form.get("password", ""), now=site().now()
            )
    except Refusal as refusal:
        with site().database.write() as writing:
            authentication.note_failed_sign_in(writing, name=name, now=site().now())
        page = render_template("queueing/sign_in.html", problem=refusal.detail, name=name, to=_next_page())
        return page, refusal.status
    with site().database.write() as writing:
        authentication.note_sign_in(writing, somebody, What.SIGNED_IN, now=site().now())
    _keep(cookie)
    if somebody.must_change_password:
        return redirect(url_for("accounts.password_page"), 303)
    return redirect(_next_page() or url_for("home.front"), 303)


@pages.post("/sign-out")
@allow(ANYONE)
def sign_out() -> WerkzeugResponse:
    """Sign out, on every browser where this person is signed in: no kept copy of a cookie is good again."""
    if who().by.startswith("staff:"):
        with site().database.write() as writing:
            authentication.sign_out(writing, who(), now=site().now())
        drop_revoked()
    session.clear()
    return redirect(url_for("home.front"), 303)


@pages.get("/password")
@allow(Right.OWN_PASSWORD, newcomers=True)
def password_page() -> str:
    """Show the form for one's own new password."""
    return render_template("queueing/password.html", problem="")


@pages.post("/password")
@allow(Right.OWN_PASSWORD, newcomers=True)
def set_password() -> str | tuple[str, int] | WerkzeugResponse:
    """Set one's own password; other sessions of the account end."""
    current, password = request.form.get("current", ""), request.form.get("password", "")
    try:
        with site().database.write() as writing:
            cookie = authentication.change_password(
                writing, by=who().by, current=current, password=password, now=site().now()
            )
    except Refusal as refusal:
        return render_template("queueing/password.html", problem=refusal.detail), refusal.status
    _keep(cookie)
    return redirect(url_for("home.front"), 303)


@accounts_api.post("/pair", responses=answers(404, 429, s200=Paired))
@allow(ANYONE)
def pair(body: PairBody) -> Response:
    """Pair a screen by its one-time code; the answer holds its token."""
    with site().database.write() as writing:
        device, token = authentication.pair(writing, code=body.code, now=site().real_now(), seen_at=site().now())
    return reply(Paired(token=token, kind=device.kind, location=device.location, name=device.name))


@accounts_api.post("/locations/<location>/pairings", responses=answers(403, 404, s201=Pairing))
@allow(Right.PAIR_SCREENS)
def new_pairing(path: LocationPath, body: PairingBody) -> Response:
    """Make a one-time code for a new screen."""
    location = location_for(path.location)
    with site().database.write() as writing:
        device, code = authentication.new_pairing(
            writing, kind=Role(body.kind), location=location.id, name=body.name, now=site().real_now()
        )
        authentication.note_screen(writing, device, What.SCREEN_CODE, by=who().by, now=site().now())
    return reply(Pairing(code=code, kind=device.kind, location=device.location), 201)


class Screens(Shape):
    """The paired screens of a location."""

    devices: list[ScreenView]


@accounts_api.get("/locations/<location>/devices", responses=answers(403, 404, s200=Screens))
@allow(Right.PAIR_SCREENS)
def screens(path: LocationPath) -> Response:
    """Tell the paired screens of a location, each with how it is; at most 500."""
    place = location_for(path.location)
    with site().database.read() as reading:
        return reply(Screens(devices=screens_of(reading, place, site().now(), site().settings.pace)))


class DevicePath(LocationPath):
    """A paired screen of a location in a path."""

    device: int = Field(ge=1, le=2**31 - 1)


@accounts_api.delete("/locations/<location>/devices/<int:device>", responses=answers(403, 404, s204=""))
@allow(Right.PAIR_SCREENS)
def revoke(path: DevicePath) -> Response:
    """End a screen's right; it is out within seconds."""
    location = location_for(path.location)
    with site().database.write() as writing:
        authentication.revoke_device(writing, device=path.device, location=location.id, by=who().by, now=site().now())
    drop_revoked()
    return Response(status=204)


@accounts_api.post("/heartbeat", responses=answers(403, s200=Beat))
@allow(Right.BEAT)
def heartbeat(body: BeatBody) -> Response:
    """Say that this paired screen is alive, and whether it can be heard; every 10 s."""
    somebody = who()
    if somebody.by.startswith("device:"):
        with site().database.write() as writing:
            silent = None if body.can_be_heard is None else not body.can_be_heard
            authentication.beat(writing, by=somebody.by, now=site().now(), is_silent=silent)
    return reply(Beat(location=min(somebody.locations), kind=somebody.role or ""))


def attach(app: App) -> None:
    """Attach these routes; guessing at passwords and pairing codes is slowed down."""
    app.register_blueprint(pages)
    app.register_api(accounts_api)
    app.throttle("accounts_api.pair", PAIRINGS)
    app.throttle("accounts.sign_in", TRIES, key=_name_here)
    app.throttle("accounts.sign_in", GUESSES, key=_name_here, when=_was_wrong)
    app.throttle("accounts.sign_in", GUESSES_FROM_ONE_ADDRESS, when=_was_wrong)
    app.throttle("accounts.sign_in", GUESSES_AT_ONE_NAME, key=_name, when=_was_wrong)
    app.throttle("accounts.set_password", TRIES, key=lambda: who().by)
    app.throttle("accounts.set_password", GUESSES, key=lambda: who().by, when=_was_wrong)


def _name() -> str:
    # A digest, because people type passwords there too.
    return digest(authentication.same_name(request.form.get("name", "")))


def _name_here() -> str:
    return f"{get_remote_address()} {_name()}"


def _was_wrong(response: Response) -> bool:
    return response.status_code == 401


def drop_revoked() -> None:
    """End the live connections of whoever is out: in this process at once, in the others' within seconds."""
    cast("App", current_app).live.drop_revoked()


def _keep(cookie: dict[str, object]) -> None:
    session.clear()
    session.update(cookie)
    session.permanent = False
    g.pop("csrf_token", None)


def _next_page() -> str:
    # Only a path of our own; never another site's address.
    to = request.values.get("to", "")
    if not to.startswith("/") or to.startswith("//") or any(sign < "!" or sign == "\\" for sign in to):
        return ""
    parts = urlsplit(to)
    return "" if parts.scheme or parts.netloc else to
