"""Back into the queue: sent back by staff, or come after all."""

from __future__ import annotations

from tests.cast import Agent, Kiosk, SteppedClock, in_service


def test_sent_back_a_visitor_is_ahead_of_those_who_came_later(kiosk: Kiosk, ana: Agent, clock: SteppedClock) -> None:
    first = in_service(kiosk, ana)
    clock.step(minutes=1)
    kiosk.ticket("report-theft")
    back = ana.does(first, "return", reason="needs the other form")
    assert (back["state"], back["counter"], back["called_at"]) == ("waiting", None, None)
    assert ana.call()["id"] == first["id"]


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
