"""Signing in and out, one's own password, pairing a screen, and a screen's heartbeat."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Blueprint, Response, g, redirect, render_template, request, session, url_for
from flask_limiter.errors import RateLimitExceeded
from werkzeug.wrappers import Response as WerkzeugResponse

from queueing.actor import ActorKind
from queueing.audit_log import AuditAct
from queueing.identity import authentication
from queueing.identity.accounts import digest
from queueing.identity.authorization import ANYONE, allow
from queueing.identity.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD
from queueing.identity.permissions import Right
from queueing.refusals import Refusal, SignInNeeded, TooBusy
from queueing.web import problems
from queueing.web.known_browsers import browser_that_knows, remember
from queueing.web.pairing import accounts_api, drop_revoked
from queueing.web.rate_limits import limiter, request_network, wait_in_words
from queueing.web.request import JSON, principal, runtime

if TYPE_CHECKING:
    from queueing.app import App

GUESS_LIMIT = "10 per minute; 60 per hour"
"""Wrong passwords for one name from one source, or for one's own account when its password is changed.

A source is an address, or a browser that has signed in with that name before.
"""
GUESS_LIMIT_OF_SOURCE = "60 per minute; 300 per hour"
"""Wrong passwords from one source, for any names."""
GUESS_LIMIT_OF_NAME = "200 per hour"
"""Wrong passwords for one name from all sources: more than one address may try, so that none locks a name alone.

Browsers that have signed in with the name before share a count of their own, which no stranger can use up.
"""

pages = Blueprint("accounts", __name__, url_prefix="/staff")


def _typed_name() -> str:
    return request.form.get("name", "")


def _source() -> str:
    known = browser_that_knows(_typed_name())
    return f"browser {known}" if known else request_network()


def _name_key() -> str:
    # A digest, because people type passwords into the field of the name too.
    return digest(authentication.same_name(_typed_name()))


def _name_and_source() -> str:
    return f"{_source()} {_name_key()}"


def _name_by_whom() -> str:
    return f"{'known' if browser_that_knows(_typed_name()) else 'strangers'} {_name_key()}"


def _own_account() -> str:
    return principal().by


@pages.get("/sign-in")
@allow(ANYONE)
def sign_in_page() -> str:
    """Show the sign-in form."""
    return _sign_in_form("")


@pages.post("/sign-in")
@allow(ANYONE)
@limiter.limit(GUESS_LIMIT_OF_NAME, key_func=_name_by_whom)  # checked last: refused sources use nothing of it up
@limiter.limit(GUESS_LIMIT_OF_SOURCE, key_func=_source)
@limiter.limit(GUESS_LIMIT, key_func=_name_and_source)
def sign_in() -> Response | WerkzeugResponse:
    """Sign in and go on to the page that was asked for. A try counts as a guess until it is known to be right."""
    name = _typed_name()
    try:
        somebody, cookie = authentication.sign_in(
            runtime().database, name=name, password=request.form.get("password", ""), now=runtime().now()
        )
    except SignInNeeded as refusal:
        with runtime().database.write() as writing:
            authentication.note_failed_sign_in(writing, name=name, now=runtime().now())
        return _refused(refusal, _sign_in_form)
    except TooBusy as refusal:
        limiter.give_back()
        return _refused(refusal, _sign_in_form)
    limiter.give_back()
    with runtime().database.write() as writing:
        authentication.note_sign_in(writing, somebody, AuditAct.SIGNED_IN, now=runtime().now())
    _keep(cookie)
    if somebody.must_change_password:
        response = redirect(url_for("accounts.password_page"), 303)
    else:
        response = redirect(_next_page() or url_for("home.front"), 303)
    remember(response, name)
    return response


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
    return _password_form("")


@pages.post("/password")
@allow(Right.OWN_PASSWORD, newcomers=True)
@limiter.limit(GUESS_LIMIT, key_func=_own_account)
def set_password() -> Response | WerkzeugResponse:
    """Set one's own password; other sessions of the account end. A wrong present password counts as a guess."""
    current, password = request.form.get("current", ""), request.form.get("password", "")
    try:
        cookie = authentication.change_password(
            runtime().database, by=principal().by, current=current, password=password, now=runtime().now()
        )
    except SignInNeeded as refusal:
        return _refused(refusal, _password_form)
    except Refusal as refusal:
        limiter.give_back()
        return _refused(refusal, _password_form)
    limiter.give_back()
    _keep(cookie)
    return redirect(url_for("home.front"), 303)


@pages.errorhandler(RateLimitExceeded)
def too_many_guesses(error: RateLimitExceeded) -> Response:
    """Show the form again with how long to wait; a program gets the problem."""
    answer = problems.answer_rate_limit(error)
    if request.accept_mimetypes.best_match(["text/html", JSON, problems.PROBLEM_JSON], "text/html") != "text/html":
        return answer
    wait = wait_in_words(int(answer.headers["Retry-After"]))
    problem = f"Too many wrong passwords were tried. Wait {wait}, then try again."
    form = _password_form if request.endpoint == "accounts.set_password" else _sign_in_form
    return Response(form(problem), answer.status_code, {"Retry-After": answer.headers["Retry-After"]})


def attach(app: App) -> None:
    """Attach these routes."""
    app.register_blueprint(pages)
    app.register_api(accounts_api)


def _sign_in_form(problem: str) -> str:
    return render_template("queueing/sign_in.html", problem=problem, name=_typed_name(), to=_next_page())


def _password_form(problem: str) -> str:
    return render_template(
        "queueing/password.html", problem=problem, shortest=SHORTEST_PASSWORD, longest=LONGEST_PASSWORD
    )


def _refused(refusal: Refusal, form: Callable[[str], str]) -> Response:
    response = Response(form(refusal.detail), refusal.status)
    response.headers.extend(problems.retry_headers(refusal))
    return response


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
