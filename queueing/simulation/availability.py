"""When each counter may call next, in every future: what remains of visits, pauses and silence."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from queueing.simulation.distributions import NEVER, Bools, Floats, Ints, Sampler, remaining, survival
from queueing.simulation.parameters import WAIT_MINUTES, ModelParameters
from queueing.simulation.service_times import ServiceTimes
from queueing.simulation.state import BREAK_SLACK, CenterState, CounterActivity, SimulatedCounter

_UNENDED_CHANCE = 0.001
"""Chance that a visit is never ended: the agent has gone."""

_STAYS_SHUT_CHANCE, _LATE_MINUTES = 0.1, 5.0
"""Chance that a counter planned for today stays shut; mean minutes by which it opens late otherwise."""

_RETURN_CHANCE, _RETURN_MINUTES = 0.25, 20.0
"""Of counters that stopped without an event, the share that comes back, and the mean minutes after which."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """Planned breaks and closings by counter, in minutes from now.

    `starts` and `lengths` of breaks have shape (counters, breaks), padded with inf and 0.
    """

    closes: Floats
    starts: Floats
    lengths: Floats
    full: bool

    @classmethod
    def of(cls, state: CenterState, parameters: ModelParameters) -> Timetable:
        """Return the timetable of a state's counters."""
        counters = state.counters
        most = max((len(counter.breaks) for counter in counters), default=0)
        starts = np.full((len(counters), most), NEVER)
        lengths = np.zeros((len(counters), most))
        for row, counter in enumerate(counters):
            for column, (start, length) in enumerate(sorted(counter.breaks)):
                starts[row, column] = start - state.now
                lengths[row, column] = length
        closes = [NEVER if counter.desk.closes is None else counter.desk.closes for counter in counters]
        shut = np.full(len(counters), NEVER) if parameters.overtime else np.array(closes) - state.now
        return cls(shut, starts, lengths, parameters.full_breaks)

    def fit(self, counter: Ints | int, before: Floats | float, after: Floats, busy: Bools | bool) -> Floats:
        """Return `after`, when a counter would next call, moved past its breaks and closing.

        `before` is its previous time of calling or looking; `busy` whether it served in between, for
        then the break begins late.
        """
        for column in range(self.starts.shape[1]):
            start = self.starts[counter, column]
            length = self.lengths[counter, column]
            planned = start + length
            ended = np.where(busy & (before < start), after + length, planned) if self.full else planned
            after = np.where((after >= start) & ((before < start) | (after < planned)), np.maximum(after, ended), after)
        return np.where(after >= self.closes[counter], NEVER, after)


def first_free(
    state: CenterState,
    parameters: ModelParameters,
    times: ServiceTimes,
    sampler: Sampler,
    timetable: Timetable,
) -> tuple[Floats, Floats]:
    """Return minutes from now until each counter may call (futures, counters; inf is never), and futures' weights."""
    free = np.full((sampler.futures, len(state.counters)), NEVER)
    weights = np.ones(sampler.futures)
    for index, counter in enumerate(state.counters):
        started = counter.doing in (CounterActivity.CALLED, CounterActivity.SERVING)
        if counter.doing is CounterActivity.SERVING:
            left, weight = times.remaining(counter, index, state.now, sampler, _UNENDED_CHANCE)
            weights *= weight
            ready = _after_visit(counter, state, parameters, left, sampler)
        elif counter.doing is CounterActivity.CALLED:
            ready = _after_visit(
                counter,
                state,
                parameters,
                _called_visit_left(counter, state, parameters, times, sampler, index),
                sampler,
            )
        else:
            ready = _without_visitor(counter, state, parameters, sampler)
        before = counter.since - state.now if started or counter.wrapping else -0.0
        free[:, index] = timetable.fit(index, before, ready, busy=started)
    return free, weights / weights.max()


def _without_visitor(
    counter: SimulatedCounter, state: CenterState, parameters: ModelParameters, sampler: Sampler
) -> Floats:
    if counter.doing is CounterActivity.READY:
        return _gap_left(counter, state, parameters, sampler)
    if counter.doing is CounterActivity.PAUSED:
        return _pause_left(counter, state, parameters, sampler)
    if counter.doing is CounterActivity.SHUT and counter.desk.opens is not None:
        return _opening_time(counter.desk.opens - state.now, sampler)
    return np.full(sampler.futures, NEVER)


