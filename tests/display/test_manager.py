"""The manager's pages that only show: who gets them, and that their code and styles are served."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from queueing.app import App
from queueing.identity import staff_admin
from queueing.identity.accounts import Role
from tests.cast import MONDAY_MORNING

FIGURES = "/manager/downtown/figures"
PASSWORD = "a long one"


def signed_in(app: App, client: FlaskClient, role: Role, location: str) -> None:
    """Sign somebody in as the pages do."""
    with app.runtime.database.write() as session:
        staff_admin.add_staff(
            session, name="Mia", role=role, locations=[location], password=PASSWORD, now=MONDAY_MORNING
        )
    page = client.get("/staff/sign-in").text
    csrf = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert csrf
    client.post("/staff/sign-in", data={"name": "Mia", "password": PASSWORD, "csrf_token": csrf[1]})


def test_nobody_is_shown_the_way_to_sign_in(client: FlaskClient) -> None:
    answer = client.get(FIGURES)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/staff/sign-in?to={FIGURES}")


@pytest.mark.parametrize(
    ("role", "location", "status"),
    [
        (Role.MANAGER, "downtown", 200),
        (Role.ADMIN, "*", 200),
        (Role.AGENT, "downtown", 403),
        (Role.MANAGER, "east-lake", 403),
    ],
)
def test_figures_are_for_managers_of_the_center(
    app: App, client: FlaskClient, role: Role, location: str, status: int
) -> None:
    signed_in(app, client, role, location)
    assert client.get(FIGURES).status_code == status


def test_what_the_page_asks_for_is_there(app: App, client: FlaskClient) -> None:
    signed_in(app, client, Role.MANAGER, "downtown")
    page = client.get(FIGURES).text
    assert '"today": "2026-11-23"' in page
    assert "East Lake" not in page  # no center but those of the account
    wanted = [*re.findall(r'(?:href|src)="(/[^"]+\.(?:css|js))"', page), "/static/vendor/uplot/uPlot.esm.js"]
    scripts = [
        "figures",
        "charts",
        "figures_charts",
        "figures_form",
        "figures_question",
        "figures_tables",
        "format",
        "page",
    ]
    for path in [*wanted, *(f"/display/static/manager/{name}.js" for name in scripts)]:
        with client.get(path) as answer:
            assert answer.status_code == 200, path


@pytest.mark.parametrize(
    ("page", "scripts"), [("staffing", "staffing staffing_counters staffing_results"), ("estimates", "estimates")]
)
def test_pages_about_forecasts_are_for_managers_and_bring_their_code(
    app: App, client: FlaskClient, page: str, scripts: str
) -> None:
    address = f"/manager/downtown/{page}"
    assert client.get(address).status_code == 303
    signed_in(app, client, Role.MANAGER, "downtown")
    drawn = client.get(address).text
    assert f'<script type="module" src="/display/static/manager/{page}.js">' in drawn
    for name in [*scripts.split(), "page"]:
        with client.get(f"/display/static/manager/{name}.js") as answer:
            assert answer.status_code == 200, name
    with client.get("/display/static/manager/staffing.css") as answer:
        assert answer.status_code == 200
    assert address in client.get(FIGURES).text, "the other pages lead here"
