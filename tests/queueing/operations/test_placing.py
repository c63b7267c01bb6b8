"""Beside the straight way: hold, resume, return, transfer, reinstate, leave."""

from __future__ import annotations

from typing import Any

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