def _called_visit_left(
    counter: SimulatedCounter,
    state: CenterState,
    parameters: ModelParameters,
    times: ServiceTimes,
    sampler: Sampler,
    index: int,
) -> Floats:
    """Return the minutes left of a visit whose visitor was called and may be a no-show."""
    elapsed = state.now - counter.since
    missing = parameters.no_show[min(WAIT_MINUTES - 1, int(max(0.0, counter.waited)))]
    absent = missing * survival(parameters.no_show_wait, elapsed, tail=0.5)
    coming = (1 - missing) * survival(parameters.walk, elapsed, tail=0.5)
    no_show = sampler.column() < absent / (absent + coming)
    shares = sampler.column()
    given_up = remaining(parameters.no_show_wait, elapsed, shares, tail=0.5)
    walk = remaining(parameters.walk, elapsed, shares, tail=0.5)
    return np.where(no_show, given_up, walk + times.full_visit(counter, index, sampler))


def _after_visit(
    counter: SimulatedCounter, state: CenterState, parameters: ModelParameters, left: Floats, sampler: Sampler
) -> Floats:
    if counter.then is CounterActivity.CLOSED:
        return np.full(sampler.futures, NEVER)
    if counter.then is CounterActivity.PAUSED:
        for start, length in counter.breaks:
            if start - BREAK_SLACK <= state.now <= start + length + BREAK_SLACK:
                planned = start + length - state.now
                return left + length if parameters.full_breaks else np.maximum(left, planned)
        return left + sampler.draw(parameters.pause, 1)[:, 0]
    return left + sampler.draw(parameters.gap, 1)[:, 0]


def _gap_left(counter: SimulatedCounter, state: CenterState, parameters: ModelParameters, sampler: Sampler) -> Floats:
    """Return the minutes left of a gap; the longer visitors have waited, the likelier the counter has stopped."""
    back, silent = _silence(counter, state, parameters)
    left = np.zeros(sampler.futures)
    if counter.wrapping and silent > 0:
        left = remaining(parameters.gap, state.now - counter.since, sampler.column(), tail=0.0)
    elif counter.wrapping:
        # Without a visitor to call, the gap may have ended without an event.
        left = np.maximum(sampler.draw(parameters.gap, 1)[:, 0] - (state.now - counter.since), 0.0)
    left = np.maximum(left, back - state.now)
    if silent <= 0 or not parameters.stops:
        return left
    alive = survival(parameters.gap, silent, tail=1.5)
    stopped = sampler.column() < parameters.stops / (parameters.stops + (1 - parameters.stops) * alive)
    return np.where(stopped, _return_time(sampler, silent), left)


def _silence(counter: SimulatedCounter, state: CenterState, parameters: ModelParameters) -> tuple[float, float]:
    """Return when a ready counter's planned break ends (or it became ready), and how long it let visitors wait.

    Time on a planned break does not count as silence.
    """
    wanted = state.now if counter.wanted is None else counter.wanted
    begun = max(counter.since, wanted)
    back, silent = counter.since, state.now - begun
    for start, length in counter.breaks:
        late = counter.wrapping and counter.since >= start and parameters.full_breaks
        end = counter.since + length if late else start + length
        if start <= state.now and counter.since < end:
            back = max(back, end)
            silent -= max(0.0, min(end, state.now) - max(start, begun))
    return back, silent


def _return_time(sampler: Sampler, silent: float) -> Floats:
    """Return in how many minutes a stopped counter comes back: the less likely, the longer it has been silent."""
    not_yet_back = _RETURN_CHANCE * math.exp(-silent / _RETURN_MINUTES)
    later = -_RETURN_MINUTES * np.log1p(-sampler.column())
    return np.where(sampler.column() < not_yet_back / (not_yet_back + 1 - _RETURN_CHANCE), later, NEVER)


def _pause_left(counter: SimulatedCounter, state: CenterState, parameters: ModelParameters, sampler: Sampler) -> Floats:
    """Return the minutes left of a pause: of a planned break by the plan, of any other by how long pauses last."""
    for start, length in counter.breaks:
        if start - BREAK_SLACK <= counter.since <= start + length:
            planned = counter.since + length if parameters.full_breaks else start + length
            if state.now <= planned:
                return planned - state.now + sampler.draw(parameters.late, 1)[:, 0]
            return remaining(parameters.late, state.now - planned, sampler.column(), tail=3.0)
    mean = max(3.0, float(parameters.pause.mean()))
    return remaining(parameters.pause, state.now - counter.since, sampler.column(), tail=mean)


def _opening_time(opens_in: float, sampler: Sampler) -> Floats:
    if opens_in >= 0:
        return np.full(sampler.futures, opens_in)
    absent = _STAYS_SHUT_CHANCE / (
        _STAYS_SHUT_CHANCE + (1 - _STAYS_SHUT_CHANCE) * float(np.exp(opens_in / _LATE_MINUTES))
    )
    shares = sampler.column()
    late = -_LATE_MINUTES * np.log1p(-sampler.column())
    return np.where(shares < absent, NEVER, late)
