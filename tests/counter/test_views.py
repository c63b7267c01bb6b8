"""The staff's pages: who gets them, who is sent to sign in, who is told why not, and what they carry."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from queueing.identity.accounts import Role
from tests.cast import Kiosk
from tests.counter.conftest import Person, SignIn

PAGES = ["/counter/downtown", "/manager/downtown", "/manager/downtown/screens", "/manager/downtown/accounts"]


def setup_of(page: str) -> dict[str, Any]:
    """What the page tells its scripts."""
    found = re.search(r'<script type="application/json" id="setup">(.*?)</script>', page, re.DOTALL)
    assert found
    return dict(json.loads(found.group(1)))


@pytest.mark.parametrize("page", PAGES)
def test_nobody_signed_in_is_sent_to_sign_in_and_back(client: FlaskClient, page: str) -> None:
    answer = client.get(page)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/staff/sign-in?to={page}")


@pytest.mark.parametrize("page", PAGES)
def test_a_paired_screen_is_not_a_person(kiosk: Kiosk, page: str) -> None:
    answer = kiosk.client.get(page, headers={"Authorization": f"Bearer {kiosk.token}"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/staff/sign-in?to={page}")


# Role, where they may act, the page, the status, and what a refusal says.
WHO = [
    (Role.AGENT, "downtown", "/counter/downtown", 200, ""),
    (Role.AGENT, "downtown", "/counter/east-lake", 403, "You may not act at"),
    (Role.AGENT, "downtown", "/counter/nowhere", 404, "There is no location"),
    (Role.AGENT, "downtown", "/manager/downtown", 403, "This page is for managers; pat is signed in as an agent."),
    (Role.MANAGER, "downtown", "/counter/downtown", 200, ""),
    (Role.MANAGER, "downtown", "/manager/downtown", 200, ""),
    (Role.MANAGER, "downtown", "/manager/east-lake", 403, "You may not act at"),
    (Role.ADMIN, "*", "/manager/east-lake", 200, ""),
]


@pytest.mark.parametrize(("role", "location", "page", "status", "words"), WHO)
def test_each_page_is_for_those_who_may_act_there(
    sign_in: SignIn, role: Role, location: str, page: str, status: int, words: str
) -> None:
    answer = sign_in("pat", role, location).page(page)
    assert answer.status_code == status
    assert answer.content_type.startswith("text/html")
    assert words in answer.text


def test_a_one_time_password_is_changed_first(sign_in: SignIn) -> None:
    answer = sign_in("new", Role.AGENT, "downtown", once=True).page("/counter/downtown")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/password")


def test_the_page_carries_what_its_scripts_need(amy: Person, max_: Person) -> None:
    agents, managers = setup_of(amy.page("/counter/downtown").text), setup_of(max_.page("/manager/downtown").text)
    assert (agents["me"], agents["manages"], managers["manages"]) == ("amy", False, True)
    assert [center["id"] for center in agents["centers"]] == ["downtown"]
    assert [center["id"] for center in managers["centers"]] == ["downtown", "east-lake"]
    assert agents["languages"][0] == ["en", "English"]
    assert (agents["undo_seconds"], agents["reinstate_minutes"]) == (10, 30)


def test_only_services_that_give_tickets_here_can_be_chosen(amy: Person, max_: Person) -> None:
    downtown = {service["id"] for service in setup_of(amy.page("/counter/downtown").text)["services"]}
    east_lake = {service["id"] for service in setup_of(max_.page("/counter/east-lake").text)["services"]}
    assert "building-permit" in downtown - east_lake
    assert "gas-smell" not in downtown | east_lake


@pytest.mark.parametrize("page", PAGES)
def test_no_script_or_style_stands_in_the_page(max_: Person, page: str) -> None:
    answer = max_.page(page)
    assert " style=" not in answer.text
    assert re.findall(r"\son\w+=", answer.text) == []
    scripts = re.findall(r"<script[^>]*>", answer.text)
    assert scripts
    for script in scripts:
        assert "src=" in script or "nonce=" in script or 'type="application/json"' in script


@pytest.mark.parametrize(
    "file",
    [
        "desk/desk.js",
        "floor/floor.js",
        "admin/accounts.js",
        "admin/screens.js",
        "admin/admin.css",
        "shared/staff.css",
        "desk/desk.css",
        "floor/floor.css",
        "shared/picker.js",
        "desk/service_dialogs.js",
    ],
)
def test_the_pages_parts_are_served(client: FlaskClient, file: str) -> None:
    answer = client.get(f"/counter/static/{file}")
    assert answer.status_code == 200
    answer.close()


def test_nothing_is_sent_without_the_pages_own_token(amy: Person) -> None:
    answer = amy.client.put("/api/v1/locations/downtown/counters/1", json={"open": True})
    assert (answer.status_code, answer.get_json()["type"]) == (400, "form-expired")
