"""All visitors who wait or will come, in every future: a column for each visitor, adjacent columns for each stream.

A stream is a queue and a class: within it the due order is the order of issue, so that the next of
each stream is enough to find the next of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from queueing.simulation.distributions import NEVER, Floats, Ints, Sampler
from queueing.simulation.parameters import HOURS, ModelParameters
from queueing.simulation.service_times import ServiceTimes
from queueing.simulation.state import CenterState, SimulatedTicket, Stream


@dataclass(frozen=True, slots=True)
class SimulatedVisitors:
    """Columns of shape (futures, visitors); times in minutes from now.

    `arrival` (issue of the ticket), `ready` (from when they may be called: their arrival, unless they asked for time),
    `due`, `leaves` (inf: stays), `visit` (service minutes without the agent's offset), `after` (walk to the counter and
    gap), `given_up` (busy minutes of a no-show), `no_show_draw` (a no-show if below its chance). The columns of each
    stream end with a visitor who never comes; `heads` has the first column of each. `ticket_columns` are those of the
    waiting tickets, in the state's order.
    """

    streams: tuple[Stream, ...]
    heads: Ints
    arrival: Floats
    ready: Floats
    due: Floats
    leaves: Floats
    visit: Floats
    after: Floats
    given_up: Floats
    no_show_draw: Floats
    ticket_columns: Ints


@dataclass(slots=True)
class _StreamColumns:
    """Some columns of one stream: arrival, from when they may be called, due (minutes from now), and service."""

    arrival: Floats
    ready: Floats
    due: Floats
    service: Ints


def draw_visitors(
    state: CenterState,
    parameters: ModelParameters,
    times: ServiceTimes,
    sampler: Sampler,
    streams: Sequence[Stream],
    horizons: Sequence[float],
) -> SimulatedVisitors:
    """Return the visitors of every stream: the waiting ones, and those to come within its horizon in minutes."""
    order, dues = _in_due_order(state)
    runs: list[_StreamColumns] = []
    heads = [0]
    ticket_columns = np.zeros(len(state.waiting), dtype=np.int64)
    bookings = _bookings(state, parameters, times, sampler)
    for stream, horizon in zip(streams, horizons, strict=True):
        indexes = [index for index in order if state.waiting[index].stream == stream]
        ticket_columns[indexes] = heads[-1] + np.arange(len(indexes))
        tickets = [state.waiting[index] for index in indexes]
        run = _waiting(state, tickets, [dues[index] for index in indexes], times, sampler)
        coming = [_arrivals(state, parameters, times, sampler, stream, horizon), *bookings.get(stream, [])]
        runs += [run, _merged(coming, state, stream, sampler.futures)]
        heads.append(heads[-1] + sum(run.arrival.shape[1] for run in runs[-2:]))
    arrival = np.concatenate([run.arrival for run in runs], axis=1)
    any_postponed = any(ticket.ready is not None for ticket in state.waiting)
    due = np.concatenate([run.due for run in runs], axis=1)
    service = np.concatenate([run.service for run in runs], axis=1)
    columns = arrival.shape[1]
    gap = sampler.draw(parameters.gap, columns)
    return SimulatedVisitors(
        streams=tuple(streams),
        heads=np.array(heads[:-1], dtype=np.int64),
        arrival=arrival,
        ready=np.concatenate([run.ready for run in runs], axis=1) if any_postponed else arrival,
        due=due,
        leaves=_leaves(parameters, arrival, sampler),
        visit=_visits(times, service, sampler),
        after=gap + sampler.draw(parameters.walk, columns),
        given_up=gap + sampler.draw(parameters.no_show_wait, columns),
        no_show_draw=sampler.shares(columns),
        ticket_columns=ticket_columns,
    )


def _in_due_order(state: CenterState) -> tuple[list[int], list[float]]:
    """Return the waiting tickets' indexes by (due, seq), and their dues from now, equal ones made distinct."""
    order = sorted(range(len(state.waiting)), key=lambda index: (state.waiting[index].due, state.waiting[index].seq))
    dues = [0.0] * len(order)
    last = -NEVER
    for index in order:
        last = max(state.waiting[index].due - state.now, last + 1e-9)
        dues[index] = last
    return order, dues


def _waiting(
    state: CenterState,
    tickets: list[SimulatedTicket],
    dues: list[float],
    times: ServiceTimes,
    sampler: Sampler,
) -> _StreamColumns:
    rows = (sampler.futures, len(tickets))
    arrival = np.array([ticket.issued - state.now for ticket in tickets])
    ready = np.array([(ticket.issued if ticket.ready is None else ticket.ready) - state.now for ticket in tickets])
    service = np.array([times.column_of(ticket.service) for ticket in tickets], dtype=np.int64)
    return _StreamColumns(
        np.broadcast_to(arrival, rows),
        np.broadcast_to(ready, rows),
        np.broadcast_to(np.array(dues), rows),
        np.broadcast_to(service, rows),
    )


