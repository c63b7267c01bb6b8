"""Undo takes back the last act of staff, while it is fresh."""

from __future__ import annotations

import pytest

from tests.cast import Agent, Caller, Kiosk, SteppedClock

LADDER = [
    (["start"], "called", "a start undone is a call"),
    (["start", "finish"], "serving", "a finish undone is a service in progress"),
    (["no-show"], "called", "a no-show undone is a call"),
    (["start", "hold"], "serving", "a hold undone is a service in progress"),
    (["return"], "called", "a return undone is a call"),
    (["start", "hold", "resume"], "held", "a resume undone is a hold"),
    ([], "waiting", "a call undone is a wait"),
]


@pytest.mark.parametrize(("acts", "state", "why"), LADDER, ids=[row[2] for row in LADDER])
def test_undo_goes_back_one_step(
    kiosk: Kiosk, ana: Agent, clock: SteppedClock, acts: list[str], state: str, why: str
) -> None:
    ana.open()
    kiosk.ticket("report-theft")
    ticket = ana.call()
    for act in acts:
        clock.step(seconds=1)
        ana.does(ticket, act)
    back = ana.does(ticket, "undo")
    assert (back["state"], back["outcome"]) == (state, None), why
    assert (back["counter"] == "1") == (state in {"called", "serving"}), why


def test_after_ten_seconds_it_is_too_late(kiosk: Kiosk, ana: Agent, clock: SteppedClock) -> None:
    ana.open()
    kiosk.ticket("report-theft")
    ticket = ana.call()
    clock.step(seconds=11)
    answer = ana.act(ticket, "undo")
    assert (answer.status_code, answer.get_json()["type"]) == (409, "too-late")


def test_an_issue_and_an_undo_cannot_be_undone(kiosk: Kiosk, ana: Agent) -> None:
    ana.open()
    ticket = kiosk.ticket("report-theft")
    assert ana.act(ticket, "undo").status_code == 409
    ana.does(ana.call(), "undo")
    assert ana.act(ticket, "undo").status_code == 409


def test_a_finish_is_not_undone_onto_somebody_else(kiosk: Kiosk, ana: Agent) -> None:
    ana.open()
    first, _ = kiosk.ticket("report-theft"), kiosk.ticket("report-theft")
    ana.does(ana.call(), "start")
    ana.does(first, "finish")
    ana.call()
    answer = ana.act(first, "undo")
    assert (answer.status_code, answer.get_json()["type"]) == (409, "counter-busy")


def test_nobody_takes_back_what_another_did(kiosk: Kiosk, ana: Agent, ben: Agent) -> None:
    ana.open()
    ben.open("reports")
    ticket = kiosk.ticket("report-theft")
    ana.does(ana.call(), "return")
    ben.call()
    answer = ana.act(ticket, "undo")
    assert (answer.status_code, answer.get_json()["state"]) == (409, "called")
    assert ben.does(ticket, "undo")["state"] == "waiting"


def test_nobody_is_put_back_at_a_counter_that_has_closed(kiosk: Kiosk, ana: Agent) -> None:
    ana.open()
    kiosk.ticket("report-theft")
    ticket = ana.does(ana.call(), "hold")
    ana.put(ana.desk, {"open": False})
    answer = ana.act(ticket, "undo")
    assert (answer.status_code, answer.get_json()["type"]) == (409, "counter-not-open")


def test_a_visitor_who_had_asked_for_time_is_put_back_as_they_were(
    kiosk: Kiosk, visitor: Caller, ana: Agent, clock: SteppedClock
) -> None:
    ana.open()
    ticket = kiosk.ticket("report-theft")
    assert visitor.post(f"/tickets/{ticket['id']}/later").status_code == 200
    clock.step(minutes=11)
    ana.does(ana.call(), "undo")
    assert ana.call()["id"] == ticket["id"]
