"""Which calls a board rings: each new one once, none again after a reload."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser_modules import Modules, open_modules
from tests.served import Served

CALLS = "/display/static/board/calls.js"
AT = "2026-11-23T15:30:00Z"


def call(number: str, time: str, counter: str = "1") -> dict[str, Any]:
    """Return a call at a time of the day, such as 15:29:00."""
    return {"number": number, "counter": counter, "called_at": f"2026-11-23T{time}Z", "recalls": 0, "language": "en"}


def view(*called: dict[str, Any], recent: tuple[dict[str, Any], ...] = (), at: str = AT) -> dict[str, Any]:
    return {"location": "downtown", "at": at, "called": list(called), "recent": list(recent)}


P1, P2, P3 = call("P001", "15:29:00"), call("P002", "15:29:30", "2"), call("P003", "15:29:50", "3")
P1_AGAIN = call("P001", "15:29:40")

ORDERED = [
    (view(), [], "nobody was called"),
    (view(P1, P3, P2), ["P003", "P002", "P001"], "the latest call first"),
    (view(P2, recent=(P1, P2)), ["P002", "P001"], "a call that stands in both lists is there once"),
    (view(P1_AGAIN, recent=(P1,)), ["P001", "P001"], "a recall is a call of its own"),
]


@pytest.mark.parametrize(("seen", "numbers"), [row[:2] for row in ORDERED], ids=[row[2] for row in ORDERED])
def test_every_call_of_a_view_in_order(modules: Modules, seen: dict[str, Any], numbers: list[str]) -> None:
    assert [one["number"] for one in modules.call(CALLS, "callsOf", seen)] == numbers


@pytest.fixture
def board(chromium: Browser, module_server: Served) -> Iterator[Modules]:
    """A screen whose browser remembers nothing yet."""
    with open_modules(chromium, module_server) as opened:
        yield opened


OLD, JUST = call("P000", "15:28:29"), call("P000", "15:28:30")
RUNG = [
    ([view(P1)], [[]], "a screen that has never shown this location shows what stands and rings nothing"),
    ([view(), view(P1)], [[], ["P001"]], "then every new call is rung"),
    ([view(), view(P2, P1)], [[], ["P001", "P002"]], "several at once, the earliest first"),
    ([view(P1), view(P1)], [[], []], "what stood at the start is never rung"),
    ([view(), view(recent=(P1,))], [[], ["P001"]], "a call that was answered before it was seen is still rung"),
    ([view(), view(OLD)], [[], []], "a call of more than 90 s ago is shown, not rung"),
    ([view(), view(JUST)], [[], ["P000"]], "a call of 90 s ago is rung"),
    ([view(), view(P1), view(P1_AGAIN)], [[], ["P001"], ["P001"]], "a recall is rung again"),
]

RING = """({ RungCalls, keyOf }, { views, location }) => {
  const rung = new RungCalls(location);
  return views.map((view) => rung.newCalls(view).map((call) => {
    rung.remember([keyOf(call)]);
    return call.number;
  }));
}"""


@pytest.mark.parametrize(("views", "rung"), [row[:2] for row in RUNG], ids=[row[2] for row in RUNG])
def test_which_calls_are_rung(board: Modules, views: list[dict[str, Any]], rung: list[list[str]]) -> None:
    assert board.run(CALLS, RING, {"views": views, "location": "downtown"}) == rung


def test_a_call_that_is_not_yet_remembered_is_new_again(board: Modules) -> None:
    twice = "({ RungCalls }, [first, next]) => { const rung = new RungCalls('downtown'); rung.newCalls(first); \
        return [rung.newCalls(next).length, rung.newCalls(next).length]; }"
    assert board.run(CALLS, twice, [view(), view(P1)]) == [1, 1], "the announcer remembers it when it rings"


def test_a_reload_repeats_nothing_and_another_location_begins_anew(board: Modules) -> None:
    assert board.run(CALLS, RING, {"views": [view(), view(P1)], "location": "downtown"}) == [[], ["P001"]]
    board.page.reload()
    assert board.run(CALLS, RING, {"views": [view(P1), view(P1, P2)], "location": "downtown"}) == [[], ["P002"]]
    assert board.run(CALLS, RING, {"views": [view(P1)], "location": "east-lake"}) == [[]], "never shown there"


def test_a_call_during_a_reload_is_rung_after_it(board: Modules) -> None:
    board.run(CALLS, RING, {"views": [view()], "location": "downtown"})
    board.page.reload()
    assert board.run(CALLS, RING, {"views": [view(P1)], "location": "downtown"}) == [["P001"]]


def test_the_latest_sixty_are_remembered(board: Modules) -> None:
    calls = [call(f"P{place:03}", f"15:29:{place % 60:02}", str(place)) for place in range(70)]
    board.run(CALLS, RING, {"views": [view(), view(*calls)], "location": "downtown"})
    kept = board.page.evaluate("JSON.parse(localStorage.getItem('now-serving-rung:downtown')).length")
    assert kept == 60


NOTHING_KEPT = ["nonsense", '{"a": 1}', "null"]


@pytest.mark.parametrize("kept", NOTHING_KEPT)
def test_what_cannot_be_read_counts_as_nothing(board: Modules, kept: str) -> None:
    board.page.evaluate("(kept) => localStorage.setItem('now-serving-rung:downtown', kept)", kept)
    assert board.run(CALLS, RING, {"views": [view(P1), view(P1, P2)], "location": "downtown"}) == [[], ["P002"]]
