"""Signing in and out in a real browser: what a guesser reads, and what the next person at a machine sees."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Browser, expect

from queueing.identity.accounts import Role
from tests.journeys.staff_cast import SignIn, faultless, served, server, sign_in
from tests.served import Served

__all__ = ["served", "server", "sign_in"]


KEPT_COPY = """path => fetch(path, {cache: "only-if-cached", mode: "same-origin"}).then(
  (answer) => answer.ok, () => false)"""


def test_a_browser_keeps_no_copy_of_a_staff_page_and_the_back_button_shows_none(
    sign_in: SignIn, served: Served
) -> None:
    audit = "/manager/downtown/audit"
    page = sign_in("mia", Role.MANAGER, audit)
    page.evaluate("path => fetch(path)", "/static/staff.js")
    assert page.evaluate(KEPT_COPY, "/static/staff.js"), "what is the same for everybody is kept"
    assert not page.evaluate(KEPT_COPY, audit)
    page.goto(served.url)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)
    shown = []
    for _ in range(3):
        page.go_back()
        shown.append((urlsplit(page.url).path, page.locator("h1").inner_text()))
    assert ("/staff/sign-in", "Sign in") in shown
    assert {path for path, _ in shown} <= {"/", "/staff/sign-in"}


def test_who_guesses_too_often_reads_how_long_to_wait(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.goto(f"{served.url}/staff/sign-in?to=/counter/downtown")
    page.locator("#name").fill("guessed")
    for _ in range(11):
        page.locator("#password").fill("wrong")
        page.keyboard.press("Enter")
        expect(page.locator("#password")).to_have_value("")
    expect(page.get_by_role("alert")).to_have_text(
        re.compile(r"^Too many wrong passwords were tried\. Wait .+, then try again\.$")
    )
    expect(page.locator("#name")).to_have_value("guessed")
    faultless(page)
    context.close()
