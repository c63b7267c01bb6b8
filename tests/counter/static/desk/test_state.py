"""The desk's state: an act goes out once, and a view that is older than its answer is not shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser_modules import Modules, open_modules
from tests.counter.static.desk.queue_views import View, counter, ticket, view
from tests.served import Served

STATE = "/counter/static/desk/state.js"
SETUP = {"location": "downtown", "timezone": "America/Chicago", "me": "ana", "undo_seconds": 10, "pace": 1}
TAKEN = {"type": "wrong-state", "title": "Taken", "status": 409, "detail": "P1 was called to Counter 2."}
LATE_VIEW_MS = 500


@dataclass
class Desk:
    """The state of one page at Counter 1, and the API behind it: answers to come, requests that came."""

    modules: Modules
    answers: list[tuple[int, Any]] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        """Answer one request of the page; the queue is what it was at the start."""
        self.requests.append(f"{route.request.method} {route.request.url.partition('/api/v1')[2]}")
        status, body = self.answers.pop(0)
        kind = "application/problem+json" if status >= 400 else "application/json"
        route.fulfill(status=status, content_type=kind, body=json.dumps(body))

    def take(self, seen: View) -> None:
        """Let a view arrive."""
        self.modules.run(STATE, "({ take }, seen) => take(seen)", seen)

    def send(self, act: str = "call", *, undoable: str = "", times: int = 1) -> list[Any]:
        """Send one act on P1, `times` at the same moment; return the answers, None for one that was not sent."""
        function = """({ send }, { act, undoable, times }) => Promise.all(Array.from({ length: times }, () =>
            send({ id: act, path: `/tickets/p1/${act}`, undoable, done: ({ number }) => `${number}: ${act}.` })
              .then((answer) => answer ?? null)))"""
        answers: list[Any] = self.modules.run(STATE, function, {"act": act, "undoable": undoable, "times": times})
        return answers

    def shown(self) -> dict[str, Any]:
        """Return what the page shows: tickets with their states, the last result, what can be undone."""
        shown: dict[str, Any] = self.modules.run(
            STATE,
            """({ desk, undoSeconds }) => ({
              tickets: desk.view.tickets.map(({ id, state }) => `${id} ${state}`),
              version: desk.view.version, news: desk.news, undo: desk.undo?.what ?? "", seconds: undoSeconds(),
              pending: desk.pending,
            })""",
        )
        return shown


@pytest.fixture
def desk(chromium: Browser, module_server: Served) -> Iterator[Desk]:
    """Counter 1, where Ana sits; P1 and P2 wait."""
    with open_modules(chromium, module_server, SETUP) as modules:
        one = Desk(modules)
        modules.page.route("**/api/v1/**", one.answer)
        modules.run(STATE, "({ desk }) => { desk.counter = '1'; desk.stale = false; }")
        one.take(view(ticket("p1"), ticket("p2")))
        yield one


CALLED = ticket("p1", "called", counter="1", moves=2)


def test_an_act_is_shown_at_once_and_can_be_undone_for_ten_seconds(desk: Desk) -> None:
    desk.answers = [(200, CALLED)]
    desk.send(undoable="call")
    shown = desk.shown()
    assert desk.requests == ["POST /tickets/p1/call"]
    assert shown["tickets"] == ["p1 called", "p2 waiting"]
    assert shown["news"] == {"words": "P1: call.", "bad": False}
    assert (shown["undo"], shown["seconds"], shown["pending"]) == ("call", 10, None)


def test_nothing_else_goes_out_while_an_act_is_on_its_way(desk: Desk) -> None:
    desk.answers = [(200, CALLED)]
    assert [answer is not None for answer in desk.send(times=3)] == [True, False, False]
    assert len(desk.requests) == 1


def test_nothing_goes_out_without_a_connection(desk: Desk) -> None:
    desk.modules.run(STATE, "({ desk }) => { desk.stale = true; }")
    assert desk.send() == [None]
    assert desk.requests == []
    assert desk.shown()["news"] == {"words": "The server does not answer.", "bad": True}


def test_a_refusal_is_shown_in_its_own_words_and_the_queue_is_loaded(desk: Desk) -> None:
    now = view(ticket("p1", "called", counter="2", moves=2), ticket("p2"), version=2)
    desk.answers = [(409, TAKEN), (200, now)]
    with desk.modules.page.expect_response("**/queue"):
        desk.send()
    desk.modules.page.wait_for_timeout(100)
    shown = desk.shown()
    assert desk.requests == ["POST /tickets/p1/call", "GET /locations/downtown/queue"]
    assert (shown["tickets"], shown["version"]) == (["p1 called", "p2 waiting"], 2)
    assert shown["news"] == {"words": "P1 was called to Counter 2.", "bad": True}


AFTER_A_CALL = [
    (view(ticket("p1"), ticket("p2"), version=2), 1, "drawn before the call: never shown"),
    (view(CALLED, ticket("p2"), version=2), 2, "it shows the call"),
    (view(ticket("p2"), version=2), 1, "it disagrees, and comes so soon that it may be late"),
]


@pytest.mark.parametrize(("seen", "version"), [row[:2] for row in AFTER_A_CALL], ids=[row[2] for row in AFTER_A_CALL])
def test_which_view_is_shown_just_after_an_act(desk: Desk, seen: View, version: int) -> None:
    desk.answers = [(200, CALLED)]
    desk.send(undoable="call")
    desk.take(seen)
    assert desk.shown()["version"] == version


def test_a_view_that_was_drawn_before_an_act_is_not_shown_later_either(desk: Desk) -> None:
    desk.answers = [(200, CALLED)]
    desk.send()
    desk.take(view(ticket("p1"), ticket("p2"), version=2))
    desk.modules.page.wait_for_timeout(LATE_VIEW_MS + 200)
    assert desk.shown()["tickets"] == ["p1 called", "p2 waiting"]


def test_a_view_that_still_disagrees_after_a_moment_is_right_and_takes_undo_away(desk: Desk) -> None:
    desk.answers = [(200, CALLED)]
    desk.send(undoable="call")
    desk.take(view(ticket("p2"), version=2))  # another screen has finished P1 since
    desk.modules.page.wait_for_timeout(LATE_VIEW_MS + 200)
    shown = desk.shown()
    assert (shown["tickets"], shown["undo"]) == (["p2 waiting"], "")


def test_a_taken_counter_keeps_neither_the_last_result_nor_undo(desk: Desk) -> None:
    desk.answers = [(200, CALLED)]
    desk.send(undoable="call")
    desk.take(view(CALLED, ticket("p2"), counters=(counter("1", agent="ben"),), version=2))
    shown = desk.shown()
    assert (shown["news"], shown["undo"]) == (None, "")


def test_a_second_press_just_after_an_act_belongs_to_the_first(desk: Desk) -> None:
    desk.answers = [(200, CALLED)]
    desk.send()
    assert desk.modules.run(STATE, "({ settling }) => settling()") is True
    desk.modules.page.wait_for_timeout(500)
    assert desk.modules.run(STATE, "({ settling }) => settling()") is False


def test_results_are_read_out(desk: Desk) -> None:
    desk.modules.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<div id=said></div>')")
    desk.answers = [(200, CALLED)]
    desk.send()
    expect(desk.modules.page.locator("#said")).to_have_text("P1: call.")
