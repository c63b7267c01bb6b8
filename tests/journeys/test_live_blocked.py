"""Behind a proxy that blocks WebSockets every page says so, goes on by asking, and is live again when it can be."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from queueing.identity.accounts import Role
from tests.journeys.axe import violations
from tests.journeys.staff_cast import SignIn, issue, served, server, sign_in, sit
from tests.relay import without_websockets
from tests.served import Served

__all__ = ["served", "server", "sign_in"]

BLOCKED = "Live updates do not get through. This page asks every 2 seconds instead; tell whoever runs the network."


def says_so_and_goes_on(page: Page, served: Served) -> None:
    """The page says what is wrong, is not called old, and shows a new visitor."""
    expect(page.locator(".banner")).to_have_text(BLOCKED)
    number = issue(served)
    expect(page.locator("#screen")).to_contain_text(number)
    assert violations(page) == []


def test_an_agent_works_on(served: Served, sign_in: SignIn) -> None:
    page = sign_in("ana")
    with without_websockets(served.port) as proxy:
        page.goto(f"{proxy}/counter/downtown")
        sit(page)
        says_so_and_goes_on(page, served)
        page.keyboard.press("n")
        expect(page.locator(".visitor .number")).to_be_visible()
    page.goto(f"{served.url}/counter/downtown")
    expect(page.locator(".top")).to_be_visible()
    expect(page.locator(".banner")).to_have_count(0)


def test_a_manager_sees_the_floor(served: Served, sign_in: SignIn) -> None:
    page = sign_in("mo", Role.MANAGER, "/manager/downtown")
    with without_websockets(served.port) as proxy:
        page.goto(f"{proxy}/manager/downtown")
        expect(page.locator(".banner")).to_have_text(BLOCKED)
        issue(served)
        expect(page.locator(".floor-tables")).to_contain_text("1")


def test_a_board_still_calls(served: Served, chromium: Browser) -> None:
    with without_websockets(served.port) as proxy:
        context = chromium.new_context(viewport={"width": 1280, "height": 720})
        page = context.new_page()
        page.goto(f"{proxy}/display/downtown")
        expect(page.locator(".sound")).to_have_text("Live calls do not get through. This screen asks every 2 seconds.")
        number, agent = issue(served), served.token("agent")
        served.call("PUT", "/locations/downtown/counters/3", {"open": True}, token=agent)
        served.call("POST", "/locations/downtown/counters/3/call-next", token=agent)
        expect(page.locator("#board .hero")).to_contain_text(number)
        assert violations(page) == []
        context.close()
