"""Distributions as sorted tables: the k-th of `FUTURES` equal shares of probability, lowest first.

A table is drawn from by shuffling it, so that every future gets one share and a mean over the
futures is exact where plain random numbers would scatter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

FUTURES = 400
NEVER = float("inf")
_FINE = 4
_NORMAL = NormalDist()


def _normal_scores(count: int) -> Floats:
    return np.array([_NORMAL.inv_cdf((k + 0.5) / count) for k in range(count)])


SCORES = _normal_scores(FUTURES)
_FINE_SCORES = _normal_scores(FUTURES * _FINE)
_FINE_SHARES = (np.arange(FUTURES * _FINE) + 0.5) / (FUTURES * _FINE)
SHARES = (np.arange(FUTURES) + 0.5) / FUTURES


def noise_table(residuals: Sequence[float], spread: float) -> Floats:
    """Return the table of log service time noise.

    `residuals` are observed logs less their expectation, `spread` is the estimated standard deviation.
    The table is a normal curve of that spread as long as the residuals are few or look normal, for then
    it knows the tails better than they do, and follows the residuals themselves where they do not.
    Each share keeps the mean of its own exponential, so that mean service times come out right.
    """
    curve = spread * _FINE_SCORES
    if len(residuals) > 1:
        ordered = np.sort(np.asarray(residuals, dtype=np.float64))
        ordered -= ordered.mean()  # their common part belongs to the offsets
        count = len(ordered)
        shares = (np.arange(count) + 0.5) / count
        observed = np.interp(_FINE_SHARES, shares, ordered)
        # Past the outermost residuals the curve goes on with the slope that the spread gives it.
        outer_low, outer_high = (_NORMAL.inv_cdf(float(share)) for share in (shares[0], shares[-1]))
        observed += spread * np.minimum(_FINE_SCORES - outer_low, 0.0) * (shares[0] > _FINE_SHARES)
        observed += spread * np.maximum(_FINE_SCORES - outer_high, 0.0) * (shares[-1] < _FINE_SHARES)
        empirical_share = _non_normality(ordered) * (1.0 if count >= 200 else count / (count + 20))
        curve = empirical_share * observed + (1 - empirical_share) * curve
    table: Floats = np.log(np.exp(curve).reshape(FUTURES, _FINE).mean(axis=1))
    return table


def _non_normality(ordered: Floats) -> float:
    """Return from 0 to 1 how certain it is that these sorted values are not from a normal curve.

    The measure is one less their squared correlation with normal scores (Shapiro and Francia), times
    their number, which is about 2 for normal values however many, and grows with the number for others.
    """
    if float(ordered[-1] - ordered[0]) < 1e-9:
        return 1.0
    scores = np.interp((np.arange(len(ordered)) + 0.5) / len(ordered), _FINE_SHARES, _FINE_SCORES)
    departure = len(ordered) * (1 - float(np.corrcoef(ordered, scores)[0, 1]) ** 2)
    return min(1.0, max(0.0, (departure - 2.5) / 6.0))


def minutes_table(observed: Sequence[float], prior_mean: float, *, prior_weight: float = 5.0) -> Floats:
    """Return the table of a short duration in minutes from those `observed`.

    Before any is observed it is exponential with mean `prior_mean`, which then counts as `prior_weight` observations
    and for nothing once 40 were seen.
    """
    prior = -prior_mean * np.log1p(-SHARES)
    if not observed:
        return prior
    ordered = np.sort(np.asarray(observed, dtype=np.float64))
    empirical = np.interp(SHARES, (np.arange(len(ordered)) + 0.5) / len(ordered), ordered)
    empirical_share = 1.0 if len(ordered) >= 40 else len(ordered) / (len(ordered) + prior_weight)
    table: Floats = empirical_share * empirical + (1 - empirical_share) * prior
    return table


def constant(minutes: float) -> Floats:
    """Return the table of something that always lasts `minutes`."""
    return np.full(FUTURES, minutes)


def survival(table: Floats, elapsed: float, tail: float) -> float:
    """Return the chance that a draw from `table` exceeds `elapsed`.

    Past the end of the table the chance falls by e every `tail` minutes, and is never 0.
    """
    above = FUTURES - float(np.searchsorted(table, elapsed, side="right"))
    if above >= 1:
        return above / FUTURES
    return 0.5 / FUTURES * float(np.exp(-max(0.0, elapsed - float(table[-1])) / tail))


def remaining(table: Floats, elapsed: float, shares: Floats, tail: float) -> Floats:
    """Return draws of (duration − elapsed) given duration > elapsed, one for each of `shares` in (0, 1).

    Past the end of the table what remains is exponential with mean `tail`.
    """
    if elapsed <= 0:
        return np.asarray(np.maximum(table[(shares * FUTURES).astype(np.int64)], 0.0))
    start = float(np.searchsorted(table, elapsed, side="right")) / FUTURES
    if start >= 1:
        return np.asarray(-tail * np.log1p(-shares))
    picks = np.minimum(((start + (1 - start) * shares) * FUTURES).astype(np.int64), FUTURES - 1)
    return np.asarray(np.maximum(table[picks] - elapsed, 0.0))


@lru_cache(maxsize=4)
def _shuffled(futures: int) -> npt.NDArray[np.int16]:
    """Return 1,024 shuffles of the shares, one a column; always the same ones."""
    ranks = np.tile(np.arange(futures, dtype=np.int16)[:, None], (1, 1024))
    return np.random.default_rng(1024).permuted(ranks, axis=0)


class Sampler:
    """Draws stratified samples for all futures at once: each column holds every share of probability once, shuffled."""

    def __init__(self, seed: str, futures: int) -> None:
        digest = hashlib.blake2b(seed.encode(), digest_size=8).digest()
        self.rng = np.random.default_rng(int.from_bytes(digest, "big"))
        self.futures = futures
        self._order = self.rng.permutation(1024)
        self._used = 0

    def ranks(self, columns: int) -> npt.NDArray[np.int16]:
        """Return ranks 0 … futures − 1, shuffled in each of `columns`."""
        picks = self._order[(self._used + np.arange(columns)) % 1024]
        self._used += columns
        return _shuffled(self.futures)[:, picks]

    def draw(self, table: Floats, columns: int) -> Floats:
        """Return draws from `table`, of shape (futures, columns)."""
        coarse = table.reshape(self.futures, -1).mean(axis=1)
        return np.asarray(coarse[self.ranks(columns)])

    def shares(self, columns: int) -> Floats:
        """Return uniform draws from (0, 1), of shape (futures, columns)."""
        return np.asarray((self.ranks(columns) + 0.5) / self.futures)

    def column(self) -> Floats:
        """Return one column of uniform draws from (0, 1)."""
        return self.shares(1)[:, 0]

    def exponential(self, columns: int) -> Floats:
        """Return exponential draws of mean 1, of shape (futures, columns)."""
        return np.asarray(-np.log1p(-self.shares(columns)))

    def normal(self, columns: int) -> Floats:
        """Return standard normal draws, of shape (futures, columns)."""
        return self.draw(SCORES, columns)
