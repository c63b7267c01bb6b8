"""The lobby display in a real browser: what is called is seen and heard, once, in turn, and never after it is stale."""

from __future__ import annotations

import itertools
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.journeys.axe import violations
from tests.journeys.lobby_cast import ONLY_A_TOUCH, WATCH_RINGS, Floor, Lobby
from tests.served import Served, serve

TELEVISION: ViewportSize = {"width": 1920, "height": 1080}
SIZES = [(1920, 1080), (3840, 2160), (1080, 1920), (1280, 720)]
LANGUAGE_MS = 8000
STILL_MS = 1500
"""Long enough for a sound that should not be played to have been played."""

CUT_OFF = """() => [...document.querySelectorAll("#board *")]
  .filter(e => !e.closest(".visually-hidden") && e.getClientRects().length)
  .filter(e => { const r = e.getBoundingClientRect();
    return r.right > innerWidth + 1 || r.bottom > innerHeight + 1 || r.left < -1 || r.top < -1; })
  .map(e => e.outerHTML.slice(0, 100))"""


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for the whole morning: these tests add to what has happened, as a day does."""
    with serve(tmp_path_factory.mktemp("hall") / "var", at="2026-11-23T09:30") as server:
        yield server


@pytest.fixture
def lobby(chromium: Browser, hall: Served) -> Iterator[Lobby]:
    """A television in another time zone than the center, so that only the center's can be shown."""
    with television(chromium, hall) as lobby:
        yield lobby


@pytest.fixture(scope="module")
def floor(hall: Served) -> Floor:
    """Downtown, with two counters open."""
    return opened(hall)


@contextmanager
def television(chromium: Browser, served: Served) -> Iterator[Lobby]:
    """Hang up a television that has never shown anything."""
    context = chromium.new_context(viewport=TELEVISION, timezone_id="Asia/Tokyo", reduced_motion="reduce")
    context.add_init_script(WATCH_RINGS)
    yield Lobby(context.new_page(), served)
    context.close()


def opened(served: Served) -> Floor:
    """Open two counters."""
    floor = Floor(served)
    floor.open("3")
    floor.open("4")
    return floor


def test_a_call_is_seen_heard_and_told(lobby: Lobby, floor: Floor) -> None:
    lobby.open()
    page = lobby.page
    row = page.locator("tr", has=page.locator(".letter", has_text="P")).locator(".count")
    before = int(row.inner_text())
    expect(page.locator(".clock time")).to_have_text(re.compile("^9:"))
    number = floor.ticket(language="so")
    expect(row).to_have_text(str(before + 1))
    floor.call("3")
    expect(page.locator(".hero.announced .number")).to_have_text(number)
    expect(page.locator(".hero .desk")).to_have_text("3")
    expect(page.locator(".plate [lang=so]")).to_be_visible()
    expect(page.locator(".plate [lang=en]")).to_have_text("Counter")
    expect(page.locator("#spoken")).to_have_text(f"{number}, Counter 3")
    assert lobby.rang(1)
    expect(row).to_have_text(str(before))
    expect(page.locator(".hero.standing")).to_be_visible()
    assert lobby.rings == 1


def test_calls_at_the_same_time_are_heard_one_after_another_in_their_languages(lobby: Lobby, floor: Floor) -> None:
    lobby.open()
    first, second = floor.ticket(language="es"), floor.ticket(language="so")
    floor.call("3")
    floor.call("4")
    expect(lobby.page.locator(".hero .number")).to_have_text(first)
    expect(lobby.page.locator(".before .called")).to_contain_text(second)  # to be read at once, heard in turn
    expect(lobby.page.locator(".hero .number")).to_have_text(second)
    assert lobby.rang(2)
    earlier, later = lobby.page.evaluate("rings")
    assert later - earlier > 3000  # the first was shown alone for some seconds
    assert lobby.heard(5) == [
        "chime.wav",
        f"downtown/es/{first}/3.wav",
        f"downtown/en/{first}/3.wav",
        "chime.wav",
        f"downtown/en/{second}/4.wav",  # there is no Somali voice: the location's language stands in
    ]
    sounds = lobby.page.evaluate("heard")
    for sound, next_sound in itertools.pairwise(sounds):
        assert next_sound["at"] >= sound["at"] + sound["seconds"] * 1000 - 50, "they were heard over each other"


def test_the_volume_is_this_screens_own_and_kept(lobby: Lobby) -> None:
    lobby.open("/display/downtown?volume=40")
    lobby.page.keyboard.press("+")
    expect(lobby.page.locator(".sound")).to_have_text("Volume: 50 %")
    for _ in range(6):
        lobby.page.keyboard.press("-")
    expect(lobby.page.locator(".sound")).to_contain_text("at zero")
    lobby.open("/display/downtown", sound=False)
    lobby.page.mouse.click(5, 5)
    expect(lobby.page.locator(".sound")).to_contain_text("at zero")  # as long as nobody could hear a call
    assert violations(lobby.page) == []


def test_a_reload_rings_nothing_twice_and_a_recall_rings_again(lobby: Lobby, floor: Floor) -> None:
    floor.ticket()
    before = floor.call("3")
    lobby.open()
    lobby.page.wait_for_timeout(STILL_MS)
    assert lobby.hero == before["number"]
    assert lobby.rings == 0  # a fresh screen rings nothing that was called before it came
    floor.act(before, "recall")
    assert lobby.rang(1)
    lobby.open()
    lobby.page.wait_for_timeout(STILL_MS)
    assert lobby.rings == 0
    assert lobby.hero == before["number"]


