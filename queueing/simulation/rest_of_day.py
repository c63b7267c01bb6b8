"""The rest of a day, rolled forward until closing: all visitors who wait or are still to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from queueing.simulation.availability import Timetable, first_free
from queueing.simulation.distributions import FUTURES, Bools, Floats, Ints, Sampler
from queueing.simulation.parameters import ModelParameters
from queueing.simulation.service_times import ServiceTimes
from queueing.simulation.simulate import HypotheticalJoiners, RollInput, roll
from queueing.simulation.state import CenterState, CounterActivity, CounterPlan, SimulatedCounter, Stream
from queueing.simulation.visitors import SimulatedVisitors, draw_visitors

_FUTURES = FUTURES // 4
"""Fewer than for a single wait are enough: the figures are over all visitors of all futures."""


@dataclass(frozen=True, slots=True)
class ExpectedWaits:
    """The expected waits of some visitors: minutes from issue to call, or until closing when not reached.

    `visitors`, `not_reached` and `left` are means over the futures, `longest` the mean of the longest wait;
    the waits are None where nobody is expected. `left` gave up before.
    """

    visitors: float
    p50: float | None
    p90: float | None
    longest: float | None
    not_reached: float
    left: float


NO_VISITORS = ExpectedWaits(0.0, None, None, None, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class DaySlot:
    """A part of the day, in minutes after midnight: the visitors who come in it, and how many wait at its end."""

    start: float
    end: float
    come: ExpectedWaits
    waiting: float


@dataclass(frozen=True, slots=True)
class DayForecast:
    """The rest of a day: all visitors, by queue, and by slot of the day."""

    total: ExpectedWaits
    queues: Mapping[str, ExpectedWaits]
    slots: Sequence[DaySlot]


def rest_of_day(
    state: CenterState, parameters: ModelParameters, *, seed: str, closing: float, slot: float = 30.0
) -> DayForecast:
    """Roll `state` forward until `closing` (minutes after midnight), when every counter stops calling.

    Slots of `slot` minutes begin at its whole multiples. The same input gives the same answer.
    """
    left = max(0.0, closing - state.now)
    edges = [0.0, *(np.arange(state.now // slot * slot + slot, closing, slot) - state.now).tolist(), left]
    spans = [(start, end) for start, end in pairwise(edges) if end > start]
    streams = sorted(_streams(state, parameters))
    if not streams or not spans:
        slots = [DaySlot(state.now + start, state.now + end, NO_VISITORS, 0.0) for start, end in spans]
        return DayForecast(NO_VISITORS, dict.fromkeys(state.center.queues, NO_VISITORS), slots)
    state, parameters = _closing_by(state, closing), replace(parameters, overtime=False)
    sampler = Sampler(seed, _FUTURES)
    visitors, called, weights = _rolled(state, parameters, streams, left, sampler)
    # A visitor who is expected back later does not wait now.
    expected_later = visitors.ticket_columns[
        [index for index, ticket in enumerate(state.waiting) if ticket.issued > state.now]
    ]
    day_visitors = _DayVisitors.of(visitors, called, weights, left, expected_later)
    ends = [*visitors.heads[1:].tolist(), visitors.arrival.shape[1]]
    queue_of = np.repeat(np.array([queue for queue, _ in streams], dtype=object), np.diff([0, *ends]))
    for column, ticket in zip(visitors.ticket_columns, state.waiting, strict=True):
        # A visitor who waits for one counter or agent is counted in the queue of the service.
        service = state.center.services.get(ticket.service)
        queue_of[column] = service.queue if service else ticket.queue
    return DayForecast(
        total=day_visitors.waits(np.ones(visitors.arrival.shape, dtype=np.bool_)),
        queues={
            queue: day_visitors.waits(np.broadcast_to(queue_of == queue, visitors.arrival.shape))
            for queue in state.center.queues
        },
        slots=[
            DaySlot(
                state.now + start,
                state.now + end,
                day_visitors.waits(day_visitors.arriving_between(start, end)),
                day_visitors.at(end),
            )
            for start, end in spans
        ],
    )


def _closing_by(state: CenterState, closing: float) -> CenterState:
    """Return the state with every counter closing by then; at least one, so that there is something to roll."""

    def stops(counter: SimulatedCounter) -> SimulatedCounter:
        closes = closing if counter.desk.closes is None else min(closing, counter.desk.closes)
        return replace(counter, desk=replace(counter.desk, closes=closes))

    counters = tuple(stops(counter) for counter in state.counters)
    closed = SimulatedCounter(CounterPlan("", frozenset(), closes=closing), CounterActivity.CLOSED)
    return replace(state, counters=counters or (closed,))


def _streams(state: CenterState, parameters: ModelParameters) -> set[Stream]:
    """Return every stream in which visitors wait or to which they may come, served or not."""
    waiting = {ticket.stream for ticket in state.waiting}
    return waiting | {
        stream for stream, hourly in parameters.arrivals.items() if stream[0] in state.center.queues and hourly.any()
    }


def _rolled(
    state: CenterState, parameters: ModelParameters, streams: Sequence[Stream], left: float, sampler: Sampler
) -> tuple[SimulatedVisitors, Floats, Floats]:
    """Return the visitors, when each is called in each future (minutes from now), and the futures' weights."""
    known = state.center.services
    named = [ticket.service for ticket in state.waiting]
    named += [counter.service for counter in state.counters if counter.service is not None]
    named += [service for queue, _ in streams for service in parameters.mix.get(queue, {})]
    times = ServiceTimes(state, parameters, list(dict.fromkeys(name for name in named if name in known)), sampler)
    timetable = Timetable.of(state, parameters)
    free, weights = first_free(state, parameters, times, sampler, timetable)
    visitors = draw_visitors(state, parameters, times, sampler, streams, [left] * len(streams))
    serves = [[queue in counter.desk.queues for queue, _ in streams] for counter in state.counters]
    none = np.zeros(0)
    roll_input = RollInput(
        free=free,
        agent_factor=np.exp(times.by_counter),
        serves=np.array(serves, dtype=np.bool_).reshape(len(state.counters), len(streams)),
        timetable=timetable,
        tie_break=sampler.rng.random(free.shape),
        no_show=parameters.no_show,
        requested=np.arange(visitors.arrival.shape[1]),
        joiners=HypotheticalJoiners(none, none, np.zeros((len(state.counters), 0), dtype=np.bool_)),
    )
    return visitors, roll(visitors, roll_input)[0], weights


