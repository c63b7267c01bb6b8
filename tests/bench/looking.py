"""What is wrong with a page, and the line that tells of it: for the benches that look over every page."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.journeys.axe import violations
from tests.journeys.kiosk_glass import CUT, SMALL_TARGETS


def faults(page: Page, where: str) -> list[str]:
    """Return what axe finds, what is cut off and what is too small to touch, each after where it is."""
    return [f"{where}: {fault}" for fault in (*violations(page), *page.evaluate(CUT), *page.evaluate(SMALL_TARGETS))]


def tell(dress: str, found: list[str]) -> bool:
    """Print what was found in one dress; return whether there was anything."""
    print(dress, f"{len(found)} found" if found else "nothing found", flush=True)
    for fault in found:
        print(f"    {fault}")
    return bool(found)
