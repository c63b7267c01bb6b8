"""Pairing over HTTP: a one-time code is the only right that it needs, and it gives nothing else."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from queueing.app import App
from queueing.identity import devices, staff_admin
from queueing.identity.accounts import Role
from queueing.identity.authorization import is_csrf_exempt
from tests.cast import Caller, Kiosk, SteppedClock
from tests.queueing.web.test_sign_in import sign_in


def code_for(app: App, kind: Role) -> str:
    """A one-time code of a new screen at the downtown center."""
    with app.runtime.database.write() as session:
        _, code = devices.new_pairing(session, kind=kind, location="downtown", name="", now=app.runtime.real_now())
    return code


@pytest.fixture
def staff_browser(app: App, client: FlaskClient, clock: SteppedClock) -> FlaskClient:
    """A browser where a manager is signed in."""
    with app.runtime.database.write() as session:
        staff_admin.add_staff(
            session, name="mia", role=Role.MANAGER, locations=["downtown"], password="a long one", now=clock.now()
        )
    assert sign_in(client, "mia").status_code == 303
    return client


@pytest.mark.parametrize("kind", [Role.KIOSK, Role.DISPLAY])
def test_a_screen_is_paired_in_a_browser_where_staff_are_signed_in(
    app: App, staff_browser: FlaskClient, kind: Role
) -> None:
    paired = staff_browser.post("/api/v1/pair", json={"code": code_for(app, kind)})
    assert (paired.status_code, paired.get_json()["kind"]) == (200, kind)
    assert paired.headers.get("Set-Cookie") is None
    if kind is Role.KIOSK:
        assert Kiosk(staff_browser, paired.get_json()["token"]).ticket()["state"] == "waiting"
    assert staff_browser.get("/api/v1/locations/downtown/queue").status_code == 200, "the session stays as it was"


def test_a_wrong_code_pairs_nothing_although_a_manager_is_signed_in(staff_browser: FlaskClient) -> None:
    assert staff_browser.post("/api/v1/pair", json={"code": "ZZZZ-ZZZZ"}).status_code == 404


def test_another_site_cannot_send_a_code_as_a_form(app: App, staff_browser: FlaskClient) -> None:
    code = code_for(app, Role.KIOSK)
    assert staff_browser.post("/api/v1/pair", data={"code": code}).status_code == 422
    assert staff_browser.post("/api/v1/pair", json={"code": code}).status_code == 200, "the code was not used up"


def test_making_a_code_needs_the_form_token(staff_browser: FlaskClient) -> None:
    forged = staff_browser.post("/api/v1/locations/downtown/pairings", json={"kind": "kiosk"})
    assert (forged.status_code, forged.get_json()["type"]) == (400, "form-expired")


def test_pairing_alone_is_exempt_from_the_form_token(app: App) -> None:
    assert [name for name, view in app.view_functions.items() if is_csrf_exempt(view)] == ["accounts_api.pair"]


def test_guessing_codes_is_slowed_down(visitor: Caller) -> None:
    statuses = [visitor.post("/pair", {"code": f"AAAA-{n:04d}"}).status_code for n in range(25)]
    assert statuses[0] == 404
    assert statuses[-1] == 429
