"""Signing in on a page: forms with CSRF, throttled, never to another site."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from flask_limiter.util import get_qualified_name
from werkzeug.test import TestResponse

from queueing.app import App
from queueing.audit_log import AuditAct, AuditRecord
from queueing.identity import passwords, staff_admin
from queueing.identity.accounts import Role
from queueing.identity.passwords import HashQueue
from queueing.web.known_browsers import COOKIE
from tests.cast import SteppedClock


@pytest.fixture(autouse=True)
def accounts(app: App, clock: SteppedClock) -> None:
    """Ana has an account; Bob has one with a one-time password."""
    with app.runtime.database.write() as session:
        for name, once in (("ana", False), ("bob", True)):
            staff_admin.add_staff(
                session,
                name=name,
                role=Role.AGENT,
                locations=["downtown"],
                password="a long one",
                now=clock.now(),
                once=once,
            )


def csrf(page: TestResponse) -> str:
    """The page's CSRF token."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found
    return found.group(1)


def sign_in(client: FlaskClient, name: str = "ana", password: str = "a long one", to: str = "") -> TestResponse:
    """Fill in the form as a person would."""
    page = client.get("/staff/sign-in", query_string={"to": to})
    return client.post("/staff/sign-in", data={"csrf_token": csrf(page), "name": name, "password": password, "to": to})


def choose(client: FlaskClient, password: str, current: str = "") -> TestResponse:
    """Fill in the form of one's own password."""
    page = client.get("/staff/password")
    return client.post("/staff/password", data={"csrf_token": csrf(page), "current": current, "password": password})


def test_sign_in_goes_on_to_the_page_that_was_asked_for(client: FlaskClient) -> None:
    assert sign_in(client, to="/counter/downtown").headers["Location"] == "/counter/downtown"
    assert client.get("/api/v1/locations/downtown/queue").status_code == 200
    assert client.get("/api/v1/locations/east-lake/queue").status_code == 403


ELSEWHERE = [
    "https://elsewhere.example",
    "//elsewhere.example",
    "/\\elsewhere.example",
    "/\t/elsewhere.example",
    "/\n//elsewhere.example",
    "/\r/elsewhere.example",
    " /elsewhere.example",
    "x",
]


@pytest.mark.parametrize("to", ELSEWHERE)
def test_sign_in_never_leads_to_another_site(client: FlaskClient, to: str) -> None:
    assert sign_in(client, to=to).headers["Location"] == "/"


def test_a_wrong_password_keeps_the_name_and_says_so(client: FlaskClient) -> None:
    page = sign_in(client, password="wrong")
    assert page.status_code == 401
    assert 'role="alert"' in page.text
    assert 'value="ana"' in page.text


def test_the_eleventh_try_in_a_minute_waits(client: FlaskClient) -> None:
    statuses = [sign_in(client, password="wrong").status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]
    assert sign_in(client, password="a long one").status_code == 429, "the right one among many guesses is not told"
    assert sign_in(client, " ANA ", "wrong").status_code == 429, "another way of writing the name"
    assert sign_in(client, "bob").status_code == 303, "somebody else at the same address"


def test_only_wrong_passwords_count(client: FlaskClient) -> None:
    assert [sign_in(client).status_code for _ in range(12)] == [303] * 12
    assert [sign_in(client, password="wrong").status_code for _ in range(9)] == [401] * 9
    assert sign_in(client).status_code == 303


def guess(client: FlaskClient, address: str, name: str = "ana", password: str = "wrong") -> int:
    """Try a password from an address with the token of a form that was loaded before."""
    form = {"csrf_token": client.environ_base["CSRF"], "name": name, "password": password}
    return client.post("/staff/sign-in", data=form, environ_base={"REMOTE_ADDR": address}).status_code


@pytest.fixture
def stranger(app: App) -> FlaskClient:
    """A browser that has loaded the form and will never sign in."""
    browser = app.test_client()
    browser.environ_base["CSRF"] = csrf(browser.get("/staff/sign-in"))
    return browser


def use_up(stranger: FlaskClient) -> None:
    """Guess at Ana's password from twenty networks until nobody may guess at it any more."""
    assert {guess(stranger, f"2001:db8:0:{n // 10:x}::{n:x}") for n in range(200)} == {401}


