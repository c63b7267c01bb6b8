"""The glass for every body: four languages, two themes, twice the text, a keypad alone, no hurry."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.journeys.kiosk_glass import BEATS_AT_ONCE, SMALL, TALL, begin, center, faultless, open_kiosk, unspoilt
from tests.served import Served

__all__ = ["center"]

LARGE, DARK, LOW = 1, 2, 3
TWICE = "() => { document.documentElement.style.fontSize = '200%'; }"
"""As a phone does whose owner wants large letters."""

QUIET_MS = 60_000
WARNING_MS = 30_000


@pytest.fixture(scope="module")
def spanish(chromium: Browser, center: Served) -> Iterator[Page]:
    """A glass on its home screen, in Spanish."""
    page = open_kiosk(chromium, center)
    begin(page, "es")
    yield page
    page.context.close()


def be_quiet(page: Page, milliseconds: int) -> None:
    """Let time go by with nobody at the glass."""
    page.clock.fast_forward(milliseconds + 500)
    page.clock.run_for(500)


def set_glass(page: Page, setting: int) -> None:
    """Touch one of the settings of the screen."""
    page.locator(".settings button").nth(setting).tap()


def walk(page: Page, language: str, look: Callable[[str], None]) -> None:
    """Go through every screen of the flow, and look at each."""
    look("start")
    begin(page, language)
    look("home")
    page.tap(".category >> nth=0")
    look("groups")
    page.tap(".guide-card")
    look("question")
    page.tap(".answer >> nth=5")
    page.tap(".answer >> nth=0")
    page.tap(".answer >> nth=0")
    look("online")
    for _ in range(4):
        page.tap(".way >> nth=0")
    page.tap(".group >> nth=0")
    look("list")
    page.tap(".way.person")
    look("person")
    for _ in range(3):
        page.tap(".way >> nth=0")
    page.tap(".danger")
    look("emergency")
    page.tap(".way >> nth=0")
    page.tap(".search-card")
    look("nothing typed")
    page.fill("#query", "firearm")
    page.tap(".choice.kind-referral >> nth=0")
    look("elsewhere")
    page.tap(".way >> nth=0")
    page.fill("#query", "police report")
    expect(page.locator(".choice").first).to_be_visible()
    look("found")
    page.tap(".choice.kind-ticket >> nth=0")
    look("service")
    page.tap("#take")
    expect(page.locator(".slip .number")).to_be_visible()
    look("ticket")


GLASSES = [
    ("en", SMALL, ()),
    ("es", TALL, (LARGE, DARK)),
    ("so", TALL, (LARGE,)),
    ("hmn", SMALL, (DARK,)),
]
"""Each language, glass, theme and size of text twice: the language, the glass, the settings touched."""


@pytest.mark.parametrize(("language", "glass", "settings"), GLASSES)
def test_no_screen_shuts_anybody_out(
    chromium: Browser, center: Served, language: str, glass: ViewportSize, settings: tuple[int, ...]
) -> None:
    page = open_kiosk(chromium, center, viewport=glass)
    for setting in settings:
        set_glass(page, setting)

    def look(where: str) -> None:
        faultless(page, where)
        page.set_viewport_size(TALL)
        unspoilt(page, f"{where}, on the tall glass")
        page.set_viewport_size(glass)

    walk(page, language, look)
    page.context.close()


def test_main_buttons_are_20_mm_whatever_the_glass(chromium: Browser, center: Served) -> None:
    page = open_kiosk(chromium, center)
    page.goto(f"{center.url}/kiosk/downtown?px_per_mm=5")
    page.goto(f"{center.url}/kiosk/downtown")  # kept for this screen
    begin(page)
    for button in page.locator(".category, .search-card, .way").all():
        box = button.bounding_box()
        assert box and box["height"] >= 20 * 5
    letters = page.locator(".way span").first.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")
    assert letters * 0.714 >= 4.8 * 5  # a capital's height in Noto Sans
    page.context.close()


def test_low_reach_brings_everything_down(chromium: Browser, center: Served) -> None:
    page = open_kiosk(chromium, center)
    set_glass(page, LOW)
    begin(page)
    highest = min((box["y"] for one in page.locator("button").all() if (box := one.bounding_box())), default=0)
    assert highest > TALL["height"] / 3
    page.context.close()


def test_a_ticket_by_the_keypad_alone(chromium: Browser, center: Served) -> None:
    page = open_kiosk(chromium, center)
    focused = page.locator(":focus")
    page.keyboard.press("ArrowDown")
    expect(focused).to_contain_text("English")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(focused).to_have_text("¿Para qué vino hoy?")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(focused).to_contain_text("Reportar un problema")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(focused).to_contain_text("Robo, fraude y objetos perdidos")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#take, .elsewhere")).to_be_visible()
    page.keyboard.press("Backspace")
    expect(page.locator(".choices").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(focused).to_contain_text("Robo, fraude y objetos perdidos")  # where one came from
    page.keyboard.press("Escape")
    expect(focused).to_contain_text("Reportar un problema")  # where one came from
    page.keyboard.press("F1")
    expect(focused).to_have_text("¿En qué idioma quiere hablar?")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#spoken")).to_contain_text("Su número es A0")
    page.context.close()


def test_focus_goes_as_one_reads(chromium: Browser, center: Served) -> None:
    page = open_kiosk(chromium, center)
    begin(page)
    order = page.evaluate(
        "() => [...document.querySelectorAll('button:not([tabindex=\"-1\"])')].map((one) => {"
        " const box = one.getBoundingClientRect(); return [Math.round(box.top / 20), box.left]; })"
    )
    assert len(order) > 10
    assert order == sorted(order)
    page.context.close()


def test_keys_of_the_glass_are_reached_by_rows(chromium: Browser, center: Served) -> None:
    page = open_kiosk(chromium, center)
    begin(page)
    page.tap(".search-card")
    page.get_by_role("button", name="t", exact=True).focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(":focus")).to_have_text("g")
    page.keyboard.press("Enter")
    expect(page.locator("#query")).to_have_value("g")
    page.context.close()


def test_a_timeout_warns_waits_and_clears_everything(chromium: Browser, center: Served) -> None:
    page = open_kiosk(chromium, center, script=BEATS_AT_ONCE)
    page.clock.install()
    page.reload()
    begin(page, "es")
    set_glass(page, LARGE)
    page.tap(".search-card")
    page.fill("#query", "mi vecino")
    for _ in range(10):  # norm A5: at least ten times
        be_quiet(page, QUIET_MS)
        expect(page.locator("[role=alertdialog]")).to_contain_text("¿Sigue ahí?")
        expect(page.locator("#stay")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("[role=alertdialog]")).to_have_count(0)
    expect(page.locator("#query")).to_have_value("mi vecino")
    be_quiet(page, QUIET_MS)
    faultless(page, "the warning")
    be_quiet(page, WARNING_MS)
    expect(page.locator(".tongue-card").first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("html.large")).to_have_count(0)
    begin(page)
    page.tap(".search-card")
    expect(page.locator("#query")).to_have_value("")
    page.context.close()


@pytest.mark.parametrize(
    "gesture",
    [
        "new MouseEvent('contextmenu', {cancelable: true, bubbles: true})",
        "new DragEvent('dragstart', {cancelable: true, bubbles: true})",
        "new WheelEvent('wheel', {ctrlKey: true, cancelable: true, bubbles: true})",
        "new KeyboardEvent('keydown', {key: '+', ctrlKey: true, cancelable: true, bubbles: true})",
    ],
)
def test_the_glass_takes_touches_and_nothing_else(spanish: Page, gesture: str) -> None:
    # Norm A8: an event that was refused says so.
    assert spanish.evaluate(f"() => !document.querySelector('h1').dispatchEvent({gesture})")


def test_the_glass_selects_nothing_and_leads_nowhere(spanish: Page, center: Served) -> None:
    assert spanish.evaluate("() => getComputedStyle(document.querySelector('h1')).userSelect") == "none"
    assert spanish.locator("a[href], [download], [target]").count() == 0
    page = spanish.request.get(f"{center.url}/kiosk/downtown")
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy


@pytest.mark.parametrize("language", ["en", "es", "so", "hmn"])
def test_the_phone_page_shuts_nobody_out(chromium: Browser, center: Served, language: str) -> None:
    order = {"service": "police-report-copy", "language": language}
    ticket = center.call("POST", "/locations/downtown/tickets", order, token=center.token("kiosk")).json
    page = chromium.new_context(viewport={"width": 320, "height": 640}).new_page()
    for query in ("", "?leave=1"):
        page.goto(f"{center.url}/t/{ticket['id']}{query}")
        faultless(page, f"phone {query} in {language}")
        page.evaluate(TWICE)
        unspoilt(page, f"phone {query} in {language}, the text at twice its size")
    page.context.close()
