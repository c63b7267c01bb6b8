"""Changed hours, messages, and how a day ends."""

from __future__ import annotations

from datetime import UTC, datetime

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
