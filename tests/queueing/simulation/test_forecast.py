"""The forecast against values worked out by hand or by brute force."""

from __future__ import annotations

import heapq
import math
from dataclasses import replace

import numpy as np
import pytest

from queueing.simulation import CenterState, CounterActivity, Joiner, SimulatedCounter, forecast
from queueing.simulation.distributions import FUTURES
from queueing.simulation.parameters import ModelParameters, exact_parameters
from tests.queueing.simulation.forecast_cast import NOON, center, counter, random_source, state, waiting

EXACT = exact_parameters()


def medians(of: CenterState, parameters: ModelParameters = EXACT) -> dict[str, float | None]:
    result = forecast(of, parameters, seed="test")
    return {id_: None if wait is None else wait.p50 for id_, wait in result.tickets.items()}


def test_a_free_counter_calls_at_once() -> None:
    at = center()
    result = forecast(state(at, [counter("1", "A")], []), EXACT, seed="x", joiners=[Joiner("A")])
    wait = result.joiners[Joiner("A")]
    assert wait is not None
    assert (wait.p10, wait.p50, wait.p90, wait.mean, wait.chance) == (0.0, 0.0, 0.0, 0.0, 1.0)


@pytest.mark.parametrize(
    ("counters", "why"),
    [
        ([], "no counter at all"),
        ([counter("1", "B")], "a counter that does not serve the queue"),
        ([counter("1", "A", CounterActivity.CLOSED)], "closed for the day"),
        ([counter("1", "A", CounterActivity.SHUT)], "not open, and not planned to"),
        ([counter("1", "A", closes=NOON)], "closing now"),
    ],
)
def test_a_wait_that_no_counter_ends_is_none(counters: list[SimulatedCounter], why: str) -> None:
    at = center()
    result = forecast(state(at, counters, waiting(at)), EXACT, seed="x", joiners=[Joiner("A")])
    assert result.tickets["A0"] is None, why
    assert result.joiners[Joiner("A")] is None, why


def test_a_schedule_by_hand_with_skills_a_lunch_and_a_closing() -> None:
    """Counter 1 (A) is 4 minutes into a 10-minute visit; counter 2 (A, B) lunches 12:09 to 12:39; 3 (B) opens 12:20.

    Issued in turn: A0 A1 A2 and B3 B4 B5, all due by issue. At 12:00 counter 2 takes A0 until 12:10, then
    lunches. Counter 1 takes A1 at 12:06, A2 at 12:16, and closes at 12:26. Counter 3 takes B3, B4 and B5
    at 12:20, 12:26 and 12:32.
    """
    at = center()
    busy = counter("1", "A", CounterActivity.SERVING, since=NOON - 4, service="ten", closes=NOON + 26)
    lunch = counter("2", "AB", breaks=((NOON + 9, 30.0),))
    late = counter("3", "B", CounterActivity.SHUT, opens=NOON + 20, closes=NOON + 38)
    tickets = [*waiting(at, count=3), *waiting(at, queue="B", count=3, first=3), *waiting(at, queue="B", first=6)]
    found = medians(state(at, [busy, lunch, late], tickets))
    by_hand = {"A0": 0.0, "A1": 6.0, "A2": 16.0, "B3": 20.0, "B4": 26.0, "B5": 32.0, "B6": 39.0}
    assert found == pytest.approx(by_hand, abs=0.2)


def test_the_earliest_due_is_taken_first() -> None:
    at = center(head_starts={"accessible": 20.0}, targets=(15.0, 5.0))
    tickets = [*waiting(at, count=2), *waiting(at, queue="B", first=2), *waiting(at, priority="accessible", first=3)]
    found = medians(state(at, [counter("1", "AB")], tickets))
    # Due 12:54−1 … : accessible first, then B (target 5), then A in order.
    assert found == pytest.approx({"A3": 0.0, "B2": 10.0, "A0": 16.0, "A1": 26.0}, abs=1e-6)


