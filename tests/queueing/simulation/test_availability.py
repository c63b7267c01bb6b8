"""When each counter may call next, against what breaks, visits and pauses leave by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from queueing.simulation import CounterActivity, ModelParameters, SimulatedCounter
from queueing.simulation.availability import Timetable, first_free
from queueing.simulation.distributions import FUTURES, NEVER, Floats, Sampler, constant
from queueing.simulation.parameters import WAIT_MINUTES, exact_parameters
from queueing.simulation.service_times import ServiceTimes
from tests.queueing.simulation.forecast_cast import NOON, center, counter, state

USUAL = replace(
    exact_parameters(),
    gap=constant(2.0),
    walk=constant(1.0),
    no_show_wait=constant(3.0),
    pause=constant(12.0),
    late=constant(4.0),
)
"""Ten minutes of service, a gap of two, a walk of one; a no-show given up after three, breaks four late."""

CLOSED, PAUSED = CounterActivity.CLOSED, CounterActivity.PAUSED
SERVING, CALLED, SHUT = CounterActivity.SERVING, CounterActivity.CALLED, CounterActivity.SHUT


def free(one: SimulatedCounter, parameters: ModelParameters = USUAL) -> tuple[Floats, Floats]:
    """Return the minutes until the counter may call, by future, and the futures' weights."""
    at, sampler = state(center(), [one], []), Sampler("test", FUTURES)
    times = ServiceTimes(at, parameters, ["ten"], sampler)
    found, weights = first_free(at, parameters, times, sampler, Timetable.of(at, parameters))
    return found[:, 0], weights


@pytest.mark.parametrize(
    ("before", "after", "busy", "full", "expected"),
    [
        # A break from minute 10 to 40, closing at 60.
        (0.0, 9.0, False, False, 9.0),
        (0.0, 12.0, False, False, 40.0),
        (0.0, 12.0, True, False, 40.0),  # begun late, it ends by the plan
        (0.0, 12.0, True, True, 42.0),  # begun late, it lasts its full length
        (0.0, 12.0, False, True, 40.0),  # a free counter begins its break by the plan
        (0.0, 45.0, True, False, 45.0),  # the visit outlasted the break
        (0.0, 45.0, True, True, NEVER),  # the break would last until 75
        (20.0, 30.0, False, False, 40.0),
        (45.0, 50.0, True, True, 50.0),  # after the break
        (0.0, 60.0, False, False, NEVER),
    ],
)
def test_a_call_moves_past_breaks_and_closing(
    before: float, after: float, busy: bool, full: bool, expected: float
) -> None:
    at = state(center(), [counter("1", "A", closes=NOON + 60, breaks=((NOON + 10, 30.0),))], [])
    timetable = Timetable.of(at, replace(USUAL, full_breaks=full))
    assert timetable.fit(0, before, np.array([after]), busy).tolist() == [expected]


def test_overtime_knows_no_closing() -> None:
    at = state(center(), [counter("1", "A", closes=NOON + 60)], [])
    timetable = Timetable.of(at, replace(USUAL, overtime=True))
    assert timetable.fit(0, 0.0, np.array([90.0]), True).tolist() == [90.0]


def test_counters_with_fewer_breaks_than_others_are_padded() -> None:
    at = state(center(), [counter("1", "A"), counter("2", "A", breaks=((NOON + 50, 5.0), (NOON + 10, 30.0)))], [])
    timetable = Timetable.of(at, USUAL)
    assert timetable.starts.tolist() == [[NEVER, NEVER], [10.0, 50.0]]
    assert timetable.lengths.tolist() == [[0.0, 0.0], [30.0, 5.0]]


