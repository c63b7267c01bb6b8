"""axe-core on a page: what it finds wrong."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

SOURCE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """Return each broken rule's name, with the beginnings of the elements that break it."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(SOURCE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found]
