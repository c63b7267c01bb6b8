"""Rolls the live state forward in all futures at once, until every requested ticket was called.

In each step, and in every future, the counter that is free first takes the next ticket in the order
of the live queue: of the streams that it serves, the earliest due that has come and is ready.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from queueing.simulation.availability import Timetable
from queueing.simulation.distributions import NEVER, Bools, Floats, Ints
from queueing.simulation.parameters import WAIT_MINUTES
from queueing.simulation.visitors import SimulatedVisitors

_CHECK_EVERY = 8


@dataclass(frozen=True, slots=True)
class HypotheticalJoiners:
    """Joiners who take no time: from when (minutes from now), due when, and which counters serve them."""

    at: Floats
    due: Floats
    served: Bools  # (counters, joiners)


@dataclass(frozen=True, slots=True)
class RollInput:
    """One roll's input besides the visitors: when counters are free, what they serve, how fast, and what to return."""

    free: Floats  # (futures, counters), minutes from now
    agent_factor: Floats  # (futures, counters), by which the agent multiplies service times
    serves: Bools  # (counters, streams)
    timetable: Timetable
    tie_break: Floats  # (futures, counters); of counters free at the same time the lowest calls first
    no_show: Floats  # chance, by whole minutes waited
    requested: Ints  # columns of the tickets whose calls are requested
    joiners: HypotheticalJoiners


class _Roll:
    """The state of all futures that still run; those done are dropped from time to time."""

    def __init__(self, visitors: SimulatedVisitors, roll_input: RollInput) -> None:
        self.visitors, self.roll_input = visitors, roll_input
        futures, columns = visitors.arrival.shape
        self.called = np.full(futures * columns, NEVER)
        self.joined = np.full((futures, len(roll_input.joiners.at)), NEVER)
        self.arrival = np.ascontiguousarray(visitors.arrival).ravel()
        self.ready = (
            self.arrival if visitors.ready is visitors.arrival else np.ascontiguousarray(visitors.ready).ravel()
        )
        self.due = np.ascontiguousarray(visitors.due).ravel()
        self.visit, self.after = visitors.visit.ravel(), visitors.after.ravel()
        self.given_up, self.no_show_draw = visitors.given_up.ravel(), visitors.no_show_draw.ravel()
        self.leaves = visitors.leaves.ravel() if visitors.leaves.size > 1 else None
        self.is_requested = np.zeros(columns, dtype=np.int64)
        self.is_requested[roll_input.requested] = 1
        # Of the futures still running:
        self.future = np.arange(futures)
        self.head = self.future[:, None] * columns + visitors.heads
        self.head_ready, self.head_due = self.ready[self.head], self.due[self.head]
        self.free, self.agent_factor, self.tie_break = (
            roll_input.free.copy(),
            roll_input.agent_factor,
            roll_input.tie_break * 1e-6,
        )
        self.outstanding = np.full(futures, len(roll_input.requested))
        self.joiner_served = roll_input.joiners.served.any(axis=0)

    def run(self) -> None:
        steps = 0
        while len(self.future):
            self._step()
            steps += 1
            if steps % _CHECK_EVERY == 0 or not self.outstanding.any():
                self._drop_done()

    def _drop_done(self) -> None:
        done = self.outstanding == 0
        if self.joined.shape[1]:
            done &= (np.isfinite(self.joined[self.future]) | ~self.joiner_served).all(axis=1)
        done |= ~(self.free.min(axis=1) < NEVER)
        if not done.any():
            return
        keep = ~done
        self.future, self.head = self.future[keep], self.head[keep]
        self.head_ready, self.head_due = self.head_ready[keep], self.head_due[keep]
        self.free, self.agent_factor, self.tie_break = self.free[keep], self.agent_factor[keep], self.tie_break[keep]
        self.outstanding = self.outstanding[keep]

    def _step(self) -> None:
        rows = np.arange(len(self.future))
        counter = (self.free + self.tie_break).argmin(axis=1)
        now = self.free[rows, counter]
        serves = self.roll_input.serves[counter]
        due = np.where(serves & (self.head_ready <= now[:, None]), self.head_due, NEVER)
        stream = due.argmin(axis=1)
        first_due = due[rows, stream]
        found = (first_due < NEVER) & (now < NEVER)
        self._join(counter, now, first_due)
        ticket = self.head[rows, stream]
        self._call(ticket, now, found)
        after = now + self._busy(ticket, now, counter, rows)
        if not found.all():
            coming = np.where(serves, self.head_ready, NEVER).min(axis=1)
            after = np.where(found, after, np.maximum(now, self._next_joiner(counter, now, coming)))
        self.free[rows, counter] = self.roll_input.timetable.fit(counter, now, after, found)
        ticket = ticket + found
        self.head[rows, stream] = ticket
        self.head_ready[rows, stream] = self.ready[ticket]
        self.head_due[rows, stream] = self.due[ticket]

    def _join(self, counter: Ints, now: Floats, first_due: Floats) -> None:
        """Note the joiners whom this counter would call before the first visitor."""
        joiners = self.roll_input.joiners
        if not len(joiners.at):
            return
        called = joiners.served[counter] & (joiners.due < first_due[:, None]) & (joiners.at <= now[:, None])
        called &= (now < NEVER)[:, None]
        self.joined[self.future] = np.minimum(self.joined[self.future], np.where(called, now[:, None], NEVER))

    def _next_joiner(self, counter: Ints, now: Floats, coming: Floats) -> Floats:
        """Return when an idle counter next has a visitor: `coming`, or a joiner who joins later."""
        joiners = self.roll_input.joiners
        if not (joiners.at > 0).any():
            return coming
        later = np.where(joiners.served[counter] & (joiners.at > now[:, None]), joiners.at, NEVER)
        return np.asarray(np.minimum(coming, later.min(axis=1)))

    def _call(self, ticket: Ints, now: Floats, found: Bools) -> None:
        called = ticket[found]
        self.called[called] = now[found]
        self.outstanding -= np.where(found, self.is_requested[ticket % len(self.is_requested)], 0)

    def _busy(self, ticket: Ints, now: Floats, counter: Ints, rows: Ints) -> Floats:
        """Return for how many minutes the counter is busy with each ticket: 0 with one whose visitor left."""
        waited = np.clip(now - self.arrival[ticket], 0.0, WAIT_MINUTES - 1)
        waited = np.where(np.isfinite(waited), waited, 0.0).astype(np.int64)
        missing = self.no_show_draw[ticket] < self.roll_input.no_show[waited]
        busy = self.visit[ticket] * self.agent_factor[rows, counter] + self.after[ticket]
        busy = np.where(missing, self.given_up[ticket], busy)
        return busy if self.leaves is None else np.where(self.leaves[ticket] < now, 0.0, busy)


def roll(visitors: SimulatedVisitors, roll_input: RollInput) -> tuple[Floats, Floats]:
    """Return when each requested ticket and each joiner is called, in minutes from now; inf is never.

    Shapes are (futures, requested) and (futures, joiners). A ticket whose visitor leaves first counts as
    called when it would have been, for that is what its holder asks.
    """
    running = _Roll(visitors, roll_input)
    with np.errstate(invalid="ignore"):  # inf − inf, in futures where nobody is left to call
        running.run()
    columns = visitors.arrival.shape[1]
    return running.called.reshape(-1, columns)[:, roll_input.requested], running.joined
