"""Rolls the live state forward in all futures at once, until every ticket asked about was called.

In each step, and in every future, the counter that is free first takes the next ticket in the order
of the live queue: of the streams that it serves, the earliest due that has come and is ready.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from queueing.simulation.availability import NEVER, Timetable
from queueing.simulation.distributions import Bools, Floats, Ints
from queueing.simulation.parameters import WAIT_MINUTES
from queueing.simulation.visitors import VisitorLine

_CHECK_EVERY = 8


@dataclass(frozen=True, slots=True)
class HypotheticalJoiners:
    """Joiners who take no time: from when (minutes from now), due when, and which counters serve them."""

    at: Floats
    due: Floats
    served: Bools  # (counters, joiners)


@dataclass(frozen=True, slots=True)
class RollInput:
    """One roll's input besides the visitors: counters' first free minutes, skills, pace, and who is asked about."""

    free: Floats  # (futures, counters), minutes from now
    slower: Floats  # (futures, counters), factor of the agent
    serves: Bools  # (counters, streams)
    timetable: Timetable
    turn: Floats  # (futures, counters), which of the counters free at the same time calls first: the lowest
    no_show: Floats  # by whole minutes waited
    asked: Ints  # columns of the line
    joiners: HypotheticalJoiners


class _Roll:
    """The state of all futures that still run; those done are dropped from time to time."""

    def __init__(self, line: VisitorLine, question: RollInput) -> None:
        self.line, self.question = line, question
        futures, columns = line.came.shape
        self.called = np.full(futures * columns, NEVER)
        self.joined = np.full((futures, len(question.joiners.at)), NEVER)
        self.came = np.ascontiguousarray(line.came).ravel()
        self.ready = self.came if line.ready is line.came else np.ascontiguousarray(line.ready).ravel()
        self.due = np.ascontiguousarray(line.due).ravel()
        self.visit, self.after = line.visit.ravel(), line.after.ravel()
        self.given_up, self.luck = line.given_up.ravel(), line.luck.ravel()
        self.leaves = line.leaves.ravel() if line.leaves.size > 1 else None
        self.is_asked = np.zeros(columns, dtype=np.int64)
        self.is_asked[question.asked] = 1
        # Of the futures still running:
        self.future = np.arange(futures)
        self.head = self.future[:, None] * columns + line.heads
        self.head_ready, self.head_due = self.ready[self.head], self.due[self.head]
        self.free, self.slower, self.turn = question.free.copy(), question.slower, question.turn * 1e-6
        self.unasked = np.full(futures, len(question.asked))
        self.joiner_served = question.joiners.served.any(axis=0)

    def run(self) -> None:
        steps = 0
        while len(self.future):
            self._step()
            steps += 1
            if steps % _CHECK_EVERY == 0 or not self.unasked.any():
                self._drop_done()

    def _drop_done(self) -> None:
        done = self.unasked == 0
        if self.joined.shape[1]:
            done &= (np.isfinite(self.joined[self.future]) | ~self.joiner_served).all(axis=1)
        done |= ~(self.free.min(axis=1) < NEVER)
        if not done.any():
            return
        keep = ~done
        self.future, self.head = self.future[keep], self.head[keep]
        self.head_ready, self.head_due = self.head_ready[keep], self.head_due[keep]
        self.free, self.slower, self.turn = self.free[keep], self.slower[keep], self.turn[keep]
        self.unasked = self.unasked[keep]

    def _step(self) -> None:
        rows = np.arange(len(self.future))
        counter = (self.free + self.turn).argmin(axis=1)
        now = self.free[rows, counter]
        serves = self.question.serves[counter]
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
        self.free[rows, counter] = self.question.timetable.fit(counter, now, after, found)
        ticket = ticket + found
        self.head[rows, stream] = ticket
        self.head_ready[rows, stream] = self.ready[ticket]
        self.head_due[rows, stream] = self.due[ticket]

    def _join(self, counter: Ints, now: Floats, first_due: Floats) -> None:
        """Note the joiners whom this counter would call before the first visitor."""
        joiners = self.question.joiners
        if not len(joiners.at):
            return
        turn = joiners.served[counter] & (joiners.due < first_due[:, None]) & (joiners.at <= now[:, None])
        turn &= (now < NEVER)[:, None]
        self.joined[self.future] = np.minimum(self.joined[self.future], np.where(turn, now[:, None], NEVER))

    def _next_joiner(self, counter: Ints, now: Floats, coming: Floats) -> Floats:
        """Return when an idle counter next has a visitor: `coming`, or a joiner who joins later."""
        joiners = self.question.joiners
        if not (joiners.at > 0).any():
            return coming
        later = np.where(joiners.served[counter] & (joiners.at > now[:, None]), joiners.at, NEVER)
        return np.asarray(np.minimum(coming, later.min(axis=1)))

    def _call(self, ticket: Ints, now: Floats, found: Bools) -> None:
        called = ticket[found]
        self.called[called] = now[found]
        self.unasked -= np.where(found, self.is_asked[ticket % len(self.is_asked)], 0)

    def _busy(self, ticket: Ints, now: Floats, counter: Ints, rows: Ints) -> Floats:
        """Return how long the counter is busy with each ticket: not at all with one who left."""
        waited = np.clip(now - self.came[ticket], 0.0, WAIT_MINUTES - 1)
        waited = np.where(np.isfinite(waited), waited, 0.0).astype(np.int64)
        missing = self.luck[ticket] < self.question.no_show[waited]
        busy = self.visit[ticket] * self.slower[rows, counter] + self.after[ticket]
        busy = np.where(missing, self.given_up[ticket], busy)
        return busy if self.leaves is None else np.where(self.leaves[ticket] < now, 0.0, busy)


def roll(line: VisitorLine, question: RollInput) -> tuple[Floats, Floats]:
    """Return when each asked ticket and each joiner is called, in minutes from now; inf is never.

    Shapes are (futures, asked) and (futures, joiners). A ticket whose visitor leaves first counts as
    called when it would have been, for that is what its holder asks.
    """
    running = _Roll(line, question)
    with np.errstate(invalid="ignore"):  # inf − inf, in futures where nobody is left to call
        running.run()
    columns = line.came.shape[1]
    return running.called.reshape(-1, columns)[:, question.asked], running.joined
