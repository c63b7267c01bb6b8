"""A manager asks what another staffing would do, by keyboard, and reads how well estimates held."""

from __future__ import annotations

from playwright.sync_api import expect

from queueing.identity.accounts import Role
from tests.journeys.staff_cast import COUNTER, SignIn, faultless, issue, served, server, sign_in
from tests.served import Served

__all__ = ["served", "server", "sign_in"]


def test_another_staffing_is_tried_on_the_page_and_changes_nothing(sign_in: SignIn, served: Served) -> None:
    served.call("PUT", f"{COUNTER}/3", {"open": True}, token=served.token("agent"))
    issue(served)
    issue(served)
    page = sign_in("max", Role.MANAGER, "/manager/downtown/staffing")
    permits = page.locator(".beside tbody tr").filter(has_text="permits").first
    expect(permits).to_contain_text("2")
    faultless(page)
    page.get_by_label("Counter 3: open or closed").select_option("closed")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Forecast").press("Enter")
    expect(permits).to_contain_text("nobody serves")
    expect(page.locator("#said")).to_contain_text("Not reached by closing:")
    page.get_by_role("button", name="A coming day").press("Enter")
    page.get_by_role("button", name="Forecast").press("Enter")
    expect(page.locator("main")).to_contain_text("Tue, Nov 24, 2026, 8:00 AM to 4:00 PM.")
    faultless(page)
    board = served.call("GET", "/locations/downtown/board").json
    assert {line["letter"] for line in board["waiting"] if line["served"]} >= {"P"}, "nothing was closed"
    page.get_by_role("link", name="Estimates").press("Enter")
    expect(page.locator("main")).to_contain_text("No visitor with a quoted wait was called on these days.")
    faultless(page)
