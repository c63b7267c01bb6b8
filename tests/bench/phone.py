"""Every page of a visitor's phone: every language, two sizes, light and dark, usual and twice the text.

    python -m tests.bench.phone [LANGUAGE ...]

What axe finds, what is cut off, what is too small to touch: a table, and exit 1 if there is anything.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, sync_playwright

from tests.bench.looking import faults, tell
from tests.journeys.test_visitor_access import TWICE
from tests.real_parts import launched
from tests.served import Served, serve

LANGUAGES = ("en", "es", "so", "hmn")
WIDTHS = (320, 390)


def pages(page: Page, center: Served, language: str) -> Iterator[str]:
    """Go from page to page, from the scanned code to the end of a ticket; yield what each is."""
    code = center.call("GET", "/locations/downtown/phone-code", token=center.token("kiosk")).json
    page.goto(code["address"])
    yield "scanned"
    page.click(f"li[lang={language}] button")
    yield "home"
    below = f"{center.url}/kiosk/downtown/phone"
    for what in (
        "find?q=police+report",
        "find?q=zzzz",
        "choose?category=police",
        "report",
        "service?id=building-permit",
        "service?id=firearm-permit",
        "service?id=ambulance",
        "person",
    ):
        page.goto(f"{below}/{what}")
        yield what
    page.goto(f"{center.url}/kiosk/downtown/where/firearm-permit?lang={language}")
    yield "where"
    order = {"service": "building-permit", "language": language}
    agent = center.token("agent")
    ticket = center.call("POST", "/locations/downtown/tickets", order, token=agent).json["id"]
    for act in ("waiting", "?leave=1", "called", "serving", "ended"):
        if act == "called":
            center.call("PUT", "/locations/downtown/counters/3", {"open": True}, token=agent)
            ticket = center.call("POST", "/locations/downtown/counters/3/call-next", token=agent).json["id"]
        elif act == "serving":
            center.call("POST", f"/tickets/{ticket}/start", token=agent)
        elif act == "ended":
            center.call("POST", f"/tickets/{ticket}/finish", token=agent)
        page.goto(f"{center.url}/t/{ticket}{act if act.startswith('?') else ''}")
        yield f"ticket, {act}"
    page.goto(f"{center.url}/t/nothing")
    yield "no such ticket"
    page.goto(f"{center.url}/api/v1/tickets/{ticket}/receipt.html")
    yield "receipt"


def main() -> int:
    """Look everywhere; return the exit code."""
    worst = 0
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = launched(playwright)
        with serve(Path(folder) / "var", at="2026-11-23T09:30") as center:
            for language, width, dark, large in product(
                sys.argv[1:] or LANGUAGES, WIDTHS, (False, True), (False, True)
            ):
                scheme: Literal["dark", "light"] = "dark" if dark else "light"
                page = browser.new_page(viewport={"width": width, "height": 700}, color_scheme=scheme)
                found: list[str] = []
                looked = 0
                for where in pages(page, center, language):
                    looked += 1
                    # A ticket's page loads itself again when its state changes.
                    page.wait_for_function("() => document.readyState === 'complete' && document.body")
                    if large:
                        page.evaluate(TWICE)
                    found += faults(page, where)
                page.close()
                dress = f"{language:4} {width} {scheme:6} {'large' if large else 'usual':6} {looked} pages"
                worst |= tell(dress, found)
        browser.close()
    return worst


if __name__ == "__main__":
    sys.exit(main())