def test_guesses_from_many_addresses_at_one_name_are_counted_together(stranger: FlaskClient) -> None:
    use_up(stranger)
    assert (guess(stranger, "10.0.0.99"), guess(stranger, "10.0.0.99", "bob")) == (429, 401)


def test_a_stranger_locks_out_strangers_and_never_a_browser_that_knew_the_password(
    client: FlaskClient, app: App, stranger: FlaskClient
) -> None:
    assert sign_in(client).status_code == 303
    client.post("/staff/sign-out", data={"csrf_token": csrf(client.get("/"))})
    use_up(stranger)
    elsewhere = sign_in(app.test_client())
    assert elsewhere.status_code == 429
    assert "Too many wrong passwords were tried. Wait 60 minutes, then try again." in elsewhere.text
    assert sign_in(client).status_code == 303, "Ana's own browser"
    assert sign_in(client, password="wrong").status_code == 401, "and it may err"


def test_a_guesser_at_the_same_address_does_not_lock_out_a_browser_that_knew_the_password(
    client: FlaskClient, stranger: FlaskClient
) -> None:
    sign_in(client)
    assert [guess(stranger, "127.0.0.1") for _ in range(11)] == [401] * 10 + [429]
    assert sign_in(client).status_code == 303


def test_a_stolen_cookie_of_a_known_browser_guesses_no_more_than_others(
    client: FlaskClient, stranger: FlaskClient
) -> None:
    sign_in(client)
    stolen = client.get_cookie(COOKIE, path="/staff")
    assert stolen
    stranger.set_cookie(COOKIE, stolen.value, path="/staff")
    guesses = [guess(stranger, f"10.0.0.{n}") for n in range(11)]
    assert guesses == [401] * 10 + [429], "wherever it is tried"
    assert guess(stranger, "10.0.0.1", "bob") == 401, "to another name it is no one's"
    assert stranger.get("/api/v1/locations/downtown/queue").status_code == 401, "and it signs nobody in"


def test_a_source_that_is_refused_uses_up_nothing_of_the_names_own_limit(app: App) -> None:
    (limiter,) = app.extensions["limiter"]
    declared = limiter.limit_manager.decorated_limits(get_qualified_name(app.view_functions["accounts.sign_in"]))
    checked = [limit.key_func.__name__ for limit in sorted(declared, key=lambda one: one.limit)]
    assert checked == ["_name_and_source", "_source", "_name_and_source", "_source", "_name_by_whom"]


def test_one_address_guessing_at_many_names_is_slowed_down(stranger: FlaskClient) -> None:
    assert [guess(stranger, "10.0.0.1", f"n{n}") for n in range(61)] == [401] * 60 + [429]


def test_who_tries_too_often_reads_how_long_to_wait_on_the_page_that_they_sent(client: FlaskClient) -> None:
    for _ in range(10):
        sign_in(client, password="wrong", to="/counter/downtown")
    page = sign_in(client, password="not this one", to="/counter/downtown")
    assert (page.status_code, page.mimetype) == (429, "text/html")
    assert 1 <= int(page.headers["Retry-After"]) <= 60
    assert re.search(r'role="alert">Too many wrong passwords were tried. Wait [^<]+, then try again.<', page.text)
    assert ('value="ana"' in page.text, 'value="/counter/downtown"' in page.text) == (True, True)
    assert "not this one" not in page.text


def test_a_program_that_tries_too_often_gets_a_problem(client: FlaskClient) -> None:
    form = {"csrf_token": csrf(client.get("/staff/sign-in")), "name": "ana", "password": "wrong"}
    accept = {"Accept": "application/json"}
    answers = [client.post("/staff/sign-in", data=form, headers=accept) for _ in range(11)]
    assert (answers[-1].status_code, answers[-1].mimetype) == (429, "application/problem+json")
    assert int(answers[-1].headers["Retry-After"]) >= 1


def test_who_finds_no_turn_is_told_so_and_has_not_guessed(
    client: FlaskClient, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "queue", HashQueue(1, 0, 0))
    with passwords.queue.turn():
        pages = [sign_in(client) for _ in range(12)]
        own = pages[-1]
    assert {page.status_code for page in pages} == {503}
    assert (own.headers["Retry-After"], 'value="ana"' in own.text) == ("5", True)
    assert "Wait a few seconds, then try again." in own.text
    assert sign_in(client).status_code == 303
    with app.runtime.database.read() as session:
        acts = session.scalars(sa.select(AuditRecord.act).where(AuditRecord.act.startswith("sign"))).all()
    assert AuditAct.SIGN_IN_FAILED not in acts


