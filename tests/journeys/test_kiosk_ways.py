"""The ways through the kiosk: three choices to anything, a person in two, danger heard at once, one's own phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.kiosk_glass import begin, center, faultless, open_kiosk
from tests.served import Served

__all__ = ["center"]


@pytest.fixture(scope="module")
def kiosk(chromium: Browser, center: Served) -> Iterator[Page]:
    """One kiosk downtown for all of this file's visitors."""
    page = open_kiosk(chromium, center)
    yield page
    page.context.close()


@pytest.fixture(autouse=True)
def _at_the_start(kiosk: Page) -> None:
    """Each visitor finds the first screen."""
    start_over(kiosk)


def start_over(page: Page) -> None:
    """Leave whatever screen a visitor is at."""
    if not page.locator(".tongue-card").count():
        page.tap(".way >> nth=1" if page.locator(".way").count() > 1 else ".way.primary")
    expect(page.locator(".tongue-card").first).to_be_visible()


def test_every_function_is_three_choices_from_its_language(kiosk: Page, center: Served) -> None:
    begin(kiosk)
    reached = kiosk.evaluate(
        """async () => {
          const settled = () => new Promise((resolve) => requestAnimationFrame(resolve));
          const press = async (what, at) => { document.querySelectorAll(what)[at].click(); await settled(); };
          const back = () => press('.way', 0);
          const names = new Set();
          for (let c = 0; c < document.querySelectorAll('.category').length; c++) {
            await press('.category', c);
            for (let g = 0; g < document.querySelectorAll('.group').length; g++) {
              await press('.group', g);
              document.querySelectorAll('.choice .choice-name').forEach((one) => names.add(one.textContent));
              await back();
            }
            await back();
          }
          return [...names];
        }"""
    )
    services = center.call("GET", "/locations/downtown/services?everywhere=true").json["services"]
    assert set(reached) == {service["name"] for service in services}
    assert len(reached) >= 250


WAYS: tuple[list[str], ...] = (
    [],
    [".category"],
    [".category", ".group"],
    [".category", ".guide-card"],
    [".search-card"],
    [".danger"],
)


def test_a_person_is_two_actions_away_from_everywhere(kiosk: Page) -> None:
    for way in WAYS:
        start_over(kiosk)
        begin(kiosk)
        for step in way:
            kiosk.tap(f"{step} >> nth=0")
        kiosk.tap(".way.person")
        expect(kiosk.locator(".all-tongues")).to_be_visible()
        assert kiosk.locator(".all-tongues button, .person-choice").count() > 60, way


def test_a_ticket_taken_is_two_actions_from_a_person_too(kiosk: Page, center: Served) -> None:
    kiosk.tap(".other-card")
    amharic = kiosk.locator(".all-tongues button", has=kiosk.locator("[lang=am]"))
    amharic.tap()
    expect(kiosk.locator(".slip .number")).to_be_visible()
    (waiting,) = center.call("GET", "/locations/downtown/queue", token=center.token("agent")).json["tickets"][-1:]
    assert (waiting["language"], waiting["needs"]) == ("am", ["interpreter"])  # the agent sees it before calling
    kiosk.tap(".way.primary")
    kiosk.tap(".other-card")
    expect(kiosk.locator(".all-tongues")).to_be_visible()


def test_danger_rings_at_the_staffs_screens_and_the_glass_says_who_comes(kiosk: Page, center: Served) -> None:
    begin(kiosk, "es")
    kiosk.tap(".category >> nth=0")
    kiosk.tap(".guide-card")
    kiosk.locator(".answer", has_text="Hay un arma").tap()
    expect(kiosk.locator(".heard")).to_have_text("Nuestro personal ya fue avisado.")
    agent = center.token("agent")
    calls = center.call("GET", "/locations/downtown/queue", token=agent).json["calls"]
    (heard,) = [one for one in calls if one["kind"] == "emergency" and one["answered_at"] is None]
    assert heard["note"] == "A weapon seen, found or used"
    assert center.call("POST", f"/locations/downtown/calls/{heard['id']}/answer", token=agent).status == 200
    expect(kiosk.locator(".heard")).to_have_text("Alguien de nuestro personal viene.")
    kiosk.locator(".emergency .giant").tap()
    expect(kiosk.locator(".guide h1")).to_have_text("¿Pasa algo de esto?")


def test_a_theft_is_reported_online_or_with_a_person_here(kiosk: Page) -> None:
    begin(kiosk)
    kiosk.tap(".category >> nth=0")
    kiosk.tap(".guide-card")
    for answer in ("None of these", "Something or money was taken", "A thing, a bicycle"):
        kiosk.locator(".answer", has_text=answer).tap()
    expect(kiosk.locator(".online .address").first).to_have_text("minneapolismn.gov/report-an-issue")
    kiosk.locator(".take .giant").tap()
    expect(kiosk.locator("#take")).to_be_visible()


def test_a_closed_queue_is_told_with_why_and_when(kiosk: Page, center: Served) -> None:
    queue = "/locations/downtown/queues/firearms"
    manager = center.token("manager")
    assert center.call("PUT", queue, {"open": False, "reason": "The system is down."}, token=manager).status == 200
    begin(kiosk, "es")
    kiosk.tap(".search-card")
    kiosk.fill("#query", "permiso de armas")
    kiosk.locator(".choice", has_text="Permiso para comprar un arma").first.tap()
    expect(kiosk.locator(".shut")).to_contain_text("8:00 a.m.")
    expect(kiosk.locator("#take")).to_have_count(0)
    faultless(kiosk, "a closed queue")
    assert center.call("PUT", queue, {"open": True}, token=manager).status == 200
    expect(kiosk.locator("#take")).to_be_visible()


def test_ones_own_phone_takes_the_ticket(kiosk: Page, center: Served) -> None:
    expect(kiosk.locator(".own-phone .qr")).to_be_visible()
    code = center.call("GET", "/locations/downtown/phone-code", token=center.token("kiosk")).json
    browser = kiosk.context.browser
    assert browser
    phone = browser.new_context(viewport={"width": 320, "height": 640}).new_page()
    phone.goto(code["address"])
    faultless(phone, "scanned")
    phone.click("li[lang=hmn] button")
    faultless(phone, "home")
    phone.fill("#q", "phom")
    phone.press("#q", "Enter")
    faultless(phone, "found")
    phone.click(".back .sun")
    faultless(phone, "person")
    phone.locator("button.row", has_text=re.compile("^Hmoob")).click()
    expect(phone.locator(".number")).to_have_text(re.compile(r"A\d{3}"))
    faultless(phone, "ticket")
    phone.context.close()
