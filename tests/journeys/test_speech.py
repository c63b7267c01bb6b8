"""A visitor who sees nothing takes a ticket by the keypad: what is said, in its order, is all they need."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.glass_ears import LISTEN, Ears
from tests.journeys.kiosk_glass import BEATS_AT_ONCE, center, open_kiosk
from tests.served import Served

__all__ = ["center"]

AROUND = [
    "en: Back",
    "en: Start over",
    "en: An interpreter or a person, please",
    "en: English, chosen",
    "es: Español",
    "en: Somali",
    "en: Hmong",
    "en: Read aloud, chosen",
    "en: Large text",
    "en: High contrast",
    "en: Bring it lower",
    "en: Downtown Service Center",
    "en: Open until 4:00 PM",
]
"""What is around every screen, and said after it."""


@pytest.fixture
def glass(chromium: Browser, center: Served) -> Iterator[Page]:
    """The kiosk downtown, and what it says is noted."""
    page = open_kiosk(chromium, center, script=LISTEN)
    yield page
    page.context.close()


@pytest.fixture
def ears(glass: Page) -> Ears:
    """The visitor, who has just found the key of speech."""
    ears = Ears(glass)
    ears.press("F2")
    return ears


def test_a_ticket_without_sight(ears: Ears) -> None:
    introduced = ears.hear("en: Open until 4:00 PM")
    assert [words[:50] for words in introduced[:7]] == [
        "en: Speech is on. The arrow keys go from choice to",
        "es: La voz está activada. Las flechas van de una o",
        "en: Welcome",
        "es: Bienvenidos",
        "en: English, Touch here to start",
        "es: Español, Toque aquí para empezar",
        "en: Somali",  # has no voice, and is told by its name
    ]
    assert "F1 asks for a person. F3 says it again" in introduced[0]
    ears.press("ArrowDown")
    ears.hear("en: English, Touch here to start")
    ears.press("Enter")
    ears.hear("en: What did you come for?")
    home = ears.hear("en: Open until 4:00 PM")
    assert home[0].startswith("en: Say it in your own words, For example:")
    assert home[-13:] == AROUND
    ears.press("ArrowDown")
    ears.hear(home[0])
    ears.press("Enter")
    ears.hear("en: Say it in your own words")
    assert ears.hear("en: Keyboard")[0] == "en: Type what you came for"

    ears.press("ArrowDown")
    ears.hear("en: q")
    typed = ears.type("zoning q")
    assert typed == ["z", "o", "n", "i", "n", "g", "Space", "q"]
    ears.hear("en: Answers:…")
    ears.climb_to("#query")
    assert ears.hear("en: Type what you came for, z, o, n, i, n, g, Space, q")
    ears.press("ArrowDown")
    ears.hear("en: Zoning question")
    ears.press("Enter")
    ears.hear("en: Zoning question")
    service = ears.hear("en: Take a ticket")
    assert "en: Have ready" in service
    assert "en: Wheelchair, or I cannot stand long" in service
    ears.press("ArrowDown")
    ears.hear("en: Wheelchair, or I cannot stand long, not chosen")
    ears.press("Enter")
    ears.hear("en: Wheelchair, or I cannot stand long, chosen")
    ears.press("ArrowDown", "ArrowDown", "ArrowDown")
    ears.hear("en: Take a ticket")
    ears.press("Enter")
    ticket = ears.hear("en: Done")
    number = ears.page.locator(".slip .number").inner_text()
    ticket = ticket[ticket.index(f"en: Your number, {number}") :]  # before it, perhaps: one moment
    assert ticket[1] == "en: Zoning question"
    assert "en: Watch the screens for your number." in ticket
    ears.press("F3")
    ears.hear(f"en: Your number, {number}")
    assert not [words for words in ears.page.evaluate("heard") if "silence" in words]


def test_speech_stops_at_a_choice_pauses_and_is_gone_with_its_visitor(ears: Ears, glass: Page) -> None:
    ears.hear("en: Welcome")
    glass.evaluate("window.pace = 1")
    ears.press("ArrowDown")
    ears.hear("en: English, Touch here to start")
    ears.press("F8", "F8", "F8", "F7")
    ears.press("Enter")
    ears.hear("en: What did you come for?")  # at its own pace: the choice cut off what was being said
    ears.press("F4")
    said = glass.evaluate("heard.length")
    glass.evaluate("window.pace = 50")
    glass.evaluate("new Promise((later) => setTimeout(later, 1000 * lasts + 500))")
    assert glass.evaluate("heard.length") == said, "the one that is paused would have ended, and the next begun"
    ears.press("F4")
    ears.hear("en: Open until 4:00 PM")
    expect(glass.locator("[data-speaking]")).to_have_count(0)
    ears.press("F8")
    ears.hear("en: Volume 5 of 5")
    ears.press("Escape")
    ears.hear("en: Welcome")
    ears.press("F2")
    expect(glass.locator(".to-speech")).to_have_attribute("aria-pressed", "false")
    ears.press("ArrowDown")
    ears.press("F2")
    ears.hear("en: Welcome")
    glass.tap(".tongue-card[lang=es]")
    ears.hear("es: ¿Para qué vino hoy?")


def test_where_there_is_no_voice_english_stands_in_and_says_so(ears: Ears) -> None:
    ears.press("ArrowDown", "ArrowDown", "ArrowDown")
    ears.hear("en: Somali")
    ears.press("Enter")
    ears.hear("en: There is no voice for this language here: Somali. What is on the screen is said in English…")
    assert ears.hear("en: What did you come for?") == ["en: What did you come for?"]
    ears.press("F1")
    ears.hear("en: Soomaali, Speak with a person in this language")
    ears.press("ArrowDown", "Enter")
    ears.hear("en: Your number, A0…")


def test_a_kiosk_that_cannot_be_heard_says_so_in_writing(chromium: Browser, center: Served) -> None:
    page = open_kiosk(chromium, center, script=LISTEN)
    page.route("**/speech", lambda route: route.fulfill(status=503, json={"type": "speech-away", "status": 503}))
    page.locator(".to-speech").tap()
    expect(page.locator("[role=alert]")).to_have_text("This kiosk cannot speak now. Please ask at the desk.")
    expect(page.locator(".to-speech")).to_have_attribute("aria-pressed", "false")
    page.context.close()


def test_the_warning_is_said_and_nobody_is_hurried_while_listening(chromium: Browser, center: Served) -> None:
    page = open_kiosk(chromium, center, script=LISTEN + BEATS_AT_ONCE)
    page.clock.install()
    page.reload()
    expect(page.locator(".tongue-card").first).to_be_visible()
    ears = Ears(page)
    ears.press("F2")
    ears.hear("en: Welcome")
    page.evaluate("window.pace = 0.01")
    ears.press("ArrowDown")
    ears.hear("en: English, Touch here to start")
    for _ in range(3):  # still being said
        page.clock.fast_forward(50_000)
        page.clock.run_for(1500)
    expect(page.locator("[role=alertdialog]")).to_have_count(0)
    page.evaluate("window.pace = 50")
    ears.press("ArrowDown")
    expect(page.locator("[data-speaking]")).to_have_count(0)
    page.dispatch_event("body", "wheel")  # the last sign of life, from which the quiet counts
    page.clock.fast_forward(55_000)
    for _ in range(12):  # up to the warning's own instant, however long the machine takes in between
        if page.locator("[role=alertdialog]").count():
            break
        page.clock.run_for(500)
    assert ears.hear("en: Yes, I am still here")[-3:] == [
        "en: Are you still there?",
        "en: This screen starts over in 30 seconds.",
        "en: Yes, I am still here",
    ]
    ears.press("Enter")  # answers, and presses nothing that had the focus before
    expect(page.locator("[role=alertdialog]")).to_have_count(0)
    expect(page.locator(".tongue-card").first).to_be_visible()
    page.context.close()