@pytest.mark.parametrize(
    ("ready", "by_hand", "why"),
    [
        (8.0, {"A0": 10.0, "A1": 0.0, "A2": 20.0}, "ready, and due before A2"),
        (12.0, {"A0": 20.0, "A1": 0.0, "A2": 10.0}, "not ready at 10: who is due later goes first"),
        (45.0, {"A0": 45.0, "A1": 0.0, "A2": 10.0}, "the counter is free, and waits for them"),
    ],
)
def test_a_postponed_visitor_is_not_called_before_and_holds_up_no_other(
    ready: float, by_hand: dict[str, float], why: str
) -> None:
    at = center()
    first, second, third = waiting(at, count=3)
    tickets = [replace(first, ready=NOON + ready, due=third.due - 0.5), second, third]
    assert medians(state(at, [counter("1", "A")], tickets)) == pytest.approx(by_hand, abs=1e-6), why
    joins = forecast(state(at, [counter("1", "A")], tickets[:1]), EXACT, seed="x", joiners=[Joiner("A")])
    wait = joins.joiners[Joiner("A")]
    assert wait is not None
    assert wait.p50 == 0.0, "who comes now does not wait for who is not ready"


def test_first_come_first_served_where_every_target_is_equal() -> None:
    at = center()
    found = medians(state(at, [counter("1", "AB")], [*waiting(at, count=2), *waiting(at, queue="B", first=2)]))
    assert found == pytest.approx({"A0": 0.0, "A1": 10.0, "B2": 20.0}, abs=1e-6)


def test_a_ticket_not_reached_by_closing_has_no_wait_and_a_likely_one_says_its_chance() -> None:
    at = center()
    tickets = waiting(at, count=3)
    closing = counter("1", "A", closes=NOON + 15)
    found = medians(state(at, [closing], tickets))
    assert found["A1"] == pytest.approx(10.0)
    assert found["A2"] is None
    blurred = forecast(state(at, [closing], tickets), exact_parameters(spread=0.5), seed="x").tickets["A2"]
    assert blurred is not None
    assert 0.05 < blurred.chance < 0.6


@pytest.mark.parametrize("ahead", [0, 5, 10])
def test_one_counter_is_the_sum_of_its_visits(ahead: int) -> None:
    """Mean (n+1)·m and deviation √(n+1)·m·c, of log-normal services of coefficient c."""
    at = center()
    spread = 0.5
    mean = 10 * math.exp(spread**2 / 2)
    variation = math.sqrt(math.exp(spread**2) - 1)
    busy = counter("1", "A", CounterActivity.SERVING, service="ten")
    tickets = waiting(at, count=ahead + 1)
    waits = [
        forecast(state(at, [busy], tickets), exact_parameters(spread=spread), seed=f"{n}").tickets for n in range(5)
    ]
    last = [result[tickets[-1].id] for result in waits]
    means = [wait.mean for wait in last if wait]
    assert sum(means) / 5 == pytest.approx((ahead + 1) * mean, rel=0.05)
    if ahead == 10:  # near enough to normal that the quantiles tell the deviation
        width = sum(wait.p90 - wait.p10 for wait in last if wait) / 5
        assert width / 2.563 == pytest.approx(math.sqrt(ahead + 1) * mean * variation, rel=0.10)


def test_five_counters_with_elapsed_times_against_brute_force() -> None:
    at = center()
    elapsed = [0.5, 4.0, 8.0, 15.0, 30.0]
    spread, ahead = 0.5, 12
    counters = [
        counter(str(n), "A", CounterActivity.SERVING, since=NOON - e, service="ten") for n, e in enumerate(elapsed)
    ]
    result = forecast(state(at, counters, waiting(at, count=ahead + 1)), exact_parameters(spread=spread), seed="x")
    rng = random_source(4)

    def visit(spent: float) -> float:
        while (minutes := 10 * rng.lognormvariate(0, spread)) <= spent:
            pass
        return minutes - spent

    calls = []
    for _ in range(8000):
        free = [visit(spent) for spent in elapsed]
        heapq.heapify(free)
        for _ in range(ahead):
            heapq.heapreplace(free, free[0] + visit(0.0))
        calls.append(free[0])
    calls.sort()
    wait = result.tickets[f"A{ahead}"]
    assert wait is not None
    assert wait.p50 == pytest.approx(calls[4000], rel=0.06, abs=0.4)
    assert wait.p90 == pytest.approx(calls[7200], rel=0.06, abs=0.4)


