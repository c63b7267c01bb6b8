"""How the staffed time of the counters was spent, computed from counter events and visits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from queueing.counters.model import CounterStatus
from queueing.statistics.visits import Visit
from queueing.tickets.events import ServingRow
from queueing.tickets.model import State

Interval = tuple[datetime, datetime]

KINDS = ("serving", "calling", "wrap_up", "idle", "break")


def time_by_kind(
    counter_events: Sequence[ServingRow], visits: Sequence[Visit], until: datetime
) -> dict[str, list[Interval]]:
    """Return the intervals that a day's counters spent on each of KINDS until a moment, all counters together.

    `counter_events` are sorted by time. Time with a visitor at the counter is serving or calling, whatever the state of
    the counter. An open counter without a visitor wraps up while a visitor whom it serves waits; otherwise it idles.
    """
    found: dict[str, list[Interval]] = {kind: [] for kind in KINDS}
    if not counter_events:
        return found
    waiting, at_counter = _waiting(visits, until), _at_counters(visits, until)
    by_counter: dict[str, list[ServingRow]] = {}
    for counter_event in counter_events:
        by_counter.setdefault(counter_event.counter, []).append(counter_event)
    waiting_for: dict[tuple[str, ...], list[Interval]] = {}
    for counter, own in sorted(by_counter.items()):
        for counter_event, stretch in _open_stretches(own, until):
            serving = intersection([stretch], at_counter.get((counter, State.SERVING), []))
            calling = difference(intersection([stretch], at_counter.get((counter, State.CALLED), [])), serving)
            free = difference(difference([stretch], serving), calling)
            found["serving"] += serving
            found["calling"] += calling
            if counter_event.state == CounterStatus.PAUSED:
                found["break"] += free
                continue
            serves = tuple(counter_event.serves)
            if serves not in waiting_for:
                waiting_for[serves] = union(span for queue in serves for span in waiting.get(queue, []))
            found["wrap_up"] += intersection(free, waiting_for[serves])
            found["idle"] += difference(free, waiting_for[serves])
    return found


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """Return intervals sorted, overlapping ones joined."""
    joined: list[Interval] = []
    for start, end in sorted(intervals):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return joined


def intersection(some: Sequence[Interval], others: Sequence[Interval]) -> list[Interval]:
    """Return the time in both `some` and `others`; each is sorted, its intervals disjoint."""
    found = []
    i = j = 0
    while i < len(some) and j < len(others):
        start, end = max(some[i][0], others[j][0]), min(some[i][1], others[j][1])
        if start < end:
            found.append((start, end))
        if some[i][1] <= others[j][1]:
            i += 1
        else:
            j += 1
    return found


def difference(some: Sequence[Interval], others: Sequence[Interval]) -> list[Interval]:
    """Return the time in `some` and not in `others`; each is sorted, its intervals disjoint."""
    found = []
    j = 0
    for start, end in some:
        at = start
        while j < len(others) and others[j][1] <= at:
            j += 1
        k = j
        while k < len(others) and others[k][0] < end:
            if at < others[k][0]:
                found.append((at, others[k][0]))
            at = others[k][1]
            k += 1
        if at < end:
            found.append((at, end))
    return found


def _open_stretches(counter_events: Sequence[ServingRow], until: datetime) -> list[tuple[ServingRow, Interval]]:
    """Return each event of a counter that opened or paused it, with the interval until the next event."""
    ends = [*(min(after.at, until) for _, after in pairwise(counter_events)), until]
    return [
        (counter_event, (counter_event.at, end))
        for counter_event, end in zip(counter_events, ends, strict=True)
        if counter_event.at < end and counter_event.state != CounterStatus.CLOSED
    ]


def _at_counters(visits: Iterable[Visit], until: datetime) -> dict[tuple[str, str], list[Interval]]:
    found: dict[tuple[str, str], list[Interval]] = {}
    for visit in visits:
        for span in visit.spans:
            if span.counter is not None:
                found.setdefault((span.counter, span.state), []).append((span.start, span.end or until))
    return {key: union(spans) for key, spans in found.items()}


def _waiting(visits: Iterable[Visit], until: datetime) -> dict[str, list[Interval]]:
    waiting: dict[str, list[Interval]] = {}
    for visit in visits:
        for span in visit.spans:
            if span.state == State.WAITING:
                waiting.setdefault(span.queue, []).append((span.start, span.end or until))
    return {queue: union(spans) for queue, spans in waiting.items()}
