"""A location's snapshot: closings, breaks left, and since when each counter has had visitors waiting."""

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
ReadSnapshot = Callable[[], LocationSnapshot]


@pytest.fixture
def snapshot(app: App, clock: SteppedClock, downtown: Location) -> ReadSnapshot:
    """Reads the snapshot of Downtown now, where counter 1 has a break from 12:00 to 12:30."""
    lunch = (Interval(time(12), time(12, 30)),)
    counters = tuple(replace(one, breaks=lunch) if one.id == "1" else one for one in downtown.counters)
    with_lunch = replace(downtown, counters=counters)

    def look() -> LocationSnapshot:
        with app.runtime.database.read() as session:
            return location_snapshot(session, app.runtime.catalog, with_lunch, clock.now())

    return look


def one(snapshot: ReadSnapshot) -> SimulatedCounter:
    [counter] = snapshot().state.counters
    return counter


def test_the_day_closes_when_the_hours_say_or_a_manager_does(snapshot: ReadSnapshot, ana: Agent, mia: Caller) -> None:
    ana.open()
    assert snapshot().closes == 16 * 60
    assert one(snapshot).desk.closes == 16 * 60
    mia.put("/locations/downtown/days/2026-11-23", {"opens": "08:00", "closes": "13:00", "reason": "Storm"})
    assert snapshot().closes == 13 * 60
    mia.put("/locations/downtown/days/2026-11-23", {"closed": True, "reason": "Storm"})
    assert snapshot().closes is None


def test_a_counter_is_wanted_since_its_first_visitor_waits(
    snapshot: ReadSnapshot, kiosk: Kiosk, ana: Agent, clock: SteppedClock
) -> None:
    ana.open("reports")
    assert one(snapshot).wanted is None
    kiosk.ticket("general-help")
    assert one(snapshot).wanted is None, "that is not what she serves"
    clock.step(minutes=4)
    kiosk.ticket("report-theft")
    clock.step(minutes=4)
    kiosk.ticket("report-theft")
    assert one(snapshot).wanted == 574.0


def test_a_break_is_planned_until_it_is_taken_skipped_or_over(
    snapshot: ReadSnapshot, kiosk: Kiosk, ana: Agent, clock: SteppedClock
) -> None:
    ana.open("reports")
    assert one(snapshot).breaks == ((NOON, 30.0),)
    clock.step(minutes=145)  # 11:55
    ana.put(ana.desk, {"open": False, "reason": "lunch"})
    clock.step(minutes=15)
    assert one(snapshot).doing is CounterActivity.PAUSED
    assert one(snapshot).breaks == ((NOON, 30.0),), "she is on it"
    ana.put(ana.desk, {"open": True})
    assert one(snapshot).breaks == (), "taken"


def test_a_call_during_a_break_skips_it(snapshot: ReadSnapshot, kiosk: Kiosk, ana: Agent, clock: SteppedClock) -> None:
    ana.open("reports")
    kiosk.ticket("report-theft")
    clock.step(minutes=155)  # 12:05
    assert one(snapshot).breaks == ((NOON, 30.0),), "late, but still to come"
    ana.call()
    assert one(snapshot).breaks == ()


def test_a_break_that_is_over_is_over(snapshot: ReadSnapshot, ana: Agent, clock: SteppedClock) -> None:
    ana.open()
    clock.step(minutes=181)
    assert one(snapshot).breaks == ()


def test_planned_breaks_are_in_minutes_and_sorted() -> None:
    desk = CatalogCounter("1", {}, frozenset(), (Interval(time(12), time(12, 30)), Interval(time(9, 45), time(10))))
    assert planned_breaks(desk) == ((585.0, 15.0), (720.0, 30.0))


def test_a_ticket_on_hold_keeps_its_counter_busy_when_it_is_back(
    snapshot: ReadSnapshot, app: App, kiosk: Kiosk, ana: Agent, clock: SteppedClock
) -> None:
    ana.open("reports")
    held, behind = kiosk.ticket("report-theft"), kiosk.ticket("report-theft")
    ana.does(ana.call(), "start")
    clock.step(minutes=10)

    def wait() -> float:
        return float(ana.get(f"/tickets/{behind['id']}").get_json()["wait"]["p90_seconds"])

    ana.does(held, "hold", minutes=5)
    later = snapshot()
    assert [(ticket.id, ticket.issued) for ticket in later.state.waiting] == [
        (behind["id"], 570.0),
        (held["id"], 585.0),
    ]
    assert held["id"] not in later.ids
    assert one(snapshot).since == 580.0, "a hold ends a visit at the counter: she is no silent one"
    assert one(snapshot).wrapping
    assert wait() < 300
    clock.step(minutes=5)
    assert snapshot().state.waiting[-1].issued == pytest.approx(585.1), "due, and not yet resumed"


def test_a_postponed_ticket_is_forecast_from_then_on_and_keeps_no_counter_waiting(
    snapshot: ReadSnapshot, kiosk: Kiosk, visitor: Caller, ana: Agent, clock: SteppedClock
) -> None:
    ana.open()
    ticket = kiosk.ticket("general-help")
    assert visitor.post(f"/tickets/{ticket['id']}/later").status_code == 200
    [waits] = snapshot().state.waiting
    assert (waits.issued, waits.ready) == (570.0, 580.0)
    assert one(snapshot).wanted is None
    wait_shown = (visitor.get(f"/tickets/{ticket['id']}").get_json() or {})["wait"]
    assert 600 <= wait_shown["p50_seconds"] < 605, "ten minutes, and the counter is free"
    [offered] = (visitor.get("/locations/downtown/services?q=general help&limit=1").get_json() or {})["services"]
    assert offered["wait"]["p50_seconds"] < 5, "who comes now is not kept waiting for them"
    clock.step(minutes=11)
    assert one(snapshot).wanted == 580.0
    assert snapshot().state.waiting[0].ready == 580.0
