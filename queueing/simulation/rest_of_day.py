"""The rest of a day, rolled forward until closing: all visitors who wait or are still to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from queueing.simulation.availability import Timetable, first_free
from queueing.simulation.distributions import FUTURES, Bools, Dice, Floats, Ints
from queueing.simulation.parameters import ModelParameters
from queueing.simulation.service_times import ServiceTimes
from queueing.simulation.simulate import HypotheticalJoiners, RollInput, roll
from queueing.simulation.state import CenterState, CounterActivity, CounterPlan, SimulatedCounter, Stream
from queueing.simulation.visitors import VisitorLine, gather

_FUTURES = FUTURES // 4
"""Enough, for the figures are over all visitors of all futures."""


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


NOBODY = ExpectedWaits(0.0, None, None, None, 0.0, 0.0)


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
        slots = [DaySlot(state.now + start, state.now + end, NOBODY, 0.0) for start, end in spans]
        return DayForecast(NOBODY, dict.fromkeys(state.center.queues, NOBODY), slots)
    state, parameters = _until(state, closing), replace(parameters, overtime=False)
    dice = Dice(seed, _FUTURES)
    line, called, weights = _rolled(state, parameters, streams, left, dice)
    # A visitor who is expected back later does not wait now.
    away = line.of_ticket[[index for index, ticket in enumerate(state.waiting) if ticket.issued > state.now]]
    crowd = _Crowd.of(line, called, weights, left, away)
    ends = [*line.heads[1:].tolist(), line.came.shape[1]]
    queue_of = np.repeat(np.array([queue for queue, _ in streams], dtype=object), np.diff([0, *ends]))
    for column, ticket in zip(line.of_ticket, state.waiting, strict=True):
        # A visitor who waits for one counter or agent is counted in the queue of the service.
        service = state.center.services.get(ticket.service)
        queue_of[column] = service.queue if service else ticket.queue
    return DayForecast(
        total=crowd.waits(np.ones(line.came.shape, dtype=np.bool_)),
        queues={
            queue: crowd.waits(np.broadcast_to(queue_of == queue, line.came.shape)) for queue in state.center.queues
        },
        slots=[
            DaySlot(state.now + start, state.now + end, crowd.waits(crowd.came_between(start, end)), crowd.at(end))
            for start, end in spans
        ],
    )


def _until(state: CenterState, closing: float) -> CenterState:
    """Return the state with every counter closing by then; at least one, so that there is something to roll."""

    def stops(counter: SimulatedCounter) -> SimulatedCounter:
        closes = closing if counter.desk.closes is None else min(closing, counter.desk.closes)
        return replace(counter, desk=replace(counter.desk, closes=closes))

    counters = tuple(stops(counter) for counter in state.counters)
    nobody = SimulatedCounter(CounterPlan("", frozenset(), closes=closing), CounterActivity.CLOSED)
    return replace(state, counters=counters or (nobody,))


def _streams(state: CenterState, parameters: ModelParameters) -> set[Stream]:
    """Return every stream in which visitors wait or to which they may come, served or not."""
    waiting = {ticket.stream for ticket in state.waiting}
    return waiting | {
        stream for stream, hourly in parameters.arrivals.items() if stream[0] in state.center.queues and hourly.any()
    }


def _rolled(
    state: CenterState, parameters: ModelParameters, streams: Sequence[Stream], left: float, dice: Dice
) -> tuple[VisitorLine, Floats, Floats]:
    """Return the line, when each of it is called in each future (minutes from now), and the futures' weights."""
    known = state.center.services
    named = [ticket.service for ticket in state.waiting]
    named += [counter.service for counter in state.counters if counter.service is not None]
    named += [service for queue, _ in streams for service in parameters.mix.get(queue, {})]
    times = ServiceTimes(state, parameters, list(dict.fromkeys(name for name in named if name in known)), dice)
    timetable = Timetable.of(state, parameters)
    free, weights = first_free(state, parameters, times, dice, timetable)
    line = gather(state, parameters, times, dice, streams, [left] * len(streams))
    serves = [[queue in counter.desk.queues for queue, _ in streams] for counter in state.counters]
    nobody = np.zeros(0)
    question = RollInput(
        free=free,
        slower=np.exp(times.by_counter),
        serves=np.array(serves, dtype=np.bool_).reshape(len(state.counters), len(streams)),
        timetable=timetable,
        turn=dice.rng.random(free.shape),
        no_show=parameters.no_show,
        asked=np.arange(line.came.shape[1]),
        joiners=HypotheticalJoiners(nobody, nobody, np.zeros((len(state.counters), 0), dtype=np.bool_)),
    )
    return line, roll(line, question)[0], weights


@dataclass(frozen=True, slots=True)
class _Crowd:
    """Everybody of every future, shape (futures, columns): came, stops waiting (called, left or closing), and how."""

    came: Floats
    until: Floats
    missed: Bools
    gave_up: Bools
    weights: Floats

    @classmethod
    def of(cls, line: VisitorLine, called: Floats, weights: Floats, left: float, away: Ints) -> _Crowd:
        came = np.where(line.came < left, line.came, np.inf)
        came[:, away] = np.inf
        served_by = np.minimum(called, left)
        gave_up = np.broadcast_to(line.leaves, came.shape) < served_by
        until = np.where(gave_up, np.broadcast_to(line.leaves, came.shape), served_by)
        missed = np.isfinite(came) & ~gave_up & (called >= left)
        return cls(came, until, missed, gave_up & np.isfinite(came), weights / weights.sum())

    def came_between(self, start: float, end: float) -> Bools:
        """Return who comes from `start` until, not including, `end` (minutes from now)."""
        return np.asarray((self.came >= start) & (self.came < end))

    def at(self, moment: float) -> float:
        """Return how many wait just before a moment."""
        return self._mean((self.came < moment) & (self.until >= moment))

    def waits(self, chosen: Bools) -> ExpectedWaits:
        """Return what those chosen may expect."""
        here = chosen & np.isfinite(self.came)
        stayed = here & ~self.gave_up
        waits = np.where(stayed, self.until - np.where(stayed, self.came, 0.0), -np.inf)
        p50, p90 = self._quantiles(waits, stayed)
        longest = waits.max(axis=1, initial=-np.inf)
        some = np.isfinite(longest)
        return ExpectedWaits(
            visitors=self._mean(here),
            p50=p50,
            p90=p90,
            longest=float(np.average(longest[some], weights=self.weights[some])) if some.any() else None,
            not_reached=self._mean(here & self.missed),
            left=self._mean(here & self.gave_up),
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
