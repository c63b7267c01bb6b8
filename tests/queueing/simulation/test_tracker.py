"""A center's events one after another: its state, what is learned of it, and events that cannot be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from queueing.simulation import CounterActivity, ImpossibleEvent, StateTracker
from tests.queueing.simulation.forecast_cast import tracker

Act = Callable[[StateTracker], None]


def with_ticket(*acts: Act) -> StateTracker:
    """Return a tracker whose counter opened at 8:00, with a ticket issued at 8:05, after those acts."""
    found = tracker()
    found.at(480.0)
    found.open("1", time=480.0)
    found.at(485.0)
    found.issue("a", "ten", "standard", time=485.0)
    for act in acts:
        act(found)
    return found


def called(each: StateTracker) -> None:
    each.call("a", "1", time=490.0)


def started(each: StateTracker) -> None:
    each.start("a", time=491.0)


def finished(each: StateTracker) -> None:
    each.finish("a", time=500.0)


@pytest.mark.parametrize(
    ("acts", "doing", "since", "waiting"),
    [
        ((), "ready", 480.0, ["a"]),
        ((called,), "called", 490.0, []),
        ((called, started), "serving", 491.0, []),
        ((called, started, finished), "ready", 500.0, []),
        ((called, lambda each: each.no_show("a", time=493.0)), "ready", 493.0, []),
        ((lambda each: each.leave("a", time=488.0),), "ready", 480.0, []),
        ((lambda each: each.pause("1", time=486.0),), "paused", 486.0, ["a"]),
        ((called, lambda each: each.pause("1", time=495.0)), "called", 490.0, []),  # after the visitor it has
        ((called, lambda each: each.pause("1", time=495.0), finished), "paused", 500.0, []),
        ((called, lambda each: each.close("1", time=495.0), finished), "closed", 500.0, []),
        ((lambda each: each.close("1", time=495.0),), "closed", 495.0, ["a"]),
        ((lambda each: each.pause("1", time=486.0), lambda each: each.open("1", time=489.0)), "ready", 489.0, ["a"]),
    ],
)
def test_the_state_after_some_events(acts: tuple[Act, ...], doing: str, since: float, waiting: list[str]) -> None:
    state = with_ticket(*acts).state(510.0)
    assert (state.counters[0].doing, state.counters[0].since) == (doing, since)
    assert [ticket.id for ticket in state.waiting] == waiting


def test_a_called_visitor_has_waited_from_issue_to_call() -> None:
    counter = with_ticket(called).state(492.0).counters[0]
    assert (counter.service, counter.waited, counter.wanted) == ("ten", 5.0, None)


def test_a_ticket_is_due_by_its_queues_target() -> None:
    (ticket,) = with_ticket().state(486.0).waiting
    assert (ticket.issued, ticket.due, ticket.seq) == (485.0, 500.0, 1)


def test_a_finished_service_is_learned_with_its_wait_walk_and_minutes() -> None:
    model = with_ticket(called, started, finished).model
    assert model.pools["walk"] == [1.0]
    assert model.losses.called[1] == 1, "five minutes are in the second bin"
    assert model.losses.minutes[:3].tolist() == [5.0, 0.0, 0.0]
    assert model.offsets.mean.sum() < 0, "nine minutes are fewer than ten"
    assert set(model.offsets.keys) == {"center", "queue:A", "service:ten", "agent:Ada"}


def test_a_no_show_and_a_walk_out_are_learned() -> None:
    missed = with_ticket(called, lambda each: each.no_show("a", time=493.0)).model
    assert (missed.pools["no_show_wait"], missed.losses.missed.sum()) == ([3.0], 1)
    left = with_ticket(lambda each: each.leave("a", time=488.0)).model
    assert (left.losses.left.sum(), left.losses.minutes.sum()) == (1, 3.0)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda each: each.issue("a", "ten", "standard", time=486.0), "issued before"),
        (lambda each: each.issue("b", "cake", "standard", time=486.0), "unknown service cake"),
        (lambda each: each.book("b", "cake", 500.0, time=486.0), "unknown service cake"),
        (lambda each: each.call("b", "1", time=486.0), "not waiting"),
        (lambda each: each.call("a", "9", time=486.0), "unknown counter 9"),
        (lambda each: each.start("a", time=486.0), "not called"),
        (lambda each: each.finish("a", time=486.0), "not called"),
        (lambda each: each.no_show("a", time=486.0), "not called"),
        (lambda each: each.leave("b", time=486.0), "not here"),
        (lambda each: each.open("9", time=486.0), "unknown counter 9"),
        (lambda each: each.pause("9", time=486.0), "unknown counter 9"),
        (lambda each: each.resume("9", time=486.0), "unknown counter 9"),
        (lambda each: each.close("9", time=486.0), "unknown counter 9"),
    ],
)
def test_an_impossible_event_is_refused(act: Act, words: str) -> None:
    with pytest.raises(ImpossibleEvent, match=words):
        act(with_ticket())


def test_without_events_of_opening_a_counter_is_expected_by_its_plan() -> None:
    silent = tracker()
    assert [silent.state(now).counters[0].doing for now in (479.0, 480.0)] == ["shut", "ready"]
    announced = tracker()
    announced.open("1", time=480.0)
    announced.end_day()
    assert announced.state(490.0).counters[0].doing == "shut"


def test_without_events_of_start_service_begins_with_the_call() -> None:
    found = with_ticket(called, finished)
    assert found.state(500.0).counters[0].doing is CounterActivity.READY
    found.issue("b", "ten", "standard", time=501.0)
    found.call("b", "1", time=502.0)
    assert not found.model.residuals["A"], "the first service tells of offsets, not of noise"
    assert found.state(502.0).counters[0].doing is CounterActivity.SERVING


@pytest.mark.parametrize(
    ("acts", "overtime"),
    [
        ((called, finished), [0.0, 0.0]),
        ((), [0.0, 1.0]),  # left uncalled
        ((lambda each: each.call("a", "1", time=1021.0),), [1.0, 0.0]),
        ((lambda each: each.call("a", "1", time=1020.4),), [0.0, 0.0]),  # within half a minute of closing
    ],
)
def test_a_night_learns_how_the_day_closed(acts: tuple[Act, ...], overtime: list[float]) -> None:
    found = with_ticket(*acts)
    found.end_day()
    assert found.model.overtime == overtime
    assert (found.waiting, found.visits, found.counters["1"].doing) == ({}, {}, "shut")


def test_a_booking_made_after_its_slot_has_passed_is_one_of_the_next_day() -> None:
    found = tracker()
    found.book("a", "ten", 500.0, time=900.0)
    assert found.state(900.0).bookings == ()
    found.end_day()
    assert [booking.slot for booking in found.state(480.0).bookings] == [500.0]
    found.end_day()
    assert found.model.booked == [0.0, 1.0]


def test_a_visit_without_an_end_is_forgotten_when_its_counter_calls_another() -> None:
    found = with_ticket(called)
    found.issue("b", "ten", "standard", time=491.0)
    found.call("b", "1", time=495.0)
    assert (set(found.visits), found.ended) == ({"b"}, {"a"})


def test_gaps_count_only_while_a_visitor_waits() -> None:
    center_tracker = tracker()
    center_tracker.open("1", time=480.0)
    for id_, issued in (("a", 480.0), ("b", 481.0), ("c", 600.0)):
        center_tracker.at(issued)
        center_tracker.issue(id_, "ten", "standard", time=issued)
        if id_ == "a":
            center_tracker.call("a", "1", time=480.0)
            center_tracker.start("a", time=480.0)
    center_tracker.finish("a", time=490.0)
    center_tracker.call("b", "1", time=491.5)
    center_tracker.finish("b", time=500.0)
    center_tracker.call("c", "1", time=601.0)
    assert center_tracker.model.pools["gap"] == [1.5]


def test_a_booking_is_learned_when_its_visitor_comes_or_does_not() -> None:
    center_tracker = tracker()
    for id_, slot in (("a", 500.0), ("b", 510.0)):
        center_tracker.book(id_, "ten", slot, time=480.0)
    center_tracker.at(495.0)
    center_tracker.issue("a", "ten", "appointment", time=495.0)
    center_tracker.end_day()
    assert (center_tracker.model.leads, center_tracker.model.booked, center_tracker.model.booked_classes) == (
        [-5.0],
        [1.0, 2.0],
        {"appointment": 1.0},
    )
    assert not center_tracker.model.arrivals.counts


def test_a_pause_by_the_plan_ends_by_the_plan() -> None:
    center_tracker = tracker()
    center_tracker.open("1", time=480.0)
    center_tracker.pause("1", time=722.0)
    assert center_tracker.state(730.0).counters[0].doing == "paused"
    center_tracker.resume("1", time=752.0)
    assert center_tracker.state(752.0).counters[0].breaks == ()
    assert center_tracker.model.full_breaks()
    center_tracker.pause("1", time=900.0)
    center_tracker.resume("1", time=907.0)
    assert center_tracker.model.pools["pause"] == [7.0]
