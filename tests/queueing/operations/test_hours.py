"""Changed hours, messages, and how a day ends."""

from __future__ import annotations

from datetime import UTC, datetime

from queueing import operations
from queueing.app import App
from tests.cast import Agent, Caller, Kiosk, SteppedClock


def test_a_manager_closes_early_and_the_kiosk_stops(kiosk: Kiosk, mia: Caller, clock: SteppedClock) -> None:
    changed = mia.put(
        "/locations/downtown/days/2026-11-23", {"opens": "08:00", "closes": "12:00", "reason": "water main break"}
    )
    assert changed.get_json() == {
        "date": "2026-11-23",
        "hours": [{"opens": "08:00", "closes": "12:00"}],
        "reason": "water main break",
    }
    clock.set(datetime(2026, 11, 23, 18, 0, tzinfo=UTC))
    assert kiosk.post("/locations/downtown/tickets", {"service": "report-theft"}).status_code == 409
    assert kiosk.get("/locations/downtown").get_json()["reason"] == "water main break"


def test_a_day_can_be_closed_and_opened_again(kiosk: Kiosk, mia: Caller) -> None:
    day = "/locations/downtown/days/2026-11-23"
    mia.put(day, {"closed": True, "reason": "storm"})
    assert kiosk.get("/locations/downtown").get_json()["open"] is False
    mia.put(day, {"opens": "08:00", "closes": "16:00", "reason": "storm is over"})
    assert kiosk.get("/locations/downtown").get_json()["open"] is True


def test_crossed_hours_are_refused(mia: Caller) -> None:
    answer = mia.put("/locations/downtown/days/2026-11-23", {"opens": "12:00", "closes": "08:00", "reason": "?"})
    assert answer.status_code == 422


def test_an_agent_changes_no_hours(ana: Agent) -> None:
    assert ana.put("/locations/downtown/days/2026-11-23", {"closed": True, "reason": "?"}).status_code == 403


def test_what_a_day_leaves_behind_was_not_reached_and_nothing_becomes_served(
    app: App, kiosk: Kiosk, ana: Agent, clock: SteppedClock
) -> None:
    ana.open()
    unfinished, waiting = kiosk.ticket("report-theft"), kiosk.ticket("report-theft")
    ana.does(ana.call(), "start")
    clock.step(days=1)
    with app.runtime.database.write() as session:
        ended = operations.end_past_days(session, location=app.runtime.location("downtown"), now=clock.now())
    assert ended == 2
    outcomes = {ana.get(f"/tickets/{ticket['id']}").get_json()["outcome"] for ticket in (unfinished, waiting)}
    assert outcomes == {"not_reached"}
    counters = ana.get("/locations/downtown/queue").get_json()["counters"]
    assert counters[0]["state"] == "closed"


def test_a_message_is_shown_to_everybody(mia: Caller, visitor: Caller) -> None:
    posted = mia.post("/locations/downtown/notices", {"words": {"en": "The elevator is out of order."}})
    assert posted.status_code == 201
    assert {"en": "The elevator is out of order."} in visitor.get("/locations/downtown/board").get_json()["notices"]
