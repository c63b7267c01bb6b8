"""The main job on all four screens at once: a ticket in Spanish, a call, a number shown, a figure that counts it."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from queueing.identity.accounts import Role
from tests.journeys.kiosk_glass import begin, find, open_kiosk, take
from tests.journeys.staff_cast import SignIn, served, server, sign_in, sit
from tests.served import Served

__all__ = ["served", "server", "sign_in"]


def test_from_the_tap_to_the_managers_figure(chromium: Browser, served: Served, sign_in: SignIn) -> None:
    manager = sign_in("mia", Role.MANAGER, "/manager/downtown")
    display = chromium.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    display.goto(f"{served.url}/display/downtown")
    permits = display.locator("tr", has=display.locator(".letter", has_text="P")).locator(".count")
    expect(display.locator(".clock time")).to_be_visible()
    ana = sign_in("ana")
    sit(ana, "3")

    kiosk = open_kiosk(chromium, served)
    begin(kiosk, "es")
    find(kiosk, "permiso de construcción", "Permiso de construcción")
    number = take(kiosk)
    expect(kiosk.locator("html")).to_have_attribute("lang", "es")
    expect(permits).to_have_text("1")
    expect(ana.locator(".waiting")).to_contain_text(number)

    ana.keyboard.press("n")
    expect(ana.locator(".number")).to_have_text(number)
    expect(ana.locator(".callouts")).to_contain_text("Spanish")
    expect(display.locator(".hero .number")).to_have_text(number)
    expect(display.locator(".hero .desk")).to_have_text("3")
    ana.keyboard.press("s")
    expect(ana.locator(".news")).to_have_text(f"Serving {number}.")
    ana.keyboard.press("f")
    expect(ana.locator(".news")).to_have_text(f"{number} is finished.")
    expect(permits).to_have_text("0")
    expect(manager.locator(".figures")).to_contain_text(re.compile(r"Arrivals\s*1\s*Served\s*1"))
    kiosk.context.close()
    display.context.close()
