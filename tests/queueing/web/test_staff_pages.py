"""Staff pages: sign in first, choose a password of one's own, or read why not."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from queueing.app import App
from queueing.identity import staff_admin
from queueing.identity.accounts import Role
from queueing.web.staff_pages import MANAGERS_PAGES, pages_at
from services_catalog.catalog import Location
from tests.cast import SteppedClock
from tests.queueing.web.test_sign_in import sign_in

FLOOR = "/manager/downtown"


@pytest.fixture(autouse=True)
def accounts(app: App, clock: SteppedClock) -> None:
    """An agent, a manager, and a manager who has not yet chosen a password."""
    with app.runtime.database.write() as session:
        for name, role, once in (("ana", Role.AGENT, False), ("mia", Role.MANAGER, False), ("bob", Role.MANAGER, True)):
            staff_admin.add_staff(
                session,
                name=name,
                role=role,
                locations=["downtown"],
                password="a long one",
                now=clock.now(),
                once=once,
            )


def test_without_a_session_the_page_leads_to_the_sign_in_and_back(client: FlaskClient) -> None:
    answer = client.get(FLOOR)
    to = urlsplit(answer.headers["Location"])
    assert (answer.status_code, to.path, parse_qs(to.query)) == (303, "/staff/sign-in", {"to": [FLOOR]})


def test_a_manager_sees_the_page_and_the_way_to_each_other_page(client: FlaskClient, downtown: Location) -> None:
    sign_in(client, "mia")
    assert client.get(FLOOR).status_code == 200
    assert pages_at(downtown)[0] == (FLOOR, "Floor")
    assert len(pages_at(downtown)) == len(MANAGERS_PAGES)
    for address, _ in pages_at(downtown):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize(
    ("name", "page", "status"),
    [("ana", FLOOR, 403), ("mia", "/manager/east-lake", 403), ("mia", "/manager/nowhere", 404)],
)
def test_who_may_not_see_a_page_reads_why(client: FlaskClient, name: str, page: str, status: int) -> None:
    sign_in(client, name)
    answer = client.get(page)
    assert (answer.status_code, answer.mimetype) == (status, "text/html")


def test_a_one_time_password_leads_to_the_choice_of_ones_own(client: FlaskClient) -> None:
    sign_in(client, "bob")
    answer = client.get(FLOOR)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/password")


def test_no_browser_keeps_what_is_drawn_for_staff(client: FlaskClient, downtown: Location) -> None:
    assert client.get("/staff/sign-in").headers["Cache-Control"] == "no-store"
    sign_in(client, "mia")
    pages = [
        "/",
        "/staff/password",
        "/counter/downtown",
        "/manager/east-lake",
        *(page for page, _ in pages_at(downtown)),
    ]
    assert {page: client.get(page).headers.get("Cache-Control") for page in pages} == dict.fromkeys(pages, "no-store")


def test_what_is_the_same_for_everybody_may_be_kept(client: FlaskClient) -> None:
    sign_in(client, "mia")
    for page in ("/static/staff.js", "/counter/static/desk/desk.js", "/display/sounds/chime.wav"):
        with client.get(page) as answer:
            assert (answer.status_code, "max-age" in answer.headers["Cache-Control"]) == (200, True), page
