"""Counter events and visits -> how the staffed time of the counters was spent."""

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


def spent(seatings: Sequence[ServingRow], visits: Sequence[Visit], until: datetime) -> dict[str, list[Interval]]:
    """Return, by kind, what one day's counters did until a moment; of all counters together.

    `seatings` are in order of happening. A visitor at the counter goes before everything else;
    a counter that is open without one wraps up while a visitor whom it serves waits, else it idles.
    """
    found: dict[str, list[Interval]] = {kind: [] for kind in KINDS}
    if not seatings:
        return found
    waiting, at_counter = _waiting(visits, until), _at_counters(visits, until)
    by_counter: dict[str, list[ServingRow]] = {}
    for seating in seatings:
        by_counter.setdefault(seating.counter, []).append(seating)
    wanted_by: dict[tuple[str, ...], list[Interval]] = {}
    for counter, own in sorted(by_counter.items()):
        for seating, here in _lasting(own, until):
            serving = both([here], at_counter.get((counter, State.SERVING), []))
            calling = without(both([here], at_counter.get((counter, State.CALLED), [])), serving)
            free = without(without([here], serving), calling)
            found["serving"] += serving
            found["calling"] += calling
            if seating.state == CounterStatus.PAUSED:
                found["break"] += free
                continue
            serves = tuple(seating.serves)
            if serves not in wanted_by:
                wanted_by[serves] = merged(span for queue in serves for span in waiting.get(queue, []))
            found["wrap_up"] += both(free, wanted_by[serves])
            found["idle"] += without(free, wanted_by[serves])
    return found


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Return intervals in order, overlapping ones joined."""
    joined: list[Interval] = []
    for start, end in sorted(intervals):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return joined


def both(some: Sequence[Interval], others: Sequence[Interval]) -> list[Interval]:
    """Return what lies in `some` and in `others`; each is in order, its intervals apart."""
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


def without(some: Sequence[Interval], others: Sequence[Interval]) -> list[Interval]:
    """Return what lies in `some` and outside `others`; each is in order, its intervals apart."""
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


def _lasting(seatings: Sequence[ServingRow], until: datetime) -> list[tuple[ServingRow, Interval]]:
    """Return each stretch of a counter, closed ones left out, with when it was."""
    ends = [*(min(after.at, until) for _, after in pairwise(seatings)), until]
    return [
        (seating, (seating.at, end))
        for seating, end in zip(seatings, ends, strict=True)
        if seating.at < end and seating.state != CounterStatus.CLOSED
    ]


def _at_counters(visits: Iterable[Visit], until: datetime) -> dict[tuple[str, str], list[Interval]]:
    found: dict[tuple[str, str], list[Interval]] = {}
    for visit in visits:
        for span in visit.spans:
            if span.counter is not None:
                found.setdefault((span.counter, span.state), []).append((span.start, span.end or until))
    return {key: merged(spans) for key, spans in found.items()}


def _waiting(visits: Iterable[Visit], until: datetime) -> dict[str, list[Interval]]:
    waiting: dict[str, list[Interval]] = {}
    for visit in visits:
        for span in visit.spans:
            if span.state == State.WAITING:
                waiting.setdefault(span.queue, []).append((span.start, span.end or until))
    return {queue: merged(spans) for queue, spans in waiting.items()}
