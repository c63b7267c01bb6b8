"""How much longer than the catalog's typical minutes services take, learned one finished service at a time.

log(minutes ÷ typical) = center + queue + service + agent + noise. The offsets are one jointly normal
vector, so that what a counter's slowness says about its agent is not counted again for its service;
each finished service is one scalar Kalman step. They drift slowly, and the center's is opened wide
again after a run of surprises (a cumulative sum of what was not expected, as in quality control).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from queueing.simulation.distributions import Floats
from queueing.simulation.parameters import Offsets

PRIOR_SPREAD: Mapping[str, float] = {"center": 0.35, "queue": 0.15, "service": 0.2, "agent": 0.15}
"""Standard deviation of each kind of log offset before anything is seen."""

MEMORY_VISITS = 4000.0
"""Visits after which an offset's drift has outweighed what they taught."""

SURPRISE_SLACK = 0.5
SURPRISE_LIMIT = 8.0
"""In standard deviations: what is ignored of each surprise, and the sum that opens the center's offset.

Together they raise a false alarm about once in 10,000 visits, and notice services half as long again
as ever within some 20."""

_LARGEST_SURPRISE = 2.5


def kind(key: str) -> str:
    """Return which kind of offset a key such as "agent:Ada" names."""
    return key.partition(":")[0]


class LearnedOffsets:
    """The joint estimate of every offset met so far, and the run of surprises of either sign."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.mean: Floats = np.zeros(0)
        self.cov: Floats = np.zeros((0, 0))
        self._runs: list[list[float]] = [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
        self._indexes: dict[str, int] = {}
        self._estimate: Offsets | None = None

    def _index(self, key: str) -> int:
        if key not in self._indexes:
            size = len(self.keys)
            self._indexes[key] = size
            self.keys.append(key)
            self.mean = np.append(self.mean, 0.0)
            wider = np.zeros((size + 1, size + 1))
            wider[:size, :size] = self.cov
            wider[size, size] = PRIOR_SPREAD[kind(key)] ** 2
            self.cov = wider
        return self._indexes[key]

    def learn(self, keys: Sequence[str], value: float, noise_variance: float) -> float | None:
        """Take in one log ratio of a service with these keys; return its residual.

        The residual is what was not expected, scaled so that its variance is the noise's alone; None while
        the offsets are so little known that it would tell of them rather than of noise.
        """
        self._estimate = None
        indexes = [self._index(key) for key in keys]
        self.cov[indexes, indexes] += noise_variance / MEMORY_VISITS**2
        covariance = self.cov[:, indexes].sum(axis=1)
        variance = float(covariance[indexes].sum()) + noise_variance
        innovation = value - float(self.mean[indexes].sum())
        # One absurd service (a ticket forgotten open) must not move what hundreds taught.
        step = max(-4.0, min(4.0, innovation / math.sqrt(variance))) * math.sqrt(variance)
        self.mean = self.mean + covariance * (step / variance)
        self.cov = self.cov - np.outer(covariance, covariance) / variance
        self._track_surprises(innovation, innovation / math.sqrt(variance))
        return innovation * math.sqrt(noise_variance / variance) if variance < 1.25 * noise_variance else None

    def _track_surprises(self, innovation: float, score: float) -> None:
        score = max(-_LARGEST_SURPRISE, min(_LARGEST_SURPRISE, score))
        for run, sign in zip(self._runs, (1.0, -1.0), strict=True):
            run[0] = max(0.0, run[0] + sign * score - SURPRISE_SLACK)
            if run[0] == 0.0:
                run[1:] = [0.0, 0.0]
                continue
            run[1] += innovation
            run[2] += 1.0
            if run[0] > SURPRISE_LIMIT:
                center = self._index("center")
                self.cov[center, center] += (run[1] / run[2]) ** 2
                run[:] = [0.0, 0.0, 0.0]

    def estimate(self) -> Offsets:
        """Return what a roll draws the offsets from."""
        if self._estimate is None:
            values, vectors = np.linalg.eigh(self.cov)
            root = vectors * np.sqrt(np.maximum(values, 0.0))
            self._estimate = Offsets(dict(self._indexes), self.mean, root, PRIOR_SPREAD)
        return self._estimate

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "keys": list(self.keys),
            "mean": self.mean.tolist(),
            "cov": self.cov.tolist(),
            "runs": [list(run) for run in self._runs],
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> LearnedOffsets:
        """Return what `to_dict` stored."""
        learned = cls()
        learned.keys = list(stored["keys"])
        learned._indexes = {key: index for index, key in enumerate(learned.keys)}
        learned.mean = np.array(stored["mean"], dtype=np.float64)
        learned.cov = np.array(stored["cov"], dtype=np.float64).reshape(len(learned.keys), len(learned.keys))
        learned._runs = [list(run) for run in stored["runs"]]
        return learned
