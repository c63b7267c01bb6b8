"""One counter's day: what it does after a visit, and what is learned of its gaps and breaks."""

from __future__ import annotations

import pytest

from queueing.simulation import CounterActivity, CounterPlan, Model, SimulatedTicket
from queueing.simulation.tracked_counter import CalledTicket, TrackedCounter

LUNCH = (720.0, 30.0)


def serving(*breaks: tuple[float, float], then: CounterActivity | None = None) -> TrackedCounter:
    """Return a counter that has a visitor since ten."""
    desk = CounterPlan("1", frozenset("A"), "Ada", 480.0, 1020.0, breaks)
    return TrackedCounter(desk, CounterActivity.SERVING, 600.0, breaks, visit="a", then=then)


def ticket(issued: float, queue: str = "A") -> SimulatedTicket:
    return SimulatedTicket("x", queue, "ten", "standard", issued, issued + 15)


def test_a_counter_is_shut_from_its_planned_opening_on() -> None:
    counter = TrackedCounter.before_opening(serving(LUNCH).desk)
    assert (counter.doing, counter.since, counter.breaks, counter.visit) == ("shut", 480.0, (LUNCH,), None)
    assert TrackedCounter.before_opening(CounterPlan("2", frozenset("A"))).since == 0.0


@pytest.mark.parametrize(
    ("then", "doing", "wrapping"),
    [
        (None, CounterActivity.READY, True),
        (CounterActivity.PAUSED, CounterActivity.PAUSED, False),
        (CounterActivity.CLOSED, CounterActivity.CLOSED, False),
    ],
)
def test_after_a_visit_a_counter_does_what_was_planned(
    then: CounterActivity | None, doing: CounterActivity, wrapping: bool
) -> None:
    ended, released = serving(then=then), serving(then=then)
    ended.end_visit(610.0)
    assert (ended.doing, ended.since, ended.wrapping, ended.visit, ended.then) == (doing, 610.0, wrapping, None, None)
    released.release(610.0)
    assert (released.doing, released.wrapping) == (doing, False), "who is called elsewhere needs no wrapping up"


@pytest.mark.parametrize(("time", "left"), [(719.0, (LUNCH,)), (720.9, (LUNCH,)), (721.0, ()), (740.0, ())], ids=str)
def test_a_call_skips_the_breaks_that_began_a_minute_ago(time: float, left: tuple[tuple[float, float], ...]) -> None:
    counter = serving(LUNCH)
    counter.skip_breaks(time)
    assert counter.breaks == left


@pytest.mark.parametrize(
    ("issued", "queue", "time", "gaps"),
    [
        (605.0, "A", 612.0, [2.0]),  # waited before the visit ended at 610
        (610.0, "A", 612.0, [2.0]),
        (611.0, "A", 612.0, []),  # came after it: the counter may have been idle
        (605.0, "B", 612.0, []),  # waits for somebody else
        (605.0, "A", 640.0, [30.0]),
        (605.0, "A", 640.1, []),  # so long is no gap
    ],
)
def test_a_gap_is_learned_while_a_visitor_waits(issued: float, queue: str, time: float, gaps: list[float]) -> None:
    model, counter = Model(), serving()
    counter.end_visit(610.0)
    counter.learn_gap(model, [ticket(issued, queue)], time)
    assert model.pools["gap"] == gaps


def test_no_gap_is_learned_of_a_counter_that_ended_no_visit() -> None:
    model, counter = Model(), serving()
    counter.learn_gap(model, [ticket(500.0)], 612.0)
    counter.release(610.0)
    counter.learn_gap(model, [ticket(500.0)], 612.0)
    assert model.pools["gap"] == []


def test_a_gap_over_a_break_is_a_break_begun_late() -> None:
    """The visit ends at 12:05, the next call is at 12:33: 3 minutes past the plan, 2 before the full length."""
    model, counter = Model(), serving(LUNCH)
    counter.end_visit(725.0)
    counter.learn_gap(model, [ticket(700.0)], 753.0)
    assert (model.pools["gap"], model.breaks_missed) == ([], [3.0, 2.0])


@pytest.mark.parametrize(
    ("since", "time", "late", "pause", "missed"),
    [
        (720.0, 753.0, [3.0], [], [0.0, 0.0]),  # begun by the plan: ends three minutes late
        (705.0, 748.0, [0.0], [], [0.0, 0.0]),  # a quarter of an hour early is still that break; never less than 0
        (704.0, 734.0, [], [30.0], [0.0, 0.0]),
        (725.0, 751.0, [1.0], [], [1.0, 4.0]),  # begun late, ended by the plan
        (725.0, 756.0, [1.0], [], [6.0, 1.0]),  # begun late, ended after its full length: late against that
        (750.0, 755.0, [5.0], [], [5.0, 15.0]),  # misses count fifteen minutes at most
        (751.0, 755.0, [], [4.0], [0.0, 0.0]),
    ],
)
def test_a_pause_is_learned_as_a_planned_break_or_by_its_length(
    since: float, time: float, late: list[float], pause: list[float], missed: list[float]
) -> None:
    model, counter = Model(), serving(LUNCH)
    counter.release(since)
    counter.begin(CounterActivity.PAUSED, since)
    counter.learn_pause(model, time)
    assert (model.pools["late"], model.pools["pause"], model.breaks_missed) == (
        late if not late else [pytest.approx(late[0])],
        pause,
        missed,
    )
    assert counter.breaks == (() if late else (LUNCH,))


def test_a_forecast_takes_the_visit_and_the_activity_that_it_is_given() -> None:
    visit = CalledTicket(ticket(585.0), 598.0)
    counter = serving(LUNCH).simulated(CounterActivity.SERVING, visit)
    assert (counter.doing, counter.since, counter.service, counter.waited) == ("serving", 600.0, "ten", 13.0)
    assert counter.breaks == (LUNCH,)
    free = serving().simulated(CounterActivity.READY, None)
    assert (free.doing, free.service, free.waited) == ("ready", None, 0.0)
