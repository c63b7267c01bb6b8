"""Signing in and out, one's own password, pairing a screen, and a screen's heartbeat."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response as WerkzeugResponse

from queueing.actor import ActorKind
from queueing.audit_log import AuditAct
from queueing.identity import authentication
from queueing.identity.accounts import digest
from queueing.identity.authorization import ANYONE, allow
from queueing.identity.permissions import Right
from queueing.refusals import Refusal
from queueing.web.pairing import accounts_api, drop_revoked
from queueing.web.rate_limits import is_unauthorized, limiter
from queueing.web.request import principal, runtime

if TYPE_CHECKING:
    from queueing.app import App

SIGN_IN_LIMIT = "30 per minute"
"""Passwords tried for one name from one address, right or wrong, also those tried at the same moment."""
GUESS_LIMIT = "10 per minute; 60 per hour"
"""Wrong passwords for one name from one address, or for one's own account when its password is changed."""
GUESS_LIMIT_OF_ADDRESS = "60 per minute; 300 per hour"
"""Wrong passwords from one address, for any names."""
GUESS_LIMIT_OF_NAME = "200 per hour"
"""Wrong passwords for one name from all addresses: more than one address may try, so that none locks a name alone."""

pages = Blueprint("accounts", __name__, url_prefix="/staff")


def _typed_name() -> str:
    # A digest, because people type passwords into the field of the name too.
    return digest(authentication.same_name(request.form.get("name", "")))


def _typed_name_and_address() -> str:
    return f"{get_remote_address()} {_typed_name()}"


def _own_account() -> str:
    return principal().by


@pages.get("/sign-in")
@allow(ANYONE)
def sign_in_page() -> str:
    """Show the sign-in form."""
    return render_template("queueing/sign_in.html", problem="", name="", to=_next_page())


@pages.post("/sign-in")
@allow(ANYONE)
@limiter.limit(SIGN_IN_LIMIT, key_func=_typed_name_and_address)
@limiter.limit(GUESS_LIMIT, key_func=_typed_name_and_address, deduct_when=is_unauthorized)
@limiter.limit(GUESS_LIMIT_OF_ADDRESS, deduct_when=is_unauthorized)
@limiter.limit(GUESS_LIMIT_OF_NAME, key_func=_typed_name, deduct_when=is_unauthorized)
def sign_in() -> str | tuple[str, int] | WerkzeugResponse:
    """Sign in and go on to the page that was asked for."""
    name = request.form.get("name", "")
    try:
        with runtime().database.read() as reading:
            somebody, cookie = authentication.sign_in(
                reading, name=name, password=request.form.get("password", ""), now=runtime().now()
            )
    except Refusal as refusal:
        with runtime().database.write() as writing:
            authentication.note_failed_sign_in(writing, name=name, now=runtime().now())
        page = render_template("queueing/sign_in.html", problem=refusal.detail, name=name, to=_next_page())
        return page, refusal.status
    with runtime().database.write() as writing:
        authentication.note_sign_in(writing, somebody, AuditAct.SIGNED_IN, now=runtime().now())
    _keep(cookie)
    if somebody.must_change_password:
        return redirect(url_for("accounts.password_page"), 303)
    return redirect(_next_page() or url_for("home.front"), 303)


@pages.post("/sign-out")
@allow(ANYONE)
def sign_out() -> WerkzeugResponse:
    """Sign out, on every browser where this person is signed in: no kept copy of a cookie is good again."""
    if principal().by.kind == ActorKind.STAFF:
        with runtime().database.write() as writing:
            authentication.sign_out(writing, principal(), now=runtime().now())
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
@limiter.limit(SIGN_IN_LIMIT, key_func=_own_account)
@limiter.limit(GUESS_LIMIT, key_func=_own_account, deduct_when=is_unauthorized)
def set_password() -> str | tuple[str, int] | WerkzeugResponse:
    """Set one's own password; other sessions of the account end."""
    current, password = request.form.get("current", ""), request.form.get("password", "")
    try:
        with runtime().database.write() as writing:
            cookie = authentication.change_password(
                writing, by=principal().by, current=current, password=password, now=runtime().now()
            )
    except Refusal as refusal:
        return render_template("queueing/password.html", problem=refusal.detail), refusal.status
    _keep(cookie)
    return redirect(url_for("home.front"), 303)


def attach(app: App) -> None:
    """Attach these routes."""
    app.register_blueprint(pages)
    app.register_api(accounts_api)


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
