"""A kiosk's glass in a real browser, for the journeys: opened, touched, and looked over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.journeys.axe import violations
from tests.served import Served, serve

TALL: ViewportSize = {"width": 1080, "height": 1920}
SMALL: ViewportSize = {"width": 1024, "height": 768}

CUT = """() => [...document.querySelectorAll('button, h1, h2, p, dt, dd, input')]
  .filter((one) => one.getClientRects().length && !one.closest('.visually-hidden'))
  .filter((one) => getComputedStyle(one).clipPath === 'none')
  .filter((one) => {
    const box = one.getBoundingClientRect();
    return one.scrollWidth > one.clientWidth + 2 || box.right > innerWidth + 1 || box.left < -1;
  })
  .map((one) => one.className + ': ' + one.textContent.trim())"""
"""What is wider than its place, or hangs over an edge of the glass."""

SMALL_TARGETS = """() => [...document.querySelectorAll('button, input')]
  .filter((one) => one.getClientRects().length)
  .filter((one) => {
    const box = (one.closest('label') ?? one).getBoundingClientRect();
    return box.width < 44 || box.height < 44;
  })
  .map((one) => one.textContent.trim())"""

BEATS_AT_ONCE = """
const beyond = window.fetch;
window.fetch = async (...asked) => String(asked[0]).endsWith("/heartbeat")
  ? Response.json({ location: "downtown", kind: "kiosk" }) : beyond(...asked);
"""
"""Answers heartbeats within the page: where a test makes the page's clock leap, one on its way would be given up."""


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all of a file's visits: none minds those before it."""
    with serve(tmp_path_factory.mktemp("center") / "var", at="2026-11-23T09:30") as server:
        yield server


def open_kiosk(
    browser: Browser,
    served: Served,
    *,
    viewport: Any = TALL,
    location: str = "downtown",
    paired: bool = True,
    script: str = "",
) -> Page:
    """Open a kiosk, with its token already kept unless it is to be paired by hand."""
    page = browser.new_context(viewport=viewport, has_touch=True).new_page()
    page.add_init_script(script)
    if paired:
        token = served.token("kiosk", location)
        page.add_init_script(f"localStorage.getItem('seeded') || localStorage.setItem('now-serving-token', '{token}')")
        page.add_init_script("localStorage.setItem('seeded', '1')")
    page.goto(f"{served.url}/kiosk/{location}")
    if paired:
        expect(page.locator(".tongue-card").first).to_be_visible()
    return page


def begin(page: Page, language: str = "en") -> None:
    """Choose a language on the first screen."""
    page.tap(f".tongue-card[lang={language}]")
    expect(page.locator(".categories")).to_be_visible()


def find(page: Page, words: str, service: str) -> None:
    """Type, and choose the service of that name."""
    page.tap(".search-card")
    page.fill("#query", words)
    page.locator(".choice", has_text=service).first.tap()


def take(page: Page) -> str:
    """Take the ticket; return its number."""
    page.tap("#take")
    number = page.locator(".slip .number")
    expect(number).to_be_visible()
    return number.inner_text()


def faultless(page: Page, where: str) -> None:
    """Nothing for axe to find, nothing cut off, no small target."""
    assert violations(page) == [], where
    unspoilt(page, where)


def unspoilt(page: Page, where: str) -> None:
    """Nothing cut off, no small target."""
    assert page.evaluate(CUT) == [], where
    assert page.evaluate(SMALL_TARGETS) == [], where
