"""How long visits take, in every future: drawn offsets, noise, and what remains of a visit begun."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from queueing.forecast.belief import Belief
from queueing.forecast.state import Center, Counter, State
from queueing.forecast.tables import FUTURES, Dice, Floats

_SHORTEST = 0.02


class ServiceTimes:
    """The drawn log offsets of one roll: by service (catalog's typical included) and by counter's agent."""

    def __init__(self, state: State, belief: Belief, services: Iterable[str], dice: Dice) -> None:
        self._center: Center = state.center
        self._belief = belief
        self.place: Mapping[str, int] = {service: place for place, service in enumerate(services)}
        offsets = _Offsets(belief, self._keys(state), dice)
        columns = [self._log_typical(service) + offsets.total(self._service_keys(service)) for service in self.place]
        self.by_service = np.stack(columns, axis=1) if columns else np.zeros((dice.futures, 0))
        agents = [
            offsets.total([f"agent:{counter.desk.agent}"] if counter.desk.agent else []) for counter in state.counters
        ]
        self.by_counter = np.stack(agents, axis=1) if agents else np.zeros((dice.futures, 0))

    def _service_keys(self, service: str) -> list[str]:
        return ["center", f"queue:{self._center.services[service].queue}", f"service:{service}"]

    def _keys(self, state: State) -> list[str]:
        keys = dict.fromkeys(key for service in self.place for key in self._service_keys(service))
        keys.update(dict.fromkeys(f"agent:{counter.desk.agent}" for counter in state.counters if counter.desk.agent))
        return list(keys)

    def _log_typical(self, service: str) -> float:
        return float(np.log(self._center.services[service].typical))

    def noise_table(self, service: str) -> Floats:
        """Return the table of log noise for a service."""
        return self._belief.noise.get(self._center.services[service].queue, self._belief.any_noise)

    def _expected(self, counter: Counter, place: int) -> tuple[Floats, Floats]:
        """Return the log minutes expected of the visit at a counter, by future, and its noise table."""
        if counter.service is not None and counter.service in self.place:
            return self.by_service[:, self.place[counter.service]] + self.by_counter[:, place], self.noise_table(
                counter.service
            )
        typical = np.median([service.typical for service in self._center.services.values()] or [10.0])
        return np.log(typical) + self.by_counter[:, place], self._belief.any_noise

    def whole(self, counter: Counter, place: int, dice: Dice) -> Floats:
        """Return the minutes of the visit at a counter that has not begun."""
        expected, table = self._expected(counter, place)
        return np.asarray(np.exp(expected + dice.draw(table, 1)[:, 0]))

    def remaining(self, counter: Counter, place: int, now: float, dice: Dice, stuck: float) -> Floats:
        """Return what remains of the visit at a counter, given the minutes already spent.

        inf in the futures in which it never ends: `stuck` is the chance of that before it began, and
        it grows as the visit outlasts what it could be.
        """
        expected, table = self._expected(counter, place)
        elapsed = now - counter.since
        shares = dice.column()
        if elapsed <= _SHORTEST:
            return np.asarray(np.exp(expected + table[(shares * FUTURES).astype(np.int64)]))
        start = np.searchsorted(table, np.log(elapsed) - expected, side="right") / FUTURES
        picks = np.minimum(((start + (1 - start) * shares) * FUTURES).astype(np.int64), FUTURES - 1)
        left = np.exp(expected + table[picks]) - elapsed
        # Past the longest known, what remains grows with what was spent, as the tail of the table does.
        slope = float(table[-1] - table[-FUTURES // 20]) / 3
        left = np.where(start >= 1, -elapsed * slope * np.log1p(-shares), np.maximum(left, 0.0))
        alive = float(np.mean(np.maximum(1 - start, 0.25 / FUTURES)))
        gone = dice.column() < stuck / (stuck + (1 - stuck) * alive) if self._belief.stops > 0 else False
        return np.where(gone, np.inf, left)


class _Offsets:
    """One joint draw of the offsets a roll needs."""

    def __init__(self, belief: Belief, keys: list[str], dice: Dice) -> None:
        known = belief.offsets
        places = {key: known.index[key] for key in keys if key in known.index}
        rows = list(places.values())
        scores = dice.normal(known.root.shape[1])
        drawn = scores @ known.root[rows].T + known.mean[rows]
        self._drawn = {key: drawn[:, column] for column, key in enumerate(places)}
        for key in keys:
            if key not in places:
                spread = known.unknown.get(key.partition(":")[0], 0.0)
                self._drawn[key] = spread * dice.normal(1)[:, 0]
        self._futures = dice.futures

    def total(self, keys: list[str]) -> Floats:
        """Return the sum of these offsets, by future."""
        return sum((self._drawn[key] for key in keys), np.zeros(self._futures))
