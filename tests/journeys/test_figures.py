"""A manager reads the figures in a real browser: pictures with their tables, by keyboard, in both themes, as files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from queueing.db import Database
from queueing.identity import staff_admin
from queueing.identity.accounts import Role
from queueing.settings import Settings
from tests.cast import MONDAY_MORNING
from tests.journeys.axe import violations
from tests.journeys.lobby_cast import Floor
from tests.served import Served, serve

PASSWORD = "a long one"
FIGURES = "/manager/downtown/figures"


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A morning on which three visitors came and one was called."""
    with serve(tmp_path_factory.mktemp("figures") / "var", at="2026-11-23T09:30") as server:
        floor = Floor(server)
        floor.open("3")
        for language in ("en", "so", "es"):
            floor.ticket(language=language)
        floor.call("3")
        with Database(Settings(var=server.var).database).write() as session:
            staff_admin.add_staff(
                session, name="Mia", role=Role.MANAGER, locations=["downtown"], password=PASSWORD, now=MONDAY_MORNING
            )
        yield server


@pytest.fixture(scope="module")
def page(chromium: Browser, morning: Served) -> Iterator[Page]:
    """Mia at the figures, signed in."""
    context = chromium.new_context(viewport={"width": 1280, "height": 720}, timezone_id="Asia/Tokyo")
    page = context.new_page()
    page.goto(morning.url + FIGURES)
    page.fill("#name", "Mia")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".tiles")).to_be_visible()
    yield page
    context.close()


def test_today_is_read_at_a_glance_and_through_the_day(page: Page) -> None:
    expect(page.locator(".tiles div", has_text="Arrivals").locator("dd")).to_have_text("3")
    expect(page.locator(".uplot")).to_have_count(2)  # a single day has no day by day
    row = page.get_by_role("group", name="Through the day: arrivals and counters, as a table").get_by_role("row")
    expect(row.filter(has_text="9:30 AM").get_by_role("cell").first).to_have_text("3")
    assert violations(page) == []


def test_another_cut_is_chosen_and_kept_in_the_address(page: Page) -> None:
    page.select_option("#by", "language")
    expect(page.get_by_role("heading", name="By language")).to_be_visible()
    expect(page.get_by_role("group", name="By language").get_by_role("row", name="Somali")).to_contain_text("1")
    assert "by=language" in page.url
    expect(page.locator("#order")).to_have_value("arrivals")
    page.select_option("#order", "")
    expect(page.get_by_role("group", name="By language").get_by_role("rowheader")).to_have_text(
        ["English", "Somali", "Spanish", "Total"]
    )
    page.select_option("#period", "last-week")
    expect(page.get_by_role("main")).to_contain_text("Mon, Nov 16, 2026 to Sun, Nov 22, 2026")
    page.select_option("#period", "week")
    page.select_option("#than", "before")
    expect(page.locator(".uplot")).to_have_count(3)
    expect(page.locator(".tiles .was").first).to_have_text("then 0")
    expect(page.get_by_text("(whole days)")).to_be_visible()
    expect(page.get_by_role("group", name="By language").get_by_role("row", name="Somali")).to_contain_text("then 0")
    page.reload()
    expect(page.locator("#by")).to_have_value("language")
    expect(page.locator(".uplot")).to_have_count(3)


def test_the_map_says_its_numbers_and_the_dark_is_readable(page: Page) -> None:
    page.get_by_role("button", name="Mean wait, minutes").press("Enter")
    expect(page.get_by_role("button", name="Mean wait, minutes")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("table", name="Mean wait in minutes by weekday and half-hour")).to_contain_text("0")
    page.locator("summary").press("Enter")
    expect(page.get_by_text("it starts at the ticket, not at the door")).to_be_visible()
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert violations(page) == []


def test_what_cannot_be_asked_is_said_and_the_files_are_given(page: Page) -> None:
    page.select_option("#period", "days")
    page.fill("#from", "2026-01-05")
    page.select_option("#by", "slot")
    expect(page.get_by_role("alert")).to_contain_text("at most 31 days")
    page.select_option("#by", "service")
    expect(page.get_by_role("alert")).to_have_count(0)
    for name, kind in (("CSV", "text/csv"), ("PDF", "application/pdf")):
        link = page.get_by_role("link", name=name).get_attribute("href")
        answer = page.request.get(page.url.partition("/manager")[0] + str(link))
        assert answer.headers["content-type"].startswith(kind)
