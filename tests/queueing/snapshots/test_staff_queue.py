"""The staff's view of a location: live tickets in order, counters, the day's figures."""

from __future__ import annotations

from tests.cast import Agent, Caller, Kiosk, SteppedClock


def test_staff_see_every_live_ticket_in_the_order_of_the_policy(kiosk: Kiosk, ana: Agent, clock: SteppedClock) -> None:
    ana.open()
    held = kiosk.ticket("report-theft")
    ana.does(ana.call(), "start")
    ana.does(held, "hold", reason="a form")
    clock.step(minutes=1)
    later = kiosk.ticket("report-theft")
    view = ana.get("/locations/downtown/queue").get_json()
    assert [(ticket["id"], ticket["state"]) for ticket in view["tickets"]] == [
        (held["id"], "held"),
        (later["id"], "waiting"),
    ]
    assert view["tickets"][0]["reason"] == "a form"
    assert view["counters"][0]["ticket"] is None


def test_todays_figures_tell_outcomes_apart(kiosk: Kiosk, ana: Agent, visitor: Caller, clock: SteppedClock) -> None:
    ana.open()
    tickets = [kiosk.ticket("report-theft") for _ in range(4)]
    clock.step(minutes=6)
    ana.does(ana.call(), "start")
    clock.step(minutes=4)
    ana.does(tickets[0], "finish")
    ana.does(ana.call(), "no-show")
    visitor.post(f"/tickets/{tickets[2]['id']}/leave")
    today = ana.get("/locations/downtown/queue").get_json()["today"]
    assert {name: today[name] for name in ("arrivals", "served", "no_show", "left", "not_reached")} == {
        "arrivals": 4,
        "served": 1,
        "no_show": 1,
        "left": 1,
        "not_reached": 0,
    }
    assert (today["mean_wait_seconds"], today["mean_service_seconds"]) == (480.0, 240.0)
