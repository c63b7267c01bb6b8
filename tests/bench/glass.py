"""Every screen of the kiosk: every language, on three glasses, light and dark, usual and twice the text.

    python -m tests.bench.glass [LANGUAGE ...]

What axe finds, what is cut off, what is too small to touch: a table, and exit 1 if there is anything.
The tests look at a part of this; the whole takes a quarter of an hour.
"""

from __future__ import annotations

import sys
import tempfile
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.bench.looking import faults, tell
from tests.journeys.kiosk_glass import SMALL, TALL, open_kiosk
from tests.journeys.test_visitor_access import DARK, LARGE, set_glass, walk
from tests.real_parts import launched
from tests.served import Served, serve

LANGUAGES = ("en", "es", "so", "hmn")
GLASSES = {"wide": {"width": 1280, "height": 800}, "small": SMALL, "tall": TALL}


def look_over(browser: Browser, center: Served, language: str, glass: str, settings: tuple[int, ...]) -> list[str]:
    """Walk through every screen; return what is wrong, by screen."""
    page = open_kiosk(browser, center, viewport=GLASSES[glass])
    found: list[str] = []
    for setting in settings:
        set_glass(page, setting)

    walk(page, language, lambda where: found.extend(faults(page, where)))
    page.context.close()
    return found


def main() -> int:
    """Look everywhere; return the exit code."""
    worst = 0
    with sync_playwright() as playwright:
        browser = launched(playwright)
        for language in sys.argv[1:] or LANGUAGES:
            # A center of its own for each: every walk takes a ticket, and a full day gives none.
            with tempfile.TemporaryDirectory() as folder, serve(Path(folder) / "var", at="2026-11-23T09:30") as center:
                for glass, dark, large in product(GLASSES, (False, True), (False, True)):
                    settings = ((LARGE,) if large else ()) + ((DARK,) if dark else ())
                    found = look_over(browser, center, language, glass, settings)
                    dress = f"{language:4} {glass:6} {'dark' if dark else 'light':6} {'large' if large else 'usual':6}"
                    worst |= tell(dress, found)
        browser.close()
    return worst


if __name__ == "__main__":
    sys.exit(main())
