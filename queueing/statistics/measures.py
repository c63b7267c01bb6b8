"""Counts, means and exact quantiles of columns of turns, of all of them or by group.

Waits and service times are measured by turn. Arrivals and outcomes are counted by visit, with the outcome of its last
turn; where the turns of one visit may fall into several groups, they are counted by turn.
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

RARE_COLUMNS = ("transfers", "recalls", "interpreter", "followed", "unsettled", "unsaid")
"""Columns that are 0 for most turns."""

MEASURED_COLUMNS = ("wait", "service_time", "error", "outcome", "foretold", "quick", *RARE_COLUMNS)
"""Columns that figures are made from, besides whether the wait was within the target."""

DISTRIBUTION_COLUMNS = ("wait", "service_time", "error")
"""Columns of which means and quantiles are given."""

SUMMED_COLUMNS = (*RARE_COLUMNS, "quick", "on_target", "foretold")
"""Columns that are summed; those that are not rare are 0 or 1."""

SERVED = OUTCOMES.index(Outcome.SERVED)


def summarise(visits: Iterable[Visit], target_seconds: Mapping[str, float]) -> DayFigures:
    """Return counts and measures of visits. `target_seconds` is by queue; a mean or quantile without values is None."""
    found = measure(list(visits), target_seconds)
    return DayFigures(**found.model_dump(include=set(DayFigures.model_fields)))


def measure(visits: Sequence[Visit], target_seconds: Mapping[str, float]) -> WaitFigures:
    """Return counts and measures of visits, with shares and the accuracy of their quoted waits."""
    return MeasuredTurns.of([columns_of(visits)], target_seconds).total()


def quantile(ordered: Sequence[float], share: float) -> float | None:
    """Return the quantile of sorted values, interpolated linearly (Hyndman and Fan's type 7); None of no values."""
    return quantiles(ordered, share)[0] if len(ordered) else None


def quantiles(values: NDArray[Any] | Sequence[float], *shares: float) -> list[float]:
    """Return exact quantiles of one or more values, in any order: `quantile` of each share."""
    positions = [share * (len(values) - 1) for share in shares]
    below = [int(position) for position in positions]
    above = [min(index + 1, len(values) - 1) for index in below]
    ranked = np.partition(np.asarray(values), sorted({*below, *above}))
    return [
        float(ranked[low]) + (float(ranked[high]) - float(ranked[low])) * (position - low)
        for position, low, high in zip(positions, below, above, strict=True)
    ]


@dataclass(frozen=True)
class MeasuredTurns:
    """Turns of some days, ready to be measured.

    `corrections` has the rows of `Columns.corrections`, with the turns of all days numbered through.
    """

    values: Mapping[str, NDArray[Any]]
    corrections: NDArray[Any]

    @staticmethod
    def of(days: Sequence[Columns], target_seconds: Mapping[str, float]) -> MeasuredTurns:
        """Return the joined turns of some days; `target_seconds` is by queue."""
        values = {name: joined([day.values[name] for day in days]) for name in MEASURED_COLUMNS}
        values["on_target"] = joined([_on_target(day, target_seconds) for day in days])
        begins = np.cumsum([0, *(len(day) for day in days)])
        corrections = [day.corrections + np.array([begin, 0, 0]) for day, begin in zip(days, begins, strict=False)]
        return MeasuredTurns(values, np.concatenate([np.empty((0, 3), np.int64), *corrections]))

    def total(self) -> WaitFigures:
        """Return the figures of all visits together."""
        turns = np.bincount(self.values["outcome"], minlength=len(OUTCOMES))
        added = {name: int(self.values[name].sum(dtype=np.int64)) for name in SUMMED_COLUMNS}
        spread = {name: _measured(self.values[name]) for name in DISTRIBUTION_COLUMNS}
        added |= {"interpreted": len(self._nonzero["interpreter"]), "corrections": int(self.corrections[:, 2].sum())}
        return _figures(turns - self._followed_by(np.zeros(1, np.int8), 1)[0], turns, spread, added)

    def by(
        self, groups: NDArray[np.int32], number: int, done_in: NDArray[np.int32] | None = None, *, turns: bool = False
    ) -> list[WaitFigures]:
        """Return the figures by group; `groups` has each turn's group, from 0 to `number` - 1.

        With `turns`, arrivals and outcomes are counted by turn instead of by visit. `done_in` has the group of each row
        of `corrections`, by default that of its turn.
        """
        ended = np.bincount(groups * len(OUTCOMES) + self.values["outcome"], minlength=number * len(OUTCOMES))
        of_turns = ended.reshape(number, len(OUTCOMES))
        outcomes = of_turns if turns else of_turns - self._followed_by(groups, number)
        added = {name: self._sums(name, groups, number) for name in SUMMED_COLUMNS}
        added["interpreted"] = np.bincount(groups[self._nonzero["interpreter"]], minlength=number)
        done_in = groups[self.corrections[:, 0]] if done_in is None else done_in
        added["corrections"] = np.bincount(done_in, weights=self.corrections[:, 2], minlength=number)
        # Few enough groups fit in 16 bits, which NumPy sorts in one pass over them.
        order = np.argsort(groups.astype(np.int16) if number < 2**15 else groups, kind="stable")
        bounds = np.concatenate([[0], np.cumsum(of_turns.sum(axis=1))])
        ordered = {name: self.values[name][order] for name in DISTRIBUTION_COLUMNS}
        return [
            _figures(
                outcomes[group],
                of_turns[group],
                {name: _measured(ordered[name][bounds[group] : bounds[group + 1]]) for name in DISTRIBUTION_COLUMNS},
                {name: int(sums[group]) for name, sums in added.items()},
            )
            for group in range(number)
        ]

    def _followed_by(self, groups: NDArray[Any], number: int) -> NDArray[Any]:
        """Return how many turns with a later turn had each outcome, by group; shape (number, outcomes)."""
        some = self._nonzero["followed"]
        cells = self.values["outcome"][some] + (groups[some] * len(OUTCOMES) if number > 1 else 0)
        return np.bincount(cells, minlength=number * len(OUTCOMES)).reshape(number, len(OUTCOMES))

    @cached_property
    def _nonzero(self) -> Mapping[str, NDArray[Any]]:
        """The rows in which each rare column is not 0."""
        return {name: np.flatnonzero(self.values[name]) for name in RARE_COLUMNS}

    def _sums(self, name: str, groups: NDArray[Any], number: int) -> NDArray[Any]:
        if name in RARE_COLUMNS:
            some = self._nonzero[name]
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
    """How many values a group has, and their mean, quantiles and maximum in seconds."""

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
    answered = finished - added["unsaid"]
    wait, service, error = (spread[name] for name in DISTRIBUTION_COLUMNS)
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
        done=finished + added["corrections"],
        first_contact_share=_share(answered - added["unsettled"], answered),
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
