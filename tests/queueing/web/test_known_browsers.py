"""The cookie of a browser that has signed in: it is signed, reads as nothing, and is good for its names alone."""

from __future__ import annotations

import pytest
from flask import Response
from werkzeug.http import dump_cookie

from queueing.app import App
from queueing.web.known_browsers import COOKIE, MOST_NAMES, browser_that_knows, remember


def signed_in(app: App, *names: str, cookie: str = "") -> str:
    """The cookie after these names have signed in, one after another."""
    for name in names:
        with app.test_request_context("/staff/sign-in", headers={"Cookie": dump_cookie(COOKIE, cookie)}):
            response = Response()
            remember(response, name)
            cookie = response.headers["Set-Cookie"].partition(";")[0].partition("=")[2]
    return cookie


def knows(app: App, cookie: str, name: str) -> str | None:
    """What the browser that holds this cookie is, to this name."""
    with app.test_request_context("/staff/sign-in", headers={"Cookie": f"{COOKIE}={cookie}"}):
        return browser_that_knows(name)


def test_a_browser_is_known_for_the_names_that_signed_in_however_they_are_typed(app: App) -> None:
    cookie = signed_in(app, "Ana", "ben")
    assert knows(app, cookie, " ANA ")
    assert knows(app, cookie, "ana") == knows(app, cookie, "ben"), "one browser"
    assert knows(app, cookie, "eli") is None
    assert knows(app, signed_in(app, "ana"), "ana") != knows(app, cookie, "ana"), "another browser"


def test_no_name_can_be_read_from_it_and_it_keeps_the_newest(app: App) -> None:
    names = [f"agent {n}" for n in range(MOST_NAMES + 1)]
    cookie = signed_in(app, *names)
    assert "agent" not in cookie
    assert knows(app, cookie, names[0]) is None
    assert all(knows(app, cookie, name) for name in names[1:])
    assert len(cookie) < 1000


def test_it_is_out_of_scripts_and_of_other_sites_reach(app: App) -> None:
    with app.test_request_context("/staff/sign-in"):
        response = Response()
        remember(response, "ana")
    words = response.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/staff", "Max-Age=34560000"} <= set(words.split("; "))


@pytest.mark.parametrize("forge", [lambda _: "", lambda _: "x.y", lambda good: good[:-2], lambda good: f"W10{good}"])
def test_what_the_server_has_not_signed_is_nothing(app: App, forge: object) -> None:
    assert callable(forge)
    forged = forge(signed_in(app, "ana"))
    assert knows(app, forged, "ana") is None
    assert knows(app, signed_in(app, "ana", cookie=forged), "ana"), "a good one is given instead"