def _arrivals(
    state: CenterState,
    parameters: ModelParameters,
    times: ServiceTimes,
    sampler: Sampler,
    stream: Stream,
    horizon: float,
) -> tuple[Floats, Ints]:
    """Return when visitors without appointment come to a stream, and their services: a gamma-paced Poisson stream."""
    hourly = parameters.arrivals.get(stream)
    shares = {name: share for name, share in parameters.mix.get(stream[0], {}).items() if times.knows(name)}
    empty = np.zeros((sampler.futures, 0)), np.zeros((sampler.futures, 0), dtype=np.int64)
    if hourly is None or not shares or horizon <= 0:
        return empty
    ends = [0.0, *(60.0 * hour - state.now for hour in range(HOURS) if 0 < 60 * hour - state.now < horizon), horizon]
    starts_at = np.array([min(HOURS - 1, int((state.now + start) // 60)) for start in ends[:-1]])
    expected = np.concatenate(([0.0], np.cumsum(np.diff(ends) * hourly[starts_at] / 60)))
    if expected[-1] < 1e-4:
        return empty
    pace = np.ones(sampler.futures)
    if parameters.pace is not None:
        mean, shape = parameters.pace
        pace = sampler.rng.gamma(shape, mean / shape, sampler.futures)
    most = float(expected[-1] * pace.max())
    columns = int(most + 3.5 * most**0.5 + 3)
    spent = np.cumsum(sampler.rng.standard_exponential((sampler.futures, columns)), axis=1) / pace[:, None]
    arrival = np.interp(spent, expected, np.array(ends), right=NEVER)
    names = list(shares)
    edges = np.cumsum([shares[name] for name in names]) / sum(shares.values())
    picks = np.minimum(np.searchsorted(edges, sampler.rng.random(arrival.shape)), len(names) - 1)
    return arrival, np.array([times.column_of(name) for name in names])[picks]


def booked_class(state: CenterState, parameters: ModelParameters) -> str:
    """Return the class that visitors with an appointment come with."""
    if parameters.bookings.priority is not None:
        return parameters.bookings.priority
    return next((name for name in ("appointment", "booked", "booking") if name in state.center.head_starts), "standard")


def _bookings(
    state: CenterState, parameters: ModelParameters, times: ServiceTimes, sampler: Sampler
) -> dict[Stream, list[tuple[Floats, Ints]]]:
    """Return when each booked visitor comes, by stream; late ones may still come."""
    coming: dict[Stream, list[tuple[Floats, Ints]]] = {}
    lead = parameters.bookings.lead
    for booking in state.bookings:
        early = state.now - booking.slot
        still = float(np.mean(lead > early))
        shown = parameters.bookings.shown * still
        chance = shown / (shown + 1 - parameters.bookings.shown) if shown else 0.0
        left = lead[lead > early]
        picks = (sampler.column() * len(left)).astype(np.int64)
        arrival = left[picks] - early if len(left) else np.full(sampler.futures, NEVER)
        arrival = np.where(sampler.column() < chance, arrival, NEVER)
        stream = (state.center.services[booking.service].queue, booked_class(state, parameters))
        service = np.full((sampler.futures, 1), times.column_of(booking.service))
        coming.setdefault(stream, []).append((arrival[:, None], service))
    return coming


def _merged(parts: list[tuple[Floats, Ints]], state: CenterState, stream: Stream, futures: int) -> _StreamColumns:
    """Return the visitors who come to a stream, in order, and after them the one that never comes."""
    never = np.full((futures, 1), NEVER), np.zeros((futures, 1), dtype=np.int64)
    arrival = np.concatenate([part[0] for part in (*parts, never)], axis=1)
    service = np.concatenate([part[1] for part in (*parts, never)], axis=1)
    if len(parts) > 1:
        order = np.argsort(arrival, axis=1, kind="stable")
        arrival = np.take_along_axis(arrival, order, axis=1)
        service = np.take_along_axis(service, order, axis=1)
    return _StreamColumns(arrival, arrival, arrival + state.center.due(0.0, *stream), service)


def _leaves(parameters: ModelParameters, arrival: Floats, sampler: Sampler) -> Floats:
    """Return when each visitor gives up waiting, given that those waiting now have not."""
    if parameters.leaving is None:
        return np.full((1, 1), NEVER)
    hazard = parameters.leaving
    minutes = np.arange(len(hazard), dtype=np.float64)
    waited = np.maximum(-arrival, 0.0)
    limit = np.interp(waited, minutes, hazard) + sampler.exponential(arrival.shape[1])
    return np.asarray(arrival + np.interp(limit, hazard, minutes, right=NEVER))


def _visits(times: ServiceTimes, service: Ints, sampler: Sampler) -> Floats:
    """Return the minutes of each visit, without the agent's offset."""
    tables = {id(table): table for table in times.noise}
    which = np.array([list(tables).index(id(table)) for table in times.noise])
    coarse = np.stack([table.reshape(sampler.futures, -1).mean(axis=1) for table in tables.values()])
    noise = coarse[which[service], sampler.ranks(service.shape[1])]
    return np.asarray(np.exp(np.take_along_axis(times.by_service, service, axis=1) + noise))
