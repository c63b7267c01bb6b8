"""What other staffing would do: to the rest of today, from the live state; to a coming day, from its visitors.

Both only read, and roll outside of any transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time

from queueing.refusals import LocationClosed, Malformed
from queueing.simulation import Belief, Center, Counter, Day, Desk, Doing, Joiner, State, Wait, forecast, rest_of_day
from queueing.waits.snapshot import Standing, center_of, planned_breaks
from services_catalog.catalog import Catalog, Location


@dataclass(frozen=True, slots=True)
class Change:
    """Another plan for one counter. Local wall-clock times; None leaves as it is.

    `serves` are ids of queues or of services. A counter that is not `open` closes after its visitor; one
    that opens later is shut until then.
    """

    counter: str
    open: bool = True
    serves: tuple[str, ...] | None = None
    opens: time | None = None
    closes: time | None = None
    breaks: tuple[tuple[time, time], ...] | None = None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """One staffing's forecast: the wait of who would join each queue now, and the whole rest of the day."""

    joining: Mapping[str, Wait | None]
    day: Day


def compare(stands: Standing, belief: Belief, location: Location, changes: Sequence[Change]) -> list[Outcomes]:
    """Return the rest of today as it stands, and with the changes. Raises LocationClosed or Malformed."""
    if stands.closes is None:
        raise LocationClosed(f"{location.name['en']} is closed now. Plan a coming day instead.")
    now, changed = stands.state, replace(stands.state, counters=_changed(stands, location, changes))
    joiners = [Joiner(queue) for queue in now.center.queues if queue not in stands.lines]
    return [_outcomes(state, belief, location, stands.closes, joiners) for state in (now, changed)]


def plan(
    location: Location, catalog: Catalog, belief: Belief, span: tuple[float, float], changes: Sequence[Change]
) -> Day:
    """Return a day from `span`'s opening to its closing (minutes after midnight) with those counters only.

    `belief` is what is believed of that day. A counter that is not among the changes stays closed. Raises Malformed.
    """
    opening, closing = span
    empty = Standing(State(center_of(catalog, location), opening, ()), {}, closing, frozenset())
    counters = _changed(empty, location, changes)
    state = replace(empty.state, counters=counters)
    return rest_of_day(state, belief, seed=f"{location.id}/plan", closing=closing)


def _outcomes(state: State, belief: Belief, location: Location, closing: float, joiners: Sequence[Joiner]) -> Outcomes:
    told = forecast(state, belief, seed=location.id, tickets=(), joiners=joiners)
    day = rest_of_day(state, belief, seed=location.id, closing=closing)
    return Outcomes({joiner.queue: wait for joiner, wait in told.joiners.items()}, day)


def _changed(stands: Standing, location: Location, changes: Sequence[Change]) -> tuple[Counter, ...]:
    """Return the counters as they would be."""
    center, now = stands.state.center, stands.state.now
    by_id = {change.counter: change for change in changes}
    if unknown := by_id.keys() - {desk.id for desk in location.counters}:
        raise Malformed(f"{location.name['en']} has no counter {min(unknown)!r}.")
    if len(by_id) < len(changes):
        raise Malformed("Each counter may be named once.")
    present = {counter.desk.id: counter for counter in stands.state.counters}
    found = []
    for desk in location.counters:
        counter, change = present.get(desk.id), by_id.get(desk.id)
        if change is None:
            found += [counter] if counter else []
        elif not change.open:
            busy = counter and counter.service is not None
            found += [replace(counter, then=Doing.CLOSED)] if counter and busy else []
        else:
            usual = Desk(desk.id, desk.serves, breaks=tuple(b for b in planned_breaks(desk) if sum(b) > now))
            found.append(_opened(counter, change, center, usual, stands))
    return tuple(found)


def _opened(counter: Counter | None, change: Change, center: Center, usual: Desk, stands: Standing) -> Counter:
    now, closing = stands.state.now, stands.closes
    present = counter.desk if counter else usual
    own = present.queues & stands.lines
    opens = None if change.opens is None else _minutes(change.opens)
    closes = closing if change.closes is None else _minutes(change.closes)
    if change.closes and opens is not None and closes is not None and closes <= opens:
        raise Malformed(f"Counter {change.counter} would close before it opens.")
    desk = replace(
        present,
        queues=present.queues if change.serves is None else _queues(center, change.serves) | own,
        opens=opens,
        closes=closes,
        breaks=present.breaks if change.breaks is None else _breaks(change),
    )
    if counter and counter.service is not None:
        return replace(counter, desk=desk, breaks=desk.breaks, then=None)
    if opens is not None and opens > now:
        return Counter(desk, Doing.SHUT, breaks=desk.breaks)
    if counter and counter.doing is Doing.READY:
        return replace(counter, desk=desk, breaks=desk.breaks)
    return Counter(desk, Doing.READY, since=now, breaks=desk.breaks)


def _queues(center: Center, wanted: Sequence[str]) -> frozenset[str]:
    queues = {center.services[name].queue if name in center.services else name for name in wanted}
    if unknown := queues - center.queues.keys():
        raise Malformed(f"{min(unknown)!r} is neither a queue nor a service with a queue here.")
    return frozenset(queues)


def _breaks(change: Change) -> tuple[tuple[float, float], ...]:
    spans = sorted((_minutes(start), _minutes(end)) for start, end in change.breaks or ())
    if any(end <= start for start, end in spans):
        raise Malformed(f"A break of counter {change.counter} ends before it begins.")
    return tuple((start, end - start) for start, end in spans)


def _minutes(at: time) -> float:
    return 60.0 * at.hour + at.minute
