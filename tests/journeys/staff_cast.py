"""Staff at their pages in a real browser on one real server, each test on the first morning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, expect

from queueing.db import Database, mark_changed
from queueing.identity import staff_admin
from queueing.identity.accounts import ALL_LOCATIONS, Role
from queueing.maintenance.all_models import metadata
from queueing.settings import Settings
from tests.cast import MONDAY_MORNING
from tests.journeys.axe import violations
from tests.served import Served, serve

PASSWORD = "a long one"
COUNTER = "/locations/downtown/counters"

KEPT = {"tokens", "location_versions", "printer_leases", "printer_states", "learned_models"}
"""Tables that outlive a test: tokens are made once, versions only grow, printers have their workers."""

SignIn = Callable[..., Page]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One real server for all of these, for starting one is most of what a journey takes."""
    with serve(tmp_path_factory.mktemp("agent") / "var", at="2026-11-23T09:30") as server:
        yield server


@pytest.fixture
def served(server: Served) -> Served:
    """The server on the first morning: nobody, no ticket, every counter closed."""
    with Database(Settings(var=server.var).database).write() as session:
        for table in reversed(metadata.sorted_tables):
            if table.name not in KEPT:
                session.execute(sa.delete(table))
        mark_changed(session, "downtown")
    return server


@pytest.fixture
def sign_in(chromium: Browser, served: Served) -> Iterator[SignIn]:
    """Makes an account and opens a page as that person."""
    contexts = []

    def make(name: str, role: Role = Role.AGENT, to: str = "/counter/downtown") -> Page:
        with Database(Settings(var=served.var).database).write() as session:
            staff_admin.add_staff(
                session, name=name, role=role, locations=[ALL_LOCATIONS], password=PASSWORD, now=MONDAY_MORNING
            )
        context = chromium.new_context(viewport={"width": 1280, "height": 720})
        contexts.append(context)
        page = context.new_page()
        page.goto(served.url + to)
        expect(page.locator("#name")).to_be_focused()
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(served.url + to)
        return page

    yield make
    for context in contexts:
        context.close()


def issue(served: Served, service: str = "building-permit", **order: Any) -> str:
    """Take a ticket at the kiosk; return its number."""
    answer = served.call(
        "POST", "/locations/downtown/tickets", {"service": service, **order}, token=served.token("kiosk")
    )
    assert answer.status == 201, answer.json
    return str(answer.json["number"])


def sit(page: Page, counter: str = "3") -> None:
    """Go to a counter with the Tab key, sit down, open it."""
    expect(page.locator(".seat").first).to_be_visible()
    for _ in range(20):
        page.keyboard.press("Tab")
        label = page.evaluate("document.activeElement.getAttribute('aria-label')") or ""
        if label.endswith(f"Counter {counter}"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("#main-act")).to_be_focused()
    page.keyboard.press("o")
    expect(page.locator(".top .pill")).to_have_text("Open")
    expect(page.locator(".news")).to_have_text(f"Counter {counter} is open.")


def says(page: Page, words: str) -> None:
    """What came of the last act, on the screen and to a screen reader."""
    expect(page.locator(".news")).to_have_text(words)
    expect(page.locator("#said")).to_have_text(words)


def faultless(page: Page) -> None:
    """Nothing for axe to find, in light or in dark, once the page has drawn itself."""
    expect(page.locator("main")).to_be_visible()
    for theme in ("dark", "light"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        assert violations(page) == [], theme
