"""The clock: aware UTC, started anywhere, at any pace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

import pytest

from queueing.clock import STEP_SECONDS, Clock, ClockStep, parse_moment, steady_seconds
from queueing.refusals import InvalidRequest
from tests.cast import MONDAY_MORNING
from tests.machine import Machine

MINNEAPOLIS = ZoneInfo("America/Chicago")

MOMENTS = [
    ("2026-11-23T09:30", datetime(2026, 11, 23, 15, 30, tzinfo=UTC), "without an offset it is local to the center"),
    ("2026-07-01T09:30", datetime(2026, 7, 1, 14, 30, tzinfo=UTC), "in summer too"),
    ("2026-11-23T09:30Z", datetime(2026, 11, 23, 9, 30, tzinfo=UTC), "with an offset it is what it says"),
    ("2026-11-23", datetime(2026, 11, 23, 6, 0, tzinfo=UTC), "a date is its midnight"),
]


@pytest.mark.parametrize(("text", "moment", "why"), MOMENTS, ids=[row[2] for row in MOMENTS])
def test_moments_are_read(text: str, moment: datetime, why: str) -> None:
    assert parse_moment(text, MINNEAPOLIS) == moment, why


def test_what_is_no_time_is_refused_in_words() -> None:
    with pytest.raises(InvalidRequest, match="not an ISO time"):
        parse_moment("tomorrow", MINNEAPOLIS)


def test_a_clock_started_elsewhere_runs_and_says_so() -> None:
    start = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
    clock = Clock(start)
    assert timedelta(0) <= clock.now() - start < timedelta(seconds=5)
    assert clock.simulated
    assert not Clock().simulated


def test_at_pace_sixty_a_second_is_a_minute() -> None:
    start = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
    clock = Clock(start, pace=60)
    begun = monotonic()
    clock.sleep(3)
    slept = monotonic() - begun
    assert 0.05 <= slept < 2.5, "three of its seconds are a twentieth of one"
    assert clock.now() - start >= timedelta(seconds=59 * slept)


HOUR, DAY = 3_600, 86_400
JUMPS = [HOUR, -HOUR, DAY, -DAY, 3, -3]


@pytest.mark.parametrize("jump", JUMPS)
def test_a_step_is_noticed_and_the_time_before_goes_on(jump: int) -> None:
    machine = Machine()
    clock = machine.clock()
    assert (clock.now(), clock.noticed_step) == (MONDAY_MORNING, None)
    machine.passes(60)
    machine.jumps(jump)
    machine.passes(60)
    assert clock.now() == MONDAY_MORNING + timedelta(minutes=2)
    assert clock.noticed_step == ClockStep(MONDAY_MORNING + timedelta(minutes=2), timedelta(seconds=jump))


@pytest.mark.parametrize("jump", JUMPS)
def test_a_step_that_comes_back_was_nothing(jump: int) -> None:
    machine = Machine()
    clock = machine.clock()
    for by in (jump, -jump):
        machine.jumps(by)
        clock.now()
        machine.passes(13)
    assert clock.now() == MONDAY_MORNING + timedelta(seconds=26)
    step = clock.noticed_step
    assert step
    assert (step.over_at, step.taken) == (MONDAY_MORNING + timedelta(seconds=13), False)


@pytest.mark.parametrize("jump", JUMPS)
def test_a_step_is_taken_when_it_is_said_to_be_right(jump: int) -> None:
    machine = Machine()
    clock = machine.clock()
    machine.jumps(jump)
    clock.now()
    clock.take_step()
    assert clock.now() == MONDAY_MORNING + timedelta(seconds=jump)
    step = clock.noticed_step
    assert step
    assert (step.over_at, step.taken) == (clock.now(), True)
    clock.take_step()
    assert clock.now() == MONDAY_MORNING + timedelta(seconds=jump), "once"


def test_a_second_step_begins_its_time_anew() -> None:
    machine = Machine()
    clock = machine.clock()
    for _ in range(2):
        machine.jumps(HOUR)
        clock.now()
        machine.passes(10)
    step = clock.noticed_step
    assert step == ClockStep(MONDAY_MORNING + timedelta(seconds=10), timedelta(hours=2))


def test_small_corrections_are_followed_and_the_time_never_runs_back() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.jumps(STEP_SECONDS)
    assert clock.now() == MONDAY_MORNING + timedelta(seconds=STEP_SECONDS)
    machine.jumps(-STEP_SECONDS)
    assert clock.now() == MONDAY_MORNING + timedelta(seconds=STEP_SECONDS), "it stands"
    machine.passes(STEP_SECONDS + 1)
    assert clock.now() == MONDAY_MORNING + timedelta(seconds=STEP_SECONDS + 1), "and goes on"
    assert clock.noticed_step is None


def test_a_clock_that_was_started_elsewhere_knows_no_steps() -> None:
    machine = Machine()
    start = datetime(2026, 7, 1, 12, tzinfo=UTC)
    clock = machine.clock(start, pace=60)
    machine.jumps(DAY)
    machine.passes(1)
    assert clock.now() == start + timedelta(minutes=1)
    assert clock.real_now() == MONDAY_MORNING + timedelta(seconds=1)


def test_a_clock_stands_until_the_moment_that_it_is_given() -> None:
    machine = Machine()
    clock = machine.clock()
    clock.not_before(MONDAY_MORNING + timedelta(seconds=30))
    assert clock.now() == MONDAY_MORNING + timedelta(seconds=30)
    machine.passes(31)
    assert clock.now() == MONDAY_MORNING + timedelta(seconds=31)


def test_a_thread_that_is_held_up_between_two_readings_sees_no_step() -> None:
    readings = iter([0.0, 0.0, 0.0, 10.0, 19.0, 20.0, 20.1])
    walls = iter([MONDAY_MORNING.timestamp(), MONDAY_MORNING.timestamp() + 10, MONDAY_MORNING.timestamp() + 20])
    clock = Clock(wall=lambda: next(walls), steady=lambda: next(readings))
    assert clock.now() == MONDAY_MORNING + timedelta(seconds=20)


def test_the_steady_clock_goes_on() -> None:
    first = steady_seconds()
    assert steady_seconds() >= first
