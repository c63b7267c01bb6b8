"""Counter events and visits -> how the staffed time of the counters was spent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Protocol

from queueing.counters import Openness
from queueing.figures.shapes import StaffTime
from queueing.figures.slots import Slot
from queueing.figures.visits import Visit
from queueing.tickets import State

Interval = tuple[datetime, datetime]

KINDS = ("serving", "calling", "wrap_up", "idle", "break")


class Seating(Protocol):
    """What is read of a counter's event."""

    @property
    def at(self) -> datetime: ...  # noqa: D102
    @property
    def counter(self) -> str: ...  # noqa: D102
    @property
    def state(self) -> str: ...  # noqa: D102
    @property
    def serves(self) -> Sequence[str]: ...  # noqa: D102


def spent(seatings: Sequence[Seating], visits: Sequence[Visit], until: datetime) -> dict[str, list[Interval]]:
    """Return, by kind, what one day's counters did until a moment; of all counters together.

    `seatings` are in order of happening. A visitor at the counter goes before everything else;
    a counter that is open without one wraps up while somebody whom it serves waits, else it idles.
    """
    found: dict[str, list[Interval]] = {kind: [] for kind in KINDS}
    waiting = _waiting(visits, until)
    for counter in sorted({seating.counter for seating in seatings}):
        own = [seating for seating in seatings if seating.counter == counter]
        at_counter = {state: _at(counter, state, visits, until) for state in (State.SERVING, State.CALLED)}
        for seating, end in _lasting(own, until):
            if seating.state == Openness.CLOSED:
                continue
            here = [(seating.at, end)]
            serving = both(here, at_counter[State.SERVING])
            calling = without(both(here, at_counter[State.CALLED]), serving)
            free = without(without(here, serving), calling)
            found["serving"] += serving
            found["calling"] += calling
            if seating.state == Openness.PAUSED:
                found["break"] += free
                continue
            wanted = merged([span for queue in seating.serves for span in waiting.get(queue, [])])
            found["wrap_up"] += both(free, wanted)
            found["idle"] += without(free, wanted)
    return found


def staff_time(days: Iterable[tuple[Mapping[str, list[Interval]], Sequence[Slot]]]) -> StaffTime:
    """Add up what counters did within the slots of one or more days."""
    seconds = dict.fromkeys(KINDS, 0.0)
    length = 0.0
    for kinds, slots in days:
        windows = [(slot.start, slot.end) for slot in slots]
        length += total(windows)
        for kind, intervals in kinds.items():
            # Counters overlap each other, so each interval is cut by itself.
            seconds[kind] += sum(total(both([interval], windows)) for interval in intervals)
    staffed = sum(seconds.values())
    shares = {f"{kind}_share": part / staffed if staffed else None for kind, part in seconds.items()}
    return StaffTime(counters_open=staffed / length if length else 0.0, staffed_seconds=staffed, **shares)


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Return intervals in order, overlapping ones joined."""
    joined: list[Interval] = []
    for start, end in sorted(intervals):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return joined


def both(some: Iterable[Interval], others: Sequence[Interval]) -> list[Interval]:
    """Return the parts of `some` that lie in `others`; those are in order and apart."""
    return [
        (max(start, first), min(end, last))
        for start, end in some
        for first, last in others
        if max(start, first) < min(end, last)
    ]


def without(some: Iterable[Interval], others: Sequence[Interval]) -> list[Interval]:
    """Return the parts of `some` that lie outside `others`; those are in order and apart."""
    left = []
    for start, end in some:
        at = start
        for first, last in both([(start, end)], others):
            if at < first:
                left.append((at, first))
            at = last
        if at < end:
            left.append((at, end))
    return left


def total(intervals: Iterable[Interval]) -> float:
    """Return the seconds that intervals last, added up."""
    return sum((end - start).total_seconds() for start, end in intervals)


def _lasting(seatings: Sequence[Seating], until: datetime) -> list[tuple[Seating, datetime]]:
    pairs = [(seating, min(after.at, until)) for seating, after in pairwise(seatings)]
    return [(seating, end) for seating, end in [*pairs, *((last, until) for last in seatings[-1:])] if seating.at < end]


def _at(counter: str, state: State, visits: Iterable[Visit], until: datetime) -> list[Interval]:
    return merged(
        (span.start, span.end or until)
        for visit in visits
        for span in visit.spans
        if span.state == state and span.counter == counter
    )


def _waiting(visits: Iterable[Visit], until: datetime) -> dict[str, list[Interval]]:
    waiting: dict[str, list[Interval]] = {}
    for visit in visits:
        for span in visit.spans:
            if span.state == State.WAITING:
                waiting.setdefault(span.queue, []).append((span.start, span.end or until))
    return {queue: merged(spans) for queue, spans in waiting.items()}