def test_guessing_at_the_present_password_is_slowed_down(client: FlaskClient) -> None:
    sign_in(client)
    pages = [choose(client, "another long one", "wrong") for _ in range(11)]
    assert [page.status_code for page in pages] == [401] * 10 + [429]
    assert ("Choose a password" in pages[-1].text, "Wait" in pages[-1].text) == (True, True)
    assert int(pages[-1].headers["Retry-After"]) >= 1


def test_a_new_password_that_will_not_do_is_no_guess(client: FlaskClient) -> None:
    sign_in(client)
    refused = [choose(client, "password123", "a long one") for _ in range(12)]
    assert {page.status_code for page in refused} == {422}
    assert "first that somebody would guess" in refused[0].text
    assert choose(client, "another long one", "a long one").status_code == 303


def test_a_form_without_its_token_changes_nothing(client: FlaskClient) -> None:
    answer = client.post("/staff/sign-in", data={"name": "ana", "password": "a long one"})
    assert answer.status_code == 400
    assert client.get("/api/v1/locations/downtown/queue").status_code == 401


def test_a_signed_in_browser_cannot_be_made_to_act_by_another_site(client: FlaskClient) -> None:
    sign_in(client)
    forged = client.put("/api/v1/locations/downtown/counters/1", json={"open": True})
    assert (forged.status_code, forged.get_json()["type"]) == (400, "form-expired")
    honest = client.put(
        "/api/v1/locations/downtown/counters/1",
        json={"open": True},
        headers={"X-CSRFToken": csrf(client.get("/staff/password"))},
    )
    assert honest.status_code == 200


def test_a_one_time_password_must_be_changed(client: FlaskClient) -> None:
    assert sign_in(client, "bob").headers["Location"] == "/staff/password"
    assert 'name="current"' not in client.get("/staff/password").text
    assert choose(client, "another long one").status_code == 303
    client.post("/staff/sign-out", data={"csrf_token": csrf(client.get("/"))})
    assert sign_in(client, "bob").status_code == 401
    assert sign_in(client, "bob", "another long one").headers["Location"] == "/"


def test_a_one_time_password_is_never_kept_as_ones_own(client: FlaskClient) -> None:
    sign_in(client, "bob")
    refused = choose(client, "a long one")
    assert (refused.status_code, "Choose another password" in refused.text) == (422, True)
    assert client.get("/api/v1/locations/downtown/queue").status_code == 403


def test_who_has_a_password_gives_it_to_change_it(client: FlaskClient) -> None:
    sign_in(client)
    assert 'name="current"' in client.get("/staff/password").text
    for current in ("", "wrong"):
        refused = choose(client, "another long one", current)
        assert (refused.status_code, "not your present password" in refused.text) == (401, True)
    assert choose(client, "a long one", "a long one").status_code == 422
    assert choose(client, "another long one", "a long one").status_code == 303
    assert client.get("/api/v1/locations/downtown/queue").status_code == 200
    assert sign_in(client, password="another long one").status_code == 303


def test_until_it_is_changed_a_one_time_password_opens_nothing_else(client: FlaskClient) -> None:
    sign_in(client, "bob")
    assert client.get("/api/v1/locations/downtown/queue").status_code == 403


def test_sign_out_ends_it_for_every_copy_of_the_cookie_and_the_live_view(client: FlaskClient, app: App) -> None:
    sign_in(client)
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    watching = app.live.socketio.test_client(app, namespace="/live", flask_test_client=client)
    assert watching.is_connected("/live")
    client.post("/staff/sign-out", data={"csrf_token": csrf(client.get("/"))})
    assert not watching.is_connected("/live")
    assert client.get("/api/v1/locations/downtown/queue").status_code == 401
    with client.session_transaction() as cookie:
        cookie.update(kept)
    assert client.get("/api/v1/locations/downtown/queue").status_code == 401
    assert sign_in(client).status_code == 303


def test_cookies_are_out_of_scripts_reach(client: FlaskClient) -> None:
    cookies = sign_in(client).headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in cookies)
