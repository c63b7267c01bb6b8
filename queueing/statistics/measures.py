"""Columns of turns -> counts, means and exact quantiles, of all of them or by group.

Waits and services are those of turns. What came and how it ended is counted by visits, as it ended last;
where each of a visit's services stands in a group of its own, by turns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from queueing.schemas import DayFigures
from queueing.statistics.columns import MICROS, NONE, OUTCOMES, Columns, columns_of, joined
from queueing.statistics.schemas import WaitFigures
from queueing.statistics.turns import SENT_ON
from queueing.statistics.visits import Visit
from queueing.tickets.model import Outcome

RARE = ("transfers", "recalls", "interpreter", "followed", "unsettled", "unsaid")
"""Columns that are 0 for most turns."""

MEASURED = ("wait", "service_time", "error", "outcome", "foretold", "quick", *RARE)
"""Columns that figures are made from, besides whether the wait was within the target."""

SPREAD = ("wait", "service_time", "error")
"""Columns of which means and quantiles are given."""

ADDED = (*RARE, "quick", "on_target", "foretold")
"""Columns that are added up; those that are not rare are 0 or 1."""

SERVED = OUTCOMES.index(Outcome.SERVED)


def summarise(visits: Iterable[Visit], target_seconds: Mapping[str, float]) -> DayFigures:
    """Count and measure visits. `target_seconds` is by queue; means and quantiles are None of nothing."""
    found = measure(list(visits), target_seconds)
    return DayFigures(**found.model_dump(include=set(DayFigures.model_fields)))


def measure(visits: Sequence[Visit], target_seconds: Mapping[str, float]) -> WaitFigures:
    """Count and measure visits, with shares and how accurate their estimates were."""
    return MeasuredTurns.of([columns_of(visits)], target_seconds).total()


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
        float(ranked[low]) + (float(ranked[high]) - float(ranked[low])) * (place - low)
        for place, low, high in zip(places, below, above, strict=True)
    ]


@dataclass(frozen=True)
class MeasuredTurns:
    """Turns of some days, ready to be measured; `besides` as in their columns, its places counted on."""

    values: Mapping[str, NDArray[Any]]
    besides: NDArray[Any]

    @staticmethod
    def of(days: Sequence[Columns], target_seconds: Mapping[str, float]) -> MeasuredTurns:
        """Join the turns of some days; `target_seconds` is by queue."""
        values = {name: joined([day.values[name] for day in days]) for name in MEASURED}
        values["on_target"] = joined([_on_target(day, target_seconds) for day in days])
        begins = np.cumsum([0, *(len(day) for day in days)])
        besides = [day.besides + np.array([begin, 0, 0]) for day, begin in zip(days, begins, strict=False)]
        return MeasuredTurns(values, np.concatenate([np.empty((0, 3), np.int64), *besides]))

    def total(self) -> WaitFigures:
        """Measure all visits as one."""
        turns = np.bincount(self.values["outcome"], minlength=len(OUTCOMES))
        added = {name: int(self.values[name].sum(dtype=np.int64)) for name in ADDED}
        spread = {name: _measured(self.values[name]) for name in SPREAD}
        added |= {"interpreted": len(self._some["interpreter"]), "besides": int(self.besides[:, 2].sum())}
        return _figures(turns - self._followed_by(np.zeros(1, np.int8), 1)[0], turns, spread, added)

    def by(
        self, groups: NDArray[np.int32], number: int, done_in: NDArray[np.int32] | None = None, *, turns: bool = False
    ) -> list[WaitFigures]:
        """Measure turns by group: each one's, from 0 to `number` - 1, is in `groups`.

        With `turns`, each of them counts as an arrival, not each visit. `done_in` are the groups of `besides`, by
        default those of the turns.
        """
        ended = np.bincount(groups * len(OUTCOMES) + self.values["outcome"], minlength=number * len(OUTCOMES))
        of_turns = ended.reshape(number, len(OUTCOMES))
        outcomes = of_turns if turns else of_turns - self._followed_by(groups, number)
        added = {name: self._sums(name, groups, number) for name in ADDED}
        added["interpreted"] = np.bincount(groups[self._some["interpreter"]], minlength=number)
        done_in = groups[self.besides[:, 0]] if done_in is None else done_in
        added["besides"] = np.bincount(done_in, weights=self.besides[:, 2], minlength=number)
        # Few enough groups fit in 16 bits, which NumPy sorts in one pass over them.
        order = np.argsort(groups.astype(np.int16) if number < 2**15 else groups, kind="stable")
        bounds = np.concatenate([[0], np.cumsum(of_turns.sum(axis=1))])
        ordered = {name: self.values[name][order] for name in SPREAD}
        return [
            _figures(
                outcomes[group],
                of_turns[group],
                {name: _measured(ordered[name][bounds[group] : bounds[group + 1]]) for name in SPREAD},
                {name: int(sums[group]) for name, sums in added.items()},
            )
            for group in range(number)
        ]

    def _followed_by(self, groups: NDArray[Any], number: int) -> NDArray[Any]:
        """Return by group how those turns ended that were not their visit's last; one group is all of them."""
        some = self._some["followed"]
        places = self.values["outcome"][some] + (groups[some] * len(OUTCOMES) if number > 1 else 0)
        return np.bincount(places, minlength=number * len(OUTCOMES)).reshape(number, len(OUTCOMES))

    @cached_property
    def _some(self) -> Mapping[str, NDArray[Any]]:
        """Where the rare columns are not 0."""
        return {name: np.flatnonzero(self.values[name]) for name in RARE}

    def _sums(self, name: str, groups: NDArray[Any], number: int) -> NDArray[Any]:
        if name in RARE:
            some = self._some[name]
            return np.bincount(groups[some], weights=self.values[name][some], minlength=number)
        return np.bincount(groups[self.values[name].view(np.bool_)], minlength=number)


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


def _measured(values: NDArray[Any]) -> _Measures:
    known = values[values != NONE]
    if not len(known):
        return _Measures()
    p50, p90 = quantiles(known, 0.5, 0.9)
    return _Measures(
        count=len(known),
        mean=int(known.sum(dtype=np.int64)) / len(known) / MICROS,
        p50=p50 / MICROS,
        p90=p90 / MICROS,
        longest=int(known.max()) / MICROS,
    )


def _figures(
    outcomes: NDArray[Any],
    of_turns: NDArray[Any],
    spread: Mapping[str, _Measures],
    added: Mapping[str, int],
) -> WaitFigures:
    ended = dict(zip(OUTCOMES, map(int, outcomes), strict=True))
    arrivals, finished = sum(ended.values()), int(of_turns[SERVED])
    said = finished - added["unsaid"]
    wait, service, error = (spread[name] for name in SPREAD)
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
        services=int(of_turns.sum()),
        finished=finished,
        sent_on=int(of_turns[OUTCOMES.index(SENT_ON)]),
        done=finished + added["besides"],
        first_contact_share=_share(said - added["unsettled"], said),
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
