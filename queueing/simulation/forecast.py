"""One roll of a center: the wait of each ticket, and of a visitor who would join each queue now."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from queueing.simulation.availability import Timetable, first_free
from queueing.simulation.distributions import FUTURES, NEVER, Bools, Floats, Sampler
from queueing.simulation.parameters import ModelParameters
from queueing.simulation.service_times import ServiceTimes
from queueing.simulation.simulate import HypotheticalJoiners, RollInput, roll
from queueing.simulation.state import CenterState, CounterActivity, Joiner, SimulatedCounter, SimulatedTicket, Stream
from queueing.simulation.visitors import booked_class, draw_visitors

_LEAST_CHANCE = 0.02
"""Below this share of the futures that bring a call, no wait is given."""

_MANY_WAITING = 120
"""With more waiting than this, half the futures are accurate enough."""


@dataclass(frozen=True, slots=True)
class WaitQuantiles:
    """Minutes from now until the call: quantiles and mean over the futures that bring it before closing.

    `chance` is the share of futures that do, from 0 to 1; `in_time` of those that bring it before the
    deadline asked about, where there was one.
    """

    p10: float
    p50: float
    p90: float
    mean: float
    chance: float
    in_time: float = 1.0


@dataclass(frozen=True, slots=True)
class Forecast:
    """The waits of the requested tickets, by id, and of the joiners; None where no counter will serve them."""

    tickets: Mapping[str, WaitQuantiles | None]
    joiners: Mapping[Joiner, WaitQuantiles | None]


def forecast(
    state: CenterState,
    parameters: ModelParameters,
    *,
    seed: str,
    tickets: Collection[str] | None = None,
    joiners: Collection[Joiner] | None = None,
    deadline: float | None = None,
) -> Forecast:
    """Roll `state` forward and return the waits of the requested tickets and joiners.

    The same state, parameters and seed give the same answer; a ticket's id is the seed for the wait printed
    on it. By default these are every waiting ticket, and a joiner of every queue and class. To
    forecast with other counters, change `state.counters`. A joiner's wait counts from its `at`.
    `deadline` is in minutes after midnight.
    """
    requested = [ticket for ticket in state.waiting if tickets is None or ticket.id in tickets]
    joining = every_joiner(state) if joiners is None else list(joiners)
    queues = _connected_queues(state, {ticket.queue for ticket in requested} | {joiner.queue for joiner in joining})
    relevant = _restricted(state, queues)
    sampler = Sampler(seed, FUTURES if len(relevant.waiting) <= _MANY_WAITING else FUTURES // 2)
    called, joined, weights = _rolled(relevant, parameters, requested, joining, sampler)
    joins = [max(0.0, joiner.at - state.now) if joiner.at is not None else 0.0 for joiner in joining]
    left = NEVER if deadline is None else deadline - state.now
    return Forecast(
        tickets={ticket.id: wait for ticket, wait in zip(requested, _waits(called, weights, left), strict=True)},
        joiners=dict(zip(joining, _waits(joined - np.array(joins), weights, left), strict=True)),
    )


def every_joiner(state: CenterState) -> list[Joiner]:
    """Return a joiner of every queue and class, standard among them."""
    classes = dict.fromkeys(("standard", *state.center.head_starts))
    return [Joiner(queue, priority) for queue in state.center.queues for priority in classes]


def _connected_queues(state: CenterState, queues: set[str]) -> set[str]:
    """Return the queues whose visitors may change the wait in `queues`: those linked to them by shared counters."""
    connected = set(queues)
    skills = [counter.desk.queues for counter in state.counters if counter.doing is not CounterActivity.CLOSED]
    grew = True
    while grew:
        wider = connected.union(*(skill for skill in skills if skill & connected))
        grew = wider != connected
        connected = wider
    return connected


def _restricted(state: CenterState, queues: set[str]) -> CenterState:
    services = state.center.services
    return CenterState(
        center=state.center,
        now=state.now,
        counters=tuple(counter for counter in state.counters if counter.desk.queues & queues),
        waiting=tuple(ticket for ticket in state.waiting if ticket.queue in queues),
        bookings=tuple(b for b in state.bookings if b.service in services and services[b.service].queue in queues),
    )


def _rolled(
    state: CenterState,
    parameters: ModelParameters,
    requested: Sequence[SimulatedTicket],
    joining: Sequence[Joiner],
    sampler: Sampler,
) -> tuple[Floats, Floats, Floats]:
    """Return when each requested ticket and each joiner is called, and the weight of each future."""
    if not state.counters:
        never = np.full((sampler.futures, len(requested) + len(joining)), NEVER)
        return never[:, : len(requested)], never[:, len(requested) :], np.ones(sampler.futures)
    queues = {queue for counter in state.counters for queue in counter.desk.queues}
    streams = sorted({*_streams(state, parameters, queues), *((joiner.queue, joiner.priority) for joiner in joining)})
    times = ServiceTimes(state, parameters, _services(state, parameters, streams), sampler)
    timetable = Timetable.of(state, parameters)
    free, weights = first_free(state, parameters, times, sampler, timetable)
    joiner_due = np.array([state.center.due(g.at or state.now, g.queue, g.priority) - state.now for g in joining])
    index_of = {ticket.id: index for index, ticket in enumerate(state.waiting)}
    indexes = [index_of[ticket.id] for ticket in requested]
    horizons = _horizons(state, parameters, requested, joiner_due, free, streams)
    visitors = draw_visitors(state, parameters, times, sampler, streams, horizons)
    roll_input = RollInput(
        free=free,
        agent_factor=np.exp(times.by_counter),
        serves=_serves(state.counters, [queue for queue, _ in streams]),
        timetable=timetable,
        tie_break=sampler.rng.random(free.shape),
        no_show=parameters.no_show,
        requested=visitors.ticket_columns[indexes],
        joiners=HypotheticalJoiners(
            at=np.array([max(0.0, (g.at or state.now) - state.now) for g in joining]),
            due=joiner_due + 1e-6,  # after visitors who are due at the same time and came before
            served=_serves(state.counters, [joiner.queue for joiner in joining]),
        ),
    )
    return *roll(visitors, roll_input), weights


def _streams(state: CenterState, parameters: ModelParameters, queues: set[str]) -> set[Stream]:
    streams = {ticket.stream for ticket in state.waiting}
    streams |= {stream for stream in parameters.arrivals if stream[0] in queues and stream[0] in state.center.queues}
    priority = booked_class(state, parameters)
    streams |= {(state.center.services[booking.service].queue, priority) for booking in state.bookings}
    return streams


def _services(state: CenterState, parameters: ModelParameters, streams: Sequence[Stream]) -> list[str]:
    known = state.center.services
    named = [ticket.service for ticket in state.waiting]
    named += [counter.service for counter in state.counters if counter.service is not None]
    named = [service for service in named if service in known]
    named += [booking.service for booking in state.bookings]
    named += [service for queue, _ in streams for service in parameters.mix.get(queue, {}) if service in known]
    return list(dict.fromkeys(named))


def _serves(counters: Sequence[SimulatedCounter], queues: Sequence[str]) -> Bools:
    skills = [[queue in counter.desk.queues for queue in queues] for counter in counters]
    return np.array(skills, dtype=np.bool_).reshape(len(counters), len(queues))


def _horizons(
    state: CenterState,
    parameters: ModelParameters,
    requested: Sequence[SimulatedTicket],
    joiner_due: Floats,
    free: Floats,
    streams: Sequence[Stream],
) -> list[float]:
    """Return for each stream how far ahead, in minutes, its arrivals may matter.

    That is not past the last closing, not past the time that the present work could well take, and not past the
    arrivals that would still be due before the requested tickets. (A visitor who is due later can delay those only by
    keeping a counter from another who overtakes; trials showed no trace of it.)
    """
    open_counters = [index for index in range(len(state.counters)) if np.isfinite(free[:, index]).any()]
    latest = max([*(ticket.due - state.now for ticket in requested), *joiner_due], default=0.0)
    if not open_counters:
        return [0.0] * len(streams)
    slow = parameters.offsets.mean[parameters.offsets.index["center"]] if "center" in parameters.offsets.index else 0.0
    ahead = [ticket for ticket in state.waiting if ticket.due - state.now <= latest]
    known = state.center.services
    work = sum(known[ticket.service].typical if ticket.service in known else 10.0 for ticket in ahead) * math.exp(slow)
    fewest = min(
        sum(queue in state.counters[index].desk.queues for index in open_counters) or 1
        for queue in {ticket.queue for ticket in ahead} or {""}
    )
    typical_free = np.array([np.median(free[np.isfinite(free[:, index]), index]) for index in open_counters])
    closes = [state.counters[index].desk.closes for index in open_counters]
    last = max((1440.0 if close is None else close) - state.now for close in closes)
    horizon = min(last, 2.0 * work / fewest + float(typical_free.max()) + 30.0)
    return [max(0.0, min(horizon, latest - state.center.due(0.0, *stream))) for stream in streams]


def _waits(minutes: Floats, weights: Floats, left: float) -> list[WaitQuantiles | None]:
    """Return the wait of each column of (futures, requested); `left` is the minutes until the deadline."""
    order = np.argsort(minutes, axis=0)
    minutes = np.take_along_axis(minutes, order, axis=0)
    weights = weights[order]
    reached = (minutes < NEVER).sum(axis=0)
    return [_wait(minutes[:count, index], weights[:, index], left) for index, count in enumerate(reached)]


def _wait(reached: Floats, weights: Floats, left: float) -> WaitQuantiles | None:
    """Return the wait of sorted minutes; `weights` go on to the futures in which there is no call."""
    weight = weights[: len(reached)]
    total = float(weight.sum())
    chance = total / float(weights.sum())
    if chance < _LEAST_CHANCE:
        return None
    shares = (np.cumsum(weight) - weight / 2) / total
    p10, p50, p90 = np.maximum(0.0, np.interp((0.1, 0.5, 0.9), shares, reached))
    mean = max(0.0, float((weight * reached).sum() / total))
    in_time = float(weight[reached < left].sum() / weights.sum())
    return WaitQuantiles(float(p10), float(p50), float(p90), mean, chance, in_time)
