"""A manager keeps accounts and screens by keyboard alone, and whoever is disabled is out."""

from __future__ import annotations

from playwright.sync_api import expect

from queueing.identity.accounts import Role
from tests.journeys.staff_cast import PASSWORD, SignIn, faultless, served, server, sign_in, sit
from tests.served import Served

__all__ = ["served", "server", "sign_in"]


def test_an_agent_comes_and_goes_and_so_does_a_screen(sign_in: SignIn, served: Served) -> None:
    ana, page = sign_in("ana"), sign_in("max", Role.ADMIN, "/manager/downtown/accounts")
    sit(ana)
    expect(page.locator("tbody tr")).to_have_count(2)
    page.keyboard.press("a")
    page.keyboard.type("new")
    page.get_by_label("All locations").press("Space")
    expect(page.get_by_label("Downtown Service Center")).not_to_be_checked()
    faultless(page)
    page.locator("#name").press("Enter")
    expect(page.locator("#dialog-title")).to_have_text("new signs in once with this")
    once = page.locator(".code").inner_text()
    page.keyboard.press("Escape")
    expect(page.locator("tbody")).to_contain_text("One-time password")
    # Who is disabled is out of the page where they sit.
    page.get_by_role("button", name="ana").press("Enter")
    faultless(page)
    page.get_by_role("button", name="Disable the account").press("Enter")
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    page.get_by_role("button", name="Disable it").press("Enter")
    expect(page.locator(".news")).to_have_text("ana is signed out and disabled.")
    ana.wait_for_url("**/staff/sign-in**")
    expect(ana.locator("#name")).to_be_focused()
    ana.keyboard.type("ana")
    ana.keyboard.press("Tab")
    ana.keyboard.type(PASSWORD)
    ana.keyboard.press("Enter")
    expect(ana.locator(".problem")).to_be_visible()
    expect(page.locator("tr.idle")).to_contain_text("ana")
    faultless(page)
    # The new one signs in with what they were told, once.
    ana.locator("#name").fill("new")
    ana.locator("#password").fill(once)
    ana.keyboard.press("Enter")
    ana.wait_for_url("**/staff/password")
    # The screens are one link further.
    page.get_by_role("link", name="Screens").press("Enter")
    expect(page.locator("h2")).to_contain_text("none yet")
    page.keyboard.press("p")
    page.get_by_label("What staff call it").fill("Kiosk by the door")
    page.keyboard.press("Enter")
    served.call("POST", "/pair", {"code": page.locator(".code").inner_text()})
    page.keyboard.press("Escape")
    page.reload()
    expect(page.locator("tbody")).to_contain_text("Kiosk by the door")
    faultless(page)
    page.get_by_role("button", name="End pairing of Kiosk by the door").press("Enter")
    page.get_by_role("button", name="End it").press("Enter")
    expect(page.locator(".news")).to_have_text("Kiosk by the door is no longer paired.")
    expect(page.locator("tbody")).to_have_count(0)