@pytest.mark.parametrize(
    ("one", "minutes", "why"),
    [
        (counter("1", "A", SERVING, since=NOON - 4, service="ten"), 8.0, "six of the visit, two of the gap"),
        (counter("1", "A", CALLED, service="ten"), 13.0, "the walk, the visit and the gap"),
        (counter("1", "A"), 0.0, "free"),
        (replace(counter("1", "A", since=NOON - 0.5), wrapping=True), 1.5, "what is left of the gap, nobody waiting"),
        (replace(counter("1", "A", since=NOON - 5), wrapping=True), 0.0, "the gap is over, nobody waiting"),
        (replace(counter("1", "A", since=NOON - 0.5), wrapping=True, wanted=NOON - 1), 1.5, "or somebody waiting"),
        (counter("1", "A", PAUSED, since=NOON - 5), 7.0, "what is left of a pause as long as they are"),
        (counter("1", "A", PAUSED, since=NOON - 5, breaks=((NOON - 5, 30.0),)), 29.0, "the plan, and four late"),
        (counter("1", "A", PAUSED, since=NOON - 2, breaks=((NOON + 10, 30.0),)), 44.0, "a break begun early"),
        (counter("1", "A", SHUT, opens=NOON + 20), 20.0, "its planned opening"),
        (counter("1", "A", SHUT), NEVER, "no planned opening"),
        (counter("1", "A", CLOSED), NEVER, "closed"),
        (counter("1", "A", SERVING, service="ten", closes=NOON + 12), NEVER, "closes as it would be free"),
        (replace(counter("1", "A", SERVING, service="ten"), then=CLOSED), NEVER, "closes after the visit"),
        (replace(counter("1", "A", SERVING, service="ten"), then=PAUSED), 22.0, "pauses after the visit"),
    ],
)
def test_minutes_until_a_counter_may_call(one: SimulatedCounter, minutes: float, why: str) -> None:
    found, weights = free(one)
    assert found == pytest.approx(minutes), why
    assert weights == pytest.approx(1.0), why


@pytest.mark.parametrize(("full", "minutes"), [(False, 25.0), (True, 40.0)])
def test_a_break_after_the_visit_ends_by_the_plan_or_after_its_full_length(full: bool, minutes: float) -> None:
    """The break is planned from 11:55 to 12:25; the visit takes until 12:10."""
    busy = counter("1", "A", SERVING, service="ten", breaks=((NOON - 5, 30.0),))
    found, _ = free(replace(busy, then=PAUSED), replace(USUAL, full_breaks=full))
    assert found == pytest.approx(minutes)


def test_a_called_visitor_may_be_a_no_show_by_the_time_waited() -> None:
    chances = np.zeros(WAIT_MINUTES)
    chances[7] = 0.25
    called = replace(counter("1", "A", CALLED, service="ten"), waited=7.9)
    found, _ = free(called, replace(USUAL, no_show=chances))
    # Given up after three minutes and a gap of two, or walked, served and a gap.
    assert sorted(set(found.round(6))) == [5.0, 13.0]
    # Both last longer than nothing, so that the chance is as it was.
    assert (found == 5.0).mean() == pytest.approx(0.25, abs=0.003)


def test_a_counter_silent_while_visitors_wait_has_stopped_and_may_come_back() -> None:
    """Silent for 20 minutes: of a quarter that come back after 20 on average, e⁻¹ have not yet."""
    silent = replace(counter("1", "A", since=NOON - 20), wanted=NOON - 20)
    found, _ = free(silent, replace(USUAL, stops=1.0))
    not_yet_back = 0.25 * math.exp(-1)
    assert np.isfinite(found).mean() == pytest.approx(not_yet_back / (not_yet_back + 0.75), abs=0.003)
    here, _ = free(replace(silent, wanted=NOON), replace(USUAL, stops=1.0))
    assert here == pytest.approx(0.0), "nobody has waited for it yet"


def test_a_break_is_no_silence() -> None:
    silent = replace(counter("1", "A", since=NOON - 20, breaks=((NOON - 20, 20.0),)), wanted=NOON - 20)
    found, _ = free(silent, replace(USUAL, stops=1.0))
    assert found == pytest.approx(0.0)


def test_a_counter_late_to_open_may_stay_shut() -> None:
    """Five minutes late at a mean of five: a tenth stays shut against nine tenths of e⁻¹; the rest opens as late."""
    found, _ = free(counter("1", "A", SHUT, opens=NOON - 5))
    shut = np.isinf(found).mean()
    assert shut == pytest.approx(0.1 / (0.1 + 0.9 * math.exp(-1)), abs=0.003)
    assert found[np.isfinite(found)].mean() == pytest.approx(5.0, rel=0.15)


def test_futures_in_which_a_visit_lasts_as_long_weigh_by_how_likely_that_is() -> None:
    """The center's speed is not known; after twenty minutes of a visit the slow futures weigh more."""
    offsets = replace(USUAL.offsets, index={"center": 0}, mean=np.zeros(1), root=np.array([[0.5]]))
    busy = counter("1", "A", SERVING, since=NOON - 20, service="ten")
    found, weights = free(busy, replace(exact_parameters(spread=0.5), offsets=offsets))
    assert weights.max() == 1.0
    assert np.average(found, weights=weights) > found.mean()
