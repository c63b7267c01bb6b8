"""Rates: visitors an hour, and no-shows and walk-outs by time waited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from queueing.simulation.distributions import Floats
from queueing.simulation.parameters import HOURS, WAIT_MINUTES

_EDGES = (0, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180)
_BINS = len(_EDGES)
_MIDDLES = np.array([(low + high) / 2 for low, high in zip(_EDGES, (*_EDGES[1:], 240), strict=True)])


def _bin(minutes: float) -> int:
    bin_ = 0
    while bin_ + 1 < _BINS and minutes >= _EDGES[bin_ + 1]:
        bin_ += 1
    return bin_


def _by_minute(per_bin: Floats) -> Floats:
    """Return values of the bins by whole minutes waited, straight lines between the bins' middles."""
    return np.asarray(np.interp(np.arange(WAIT_MINUTES) + 0.5, _MIDDLES, per_bin))


class LossRates:
    """No-shows among called visitors, and walk-outs among waiting ones, by the time waited."""

    def __init__(self) -> None:
        self.called = np.zeros(_BINS)
        self.missed = np.zeros(_BINS)
        self.left = np.zeros(_BINS)
        self.minutes = np.zeros(_BINS)

    def count_call(self, waited: float, *, shown: bool) -> None:
        """Count a called visitor who waited that many minutes, and whether the visitor came."""
        bin_ = _bin(waited)
        self.called[bin_] += 1
        self.missed[bin_] += 0 if shown else 1

    def count_wait_end(self, waited: float, *, left: bool) -> None:
        """Count the end of a wait after that many minutes: by leaving, or otherwise."""
        last = _bin(waited)
        for index in range(last):
            self.minutes[index] += _EDGES[index + 1] - _EDGES[index]
        self.minutes[last] += waited - _EDGES[last]
        self.left[last] += 1 if left else 0

    def no_show(self) -> Floats:
        """Return the chance of a no-show by whole minutes waited: the bins, shrunk towards a straight line."""
        seen = self.called.sum()
        overall = (self.missed.sum() + 0.5) / (seen + 10)
        mean_wait = float((self.called * _MIDDLES).sum()) / max(seen, 1.0)
        deviations = _MIDDLES - mean_wait
        # The prior, worth so many squared minutes, is that the chance doubles in 30 minutes.
        prior_squares = 20_000.0
        slope = float((deviations * (self.missed - self.called * overall)).sum()) + prior_squares * overall / 30
        slope /= float((self.called * deviations**2).sum()) + prior_squares
        trend = np.clip(overall + slope * deviations, 0.2 * overall, 0.9)
        return _by_minute((self.missed + 15 * trend) / (self.called + 15))

    def leaving(self) -> Floats | None:
        """Return the cumulative hazard of leaving by whole minutes waited; None when no visitor has left."""
        if not self.left.sum():
            return None
        overall = self.left.sum() / max(self.minutes.sum(), 1.0)
        hazard = (self.left + 3) / (self.minutes + 3 / overall)
        return np.concatenate(([0.0], np.cumsum(_by_minute(hazard))))

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {name: getattr(self, name).tolist() for name in ("called", "missed", "left", "minutes")}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> LossRates:
        """Return what `to_dict` stored."""
        waits = cls()
        for name in ("called", "missed", "left", "minutes"):
            setattr(waits, name, np.array(stored[name], dtype=np.float64))
        return waits


class Arrivals:
    """Visitors without appointment by queue, class and hour of the day, and how today differs."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, str], Floats] = {}
        self.hours = np.zeros(HOURS)
        self.mix: dict[str, dict[str, float]] = {}
        self.days = 0
        self.today = 0.0
        self.expected = 0.0
        self._until: float | None = None
        self._expected_rates: Floats = np.zeros(HOURS)

    def count_visitor(self, queue: str, priority: str, service: str, at: float) -> None:
        """Count a visitor who came at `at` minutes after midnight."""
        counts = self.counts.setdefault((queue, priority), np.zeros(HOURS))
        counts[hour_of(at)] += 1
        shares = self.mix.setdefault(queue, {})
        shares[service] = shares.get(service, 0.0) + 1
        self.today += 1

    def observe(self, until: float) -> None:
        """Count the time up to `until` as observed; the day's first use of this sets where it begins."""
        if self._until is None:
            self._until = until
        at = self._until
        while at < until:
            hour = hour_of(at)
            step = min(until, 60.0 * (hour + 1) if hour + 1 < HOURS else until) - at
            self.hours[hour] += step / 60
            self.expected += self._expected_rates[hour] * step / 60
            at += step
        self._until = max(at, until)

    def end_day(self) -> None:
        """End the day."""
        self.days += self._until is not None
        self.today = self.expected = 0.0
        self._until = None
        total = sum(self.counts.values(), np.zeros(HOURS))
        self._expected_rates = np.divide(total, self.hours, out=np.zeros(HOURS), where=self.hours > 0)

    def rates(self) -> dict[tuple[str, str], Floats]:
        """Return visitors an hour by hour of the day; hours little observed are shrunk towards the whole day's rate."""
        observed = max(float(self.hours.sum()), 1.0)
        return {
            stream: (counts + 0.5 * counts.sum() / observed) / (self.hours + 0.5)
            for stream, counts in self.counts.items()
        }

    def pace(self) -> tuple[float, float] | None:
        """Return (mean, shape) of the gamma factor by which today's visitors differ from other days'."""
        if not self.days:
            return None
        return (self.today + 30) / (self.expected + 30), self.today + 30

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "counts": [[queue, priority, counts.tolist()] for (queue, priority), counts in self.counts.items()],
            "hours": self.hours.tolist(),
            "mix": {queue: dict(shares) for queue, shares in self.mix.items()},
            "days": self.days,
            "today": self.today,
            "expected": self.expected,
            "until": self._until,
            "usual": self._expected_rates.tolist(),
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Arrivals:
        """Return what `to_dict` stored."""
        arrivals = cls()
        arrivals.counts = {(queue, priority): np.array(counts) for queue, priority, counts in stored["counts"]}
        arrivals.hours = np.array(stored["hours"], dtype=np.float64)
        arrivals.mix = {queue: dict(shares) for queue, shares in stored["mix"].items()}
        arrivals.days, arrivals.today = stored["days"], stored["today"]
        arrivals.expected, arrivals._until = stored["expected"], stored["until"]
        arrivals._expected_rates = np.array(stored["usual"], dtype=np.float64)
        return arrivals


def hour_of(at: float) -> int:
    """Return the hour of the day that holds `at` minutes after midnight, the first or last for times outside."""
    return min(HOURS - 1, max(0, int(at // 60)))
