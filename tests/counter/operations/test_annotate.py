"""What is noted of a visit while it stays where it is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Agent, Kiosk, SteppedClock

THEFT, PERMIT = "report-theft", "building-permit"


@pytest.fixture
def ticket(kiosk: Kiosk, ana: Agent) -> dict[str, Any]:
    """A visitor whom ana serves."""
    ana.open()
    kiosk.ticket(THEFT)
    return ana.does(ana.call(), "start")


def seen(agent: Agent) -> dict[str, Any]:
    (ticket,) = agent.get("/locations/downtown/queue").get_json()["tickets"]
    return dict(ticket)


# An act, what is said with it, and what staff then see; each can be undone.
MARKS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("note", {"note": "Has the form"}, {"note": "Has the form"}),
    ("flag", {}, {"untimed": True}),
    ("interpreter", {"state": "asked"}, {"interpreting": "asked"}),
    ("interpreter", {"state": "on_line"}, {"interpreting": "on_line"}),
]


@pytest.mark.parametrize(("act", "said", "then"), MARKS, ids=str)
def test_a_mark_leaves_the_visitor_where_they_are_and_can_be_undone(
    ana: Agent, ticket: dict[str, Any], act: str, said: dict[str, Any], then: dict[str, Any]
) -> None:
    before = seen(ana)
    assert ana.does(ticket, act, **said)["state"] == "serving"
    assert {name: seen(ana)[name] for name in then} == then
    ana.does(ticket, "undo")
    assert seen(ana) == {**before, "moves": before["moves"] + 2}, "what happened stays told"


def test_a_note_travels_to_the_next_desk_and_reasons_do_not_touch_it(ana: Agent, ticket: dict[str, Any]) -> None:
    ana.does(ticket, "note", note="Has the form")
    ana.does(ticket, "return", reason="Not ready yet")
    assert (seen(ana)["note"], seen(ana)["reason"]) == ("Has the form", "Not ready yet")


def test_services_are_added_to_a_visit_and_taken_off(ana: Agent, ticket: dict[str, Any]) -> None:
    assert [each["id"] for each in ana.does(ticket, "add", service=PERMIT)["then"]] == [PERMIT]
    again = ana.act(ticket, "add", service=PERMIT)
    assert (again.status_code, again.get_json()["type"]) == (409, "already-there")
    assert ana.act(ticket, "add", service=THEFT).status_code == 409
    assert ana.act(ticket, "add", service="gas-smell").get_json()["type"] == "not-offered"
    assert ana.does(ticket, "drop", service=PERMIT)["then"] == []
    assert ana.act(ticket, "drop", service=PERMIT).get_json()["type"] == "wrong-state"


# The states of an interpreter, in order, and whether the last is refused.
INTERPRETED = [
    (["asked", "on_line", "done"], False),
    (["on_line", "done", "asked"], False),
    (["asked", "done"], False),
    (["asked", "asked"], True),
    (["done"], True),
    (["on_line", "asked"], True),
]


@pytest.mark.parametrize(("states", "refused"), INTERPRETED, ids=str)
def test_an_interpreter_is_asked_on_the_line_and_done(
    ana: Agent, ticket: dict[str, Any], clock: SteppedClock, states: list[str], refused: bool
) -> None:
    *before, last = states
    for state in before:
        clock.step(minutes=1)
        ana.does(ticket, "interpreter", state=state)
    answer = ana.act(ticket, "interpreter", state=last)
    assert (answer.status_code == 409) == refused, answer.text
    if not refused:
        assert seen(ana)["interpreting_since"] == clock.now().isoformat().replace("+00:00", "Z")


def test_a_flag_is_taken_back_and_not_set_twice(ana: Agent, ticket: dict[str, Any]) -> None:
    ana.does(ticket, "flag")
    assert ana.act(ticket, "flag").get_json()["type"] == "wrong-state"
    ana.does(ticket, "flag", untimed=False)
    assert seen(ana)["untimed"] is False


def test_what_belongs_to_a_desk_is_forgotten_when_the_visitor_leaves_it(ana: Agent, ticket: dict[str, Any]) -> None:
    ana.does(ticket, "flag")
    ana.does(ticket, "interpreter", state="on_line")
    ana.does(ticket, "transfer", service=PERMIT)
    assert (seen(ana)["untimed"], seen(ana)["interpreting"]) == (False, "")
    assert ana.act(ticket, "flag").status_code == 409
