"""A screen that is loaded while the server is down says so, in every language, and is well again by itself."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.journeys.axe import violations
from tests.journeys.kiosk_glass import open_kiosk
from tests.served import Served

BACK_MS = 15_000
"""Norm D3."""


def test_no_screen_shows_a_browsers_error_page(chromium: Browser, served: Served) -> None:
    kiosk = open_kiosk(chromium, served)
    display = kiosk.context.new_page()
    display.goto(f"{served.url}/display/downtown")
    for page in (kiosk, display):
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    served.stop()
    for page in (kiosk, display):
        page.reload()
        for words in ("One moment, please", "Un momento, por favor", "Fadlan sug daqiiqad", "Thov tos ib pliag"):
            expect(page.locator("main")).to_contain_text(words)
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(11, 61, 92)"
        assert violations(page) == []
    served.start()
    expect(kiosk.locator(".tongue-card").first).to_be_visible(timeout=BACK_MS)
    expect(display.locator("#board")).to_contain_text("Downtown Service Center", timeout=BACK_MS)
    kiosk.context.close()
