"""A visitor at the glass and on the way home: in a real browser, on the real server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.kiosk_glass import begin, center, faultless, find, open_kiosk, take
from tests.served import Served, serve

__all__ = ["center"]

COUNTER_FOR_REPORTS = "5"
TICKET_SECONDS = 1.0
"""Norm B1: the number is on the glass in under a second."""


@pytest.fixture
def kiosk(chromium: Browser, center: Served) -> Iterator[Page]:
    """The paired kiosk downtown."""
    page = open_kiosk(chromium, center)
    yield page
    page.context.close()


@pytest.fixture
def lone_kiosk(chromium: Browser, served: Served) -> Iterator[Page]:
    """A paired kiosk whose server is the test's own."""
    page = open_kiosk(chromium, served)
    yield page
    page.context.close()


def waiting(served: Served) -> int:
    """How many wait downtown."""
    return len(
        served.call("GET", "/locations/downtown/queue", token=served.token("agent")).json["tickets"],
    )


def call_next(served: Served) -> None:
    """An agent calls at the counter for police records."""
    desk = f"/locations/downtown/counters/{COUNTER_FOR_REPORTS}"
    assert served.call("PUT", desk, {"open": True}, token=served.token("agent")).status == 200
    assert served.call("POST", f"{desk}/call-next", token=served.token("agent")).status == 200


def test_a_ticket_in_spanish_and_the_way_to_the_counter(lone_kiosk: Page, served: Served, chromium: Browser) -> None:
    begin(lone_kiosk, "es")
    expect(lone_kiosk.locator("html")).to_have_attribute("lang", "es")
    find(lone_kiosk, "reporte polical", "Copia de un reporte policial")
    expect(lone_kiosk.locator(".bring")).to_contain_text("El número de caso")
    assert take(lone_kiosk) == "C001"
    expect(lone_kiosk.locator("#spoken")).to_contain_text("Su número es C001")
    expect(lone_kiosk.locator(".slip")).to_contain_text(
        "Ahora no hay ningún mostrador abierto para esto. Su lugar está guardado."
    )
    code = lone_kiosk.locator("img.qr")
    assert code.evaluate("(image) => image.decode().then(() => image.naturalWidth > 0)")
    ticket = re.findall(r"qr/(.+)\.svg", code.get_attribute("src") or "")[0]

    phone = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    phone.goto(f"{served.url}/t/{ticket}")
    expect(phone.locator("html")).to_have_attribute("lang", "es")
    call_next(served)
    expect(phone.locator(".goto")).to_have_text("Pase al mostrador 5", timeout=10_000)
    expect(phone).to_have_title(re.compile("^Pase al mostrador 5"))
    phone.context.close()

    lone_kiosk.tap(".way.primary")
    expect(lone_kiosk.locator(".tongue-card").first).to_be_visible()
    expect(lone_kiosk.locator("html")).to_have_attribute("lang", "en")


def test_a_tap_is_a_number_within_a_second(kiosk: Page) -> None:
    begin(kiosk)
    find(kiosk, "police report", "Copy of a police report")
    seconds = kiosk.evaluate(
        """() => new Promise((told) => {
          const from = performance.now();
          new MutationObserver((_, watching) => {
            if (!document.querySelector('.slip .number')) return;
            watching.disconnect();
            told((performance.now() - from) / 1000);
          }).observe(document.body, {childList: true, subtree: true});
          document.querySelector('#take').click();
        })"""
    )
    assert seconds < TICKET_SECONDS


def test_a_lost_answer_and_a_double_tap_make_one_ticket(lone_kiosk: Page, served: Served) -> None:
    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(route.request.headers["idempotency-key"])
        route.fetch()  # the server hears it; the answer never arrives
        route.abort()

    lone_kiosk.route("**/tickets", lose, times=1)
    begin(lone_kiosk)
    find(lone_kiosk, "police report", "Copy of a police report")
    lone_kiosk.evaluate("() => { const take = document.querySelector('#take'); take.click(); take.click(); }")
    expect(lone_kiosk.locator(".slip .number")).to_have_text("C001")
    assert len(lost) == 1
    assert waiting(served) == 1


def test_a_person_in_two_touches_from_anywhere(lone_kiosk: Page, served: Served) -> None:
    lone_kiosk.tap(".other-card")
    lone_kiosk.locator(".all-tongues button", has_text="Afaan Oromoo").tap()
    expect(lone_kiosk.locator(".slip .number")).to_be_visible()
    lone_kiosk.tap(".way.primary")
    begin(lone_kiosk, "so")
    lone_kiosk.tap(".category >> nth=0")
    lone_kiosk.tap(".way.person")
    lone_kiosk.tap(".person-choice >> nth=1")
    expect(lone_kiosk.locator(".slip .number")).to_be_visible()
    queue = served.call("GET", "/locations/downtown/queue", token=served.token("agent")).json["tickets"]
    assert [(one["service"]["id"], one["language"], one["needs"]) for one in queue] == [
        ("general-help", "om", ["interpreter"]),
        ("general-help", "so", ["sign-language"]),
    ]


