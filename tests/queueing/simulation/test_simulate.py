"""The state rolled forward: one future, its columns written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from queueing.simulation.availability import Timetable
from queueing.simulation.distributions import NEVER, Floats
from queueing.simulation.parameters import WAIT_MINUTES
from queueing.simulation.simulate import HypotheticalJoiners, RollInput, roll
from queueing.simulation.visitors import SimulatedVisitors


def visitors_of(*streams: Sequence[tuple[float, float]], visit: float = 10.0, after: float = 0.0) -> SimulatedVisitors:
    """Return the visitors of one future: each stream's as (arrival, due), in minutes from now."""
    columns = [visitor for stream in streams for visitor in (*stream, (NEVER, NEVER))]
    arrival, due = (np.array([[visitor[side] for visitor in columns]]) for side in (0, 1))
    heads = np.cumsum([0, *(len(stream) + 1 for stream in streams)])[:-1]
    return SimulatedVisitors(
        streams=tuple((str(number), "standard") for number in range(len(streams))),
        heads=heads,
        arrival=arrival,
        ready=arrival,
        due=due,
        leaves=np.full((1, 1), NEVER),
        visit=np.full(arrival.shape, visit),
        after=np.full(arrival.shape, after),
        given_up=np.full(arrival.shape, 3.0),
        no_show_draw=np.full(arrival.shape, 0.5),
        ticket_columns=np.zeros(0, np.int64),
    )


def roll_input(
    of: SimulatedVisitors,
    *,
    free: Sequence[float] = (0.0,),
    slower: Sequence[float] = (1.0,),
    serves: Sequence[Sequence[bool]] = ((True,),),
    no_show: float = 0.0,
    joiners: Sequence[tuple[float, float]] = (),
) -> RollInput:
    """Return the input of a roll that requests every visitor, and joiners as (at, due) whom every counter serves."""
    counters = len(free)
    return RollInput(
        free=np.array([free]),
        agent_factor=np.array([slower]),
        serves=np.array(serves),
        timetable=Timetable(np.full(counters, NEVER), np.zeros((counters, 0)), np.zeros((counters, 0)), False),
        tie_break=np.array([np.arange(counters, dtype=np.float64)]),
        no_show=np.full(WAIT_MINUTES, no_show),
        requested=np.flatnonzero(np.isfinite(of.arrival[0])),
        joiners=HypotheticalJoiners(
            at=np.array([at for at, _ in joiners]),
            due=np.array([due for _, due in joiners]),
            served=np.ones((counters, len(joiners)), np.bool_),
        ),
    )


def calls(found: tuple[Floats, Floats]) -> list[float]:
    return [float(minutes) for minutes in found[0][0]]


THREE = visitors_of([(-3.0, 12.0), (-2.0, 13.0), (-1.0, 14.0)])


@pytest.mark.parametrize(
    ("free", "slower", "expected", "why"),
    [
        ([0.0], [1.0], [0.0, 10.0, 20.0], "one after another"),
        ([4.0], [1.0], [4.0, 14.0, 24.0], "from when the counter is free"),
        ([0.0], [1.5], [0.0, 15.0, 30.0], "a slower agent"),
        ([0.0, 0.0], [1.0, 1.0], [0.0, 0.0, 10.0], "two counters"),
        ([0.0, 3.0], [1.0, 1.0], [0.0, 3.0, 10.0], "one of them busy"),
        ([0.0, 3.0], [2.0, 1.0], [0.0, 3.0, 13.0], "the other done first"),
        ([NEVER], [1.0], [NEVER, NEVER, NEVER], "nobody calls"),
    ],
)
def test_calls_by_hand(free: list[float], slower: list[float], expected: list[float], why: str) -> None:
    requested = roll_input(THREE, free=free, slower=slower, serves=[[True]] * len(free))
    assert calls(roll(THREE, requested)) == pytest.approx(expected), why


def test_of_two_streams_the_earliest_due_is_next_if_it_has_come() -> None:
    two = visitors_of([(-3.0, 12.0), (-2.0, 13.0)], [(-1.0, 4.0), (5.0, 11.0)])
    assert calls(roll(two, roll_input(two, serves=[[True, True]]))) == [20.0, 30.0, 0.0, 10.0]
    late = visitors_of([(-3.0, 12.0), (-2.0, 13.0)], [(5.0, 11.0)])
    assert calls(roll(late, roll_input(late, serves=[[True, True]]))) == [0.0, 20.0, 10.0], "it had not come at 0"


def test_counters_call_only_the_streams_that_they_serve() -> None:
    two = visitors_of([(-3.0, 12.0), (-2.0, 13.0)], [(-1.0, 4.0)])
    requested = roll_input(two, free=[0.0, 0.0], slower=[1.0, 1.0], serves=[[True, False], [True, True]])
    assert calls(roll(two, requested)) == [0.0, 10.0, 0.0]


def test_an_idle_counter_calls_the_next_visitor_to_arrive() -> None:
    coming = visitors_of([(6.0, 21.0), (7.0, 22.0)])
    assert calls(roll(coming, roll_input(coming))) == [6.0, 16.0]


def test_the_gap_is_added_to_every_visit() -> None:
    wrapped = visitors_of([(-3.0, 12.0), (-2.0, 13.0)], after=1.5)
    assert calls(roll(wrapped, roll_input(wrapped, slower=[2.0]))) == [0.0, 21.5], "a slow agent's gap is as long"


@pytest.mark.parametrize(("chance", "second"), [(0.4, 10.0), (0.6, 3.0)])
def test_a_no_show_takes_until_it_is_given_up(chance: float, second: float) -> None:
    assert calls(roll(THREE, roll_input(THREE, no_show=chance)))[1] == second


def test_a_visitor_who_left_takes_no_time_and_counts_as_called() -> None:
    leaving = replace(THREE, leaves=np.array([[NEVER, 5.0, NEVER, NEVER]]))
    assert calls(roll(leaving, roll_input(leaving))) == [0.0, 10.0, 10.0]
    patient = replace(THREE, leaves=np.array([[NEVER, 15.0, NEVER, NEVER]]))
    assert calls(roll(patient, roll_input(patient))) == [0.0, 10.0, 20.0]


def test_a_postponed_visitor_is_not_called_before() -> None:
    ready = replace(visitors_of([(-3.0, 12.0)], [(-2.0, 13.0)]), ready=np.array([[8.0, NEVER, -2.0, NEVER]]))
    assert calls(roll(ready, roll_input(ready, serves=[[True, True]]))) == [10.0, 0.0]


@pytest.mark.parametrize(
    ("joiner", "call"),
    [
        ((0.0, 15.0), 30.0),  # due after all three
        ((0.0, 13.5), 20.0),  # before the last of them
        ((0.0, 5.0), 0.0),
        ((35.0, 50.0), 35.0),  # joins an idle counter
        ((25.0, 40.0), 30.0),
    ],
)
def test_a_joiner_is_called_in_turn_and_takes_no_time(joiner: tuple[float, float], call: float) -> None:
    waits, joined = roll(THREE, roll_input(THREE, joiners=[joiner]))
    assert joined.tolist() == [[call]]
    assert waits.tolist() == [[0.0, 10.0, 20.0]]