@dataclass(frozen=True, slots=True)
class _DayVisitors:
    """All visitors of every future, in shape (futures, visitors), times in minutes from now.

    A wait lasts from `arrival` `until` the call, leaving (`gave_up`) or closing (`missed`). `weights` are the futures'.
    """

    arrival: Floats
    until: Floats
    missed: Bools
    gave_up: Bools
    weights: Floats

    @classmethod
    def of(
        cls, visitors: SimulatedVisitors, called: Floats, weights: Floats, left: float, expected_later: Ints
    ) -> _DayVisitors:
        arrival = np.where(visitors.arrival < left, visitors.arrival, np.inf)
        arrival[:, expected_later] = np.inf
        served_by = np.minimum(called, left)
        gave_up = np.broadcast_to(visitors.leaves, arrival.shape) < served_by
        until = np.where(gave_up, np.broadcast_to(visitors.leaves, arrival.shape), served_by)
        missed = np.isfinite(arrival) & ~gave_up & (called >= left)
        return cls(arrival, until, missed, gave_up & np.isfinite(arrival), weights / weights.sum())

    def arriving_between(self, start: float, end: float) -> Bools:
        """Return which visitors arrive from `start` until, not including, `end` (minutes from now)."""
        return np.asarray((self.arrival >= start) & (self.arrival < end))

    def at(self, moment: float) -> float:
        """Return how many visitors wait just before a moment."""
        return self._mean((self.arrival < moment) & (self.until >= moment))

    def waits(self, chosen: Bools) -> ExpectedWaits:
        """Return the expected waits of the chosen visitors."""
        present = chosen & np.isfinite(self.arrival)
        stayed = present & ~self.gave_up
        waits = np.where(stayed, self.until - np.where(stayed, self.arrival, 0.0), -np.inf)
        p50, p90 = self._quantiles(waits, stayed)
        longest = waits.max(axis=1, initial=-np.inf)
        some = np.isfinite(longest)
        return ExpectedWaits(
            visitors=self._mean(present),
            p50=p50,
            p90=p90,
            longest=float(np.average(longest[some], weights=self.weights[some])) if some.any() else None,
            not_reached=self._mean(present & self.missed),
            left=self._mean(present & self.gave_up),
        )

    def _mean(self, chosen: Bools) -> float:
        return float((chosen.sum(axis=1) * self.weights).sum())

    def _quantiles(self, waits: Floats, stayed: Bools) -> tuple[float | None, float | None]:
        if not stayed.any():
            return None, None
        values = waits[stayed]
        weights = np.broadcast_to(self.weights[:, None], waits.shape)[stayed]
        order = np.argsort(values)
        values, weights = values[order], weights[order]
        shares = (np.cumsum(weights) - weights / 2) / weights.sum()
        p50, p90 = np.interp((0.5, 0.9), shares, values)
        return float(p50), float(p90)