def test_the_other_place_and_danger_are_told_without_a_link(kiosk: Page) -> None:
    begin(kiosk)
    kiosk.tap(".danger")
    expect(kiosk.locator("h1")).to_have_text("Call 911 now")
    kiosk.tap(".emergency button")
    find(kiosk, "permit to carry", "Permit to carry a firearm")
    expect(kiosk.locator(".where")).to_contain_text("612-673-3000")
    assert kiosk.locator("a").count() == 0


def test_a_refusal_is_told_in_the_visitors_words(kiosk: Page) -> None:
    kiosk.route(
        "**/tickets", lambda route: route.fulfill(status=409, json={"type": "not-offered", "status": 409, "detail": ""})
    )
    begin(kiosk, "es")
    find(kiosk, "reporte policial", "Copia de un reporte policial")
    kiosk.tap("#take")
    expect(kiosk.locator("[role=alert]")).to_contain_text("Esto no se ofrece aquí en este momento.")


def test_search_answers_when_the_server_is_slow(kiosk: Page) -> None:
    kiosk.route("**/services?*", lambda route: None)
    begin(kiosk)
    kiosk.tap(".search-card")
    for letter in "polcie":
        kiosk.locator(".key", has_text=re.compile(f"^\\s*{letter}\\s*$")).tap()
    expect(kiosk.locator("#query")).to_have_value("polcie")
    expect(kiosk.locator(".choice", has_text="Copy of a police report")).to_be_visible()


def test_pairing_by_hand_and_being_sent_away(chromium: Browser, center: Served) -> None:
    page = open_kiosk(chromium, center, paired=False)
    page.fill("#code", "AAAA-AAAA")
    page.tap(".pair-row button")
    expect(page.locator("[role=alert]")).to_contain_text("not good")
    manager = center.token("manager")
    made = center.call("POST", "/locations/downtown/pairings", {"kind": "kiosk", "name": "by the door"}, token=manager)
    page.fill("#code", made.json["code"].lower())
    page.tap(".pair-row button")
    expect(page.locator(".tongue-card").first).to_be_visible()
    page.evaluate("localStorage.setItem('now-serving-token', 'no-longer-good')")
    page.reload()
    expect(page.locator("h1")).to_have_text("Pair this kiosk", timeout=5_000)
    page.context.close()


BROKEN_OFF = """
const beyond = window.fetch;
window.beats = 0;
window.fetch = async (...asked) => {
  if (!String(asked[0]).endsWith("/heartbeat") || ++beats > 1) return beyond(...asked);
  return new Response('{"location": "down', { headers: { "Content-Type": "application/json" } });
};
"""
"""The answer to the first heartbeat breaks off on its way."""


def test_an_answer_that_breaks_off_ends_no_pairing(chromium: Browser, center: Served) -> None:
    page = open_kiosk(chromium, center, script=BROKEN_OFF)
    page.wait_for_function("() => beats > 1")
    expect(page.locator(".tongue-card").first).to_be_visible()
    assert page.evaluate("localStorage.getItem('now-serving-token')") == center.token("kiosk")
    page.context.close()


def test_a_server_that_comes_back_finds_the_visitor_where_they_were(lone_kiosk: Page, served: Served) -> None:
    begin(lone_kiosk, "hmn")
    lone_kiosk.tap(".category >> nth=0")
    served.stop()
    expect(lone_kiosk.locator(".gone")).to_be_visible(timeout=15_000)
    for words in ("One moment, please", "Un momento, por favor", "Fadlan sug daqiiqad", "Thov tos ib pliag"):
        expect(lone_kiosk.locator(".gone")).to_contain_text(words)
    faultless(lone_kiosk, "no server")
    served.start()
    expect(lone_kiosk.locator(".groups")).to_be_visible(timeout=15_000)
    expect(lone_kiosk.locator("html")).to_have_attribute("lang", "hmn")


def test_a_closed_center_says_when_and_where_to_turn(chromium: Browser, tmp_path: Path) -> None:
    with serve(tmp_path / "var", at="2026-11-23T19:30") as night:
        page = chromium.new_context().new_page()
        token = night.token("kiosk")
        page.add_init_script(f"localStorage.setItem('now-serving-token', '{token}')")
        page.goto(f"{night.url}/kiosk/downtown")
        closed = page.locator(".closed")
        for words in ("Tuesday, November 24", "martes, 24 de noviembre", "612‑673‑3000", "Hadda waa xiran nahay"):
            expect(closed).to_contain_text(words)
        faultless(page, "closed")
        page.context.close()


def test_it_closes_and_opens_by_itself(lone_kiosk: Page, served: Served) -> None:
    begin(lone_kiosk)
    change = {"closed": True, "reason": "Water in the hall"}
    day = "/locations/downtown/days/2026-11-23"
    assert served.call("PUT", day, change, token=served.token("manager")).status == 200
    expect(lone_kiosk.locator(".closed")).to_be_visible()
    served.call("PUT", day, {"opens": "08:00", "closes": "16:00", "reason": "Dry"}, token=served.token("manager"))
    expect(lone_kiosk.locator(".categories")).to_be_visible()
