"""Ticket events -> the figures a manager reads. Pure folds: the same events give the same numbers.

A wait runs from the issue (it starts at the ticket, not at the door) to the last call; a
service from its start to its end.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Protocol

from queueing.shapes import DayFigures
from queueing.tickets import Act, Outcome


class Happening(Protocol):
    """What a fold reads of an event."""

    @property
    def ticket_id(self) -> int: ...  # noqa: D102
    @property
    def at(self) -> datetime: ...  # noqa: D102
    @property
    def act(self) -> str: ...  # noqa: D102
    @property
    def queue(self) -> str: ...  # noqa: D102
    @property
    def service(self) -> str: ...  # noqa: D102
    @property
    def outcome(self) -> str | None: ...  # noqa: D102


@dataclass(slots=True)
class Visit:
    """One ticket's life, folded. `called` is the last call; `outcome` is None while it lives."""

    queue: str
    service: str
    issued: datetime
    called: datetime | None = None
    started: datetime | None = None
    ended: datetime | None = None
    outcome: str | None = None

    @property
    def wait_seconds(self) -> float | None:
        """Seconds from issue to the last call, or None when never called."""
        return (self.called - self.issued).total_seconds() if self.called else None

    @property
    def service_seconds(self) -> float | None:
        """Seconds from start to end of a service, or None when not served."""
        if self.outcome != Outcome.SERVED or self.started is None or self.ended is None:
            return None
        return (self.ended - self.started).total_seconds()


def fold_visit(events: Iterable[Happening]) -> Visit:
    """Fold the events of one ticket, in order, the first being its issue; an undone act never was."""
    kept: list[Happening] = []
    for event in events:
        if event.act == Act.UNDO:
            kept.pop()
        else:
            kept.append(event)
    visit = Visit(queue=kept[0].queue, service=kept[0].service, issued=kept[0].at)
    for event in kept:
        _fold(visit, event)
    return visit


def _fold(visit: Visit, event: Happening) -> None:
    visit.queue, visit.service = event.queue, event.service
    if event.act in {Act.CALL, Act.RECALL}:
        visit.called = event.at
    elif event.act == Act.START:
        visit.started = event.at
    visit.outcome = event.outcome
    visit.ended = event.at if event.outcome else None


def fold_visits(events: Iterable[Happening]) -> list[Visit]:
    """Fold events that are sorted by ticket, then by order of happening."""
    return [fold_visit(group) for _, group in groupby(events, key=lambda event: event.ticket_id)]


def summarise(visits: Iterable[Visit], target_seconds: Mapping[str, float]) -> DayFigures:
    """Count and measure visits. `target_seconds` is by queue; means and quantiles are None of nothing."""
    visits = list(visits)
    ended = [visit.outcome for visit in visits]
    timed = [(visit.wait_seconds, target_seconds.get(visit.queue, 0.0)) for visit in visits if visit.called]
    waits = sorted(wait for wait, _ in timed if wait is not None)
    services = [seconds for visit in visits if (seconds := visit.service_seconds) is not None]
    within = [wait <= target for wait, target in timed if wait is not None]
    return DayFigures(
        arrivals=len(visits),
        served=ended.count(Outcome.SERVED),
        no_show=ended.count(Outcome.NO_SHOW),
        left=ended.count(Outcome.LEFT),
        not_reached=ended.count(Outcome.NOT_REACHED),
        voided=ended.count(Outcome.VOIDED),
        mean_wait_seconds=statistics.fmean(waits) if waits else None,
        p50_wait_seconds=quantile(waits, 0.5),
        p90_wait_seconds=quantile(waits, 0.9),
        longest_wait_seconds=waits[-1] if waits else None,
        within_target_share=sum(within) / len(within) if within else None,
        mean_service_seconds=statistics.fmean(services) if services else None,
    )


def quantile(ordered: list[float], share: float) -> float | None:
    """Return the quantile of sorted values, interpolated linearly (Hyndman and Fan's type 7)."""
    if not ordered:
        return None
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
