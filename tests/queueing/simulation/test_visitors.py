"""Waiting and coming visitors: columns by stream, against arrivals and bookings worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from queueing.simulation import Booking, CenterState, ModelParameters
from queueing.simulation.distributions import FUTURES, NEVER, Floats, Sampler, constant
from queueing.simulation.parameters import Bookings, exact_parameters
from queueing.simulation.service_times import ServiceTimes
from queueing.simulation.state import Stream
from queueing.simulation.visitors import SimulatedVisitors, booked_class, draw_visitors
from tests.queueing.simulation.forecast_cast import NOON, center, counter, state, waiting

EXACT = exact_parameters()
A, B, BOOKED = ("A", "standard"), ("B", "standard"), ("A", "appointment")


def drawn_visitors(
    of: CenterState, horizons: Mapping[Stream, float], parameters: ModelParameters = EXACT
) -> SimulatedVisitors:
    """Return the visitors of some streams, each with its horizon in minutes."""
    sampler = Sampler("test", FUTURES)
    times = ServiceTimes(of, parameters, ["ten", "six"], sampler)
    return draw_visitors(of, parameters, times, sampler, list(horizons), list(horizons.values()))


def test_waiting_visitors_are_in_the_columns_of_their_stream() -> None:
    at = center(targets=(15.0, 5.0))
    tickets = [*waiting(at, queue="B", count=1, first=7), *waiting(at, count=2)]
    visitors = drawn_visitors(state(at, [counter("1", "AB")], tickets), {A: 0.0, B: 0.0})
    # Two and one who never comes, one and one who never comes.
    assert visitors.arrival[0].tolist() == [-2.0, -1.0, NEVER, -1.0, NEVER]
    assert visitors.due[0, [0, 1, 3]].tolist() == pytest.approx([13.0, 14.0, 4.0])
    assert visitors.visit[0, [0, 1, 3]].tolist() == pytest.approx([10.0, 10.0, 6.0])
    assert visitors.heads.tolist() == [0, 3]
    assert visitors.ticket_columns.tolist() == [3, 0, 1]
    assert visitors.leaves.tolist() == [[NEVER]]


def test_visitors_due_at_the_same_time_keep_the_order_of_issue() -> None:
    at = center()
    first, second = waiting(at, count=2)
    tickets = [replace(second, due=NOON), replace(first, due=NOON)]
    visitors = drawn_visitors(state(at, [counter("1", "A")], tickets), {A: 0.0})
    assert visitors.ticket_columns.tolist() == [1, 0]
    assert visitors.due[0, 0] < visitors.due[0, 1] < 1e-6


def test_a_postponed_visitor_is_ready_then() -> None:
    at = center()
    (ticket,) = (replace(ticket, ready=NOON + 8) for ticket in waiting(at))
    visitors = drawn_visitors(state(at, [counter("1", "A")], [ticket]), {ticket.stream: 0.0})
    assert (visitors.arrival[0, 0], visitors.ready[0, 0]) == (-1.0, 8.0)


@pytest.mark.parametrize(
    ("by_hour", "horizon", "mean"),
    [
        ({12: 6.0}, 60.0, 6.0),
        ({12: 6.0}, 30.0, 3.0),
        ({12: 6.0, 13: 12.0}, 90.0, 12.0),  # six in the first hour, six in half of the next
        ({11: 60.0}, 60.0, 0.0),  # that hour is over
        ({12: 6.0}, 0.0, 0.0),
    ],
)
def test_as_many_visitors_come_as_are_expected_within_the_horizon(
    by_hour: dict[int, float], horizon: float, mean: float
) -> None:
    hourly = np.array([by_hour.get(hour, 0.0) for hour in range(24)])
    crowd = replace(EXACT, arrivals={A: hourly}, mix={"A": {"ten": 1.0}})
    visitors = drawn_visitors(state(center(), [counter("1", "A")], []), {A: horizon}, crowd)
    come = np.isfinite(visitors.arrival)
    # The mean of 400 Poisson counts; four standard deviations.
    assert come.sum(axis=1).mean() == pytest.approx(mean, abs=4 * (mean / FUTURES) ** 0.5 + 1e-9)
    assert visitors.arrival[come].max(initial=0.0) <= horizon
    assert (visitors.arrival[come] >= 0).all()
    assert visitors.due[come] - visitors.arrival[come] == pytest.approx(15.0)


def test_services_come_in_their_shares_and_unknown_ones_do_not() -> None:
    hourly = np.full(24, 30.0)
    crowd = replace(EXACT, arrivals={A: hourly}, mix={"A": {"ten": 3.0, "six": 1.0, "cake": 50.0}})
    visitors = drawn_visitors(state(center(), [counter("1", "A")], []), {A: 60.0}, crowd)
    minutes = visitors.visit[np.isfinite(visitors.arrival)]
    assert np.isclose(minutes, 10.0).mean() == pytest.approx(0.75, abs=0.02)
    assert np.isclose(minutes, 6.0).mean() == pytest.approx(0.25, abs=0.02)


def test_the_pace_of_the_day_multiplies_arrivals() -> None:
    crowd = replace(EXACT, arrivals={A: np.full(24, 6.0)}, mix={"A": {"ten": 1.0}}, pace=(2.0, 1e6))
    visitors = drawn_visitors(state(center(), [counter("1", "A")], []), {A: 60.0}, crowd)
    assert np.isfinite(visitors.arrival).sum(axis=1).mean() == pytest.approx(12.0, abs=0.7)


@pytest.mark.parametrize(
    ("priority", "head_starts", "expected"),
    [
        ("vip", {"appointment": 10.0}, "vip"),  # as was learned
        (None, {"booked": 5.0, "appointment": 10.0}, "appointment"),
        (None, {"booking": 5.0}, "booking"),
        (None, {"accessible": 5.0}, "standard"),
    ],
)
def test_the_class_of_visitors_with_an_appointment(
    priority: str | None, head_starts: dict[str, float], expected: str
) -> None:
    at = state(center(head_starts=head_starts), [], [])
    assert booked_class(at, replace(EXACT, bookings=Bookings(priority=priority))) == expected


@pytest.mark.parametrize(
    ("slot", "shown", "lead", "share", "came"),
    [
        (NOON + 10, 1.0, constant(-3.0), 1.0, 7.0),  # three minutes early
        (NOON + 10, 0.25, constant(-3.0), 0.25, 7.0),
        (NOON - 5, 1.0, constant(-3.0), 0.0, None),  # would have come eight minutes ago
        (NOON - 5, 1.0, constant(6.0), 1.0, 1.0),
        # Half come at the slot, half ten minutes late. The first half has not come:
        # 0.4 of 0.8 against 0.2 who never do.
        (NOON - 5, 0.8, np.repeat([0.0, 10.0], FUTURES // 2), 0.4 / 0.6, 5.0),
    ],
)
def test_a_booked_visitor_comes_by_the_lead_or_not_at_all(
    slot: float, shown: float, lead: Floats, share: float, came: float | None
) -> None:
    at = replace(
        state(center(head_starts={"appointment": 10.0}), [counter("1", "A")], []), bookings=(Booking("b", "ten", slot),)
    )
    visitors = drawn_visitors(at, {BOOKED: 60.0}, replace(EXACT, bookings=Bookings(shown=shown, lead=lead)))
    comes = np.isfinite(visitors.arrival[:, 0])
    assert comes.mean() == pytest.approx(share, abs=0.003)
    if came is not None:
        assert visitors.arrival[comes, 0] == pytest.approx(came)
        assert visitors.due[comes, 0] - visitors.arrival[comes, 0] == pytest.approx(5.0), (
            "a target of fifteen less a head start of ten"
        )


def test_arrivals_and_bookings_of_a_stream_are_in_order() -> None:
    at = replace(state(center(), [counter("1", "A")], []), bookings=(Booking("b", "ten", NOON + 30),))
    crowd = replace(EXACT, arrivals={A: np.full(24, 20.0)}, mix={"A": {"ten": 1.0}})
    came = drawn_visitors(at, {A: 60.0}, crowd).arrival
    assert (came[:, :-1] <= came[:, 1:]).all()
    assert np.isinf(came[:, -1]).all()
    assert (came == 27.0).any(axis=1).mean() == pytest.approx(0.85, abs=0.003)


def test_visitors_leave_when_their_hazard_is_used_up() -> None:
    """A hazard of one a minute, from minute 5 on: who waits one minute now leaves 4 minutes from now and later."""
    hazard = np.maximum(np.arange(301.0) - 5, 0.0)
    visitors = drawn_visitors(
        state(center(), [counter("1", "A")], waiting(center())), {A: 0.0}, replace(EXACT, leaving=hazard)
    )
    leaves = visitors.leaves[:, 0]
    assert leaves.min() == pytest.approx(4.0, abs=0.01)
    assert leaves.mean() == pytest.approx(5.0, abs=0.02)


def test_walk_gap_and_giving_up_are_drawn_for_each() -> None:
    parameters = replace(EXACT, gap=constant(2.0), walk=constant(1.0), no_show_wait=constant(4.0))
    visitors = drawn_visitors(state(center(), [counter("1", "A")], waiting(center())), {A: 0.0}, parameters)
    assert (
        visitors.after[:, 0].mean(),
        visitors.given_up[:, 0].mean(),
        visitors.no_show_draw[:, 0].mean(),
    ) == pytest.approx((3, 6, 0.5))
