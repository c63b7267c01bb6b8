"""What is not text is seen too: where the focus is, and the edge of what one types in (WCAG 1.4.11, 2.4.7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from queueing.identity.accounts import Role
from tests.journeys.kiosk_glass import begin, open_kiosk
from tests.journeys.staff_cast import SignIn, served, server, sign_in
from tests.served import Served

__all__ = ["served", "server", "sign_in"]

UNSEEN = """() => {
  const color = (text) => {
    const parts = text.match(/[\\d.]+/g).map(Number);
    if (text.startsWith("color(srgb")) [0, 1, 2].forEach((n) => { parts[n] *= 255; });
    return { rgb: parts.slice(0, 3), opaque: (parts[3] ?? 1) > 0.5 };
  };
  const light = (rgb) => rgb.map((one) => one / 255)
    .map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((sum, one, n) => sum + one * [0.2126, 0.7152, 0.0722][n], 0);
  const contrast = (one, two) => {
    const [dark, bright] = [light(one), light(two)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = color(getComputedStyle(at).backgroundColor);
      if (found.opaque) return found.rgb;
    }
    return [255, 255, 255];
  };
  const named = (one) => one.outerHTML.slice(0, 90);
  const faults = [];
  let looked = 0;
  const used = "a[href], button:not(:disabled), input, select, textarea, summary, [tabindex='0']";
  for (const one of document.querySelectorAll(used)) {
    if (!one.getClientRects().length || getComputedStyle(one).visibility === "hidden") continue;
    const around = behind(one.parentElement);
    one.focus({ focusVisible: true });
    const style = getComputedStyle(one);
    if (document.activeElement !== one) continue;
    looked += 1;
    const inside = parseFloat(style.outlineOffset) < 0 ? behind(one) : around;
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) faults.push("no focus: " + named(one));
    else if (contrast(color(style.outlineColor).rgb, inside) < 3) faults.push("pale focus: " + named(one));
    one.blur();
    if (one.matches("input:not([type=checkbox], [type=radio], [type=range]), select, textarea")) {
      const edge = color(getComputedStyle(one).borderTopColor);
      const seen = Math.max(edge.opaque ? contrast(edge.rgb, around) : 1, contrast(behind(one), around));
      if (seen < 3) faults.push("pale edge: " + named(one));
    }
  }
  return looked ? faults : ["nothing to look at"];
}"""
"""What can be used and has no visible focus, or no visible edge."""


def seen_well(page: Page, where: str) -> None:
    """Look at a page in light and in dark."""
    for theme in ("light", "dark"):
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        assert page.evaluate(UNSEEN) == [], f"{where}, {theme}"


@pytest.fixture
def phone(chromium: Browser, served: Served) -> Iterator[Page]:
    """A small phone on a ticket's page."""
    order: dict[str, Any] = {"service": "police-report-copy"}
    ticket = served.call("POST", "/locations/downtown/tickets", order, token=served.token("kiosk")).json
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{served.url}/t/{ticket['id']}")
    yield page
    context.close()


def test_at_the_kiosk_and_on_the_phone(chromium: Browser, served: Served, phone: Page) -> None:
    kiosk = open_kiosk(chromium, served)
    seen_well(kiosk, "the first screen")
    begin(kiosk)
    seen_well(kiosk, "home")
    kiosk.tap(".search-card")
    kiosk.fill("#query", "police report")
    expect(kiosk.locator(".choice").first).to_be_visible()
    seen_well(kiosk, "search")
    kiosk.tap(".choice.kind-ticket >> nth=0")
    expect(kiosk.locator("#take")).to_be_visible()
    seen_well(kiosk, "a service")
    kiosk.context.close()
    seen_well(phone, "the ticket's page")


def test_on_the_staffs_pages(sign_in: SignIn, served: Served) -> None:
    page = sign_in("moe", Role.MANAGER)
    expect(page.locator(".seat").first).to_be_visible()
    seen_well(page, "the seats")
    for where in ("", "/figures", "/staffing", "/estimates", "/audit"):
        page.goto(f"{served.url}/manager/downtown{where}")
        expect(page.locator("main")).to_be_visible()
        seen_well(page, f"manager{where}")
