"""What a view of the queue means at one counter, in the browser's own module."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser_modules import Modules
from tests.counter.static.desk.queue_views import AT, View, counter, ticket, view

MODEL = "/counter/static/desk/model.js"
CLOSED, PAUSED, BENS = counter("1", "closed", ""), counter("1", "paused", reason="Break"), counter("1", agent="ben")
CALLED, SERVING = ticket("p1", "called", counter="1"), ticket("p1", "serving", counter="1")

PHASES = [
    (view(), "1", "free", "Ana's own counter is open and nobody is in front"),
    (view(), "9", "closed", "the browser chose a counter that is no longer there"),
    (view(), None, "closed", "no counter is chosen"),
    (view(counters=(CLOSED,)), "1", "closed", "the counter is closed"),
    (view(counters=(BENS,)), "1", "taken", "Ben sits there now"),
    (view(SERVING, counters=(BENS,)), "1", "taken", "and the visitor in front is his"),
    (view(counters=(PAUSED,)), "1", "paused", "Ana paused it"),
    (view(CALLED), "1", "called", "a visitor is on the way"),
    (view(SERVING), "1", "serving", "a visitor is served"),
    (view(SERVING, counters=(PAUSED,)), "1", "serving", "the visitor in front comes before the pause"),
    (view(ticket("p1", "serving", counter="2")), "1", "free", "the visitor is at another counter"),
]

LATER, NOW = "2026-11-23T15:30:01+00:00", AT
LISTS = [
    (ticket("p1"), "mine", "its queue is served here"),
    (ticket("p1", queue="water"), "", "its queue is not served here"),
    (ticket("p1", queue="water", only_at=["1"]), "mine", "it was sent here, whatever its queue"),
    (ticket("p1", queue="old", anywhere=True), "mine", "its queue is gone: every counter may call it"),
    (ticket("p1", queue="old", anywhere=True, only_at=["2"]), "", "its queue is gone, but it was sent elsewhere"),
    (ticket("p1", "serving", counter="9"), "astray", "the counter where it is served is no longer there"),
    (ticket("p1", "called", counter="9"), "astray", "or the one that it is called to"),
    (ticket("p1", only_at=["2"]), "", "it was sent to another counter, although its queue is served here"),
    (ticket("p1", only_at=["2", "1"]), "mine", "it was sent to an agent who may sit at either"),
    (ticket("p1", ready_at=LATER), "later", "the visitor asked for time, until a second from now"),
    (ticket("p1", ready_at=NOW), "mine", "the time that the visitor asked for is over at that very moment"),
    (ticket("p1", queue="water", ready_at=LATER), "", "not ours, ready or not"),
    (ticket("p1", "held", held_for="2"), "held", "every ticket on hold is listed"),
    (ticket("p1", "called", counter="2"), "", "called elsewhere: it waits no longer"),
]

MOVED = {"id": "p1", "state": "called", "counter": "1", "moves": 2, "then": []}
ENDED = {**MOVED, "state": "ended", "counter": None, "outcome": "served"}
ANSWERS = [
    (view(ticket("p1"), ticket("p2")), MOVED, ["p1 called", "p2 waiting"], "the ticket keeps its place in the list"),
    (view(ticket("p1"), ticket("p2")), ENDED, ["p2 waiting"], "an ended ticket leaves the list"),
    (view(ticket("p2"), missed=(ticket("p1", "ended"),)), MOVED, ["p2 waiting", "p1 called"], "a missed one is back"),
    (view(ticket("p2")), MOVED, ["p2 waiting"], "no view has held it yet, so too little is known to show it"),
]

AGREEMENTS = [
    (ticket("p1", moves=1), MOVED, True, False, "the view is older: its ticket has made fewer moves"),
    (ticket("p1", "called", counter="1", moves=2), MOVED, False, True, "the view shows the result"),
    (ticket("p1", "called", counter="2", moves=2), MOVED, False, False, "the ticket is at another counter"),
    (ticket("p1", "serving", counter="1", moves=3), MOVED, False, False, "another screen has moved it on since"),
    (ticket("p1", "called", counter="1", moves=1), ENDED, True, False, "still shown, by an older view"),
    (ticket("p2"), ENDED, False, True, "an ended ticket is no longer in the view"),
    (ticket("p2"), MOVED, False, False, "a called ticket is missing from the view"),
]

RESERVED = [
    (ticket("p1"), "", "for any counter that serves its queue"),
    (ticket("p1", only_at=["1"]), "for you", "sent to this counter"),
    (ticket("p1", only_at=["2"]), "for counter 2", "sent to another counter"),
    (ticket("p1", only_at=["2"], for_agent="ben"), "for ben", "sent to an agent, wherever he sits"),
    (ticket("p1", only_at=["1"], for_agent="ana"), "for you", "sent to the agent who sits here"),
]

REASONS = [
    (view(), "", "open, and nobody is in front"),
    (view(SERVING), "P1 is still in front of you.", "one visitor at a time"),
    (view(counters=(CLOSED,)), "The counter is closed.", "closed"),
    (view(counters=(PAUSED,)), "The counter is paused.", "paused"),
    (view(counters=(BENS,)), "ben sits here now.", "taken over by Ben"),
    (view(counters=(counter("1", agent=""),)), "somebody sits here now.", "taken over by a program, which has no name"),
    (view(SERVING, counters=(PAUSED,)), "P1 is still in front of you.", "paused with a visitor in front"),
]


def ids(tickets: list[dict[str, Any]]) -> list[str]:
    return [one["id"] for one in tickets]


@pytest.mark.parametrize(("seen", "chosen", "phase"), [row[:3] for row in PHASES], ids=[row[3] for row in PHASES])
def test_the_phase_of_a_counter(modules: Modules, seen: View, chosen: str | None, phase: str) -> None:
    assert modules.call(MODEL, "sceneOf", seen, chosen, "ana")["phase"] == phase


@pytest.mark.parametrize(("one", "listed"), [row[:2] for row in LISTS], ids=[row[2] for row in LISTS])
def test_the_list_that_a_ticket_is_in(modules: Modules, one: dict[str, Any], listed: str) -> None:
    here = (counter("1"), counter("2", agent="ben"))
    scene = modules.call(MODEL, "sceneOf", view(one, counters=here), "1", "ana")
    assert [name for name in ("mine", "later", "held", "astray") if scene[name]] == [listed][: bool(listed)]
    assert bool(scene["waiting"]) == (one["state"] == "waiting")


def test_tickets_held_for_this_counter_come_first_and_the_others_keep_their_order(modules: Modules) -> None:
    held = [ticket(f"p{place}", "held", held_for=at) for place, at in enumerate("2131")]
    assert ids(modules.call(MODEL, "sceneOf", view(*held), "1", "ana")["held"]) == ["p1", "p3", "p0", "p2"]


@pytest.mark.parametrize(("seen", "answer", "left"), [row[:3] for row in ANSWERS], ids=[row[3] for row in ANSWERS])
def test_a_view_with_the_answer_to_an_act(
    modules: Modules, seen: View, answer: dict[str, Any], left: list[str]
) -> None:
    known = modules.call(MODEL, "findTicket", seen, "p1")
    drawn = modules.call(MODEL, "withAnswer", seen, answer, known)
    assert [f"{one['id']} {one['state']}" for one in drawn["tickets"]] == left
    assert drawn["missed"] == [] or known is None
    kept = [one["number"] for one in drawn["tickets"]]
    assert kept == [one["id"].upper() for one in drawn["tickets"]], "what the answer does not hold stays as it was"


@pytest.mark.parametrize(
    ("one", "answer", "older", "agrees"), [row[:4] for row in AGREEMENTS], ids=[row[4] for row in AGREEMENTS]
)
def test_a_view_is_compared_with_the_answer_to_an_act(
    modules: Modules, one: dict[str, Any], answer: dict[str, Any], older: bool, agrees: bool
) -> None:
    assert modules.call(MODEL, "predates", view(one), answer) is older
    assert modules.call(MODEL, "agrees", view(one), answer) is agrees


def test_an_answer_about_a_counter_replaces_that_counter_alone(modules: Modules) -> None:
    seen = view(counters=(counter("1"), counter("2", agent="ben")))
    drawn = modules.call(MODEL, "withCounter", seen, counter("2", "closed", ""))
    assert [(one["id"], one["state"]) for one in drawn["counters"]] == [("1", "open"), ("2", "closed")]


def test_a_visitor_is_transferred_to_staffed_counters_and_to_agents(modules: Modules) -> None:
    counters = (counter("1"), counter("2", agent="ben"), counter("3", "paused", "cyn"), counter("4", "closed", "dee"))
    targets = modules.call(MODEL, "transferTargets", view(counters=(*counters, counter("5", agent=""))), "1")
    assert [(one["value"], one["words"]) for one in targets] == [
        ("counter:2", "Counter 2, ben sits there"),
        ("counter:3", "Counter 3, cyn sits there, paused"),
        ("counter:5", "Counter 5"),
        ("agent:ben", "ben, at any counter"),
        ("agent:cyn", "cyn, at any counter"),
    ]


@pytest.mark.parametrize(("one", "words"), [row[:2] for row in RESERVED], ids=[row[2] for row in RESERVED])
def test_for_which_counter_or_agent_a_ticket_waits(modules: Modules, one: dict[str, Any], words: str) -> None:
    assert modules.call(MODEL, "reservedFor", one, "1") == words


@pytest.mark.parametrize(("seen", "why"), [row[:2] for row in REASONS], ids=[row[2] for row in REASONS])
def test_why_no_other_visitor_can_be_served(modules: Modules, seen: View, why: str) -> None:
    assert modules.call(MODEL, "whyNotServe", modules.call(MODEL, "sceneOf", seen, "1", "ana")) == why


def test_the_steps_of_an_interpreter_lead_around(modules: Modules) -> None:
    steps = modules.call(MODEL, "INTERPRETER_STEPS", None)
    walked, state = [], ""
    for _ in range(4):
        walked.append(state := steps[state]["next"])
    assert walked == ["asked", "on_line", "done", "asked"]
