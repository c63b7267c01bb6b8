"""Beside the straight way: hold, resume, return, transfer, reinstate, leave."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Agent, Caller, Kiosk, SteppedClock


def in_service(kiosk: Kiosk, agent: Agent, service: str = "report-theft") -> dict[str, Any]:
    """A visitor whom the agent is serving."""
    agent.open()
    kiosk.ticket(service)
    return agent.does(agent.call(), "start")


def test_on_hold_the_counter_is_free_and_the_visitor_keeps_their_place(kiosk: Kiosk, ana: Agent) -> None:
    first = in_service(kiosk, ana)
    kiosk.ticket("report-theft")
    assert ana.does(first, "hold", reason="filling in a form")["state"] == "held"
    second = ana.call()
    refused = ana.act(first, "resume")
    assert (refused.status_code, refused.get_json()["type"]) == (409, "counter-busy")
    ana.does(second, "start")
    ana.does(second, "finish")
    resumed = ana.does(first, "resume")
    assert (resumed["state"], resumed["counter"]) == ("serving", "1")


def test_a_held_visitor_may_go_on_at_another_counter(kiosk: Kiosk, ana: Agent, ben: Agent) -> None:
    held = ana.does(in_service(kiosk, ana), "hold")
    ben.open()
    assert ben.does(held, "resume", counter="2")["counter"] == "2"


def test_sent_back_a_visitor_is_ahead_of_those_who_came_later(kiosk: Kiosk, ana: Agent, clock: SteppedClock) -> None:
    first = in_service(kiosk, ana)
    clock.step(minutes=1)
    kiosk.ticket("report-theft")
    back = ana.does(first, "return", reason="needs the other form")
    assert (back["state"], back["counter"], back["called_at"]) == ("waiting", None, None)
    assert ana.call()["id"] == first["id"]


def test_a_transfer_keeps_the_number_and_the_seniority(
    kiosk: Kiosk, ana: Agent, ben: Agent, clock: SteppedClock
) -> None:
    visitor = in_service(kiosk, ana)
    clock.step(minutes=1)
    kiosk.ticket("building-permit")
    moved = ana.does(visitor, "transfer", service="building-permit", reason="wrong line")
    assert (moved["number"], moved["issued_at"], moved["service"]["id"]) == (
        visitor["number"],
        visitor["issued_at"],
        "building-permit",
    )
    ben.open("building-permit")
    assert ben.call()["number"] == visitor["number"]


def test_a_transfer_to_nowhere_changes_nothing(kiosk: Kiosk, ana: Agent) -> None:
    visitor = in_service(kiosk, ana)
    assert ana.act(visitor, "transfer", service="no-such-thing").status_code == 404
    assert ana.act(visitor, "transfer", service="crime-in-progress").status_code == 409
    assert ana.get(f"/tickets/{visitor['id']}").get_json()["state"] == "serving"


def test_who_missed_the_call_may_come_back_for_a_while(kiosk: Kiosk, ana: Agent, clock: SteppedClock) -> None:
    ana.open()
    kiosk.ticket("report-theft")
    missed = ana.does(ana.call(), "no-show")
    clock.step(minutes=29)
    back = ana.does(missed, "reinstate")
    assert (back["state"], back["outcome"]) == ("waiting", None)
    assert ana.call()["id"] == missed["id"]


def test_too_late_to_come_back(kiosk: Kiosk, ana: Agent, clock: SteppedClock) -> None:
    ana.open()
    kiosk.ticket("report-theft")
    missed = ana.does(ana.call(), "no-show")
    clock.step(minutes=31)
    answer = ana.act(missed, "reinstate")
    assert (answer.status_code, answer.get_json()["type"]) == (409, "too-late")


def test_who_was_served_is_not_reinstated(kiosk: Kiosk, ana: Agent) -> None:
    served = ana.does(in_service(kiosk, ana), "finish")
    assert ana.act(served, "reinstate").status_code == 409


def test_a_visitor_leaves_and_is_not_called(kiosk: Kiosk, visitor: Caller, ana: Agent) -> None:
    ticket = kiosk.ticket("report-theft")
    left = visitor.post(f"/tickets/{ticket['id']}/leave").get_json()
    assert (left["state"], left["outcome"]) == ("ended", "left")
    ana.open()
    assert ana.post(f"{ana.desk}/call-next").status_code == 204
    assert visitor.post(f"/tickets/{ticket['id']}/leave").status_code == 409


HOLDS: list[tuple[dict[str, Any], str | None]] = [
    ({}, None),
    ({"minutes": 10}, "2026-11-23T15:40:00Z"),
    ({"until": "2026-11-23T10:15:00-06:00"}, "2026-11-23T16:15:00Z"),
]


@pytest.mark.parametrize(("said", "until"), HOLDS, ids=str)
def test_a_hold_says_since_when_and_until(kiosk: Kiosk, ana: Agent, said: dict[str, Any], until: str | None) -> None:
    ticket = in_service(kiosk, ana)
    ana.does(ticket, "hold", reason="Filling in a form", **said)
    (seen,) = ana.get("/locations/downtown/queue").get_json()["tickets"]
    assert (seen["held_for"], seen["held_at"], seen["held_until"]) == ("1", "2026-11-23T15:30:00Z", until)
    ana.does(ticket, "resume")
    (seen,) = ana.get("/locations/downtown/queue").get_json()["tickets"]
    assert (seen["held_at"], seen["held_until"]) == (None, None)


@pytest.mark.parametrize(
    "said", [{"until": "2026-11-23T09:00:00-06:00"}, {"until": "2026-11-23T10:15:00-06:00", "minutes": 5}], ids=str
)
def test_nobody_is_held_until_what_cannot_be(kiosk: Kiosk, ana: Agent, said: dict[str, Any]) -> None:
    ticket = in_service(kiosk, ana)
    assert ana.act(ticket, "hold", **said).get_json()["type"] == "malformed"


def test_a_mistake_is_voided_with_its_reason_and_undone(kiosk: Kiosk, ana: Agent) -> None:
    ticket = kiosk.ticket("report-theft")
    gone = ana.does(ticket, "void", reason="Printed twice")
    assert (gone["state"], gone["outcome"]) == ("ended", "voided")
    assert ana.act(ticket, "void", reason="Printed twice").status_code == 409
    assert ana.does(ticket, "undo")["state"] == "waiting"
