"""A counter whose agent's page is gone is paused, never while somebody stands there."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from queueing import operations
from queueing.app import App
from queueing.operations.counters import CounterChange
from services_catalog.catalog import Location
from tests.cast import MONDAY_MORNING, Agent, Kiosk, SteppedClock


def sits(app: App, location: Location, counter: str, now: datetime, *, beats: bool = True) -> None:
    with app.runtime.database.write() as session:
        seat = CounterChange(open=True, agent="zoe")
        operations.set_counter(
            session, catalog=app.runtime.catalog, location=location, counter=counter, seat=seat, by="staff:1", now=now
        )
        if beats:
            operations.beat(session, location=location, counter=counter, agent="zoe", now=now)


def paused(app: App, location: Location, now: datetime, watched: datetime, pace: float = 1.0) -> list[str]:
    with app.runtime.database.write() as session:
        return operations.pause_absent(
            session, catalog=app.runtime.catalog, location=location, now=now, watched_since=watched, pace=pace
        )


# Minutes since the page was last heard of, minutes since somebody listens, the clock's pace, and who is paused.
SILENCES: list[tuple[float, float, float, list[str], str]] = [
    (4, 60, 1, [], "a short absence is none"),
    (6, 60, 1, ["1"], "after the location's minutes"),
    (6, 2, 1, [], "nobody listened until just now"),
    (6, 60, 30, [], "pages beat by real seconds, whatever the pace"),
]


@pytest.mark.parametrize(("silent", "listening", "pace", "who", "why"), SILENCES, ids=[row[4] for row in SILENCES])
def test_an_agent_who_is_gone_is_paused(
    app: App, downtown: Location, silent: float, listening: float, pace: float, who: list[str], why: str
) -> None:
    now = MONDAY_MORNING + timedelta(hours=2)
    sits(app, downtown, "1", now - timedelta(minutes=silent))
    sits(app, downtown, "2", now - timedelta(minutes=silent), beats=False)
    assert paused(app, downtown, now, now - timedelta(minutes=listening), pace) == who, why


def test_who_is_away_is_shown_and_comes_back_by_an_act(
    app: App, downtown: Location, ana: Agent, clock: SteppedClock
) -> None:
    sits(app, downtown, "1", MONDAY_MORNING)
    clock.step(minutes=6)
    assert paused(app, downtown, clock.now(), MONDAY_MORNING) == ["1"]
    seats = ana.get("/locations/downtown/queue").get_json()["counters"]
    assert [(seat["state"], seat["reason"], seat["agent"]) for seat in seats if seat["id"] == "1"] == [
        ("paused", "Away", "zoe")
    ]
    ana.open()
    assert paused(app, downtown, clock.now(), MONDAY_MORNING) == []


def test_nobody_is_away_who_has_a_visitor(
    app: App, downtown: Location, kiosk: Kiosk, ana: Agent, clock: SteppedClock
) -> None:
    sits(app, downtown, "1", MONDAY_MORNING)
    kiosk.ticket("report-theft")
    ticket = ana.does(ana.call(), "start")
    clock.step(minutes=30)
    assert paused(app, downtown, clock.now(), MONDAY_MORNING) == []
    ana.does(ticket, "finish")
    assert paused(app, downtown, clock.now(), MONDAY_MORNING) == ["1"]
