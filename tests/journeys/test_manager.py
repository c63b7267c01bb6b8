"""A manager's day on the floor page, and help at the counter, in a real browser on the real server, by keyboard."""

from __future__ import annotations

from playwright.sync_api import expect

from queueing.identity.accounts import Role
from tests.journeys.staff_cast import COUNTER, SignIn, faultless, issue, says, served, server, sign_in, sit
from tests.served import Served

__all__ = ["served", "server", "sign_in"]

FLOOR = "/manager/downtown"


def test_the_manager_runs_the_floor(sign_in: SignIn, served: Served) -> None:
    issue(served)
    page = sign_in("max", Role.MANAGER, FLOOR)
    expect(page.locator(".attention")).to_contain_text("Nothing needs you now.")
    faultless(page)
    served.call("PUT", f"{COUNTER}/3", {"open": True}, token=served.token("agent"))
    expect(page.locator(".floor-side")).to_contain_text("Open")
    # A message that goes by itself.
    page.keyboard.press("m")
    page.keyboard.type("The elevator is out of order.")
    page.get_by_label("How long").select_option("2")
    page.get_by_role("button", name="Post it").press("Enter")
    expect(page.locator(".house")).to_contain_text("The elevator is out of order. until 11:3")
    page.get_by_role("button", name="Take down").press("Enter")
    page.get_by_role("button", name="Take it down").press("Enter")
    expect(page.locator(".house")).not_to_contain_text("elevator")
    # A screen is paired.
    page.keyboard.press("p")
    page.get_by_label("What staff call it").fill("Kiosk by the door")
    page.keyboard.press("Enter")
    code = page.locator(".code").inner_text()
    assert served.call("POST", "/pair", {"code": code}).json["name"] == "Kiosk by the door"
    page.keyboard.press("Escape")
    expect(page.locator(".house")).to_contain_text("Kiosk by the door")
    # A queue is closed for a reason, and its tickets stay.
    permits = page.get_by_role("button", name="Building, plumbing and mechanical permits")
    permits.press("Enter")
    faultless(page)
    page.keyboard.press("Enter")
    page.keyboard.press("2")
    says(
        page,
        "Building, plumbing and mechanical permits takes no new tickets. 1 visitor who waits is still served.",
    )
    refused = served.call(
        "POST", "/locations/downtown/tickets", {"service": "building-permit"}, token=served.token("kiosk")
    )
    assert (refused.status, refused.json["type"]) == (409, "not-offered")
    permits.press("Enter")
    page.keyboard.press("Enter")
    says(page, "Building, plumbing and mechanical permits takes new tickets again.")


def test_a_ticket_is_put_back_and_a_day_ends_and_goes_on(sign_in: SignIn, served: Served) -> None:
    number = issue(served)
    page = sign_in("max", Role.MANAGER, FLOOR)
    expect(page.locator("main")).to_be_visible()
    for act in ("It waits.", "It has ended: taken out."):
        page.keyboard.press("t")
        page.keyboard.type(number.lower())
        page.keyboard.press("Enter")
        expect(page.locator("dialog")).to_contain_text(act)
        page.keyboard.press("Enter")
        page.keyboard.press("1")
        expect(page.locator(".news")).to_contain_text(number)
    says(page, f"{number} waits again, in its old place.")
    page.keyboard.press("h")
    page.get_by_label("End the day now").check()
    page.get_by_label("Reason, shown to visitors").fill("Power outage")
    page.keyboard.press("Enter")
    expect(page.locator(".over")).to_contain_text("1 visitor was not reached. Power outage")
    expect(page.locator(".top")).to_contain_text("center closed")
    faultless(page)
    page.keyboard.press("h")
    page.get_by_label("Reason").fill("It is back")
    page.keyboard.press("Enter")
    says(page, "The day goes on.")
    expect(page.locator(".over")).to_have_count(0)
    page.get_by_role("link", name="Audit").press("Enter")
    expect(page.locator("tbody")).to_contain_text("Day reopened")
    faultless(page)


def test_help_is_called_and_a_quiet_alarm_raised(sign_in: SignIn) -> None:
    max_ = sign_in("max", Role.MANAGER, FLOOR)
    ana, bea = sign_in("ana"), sign_in("bea")
    sit(ana)
    ana.keyboard.press("F8")
    says(ana, "The manager is called.")
    expect(max_.locator(".alerts")).to_contain_text("Counter 3 (ana) calls for help.")
    expect(max_.locator("#arrivals")).to_have_text("Counter 3 (ana) calls for help.")
    faultless(max_)
    max_.keyboard.press("s")
    says(max_, "They are told that you come.")
    expect(ana.locator(".top")).to_contain_text("max comes")
    # The alarm: no word at the counter, a plain line at the others', answered there, a tick at the counter.
    ana.keyboard.press("F9")
    expect(max_.locator(".alerts .alarm")).to_contain_text("Quiet alarm at Counter 3 (ana).")
    expect(ana.locator(".noted")).to_contain_text("Noted")
    expect(ana.locator("#said")).to_have_text("The manager is called.")
    expect(bea.locator(".others")).to_contain_text("Please go to Counter 3 (ana).")
    faultless(bea)
    bea.keyboard.press("Shift+F9")
    expect(ana.locator(".noted")).to_contain_text("✓")
    expect(bea.locator(".others")).to_have_count(0)
    expect(max_.locator(".attention")).to_contain_text("Nothing needs you now.")
