"""Signing in on a page: forms with CSRF, throttled, never to another site."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from queueing.app import App
from queueing.identity import authentication, staff_admin
from queueing.identity.accounts import Role
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


def test_guesses_from_many_addresses_at_one_name_are_counted_together(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(authentication, "password_matches", lambda *_: False)

    def guess(name: str, address: int) -> int:
        form = {"csrf_token": token, "name": name, "password": "wrong"}
        return client.post("/staff/sign-in", data=form, environ_base={"REMOTE_ADDR": f"10.0.0.{address}"}).status_code

    token = csrf(client.get("/staff/sign-in"))
    assert {guess("ana", n // 10) for n in range(200)} == {401}
    assert (guess("ana", 99), guess("bob", 99)) == (429, 401)


def test_one_address_guessing_at_many_names_is_slowed_down(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(authentication, "password_matches", lambda *_: False)
    token = csrf(client.get("/staff/sign-in"))
    statuses = [
        client.post("/staff/sign-in", data={"csrf_token": token, "name": f"n{n}", "password": "wrong"}).status_code
        for n in range(61)
    ]
    assert statuses == [401] * 60 + [429]


def test_guessing_at_the_present_password_is_slowed_down(client: FlaskClient) -> None:
    sign_in(client)
    statuses = [choose(client, "another long one", "wrong").status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]


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
    cookie = sign_in(client).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