def test_a_call_taken_back_is_taken_off(lobby: Lobby, floor: Floor) -> None:
    lobby.open()
    floor.ticket()
    called = floor.call("3")
    expect(lobby.page.locator(".hero .number")).to_have_text(called["number"])
    floor.act(called, "undo")  # within ten seconds
    expect(lobby.page.locator("#board")).not_to_contain_text(called["number"])
    floor.ticket()


def test_a_stale_board_says_so_and_recovers_untouched(chromium: Browser, served: Served) -> None:
    floor = opened(served)
    number = floor.ticket()
    called = floor.call("3")
    with television(chromium, served) as lobby:
        lobby.open()
        served.stop(signal.SIGKILL)
        expect(lobby.page.locator(".stale-note")).to_contain_text("lost its connection", timeout=15_000)
        expect(lobby.page.locator(".stale-note [lang=es]")).to_be_visible()
        assert lobby.page.locator(".lines .wait").count() == 0
        assert violations(lobby.page) == []
        assert lobby.page.evaluate(CUT_OFF) == []
        served.start()
        expect(lobby.page.locator(".stale-note")).to_have_count(0, timeout=15_000)
        assert lobby.hero == number
        assert lobby.rings == 0  # the restart repeats no call
        floor.act(called, "recall")
        assert lobby.rang(1)


def test_a_browser_that_blocks_sound_is_told_and_one_action_turns_it_on(lobby: Lobby, floor: Floor) -> None:
    lobby.page.add_init_script(ONLY_A_TOUCH)
    lobby.open(sound=False)
    expect(lobby.page.locator(".sound")).to_contain_text("The sound of this screen is off.")
    floor.ticket()
    called = floor.call("3")
    expect(lobby.page.locator(".hero.announced .number")).to_have_text(called["number"])  # seen all the same
    assert lobby.rings == 0
    lobby.page.get_by_role("button", name="Turn sound on").click()
    expect(lobby.page.locator(".sound")).to_have_count(0)
    floor.act(called, "recall")
    assert lobby.rang(1)


def test_the_other_center_shows_and_rings_nothing(lobby: Lobby, floor: Floor, hall: Served) -> None:
    lobby.open("/display/east-lake")
    floor.ticket()
    floor.call("3")
    lobby.page.wait_for_timeout(STILL_MS)
    expect(lobby.page.locator(".hero.none")).to_be_visible()
    assert lobby.rings == 0
    kiosk, agent = hall.token("kiosk", "east-lake"), hall.token("agent", "east-lake")
    hall.call("PUT", "/locations/east-lake/counters/1", {"open": True}, token=agent)
    hall.call("POST", "/locations/east-lake/tickets", {"service": "general-help"}, token=kiosk)
    called = hall.call("POST", "/locations/east-lake/counters/1/call-next", token=agent).json
    expect(lobby.page.locator(".hero .number")).to_have_text(called["number"])
    assert lobby.heard(2) == ["chime.wav", f"east-lake/en/{called['number']}/1.wav"], "its own call is the first"


def test_the_board_speaks_each_language_in_turn_and_names_no_discreet_queue(lobby: Lobby, floor: Floor) -> None:
    lobby.page.clock.install()
    lobby.open(sound=False)
    row = lobby.page.locator("tr", has=lobby.page.locator(".letter", has_text="F"))
    assert row.locator(".letter").inner_text() == "F"
    assert row.locator(".name").count() == 0
    for tag in ("en", "es", "so", "hmn", "en"):
        expect(lobby.page.locator(f"#waiting [lang={tag}]")).to_be_visible()
        assert lobby.page.locator(f".lines .name [lang]:not([lang={tag}])").count() == 0
        assert "irearm" not in lobby.page.locator("#board").inner_text()
        lobby.page.clock.fast_forward(LANGUAGE_MS)


def test_a_line_that_takes_nobody_more_says_so(lobby: Lobby, hall: Served) -> None:
    lobby.open(sound=False)
    row = lobby.page.locator("tr", has=lobby.page.locator(".letter", has_text="F"))
    queue, manager = "/locations/downtown/queues/firearms", hall.token("manager")
    assert hall.call("PUT", queue, {"open": False, "reason": "Training"}, token=manager).status == 200
    expect(row.locator(".wait")).to_contain_text("Closed")
    assert hall.call("PUT", queue, {"open": True}, token=manager).status == 200
    expect(row.locator(".wait")).not_to_contain_text("Closed")


def test_a_screen_is_paired_by_a_key_and_seen_by_the_manager(lobby: Lobby, hall: Served) -> None:
    wanted = {"kind": "display", "name": "Lobby west"}
    made = hall.call("POST", "/locations/downtown/pairings", wanted, token=hall.token("manager"))
    lobby.open(sound=False)
    lobby.page.keyboard.press("p")
    assert violations(lobby.page) == []
    expect(lobby.page.locator(".sound")).to_have_count(0)  # the key let it sound
    lobby.page.get_by_label("One-time code").fill(made.json["code"].lower())
    lobby.page.keyboard.press("Enter")
    expect(lobby.page.get_by_text("This screen is paired.")).to_be_visible()
    queue = hall.call("GET", "/locations/downtown/queue", token=hall.token("manager")).json
    assert [(part["name"], part["state"]) for part in queue["parts"] if part["kind"] == "display"] == [
        ("Lobby west", "up")
    ]


def test_nothing_is_cut_off_and_axe_finds_nothing(lobby: Lobby, floor: Floor) -> None:
    for counter in ("3", "4"):
        floor.ticket(language="es")
        floor.call(counter)
    for theme in ("dark", "light"):
        lobby.open(f"/display/downtown?theme={theme}", sound=False)
        for width, height in SIZES:
            lobby.page.set_viewport_size({"width": width, "height": height})
            assert violations(lobby.page) == [], (theme, width)
            assert lobby.page.evaluate(CUT_OFF) == [], (theme, width)
