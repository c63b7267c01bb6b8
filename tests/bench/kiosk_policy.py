"""The Chromium policy for the field, in a real Chromium: is each line known, and does it shut what it should?

Chromium reads policies from /etc alone, so it runs in a mount namespace of its own (root, and `unshare`).
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

from tests.real_parts import CHROMIUM_FLAGS

SHIPPED = Path(__file__).parents[2] / "deploy" / "chromium" / "now-serving.json"
NAME = "https://queue.example.org"
FOLDER = Path("/etc/chromium/policies")
ROWS = """() => {
  const rows = [];
  const walk = (root) => root.querySelectorAll("*").forEach((one) => {
    if (one.localName === "policy-row") rows.push(one.shadowRoot.textContent.replace(/\\s+/g, " ").trim());
    if (one.shadowRoot) walk(one.shadowRoot);
  });
  walk(document);
  return rows;
}"""
"""What Chromium's own page of policies says of each."""


def exercised(folder: Path, base: str) -> Iterator[str]:
    """Yield what the policy does for the center at `base`; raise AssertionError where it does not.

    Two things differ from the shipped file: the center's address, and that tools may look on, for they are
    how this looks.
    """
    if os.geteuid() or not shutil.which("unshare"):
        yield "Chromium policy: not exercised, it takes root and unshare"
        return
    policy = json.loads(SHIPPED.read_text().replace(NAME, base))
    del policy["DeveloperToolsAvailability"]
    policy["URLAllowlist"].append("chrome://policy")
    (folder / "managed").mkdir(parents=True)
    (folder / "managed" / "now-serving.json").write_text(json.dumps(policy))
    FOLDER.mkdir(parents=True, exist_ok=True)
    chromium = folder / "chromium"
    inside = f'mount --bind {folder} {FOLDER} && exec {shutil.which("chromium")} "$@"'
    chromium.write_text(f"#!/bin/sh\nexec unshare --mount sh -c '{inside}' sh \"$@\"\n")
    chromium.chmod(0o755)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        page = browser.new_page()
        page.goto("chrome://policy")
        page.wait_for_function(f"({ROWS})().length > 0")
        rows = {row.split()[0]: row for row in page.evaluate(ROWS)}
        assert [name for name in policy if " Mandatory OK " not in rows.get(name, "")] == []
        yield f"Chromium policy: all {len(policy)} lines known to {browser.version} and in force"
        for address, allowed in (
            (f"{base}/kiosk/downtown", True),
            (base.replace("127.0.0.1", "localhost"), False),
            ("https://example.org", False),
            ("file:///etc/passwd", False),
            ("chrome://version", False),
            (f"view-source:{base}", False),
        ):
            said = _opened(browser, address)
            assert (said == "opens") == allowed, f"{address} {said}"
            yield f"    {address}: {said}"
        browser.close()


def _opened(browser: Browser, address: str) -> str:
    page = browser.new_page()
    try:
        page.goto(address)
    except Error as refused:
        return refused.message.split(" at ")[0].removeprefix("Page.goto: ")
    finally:
        page.close()
    return "opens"
