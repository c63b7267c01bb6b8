"""The rest of a day against values worked out by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from queueing.simulation import CenterState, CounterActivity, DayForecast, SimulatedCounter, rest_of_day
from queueing.simulation.parameters import ModelParameters, exact_parameters
from tests.queueing.simulation.forecast_cast import NOON, center, counter, state, waiting

EXACT = exact_parameters()


def crowd(hourly: float, queue: str = "A", service: str = "ten") -> ModelParameters:
    return replace(EXACT, arrivals={(queue, "standard"): np.full(24, hourly)}, mix={queue: {service: 1.0}})


def day(of: CenterState, parameters: ModelParameters = EXACT, *, hours: float = 1.0) -> DayForecast:
    return rest_of_day(of, parameters, seed="test", closing=NOON + 60 * hours)


def test_a_queue_is_served_as_worked_out_by_hand() -> None:
    """Five wait since 11:55 … 11:59; one counter takes ten minutes each: called at 0, 10 … 40 minutes."""
    at = center()
    found = day(state(at, [counter("1", "A")], waiting(at, count=5)))
    whole = found.queues["A"]
    assert (whole.visitors, whole.not_reached, whole.left) == pytest.approx((5.0, 0.0, 0.0))
    assert whole.longest == pytest.approx(41.0)
    assert whole.p50 == pytest.approx(23.0)
    assert found.total == whole
    assert found.queues["B"].visitors == 0
    assert found.queues["B"].p50 is None
    assert [(slot.start - NOON, slot.end - NOON) for slot in found.slots] == [(0, 30), (30, 60)]
    assert [slot.waiting for slot in found.slots] == pytest.approx([2.0, 0.0])


def test_visitors_not_reached_by_closing_are_counted_and_wait_until_then() -> None:
    at = center()
    found = day(state(at, [counter("1", "A")], waiting(at, count=9))).total
    assert found.not_reached == pytest.approx(3.0)
    assert found.longest == pytest.approx(63.0), "the first of those not reached came three minutes ago"


@pytest.mark.parametrize(
    ("counters", "why"),
    [
        ([], "nobody is there"),
        ([counter("1", "B")], "she serves something else"),
        ([counter("1", "A", CounterActivity.CLOSED)], "closed"),
        ([counter("1", "A", breaks=((NOON, 60.0),))], "on a break until closing"),
    ],
)
def test_without_a_serving_counter_no_visitor_is_reached(counters: list[SimulatedCounter], why: str) -> None:
    at = center()
    found = day(state(at, counters, waiting(at, count=3)), crowd(6.0)).queues["A"]
    assert found.visitors == pytest.approx(9.0, abs=0.6)
    assert found.not_reached == pytest.approx(found.visitors), why


def test_an_hour_of_arrivals_against_the_formula() -> None:
    """M/D/1 at half load over a long day: the mean wait is ρ/(2(1−ρ)) services, which is five minutes."""
    at = center()
    found = day(state(at, [counter("1", "A")], []), crowd(3.0), hours=11).total
    assert found.visitors == pytest.approx(33.0, rel=0.05)
    assert found.p50 is not None
    assert found.p90 is not None
    # P(wait = 0) is 1 − ρ, so the median is about nought; P90 is by Crommelin's formula.
    assert found.p50 <= 1.0
    assert found.p90 == pytest.approx(15.2, abs=2.0)


def test_another_counter_helps_and_a_later_lunch_moves_the_wait() -> None:
    at = center()
    tickets = waiting(at, count=6)

    def longest(*counters: SimulatedCounter) -> float | None:
        return day(state(at, list(counters), tickets), hours=2).total.longest

    alone, helped = longest(counter("1", "A")), longest(counter("1", "A"), counter("2", "A"))
    lunch = longest(counter("1", "A", breaks=((NOON + 5, 20.0),)))
    later = longest(counter("1", "A", breaks=((NOON + 55, 20.0),)))
    assert alone is not None
    assert helped is not None
    assert lunch is not None
    assert later is not None
    assert helped < alone
    assert (later, lunch) == pytest.approx((alone, alone + 15))


def test_visitors_who_give_up_are_counted_apart() -> None:
    at = center()
    impatient = replace(EXACT, leaving=np.concatenate(([0.0], np.linspace(0.1, 12.0, 299))))
    found = day(state(at, [], waiting(at, count=10)), impatient).total
    assert found.left + found.not_reached == pytest.approx(10.0)
    assert found.left > 6 * (1 - math.exp(-60 * 11.9 / 298))


def test_after_closing_there_is_nothing() -> None:
    at = center()
    found = day(state(at, [counter("1", "A")], waiting(at)), hours=0)
    assert (found.total.visitors, list(found.slots)) == (0.0, [])


def test_an_empty_day_is_empty() -> None:
    found = day(state(center(), [counter("1", "A")], []))
    assert (found.total.visitors, found.total.p90, len(found.slots)) == (0.0, None, 2)
