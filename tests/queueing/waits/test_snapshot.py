"""How a location stands, in the forecast's words: closings, breaks left, who has been wanted since when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time

import pytest

from queueing.app import App
from queueing.simulation import CounterActivity, SimulatedCounter
from queueing.waits.snapshot import LocationSnapshot, location_snapshot, planned_breaks
from services_catalog.catalog import Counter as CatalogCounter
from services_catalog.catalog import Location
from services_catalog.hours import Interval
from tests.cast import Agent, Caller, Kiosk, SteppedClock

NOON, LUNCH_OVER = 720.0, 750.0
Stands = Callable[[], LocationSnapshot]


@pytest.fixture
def stands(app: App, clock: SteppedClock, downtown: Location) -> Stands:
    """How Downtown stands now, where counter 1 lunches from 12:00 to 12:30."""
    lunch = (Interval(time(12), time(12, 30)),)
    counters = tuple(replace(one, breaks=lunch) if one.id == "1" else one for one in downtown.counters)
    with_lunch = replace(downtown, counters=counters)

    def look() -> LocationSnapshot:
        with app.runtime.database.read() as session:
            return location_snapshot(session, app.runtime.catalog, with_lunch, clock.now())

    return look


def one(stands: Stands) -> SimulatedCounter:
    [counter] = stands().state.counters
    return counter


def test_the_day_closes_when_the_hours_say_or_a_manager_does(stands: Stands, ana: Agent, mia: Caller) -> None:
    ana.open()
    assert stands().closes == 16 * 60
    assert one(stands).desk.closes == 16 * 60
    mia.put("/locations/downtown/days/2026-11-23", {"opens": "08:00", "closes": "13:00", "reason": "Storm"})
    assert stands().closes == 13 * 60
    mia.put("/locations/downtown/days/2026-11-23", {"closed": True, "reason": "Storm"})
    assert stands().closes is None


def test_a_counter_is_wanted_since_its_first_visitor_waits(
    stands: Stands, kiosk: Kiosk, ana: Agent, clock: SteppedClock
) -> None:
    ana.open("reports")
    assert one(stands).wanted is None
    kiosk.ticket("general-help")
    assert one(stands).wanted is None, "that is not what she serves"
    clock.step(minutes=4)
    kiosk.ticket("report-theft")
    clock.step(minutes=4)
    kiosk.ticket("report-theft")
    assert one(stands).wanted == 574.0


def test_a_break_is_planned_until_it_is_taken_skipped_or_over(
    stands: Stands, kiosk: Kiosk, ana: Agent, clock: SteppedClock
) -> None:
    ana.open("reports")
    assert one(stands).breaks == ((NOON, 30.0),)
    clock.step(minutes=145)  # 11:55
    ana.put(ana.desk, {"open": False, "reason": "lunch"})
    clock.step(minutes=15)
    assert one(stands).doing is CounterActivity.PAUSED
    assert one(stands).breaks == ((NOON, 30.0),), "she is on it"
    ana.put(ana.desk, {"open": True})
    assert one(stands).breaks == (), "taken"


def test_whoever_calls_into_the_break_has_skipped_it(
    stands: Stands, kiosk: Kiosk, ana: Agent, clock: SteppedClock
) -> None:
    ana.open("reports")
    kiosk.ticket("report-theft")
    clock.step(minutes=155)  # 12:05
    assert one(stands).breaks == ((NOON, 30.0),), "late, but still to come"
    ana.call()
    assert one(stands).breaks == ()


def test_a_break_that_is_over_is_over(stands: Stands, ana: Agent, clock: SteppedClock) -> None:
    ana.open()
    clock.step(minutes=181)
    assert one(stands).breaks == ()


def test_breaks_are_told_in_minutes_and_in_order() -> None:
    desk = CatalogCounter("1", {}, frozenset(), (Interval(time(12), time(12, 30)), Interval(time(9, 45), time(10))))
    assert planned_breaks(desk) == ((585.0, 15.0), (720.0, 30.0))


def test_who_is_on_hold_until_later_keeps_their_counter_busy_then(
    stands: Stands, app: App, kiosk: Kiosk, ana: Agent, clock: SteppedClock
) -> None:
    ana.open("reports")
    held, behind = kiosk.ticket("report-theft"), kiosk.ticket("report-theft")
    ana.does(ana.call(), "start")
    clock.step(minutes=10)

    def wait() -> float:
        return float(ana.get(f"/tickets/{behind['id']}").get_json()["wait"]["p90_seconds"])

    ana.does(held, "hold", minutes=5)
    there = stands()
    assert [(ticket.id, ticket.issued) for ticket in there.state.waiting] == [
        (behind["id"], 570.0),
        (held["id"], 585.0),
    ]
    assert held["id"] not in there.ids
    assert one(stands).since == 580.0, "a hold ends a visit at the counter: she is no silent one"
    assert one(stands).wrapping
    assert wait() < 300
    clock.step(minutes=5)
    assert stands().state.waiting[-1].issued == pytest.approx(585.1), "due, and not yet resumed"


def test_who_asked_for_time_is_forecast_from_then_on_and_keeps_no_counter_waiting(
    stands: Stands, kiosk: Kiosk, visitor: Caller, ana: Agent, clock: SteppedClock
) -> None:
    ana.open()
    ticket = kiosk.ticket("general-help")
    assert visitor.post(f"/tickets/{ticket['id']}/later").status_code == 200
    [waits] = stands().state.waiting
    assert (waits.issued, waits.ready) == (570.0, 580.0)
    assert one(stands).wanted is None
    told = (visitor.get(f"/tickets/{ticket['id']}").get_json() or {})["wait"]
    assert 600 <= told["p50_seconds"] < 605, "ten minutes, and the counter is free"
    [offered] = (visitor.get("/locations/downtown/services?q=general help&limit=1").get_json() or {})["services"]
    assert offered["wait"]["p50_seconds"] < 5, "who comes now is not kept waiting for them"
    clock.step(minutes=11)
    assert one(stands).wanted == 580.0
    assert stands().state.waiting[0].ready == 580.0
