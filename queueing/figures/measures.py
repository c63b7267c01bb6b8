"""Columns of visits -> counts, means and exact quantiles, of all of them or by group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from queueing.figures.columns import MICROS, NONE, OUTCOMES, Columns, columns_of, joined
from queueing.figures.shapes import WaitFigures
from queueing.figures.visits import Visit
from queueing.shapes import DayFigures
from queueing.tickets import Outcome

MEASURED = ("wait", "service_time", "error", "transfers", "recalls", "outcome", "foretold", "quick", "interpreter")
"""Columns that figures are made from, beside whether the wait was within the target."""

ADDED = ("transfers", "recalls", "quick", "interpreter", "on_target", "foretold")
"""Columns that are added up."""


def summarise(visits: Iterable[Visit], target_seconds: Mapping[str, float]) -> DayFigures:
    """Count and measure visits. `target_seconds` is by queue; means and quantiles are None of nothing."""
    found = measure(list(visits), target_seconds)
    return DayFigures(**found.model_dump(include=set(DayFigures.model_fields)))


def measure(visits: Sequence[Visit], target_seconds: Mapping[str, float]) -> WaitFigures:
    """Count and measure visits, with shares and how well their waits were foretold."""
    return Sheet.of([columns_of(visits)], target_seconds).total()


def quantile(ordered: Sequence[float], share: float) -> float | None:
    """Return the quantile of sorted values, interpolated linearly (Hyndman and Fan's type 7)."""
    return quantiles(ordered, share)[0] if len(ordered) else None


def quantiles(values: NDArray[Any] | Sequence[float], *shares: float) -> list[float]:
    """Return exact quantiles of one or more values, in any order: `quantile` of each share."""
    places = [share * (len(values) - 1) for share in shares]
    below = [int(place) for place in places]
    above = [min(place + 1, len(values) - 1) for place in below]
    ranked = np.partition(np.asarray(values), sorted({*below, *above}))
    return [
        float(ranked[low]) + float(ranked[high] - ranked[low]) * (place - low)
        for place, low, high in zip(places, below, above, strict=True)
    ]


@dataclass(frozen=True)
class Sheet:
    """Visits of some days, ready to be measured."""

    values: Mapping[str, NDArray[Any]]

    @staticmethod
    def of(days: Sequence[Columns], target_seconds: Mapping[str, float]) -> Sheet:
        """Join the visits of some days; `target_seconds` is by queue."""
        values = {
            name: joined((day.values[name] for day in days), "<i1" if name in _SMALL else "<i8") for name in MEASURED
        }
        values["on_target"] = joined((_on_target(day, target_seconds) for day in days), "<i1")
        return Sheet(values)

    def total(self) -> WaitFigures:
        """Measure all visits as one."""
        return self.by(np.zeros(len(self.values["wait"]), np.int16), 1)[0]

    def by(self, groups: NDArray[Any], number: int) -> list[WaitFigures]:
        """Measure visits by group: each one's, from 0 to `number` - 1, is in `groups`."""
        wait, served, told = (self._spread(name, groups, number) for name in ("wait", "service_time", "error"))
        ended = np.bincount(
            groups.astype(np.int64) * len(OUTCOMES) + self.values["outcome"], minlength=number * len(OUTCOMES)
        )
        outcomes = ended.reshape(number, len(OUTCOMES))
        sums = {name: self._sum(name, groups, number) for name in ADDED}
        interpreted = np.bincount(groups[self.values["interpreter"] > 0], minlength=number)
        return [
            _figures(
                dict(zip(OUTCOMES, map(int, outcomes[group]), strict=True)),
                wait.of(group),
                served.of(group),
                told.of(group),
                {name: int(summed[group]) for name, summed in sums.items()} | {"interpreted": int(interpreted[group])},
            )
            for group in range(number)
        ]

    def _spread(self, name: str, groups: NDArray[Any], number: int) -> _Spread:
        values = self.values[name]
        known = values != NONE
        return _Spread(values[known], groups[known], number)

    def _sum(self, name: str, groups: NDArray[Any], number: int) -> NDArray[Any]:
        # Most are nought, which adds nothing.
        some = np.flatnonzero(self.values[name])
        return np.bincount(groups[some], weights=self.values[name][some], minlength=number)


_SMALL = frozenset({"outcome", "foretold", "quick"})


def _on_target(day: Columns, target_seconds: Mapping[str, float]) -> NDArray[Any]:
    targets = np.array(
        [round(target_seconds.get(queue, 0.0) * MICROS) for queue in day.names["queue"]] or [0], np.int64
    )
    wait = day.values["wait"]
    return np.asarray((wait != NONE) & (wait <= targets[day.values["queue"]]), np.int8)


@dataclass(frozen=True)
class _Measures:
    """Of one group: how many, and seconds."""

    count: int = 0
    mean: float | None = None
    p50: float | None = None
    p90: float | None = None
    longest: float | None = None


@dataclass(frozen=True)
class _Spread:
    """Values in microseconds, each of a group."""

    values: NDArray[Any]
    groups: NDArray[Any]
    number: int

    @cached_property
    def _sorted(self) -> NDArray[Any]:
        if self.number == 1:
            return self.values
        # Few enough groups fit in 16 bits, which NumPy sorts in one pass over them.
        narrow = self.groups.astype(np.int16) if self.number < 2**15 else self.groups
        return self.values[np.argsort(narrow, kind="stable")]

    @cached_property
    def _bounds(self) -> NDArray[Any]:
        return np.concatenate([[0], np.cumsum(np.bincount(self.groups, minlength=self.number))])

    def of(self, group: int) -> _Measures:
        values = self._sorted[self._bounds[group] : self._bounds[group + 1]]
        if not len(values):
            return _Measures()
        p50, p90 = quantiles(values, 0.5, 0.9)
        return _Measures(
            count=len(values),
            mean=int(values.sum()) / len(values) / MICROS,
            p50=p50 / MICROS,
            p90=p90 / MICROS,
            longest=int(values.max()) / MICROS,
        )


def _figures(
    ended: Mapping[str | None, int],
    wait: _Measures,
    service: _Measures,
    error: _Measures,
    added: Mapping[str, int],
) -> WaitFigures:
    arrivals = sum(ended.values())
    return WaitFigures(
        arrivals=arrivals,
        called=wait.count,
        served=ended[Outcome.SERVED],
        no_show=ended[Outcome.NO_SHOW],
        left=ended[Outcome.LEFT],
        not_reached=ended[Outcome.NOT_REACHED],
        voided=ended[Outcome.VOIDED],
        here=ended[None],
        no_show_share=_share(ended[Outcome.NO_SHOW], arrivals),
        left_share=_share(ended[Outcome.LEFT], arrivals),
        mean_wait_seconds=wait.mean,
        p50_wait_seconds=wait.p50,
        p90_wait_seconds=wait.p90,
        longest_wait_seconds=wait.longest,
        within_target_share=_share(added["on_target"], wait.count),
        mean_service_seconds=service.mean,
        p50_service_seconds=service.p50,
        p90_service_seconds=service.p90,
        transfers=added["transfers"],
        recalls=added["recalls"],
        quick=added["quick"],
        interpreted=added["interpreted"],
        interpreter_seconds=added["interpreter"] / MICROS,
        estimates=error.count,
        median_estimate_error_seconds=error.p50,
        within_p90_share=_share(added["foretold"], error.count),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
