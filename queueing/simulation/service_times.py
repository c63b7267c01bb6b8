"""How long visits take in every future: drawn offsets, noise, and the time left of a visit that has begun."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from statistics import median

import numpy as np

from queueing.simulation.distributions import FUTURES, Floats, Sampler
from queueing.simulation.parameters import ModelParameters
from queueing.simulation.state import CenterState, SimulatedCounter

_SHORTEST = 0.02


class ServiceTimes:
    """The drawn log offsets of one roll.

    `by_service` (futures, services) holds the log of the catalog's typical minutes and the offsets, its last
    column a service that the catalog does not know; `by_counter` (futures, counters) the agents' offsets.
    """

    def __init__(
        self, state: CenterState, parameters: ModelParameters, services: Sequence[str], sampler: Sampler
    ) -> None:
        self._columns = {service: index for index, service in enumerate(services)}
        known = state.center.services
        agents = [[f"agent:{counter.desk.agent}"] if counter.desk.agent else [] for counter in state.counters]
        terms = [["center", f"queue:{known[service].queue}", f"service:{service}"] for service in services]
        offsets = _DrawnOffsets(parameters, list(dict.fromkeys(chain(*terms, *agents))), sampler)
        typical = [known[service].typical for service in services]
        typical.append(median([service.typical for service in known.values()] or [10.0]))
        self.by_service = np.log(typical) + np.stack([offsets.total(keys) for keys in [*terms, []]], axis=1)
        self.by_counter = np.stack([offsets.total(keys) for keys in agents], axis=1)
        self.noise = [parameters.noise.get(known[service].queue, parameters.any_noise) for service in services]
        self.noise.append(parameters.any_noise)
        self._may_stop = parameters.stops > 0

    def column_of(self, service: str | None) -> int:
        """Return the column of a service in `by_service`."""
        return self._columns.get(service or "", len(self._columns))

    def knows(self, service: str) -> bool:
        """Return whether the catalog has the service."""
        return service in self._columns

    def _expected(self, counter: SimulatedCounter, index: int) -> tuple[Floats, Floats]:
        """Return the log minutes expected of the visit at a counter, by future, and its noise table."""
        column = self.column_of(counter.service)
        return self.by_service[:, column] + self.by_counter[:, index], self.noise[column]

    def full_visit(self, counter: SimulatedCounter, index: int, sampler: Sampler) -> Floats:
        """Return the minutes of a counter's visit that has not begun."""
        expected, table = self._expected(counter, index)
        return np.asarray(np.exp(expected + sampler.draw(table, 1)[:, 0]))

    def remaining(
        self, counter: SimulatedCounter, index: int, now: float, sampler: Sampler, unended_chance: float
    ) -> tuple[Floats, Floats]:
        """Return what remains of the visit at a counter given the minutes already spent, and each future's weight.

        inf in the futures in which it never ends: `unended_chance` is the chance of that before it began, and
        it grows as the visit outlasts what it could be. A future whose offsets make it unlikely that the
        visit lasts as long as it already has weighs less: a visit not yet ended teaches, too.
        """
        expected, table = self._expected(counter, index)
        elapsed = now - counter.since
        shares = sampler.column()
        if elapsed <= _SHORTEST:
            not_begun = np.exp(expected + table[(shares * FUTURES).astype(np.int64)])
            return not_begun, np.ones(sampler.futures)
        start = np.searchsorted(table, np.log(elapsed) - expected, side="right") / FUTURES
        picks = np.minimum(((start + (1 - start) * shares) * FUTURES).astype(np.int64), FUTURES - 1)
        left = np.exp(expected + table[picks]) - elapsed
        # Past the longest known visit, the time left grows with the time spent, as the tail of the table does.
        slope = float(table[-1] - table[-FUTURES // 20]) / 3
        left = np.where(start >= 1, -elapsed * slope * np.log1p(-shares), np.maximum(left, 0.0))
        # Whether the visit still goes on at all; being a minute over the longest known is no sign that it does not.
        longest = np.minimum(np.exp(expected + table[-1]), elapsed)
        beyond = 0.5 / FUTURES * (longest / elapsed) ** (1 / max(slope, 0.1)) + 0.05 * np.exp(longest - elapsed)
        alive = np.where(start >= 1, np.minimum(beyond, 0.05), 1 - start)
        if not self._may_stop:
            return left, np.maximum(alive, 1e-9)
        unended = sampler.column() < unended_chance / (unended_chance + (1 - unended_chance) * alive)
        return np.where(unended, np.inf, left), unended_chance + (1 - unended_chance) * alive


class _DrawnOffsets:
    """One joint draw of the offsets that a roll needs."""

    def __init__(self, parameters: ModelParameters, keys: list[str], sampler: Sampler) -> None:
        known = parameters.offsets
        rows_of = {key: known.index[key] for key in keys if key in known.index}
        rows = list(rows_of.values())
        scores = sampler.normal(known.root.shape[1])
        drawn = scores @ known.root[rows].T + known.mean[rows]
        self._drawn = {key: drawn[:, column] for column, key in enumerate(rows_of)}
        for key in keys:
            if key not in rows_of:
                spread = known.unknown.get(key.partition(":")[0], 0.0)
                self._drawn[key] = spread * sampler.normal(1)[:, 0]
        self._futures = sampler.futures

    def total(self, keys: list[str]) -> Floats:
        """Return the sum of these offsets, by future."""
        return sum((self._drawn[key] for key in keys), np.zeros(self._futures))