def test_the_same_seed_says_the_same_and_quantiles_keep_their_order() -> None:
    at = center(head_starts={"accessible": 20.0})
    now = state(at, [counter("1", "A"), counter("2", "AB")], [*waiting(at, count=6), *waiting(at, queue="B", first=6)])
    parameters = exact_parameters(spread=0.6)
    first, again, other = (forecast(now, parameters, seed=seed) for seed in ("x", "x", "y"))
    assert first == again
    assert first != other
    for wait in [*first.tickets.values(), *first.joiners.values()]:
        assert wait is not None
        assert 0 <= wait.p10 <= wait.p50 <= wait.p90


def test_a_later_joiner_waits_from_then() -> None:
    at = center()
    joiners = [Joiner("A"), Joiner("A", at=NOON + 25), Joiner("A", at=NOON + 60)]
    result = forecast(state(at, [counter("1", "A")], waiting(at, count=3)), EXACT, seed="x", joiners=joiners)
    found = [wait.p50 for wait in result.joiners.values() if wait]
    assert found == pytest.approx([30.0, 5.0, 0.0], abs=1e-6)


def test_another_counter_shortens_the_wait() -> None:
    at = center()
    tickets = waiting(at, count=6)
    alone = medians(state(at, [counter("1", "A")], tickets))["A5"]
    helped = medians(state(at, [counter("1", "A"), counter("2", "A")], tickets))["A5"]
    assert alone == pytest.approx(50.0)
    assert helped == pytest.approx(20.0)


def test_visitors_still_to_come_may_overtake() -> None:
    at = center(head_starts={"accessible": 30.0})
    tickets = waiting(at, count=4)
    now = state(at, [counter("1", "A")], tickets)
    alone = medians(now)["A3"]
    assert alone is not None
    hourly = {("A", "accessible"): [3.0] * 24}
    crowd = ModelParameters(
        offsets=EXACT.offsets,
        any_noise=EXACT.any_noise,
        arrivals={stream: np.array(rates) for stream, rates in hourly.items()},
        mix={"A": {"ten": 1.0}},
        stops=0.0,
    )
    wait = forecast(now, crowd, seed="x").tickets["A3"]
    assert wait is not None
    # Every accessible visitor who comes in the first 14 minutes or so is due before the last of the line.
    assert alone + 5 < wait.mean < alone + 20


def test_a_counter_silent_while_visitors_wait_may_have_stopped() -> None:
    at = center()
    tickets = waiting(at, count=30)
    two = [
        counter("1", "A", CounterActivity.SERVING, service="ten"),
        replace(counter("2", "A", since=NOON - 20), wanted=NOON - 20),
    ]
    busy = [
        counter("1", "A", CounterActivity.SERVING, service="ten"),
        counter("2", "A", CounterActivity.SERVING, service="ten"),
    ]
    may_stop = ModelParameters(offsets=EXACT.offsets, any_noise=EXACT.any_noise, stops=0.002)
    assert (medians(state(at, two, tickets), may_stop)["A29"] or 0) > 1.5 * (
        medians(state(at, busy, tickets))["A29"] or 0
    )


def test_the_gap_of_a_counter_without_visitors_may_have_ended() -> None:
    at = center()
    parameters = replace(EXACT, gap=np.linspace(0.0, 4.0, FUTURES))
    wrapping = replace(counter("1", "A", since=NOON - 3), wrapping=True)
    idle = forecast(state(at, [wrapping], []), parameters, seed="x", joiners=[Joiner("A")]).joiners[Joiner("A")]
    wanted = replace(wrapping, wanted=NOON - 1)
    busy = forecast(state(at, [wanted], waiting(at)), parameters, seed="x").tickets["A0"]
    assert idle is not None
    assert busy is not None
    assert idle.p50 == 0.0
    assert busy.p50 == pytest.approx(0.5, abs=0.05)
