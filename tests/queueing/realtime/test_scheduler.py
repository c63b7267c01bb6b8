"""What time alone changes is done without any request: redraws, ends of days, absent agents, revoked connections."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest

from queueing import operations
from queueing.app import App
from queueing.operations.counters import CounterChange
from queueing.realtime import scheduler as module
from queueing.realtime.scheduler import REDRAW_TICKS, Scheduler
from queueing.waits import forecaster
from services_catalog.catalog import Location
from tests.cast import Agent, Kiosk, SteppedClock

OPENS = datetime.fromisoformat("2026-11-23T08:00:00-06:00")
CLOSES = datetime.fromisoformat("2026-11-23T16:00:00-06:00")
BOTH = ["downtown", "east-lake"]


class LiveSide:
    """Remembers what it was asked to announce, and how often it looked for revoked connections."""

    def __init__(self) -> None:
        self.announced: list[str] = []
        self.revocation_checks = 0
        self.looked = threading.Event()

    def announce(self, locations: frozenset[str]) -> None:
        """Remember these locations."""
        self.announced += sorted(locations)

    def drop_revoked(self) -> None:
        """Count."""
        self.revocation_checks += 1
        self.looked.set()

    def since(self) -> list[str]:
        """Return what was announced since the last look."""
        announced, self.announced = self.announced, []
        return announced


@pytest.fixture
def live() -> LiveSide:
    """The live side of these tests."""
    return LiveSide()


@pytest.fixture
def scheduler(app: App, live: LiveSide) -> Scheduler:
    """A scheduler whose ticks the tests make themselves."""
    return Scheduler(app.runtime, announce=live.announce, drop_revoked=live.drop_revoked)


def test_every_location_is_redrawn_at_the_first_tick_and_every_tenth(scheduler: Scheduler, live: LiveSide) -> None:
    for number in range(2 * REDRAW_TICKS + 1):
        scheduler.tick(number)
        assert sorted(live.since()) == (BOTH if number % REDRAW_TICKS == 0 else []), number


def test_between_redraws_only_a_changed_location_is_announced(
    scheduler: Scheduler, live: LiveSide, kiosk: Kiosk
) -> None:
    scheduler.tick(0)
    live.since()
    kiosk.ticket("report-theft")
    scheduler.tick(1)
    assert live.since() == ["downtown"], "as another process' commit, which calls no listener here"
    scheduler.tick(2)
    assert live.since() == []


def test_a_location_that_opens_or_closes_is_announced(
    scheduler: Scheduler, live: LiveSide, clock: SteppedClock
) -> None:
    clock.set(OPENS - timedelta(seconds=1))
    scheduler.tick(0)
    live.since()
    clock.set(OPENS)
    scheduler.tick(1)
    assert "downtown" in live.since()
    clock.set(CLOSES)
    scheduler.tick(2)
    assert "downtown" in live.since()


def test_a_day_ends_ten_minutes_after_closing(scheduler: Scheduler, kiosk: Kiosk, clock: SteppedClock) -> None:
    ticket = kiosk.ticket("report-theft")

    def outcome() -> str | None:
        scheduler.tick(0)
        found: str | None = kiosk.get(f"/tickets/{ticket['id']}").get_json()["outcome"]
        return found

    clock.set(CLOSES + timedelta(minutes=5))
    assert outcome() is None
    clock.step(minutes=5)
    assert outcome() == "not_reached"


def test_a_past_day_ends_when_the_next_begins(scheduler: Scheduler, kiosk: Kiosk, clock: SteppedClock) -> None:
    scheduler.tick(0)
    ticket = kiosk.ticket("report-theft")
    clock.step(days=1)
    scheduler.tick(1)
    assert kiosk.get(f"/tickets/{ticket['id']}").get_json()["state"] == "waiting", "days begin at full ticks"
    scheduler.tick(REDRAW_TICKS)
    assert kiosk.get(f"/tickets/{ticket['id']}").get_json()["state"] == "ended"


def test_a_counter_is_paused_whose_agent_is_absent(
    scheduler: Scheduler, app: App, downtown: Location, ana: Agent, clock: SteppedClock
) -> None:
    with app.runtime.database.write() as session:
        opened = CounterChange(open=True, agent="zoe")
        operations.set_counter(
            session,
            catalog=app.runtime.catalog,
            location=downtown,
            counter="1",
            seat=opened,
            by="staff:1",
            now=clock.now(),
        )
        operations.beat(session, location=downtown, counter="1", agent="zoe", now=clock.now())

    def status() -> str:
        counters = ana.get("/locations/downtown/queue").get_json()["counters"]
        return str(next(one["state"] for one in counters if one["id"] == "1"))

    clock.step(minutes=30)
    scheduler.tick(0)
    assert status() == "open", "no heartbeat can arrive before the server runs"
    clock.step(minutes=30)
    scheduler.tick(REDRAW_TICKS)
    assert status() == "paused"


def test_revoked_connections_are_looked_for_every_second_tick(scheduler: Scheduler, live: LiveSide) -> None:
    for number in range(4):
        scheduler.tick(number)
    assert live.revocation_checks == 2


def test_a_failing_step_does_not_keep_the_others_from_running(
    scheduler: Scheduler, live: LiveSide, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def learn(*_: object) -> None:
        raise ConnectionError("the database is away")

    monkeypatch.setattr(forecaster, "learn", learn)
    scheduler.tick(0)
    assert (live.since(), live.revocation_checks) == ([], 1)
    assert caplog.text.count("a background step failed") >= len(BOTH)
    monkeypatch.undo()
    scheduler.tick(0)
    assert sorted(live.since()) == BOTH


def test_it_ticks_in_a_thread_of_its_own_until_it_is_stopped(
    scheduler: Scheduler, live: LiveSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TICK_SECONDS", 0.01)
    scheduler.start()
    assert live.looked.wait(10)
    scheduler.stop()
    assert not [thread for thread in threading.enumerate() if thread.name == "scheduler"]
