"""Visits -> counts, means and quantiles."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence

from queueing.figures.shapes import WaitFigures
from queueing.figures.visits import Visit
from queueing.shapes import DayFigures
from queueing.tickets import Outcome


def summarise(visits: Iterable[Visit], target_seconds: Mapping[str, float]) -> DayFigures:
    """Count and measure visits. `target_seconds` is by queue; means and quantiles are None of nothing."""
    found = measure(list(visits), target_seconds)
    return DayFigures(**found.model_dump(include=set(DayFigures.model_fields)))


def measure(visits: Sequence[Visit], target_seconds: Mapping[str, float]) -> WaitFigures:
    """Count and measure visits, with shares and how well their waits were foretold."""
    ended = [visit.outcome for visit in visits]
    timed = [
        (wait, target_seconds.get(visit.queue, 0.0)) for visit in visits if (wait := visit.wait_seconds) is not None
    ]
    waits = sorted(wait for wait, _ in timed)
    services = sorted(seconds for visit in visits if (seconds := visit.service_seconds) is not None)
    errors = sorted(error for visit in visits if (error := _estimate_error(visit)) is not None)
    foretold = [visit for visit in visits if _estimate_error(visit) is not None]
    return WaitFigures(
        arrivals=len(visits),
        called=len(waits),
        served=ended.count(Outcome.SERVED),
        no_show=ended.count(Outcome.NO_SHOW),
        left=ended.count(Outcome.LEFT),
        not_reached=ended.count(Outcome.NOT_REACHED),
        voided=ended.count(Outcome.VOIDED),
        here=ended.count(None),
        no_show_share=_share(ended.count(Outcome.NO_SHOW), len(visits)),
        left_share=_share(ended.count(Outcome.LEFT), len(visits)),
        mean_wait_seconds=_mean(waits),
        p50_wait_seconds=quantile(waits, 0.5),
        p90_wait_seconds=quantile(waits, 0.9),
        longest_wait_seconds=waits[-1] if waits else None,
        within_target_share=_share(sum(wait <= target for wait, target in timed), len(timed)),
        mean_service_seconds=_mean(services),
        p50_service_seconds=quantile(services, 0.5),
        p90_service_seconds=quantile(services, 0.9),
        transfers=sum(visit.transfers for visit in visits),
        recalls=sum(visit.recalls for visit in visits),
        estimates=len(errors),
        median_estimate_error_seconds=quantile(errors, 0.5),
        within_p90_share=_share(sum(map(_within_p90, foretold)), len(foretold)),
    )


def quantile(ordered: Sequence[float], share: float) -> float | None:
    """Return the quantile of sorted values, interpolated linearly (Hyndman and Fan's type 7)."""
    if not ordered:
        return None
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _first_wait(visit: Visit) -> float | None:
    # The estimate was for the first call; what a transfer adds nobody foretold.
    return (visit.calls[0] - visit.issued).total_seconds() if visit.calls else None


def _estimate_error(visit: Visit) -> float | None:
    wait = _first_wait(visit)
    return abs(wait - visit.told_seconds[0]) if wait is not None and visit.told_seconds else None


def _within_p90(visit: Visit) -> bool:
    wait = _first_wait(visit)
    return wait is not None and visit.told_seconds is not None and wait <= visit.told_seconds[1]


def _mean(values: Sequence[float]) -> float | None:
    return statistics.fmean(values) if values else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
