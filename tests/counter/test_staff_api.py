"""Accounts over the API: listed, made, changed, out within the answer, refused in words."""

from __future__ import annotations

from typing import Any

import pytest

from queueing.app import App
from queueing.identity.accounts import Role
from queueing.identity.authentication import by_session
from tests.cast import Caller, SteppedClock
from tests.conftest import Tokens
from tests.counter.conftest import PASSWORD, Person, SignIn

STAFF = "/locations/downtown/staff"


def listed(caller: Caller) -> dict[str, dict[str, Any]]:
    """The accounts downtown by name."""
    return {one["name"]: one for one in caller.get(STAFF).get_json()["staff"]}


def test_a_manager_makes_an_agent_who_signs_in_once(max_: Person, app: App) -> None:
    made = max_.post(STAFF, {"name": "new"})
    assert made.status_code == 201, made.text
    account, password = made.get_json()["account"], made.get_json()["password"]
    assert (account["role"], account["locations"], account["has_own_password"]) == ("agent", ["downtown"], False)
    browser = app.test_client()
    page = browser.get("/staff/sign-in").text
    csrf = page.split('name="csrf_token" value="')[1].split('"')[0]
    answer = browser.post("/staff/sign-in", data={"csrf_token": csrf, "name": "new", "password": password})
    assert answer.headers["Location"] == "/staff/password"
    seen = listed(max_)
    assert seen["new"]["signed_in_at"] is not None
    assert (seen["new"]["why_not"], seen["max"]["why_not"] != "") == ("", True)
    acts = max_.get("/locations/downtown/audit?act=account-made").get_json()["entries"]
    assert (acts[0]["who"], acts[0]["about"]) == ("max", "staff new")


def test_whoever_is_disabled_is_out_with_the_answer(max_: Person, amy: Person, app: App, clock: SteppedClock) -> None:
    assert amy.get("/locations/downtown/queue").status_code == 200
    with amy.client.session_transaction() as cookie:
        kept = dict(cookie)
    path, desk = f"{STAFF}/{listed(max_)['amy']['id']}", "/locations/downtown/counters/2"
    amy.put(desk, {"open": True})
    assert max_.post(f"{path}/disable").get_json()["disabled_at"] is not None
    assert amy.get("/locations/downtown/queue").status_code == 401
    seat = max_.get("/locations/downtown/queue").get_json()["counters"][1]
    assert (seat["state"], seat["agent"], seat["reason"]) == ("paused", "amy", "Away")
    with app.runtime.database.read() as session:
        assert by_session(session, kept, clock.now()).role is None
    assert max_.post(f"{path}/disable").get_json()["type"] == "wrong-state"
    assert max_.post(f"{path}/enable").get_json()["disabled_at"] is None
    changed = max_.put(path, {"role": "agent", "locations": ["east-lake"]}).get_json()
    assert changed["locations"] == ["east-lake"]
    assert "amy" not in listed(max_)


@pytest.mark.parametrize(
    ("path", "body", "status", "slug"),
    [
        ("", {"name": "new", "role": "manager"}, 403, "not-allowed"),
        ("", {"name": "new", "locations": ["nowhere"]}, 404, "not-found"),
        ("", {"name": "new", "locations": ["*"]}, 403, "not-allowed"),
        ("", {"name": "new", "role": "kiosk"}, 422, "malformed"),
        ("", {"name": ""}, 422, "malformed"),
        ("", {"name": "Max"}, 409, "already-there"),
        ("/999/disable", None, 404, "not-found"),
        ("/0/disable", None, 422, "malformed"),
    ],
)
def test_what_will_not_do_is_refused(
    max_: Person, path: str, body: dict[str, Any] | None, status: int, slug: str
) -> None:
    answer = max_.post(f"{STAFF}{path}", body)
    assert (answer.status_code, answer.get_json()["type"]) == (status, slug), answer.text
    assert listed(max_).keys() == {"max"}


def test_nobody_else_sees_or_keeps_accounts(
    amy: Person, eli: Caller, kiosk: Caller, token: Tokens, sign_in: SignIn
) -> None:
    assert sign_in("eva", Role.MANAGER, "east-lake").get(STAFF).status_code == 403
    for stranger in (amy, eli, kiosk):
        assert stranger.get(STAFF).status_code == 403
        assert stranger.post(STAFF, {"name": "new"}).status_code == 403
    admin = Caller(kiosk.client, token(Role.ADMIN))
    assert admin.post(STAFF, {"name": "boss", "role": "admin", "locations": ["*"]}).status_code == 201
    boss = listed(admin)["boss"]["id"]
    assert admin.post(f"{STAFF}/{boss}/disable").get_json()["type"] == "last-admin"


def test_no_password_is_told_again(max_: Person, amy: Person) -> None:
    assert PASSWORD not in max_.get(STAFF).text
    assert all("password" not in name or name == "has_own_password" for name in listed(max_)["amy"])
