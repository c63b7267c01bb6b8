"""What every act on a ticket shares: nobody acts elsewhere, nobody on what they have not seen."""

from __future__ import annotations

from tests.cast import Agent, Kiosk


def test_an_agent_of_the_other_center_is_refused_and_nothing_has_changed(kiosk: Kiosk, eli: Agent, ana: Agent) -> None:
    ticket = kiosk.ticket("report-theft")
    answer = eli.act(ticket, "note", note="x")
    assert (answer.status_code, answer.get_json()["type"]) == (403, "not-allowed")
    (seen,) = ana.get("/locations/downtown/queue").get_json()["tickets"]
    assert (seen["note"], seen["moves"]) == ("", 1)


def test_an_act_on_an_old_view_says_who_was_first(kiosk: Kiosk, ana: Agent) -> None:
    ticket = kiosk.ticket("report-theft")
    ana.does(ticket, "note", note="first")
    answer = ana.post(f"/tickets/{ticket['id']}/note?seen=1", {"note": "second"})
    assert (answer.status_code, answer.get_json()["type"]) == (409, "wrong-state")
    assert "Somebody else was first" in answer.get_json()["detail"]


def test_the_answer_is_the_ticket_as_it_now_is(kiosk: Kiosk, ana: Agent) -> None:
    kiosk.ticket("report-theft")
    ana.open()
    called = ana.call()
    assert called["why"], "a call says why it was this one"
    assert ana.does(called, "start")["state"] == "serving"
