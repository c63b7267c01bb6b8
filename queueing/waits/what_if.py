"""What other staffing would do: to the rest of today, from the live state; to a coming day, from its visitors.

Both only read, and roll outside of any transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time

from queueing.refusals import InvalidRequest, LocationClosed
from queueing.simulation import (
    Center,
    CenterState,
    CounterActivity,
    CounterPlan,
    DayForecast,
    Joiner,
    ModelParameters,
    SimulatedCounter,
    WaitQuantiles,
    forecast,
    rest_of_day,
)
from queueing.waits.snapshot import LocationSnapshot, center_of, planned_breaks
from services_catalog.catalog import Catalog, Location


@dataclass(frozen=True, slots=True)
class CounterPlanChange:
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
class StaffingForecast:
    """One staffing's forecast: the wait of a visitor who joined each queue now, and the whole rest of the day."""

    joining: Mapping[str, WaitQuantiles | None]
    day: DayForecast


def compare(
    snapshot: LocationSnapshot, parameters: ModelParameters, location: Location, changes: Sequence[CounterPlanChange]
) -> list[StaffingForecast]:
    """Return the rest of today as staffed, and with the changes. Raises LocationClosed or InvalidRequest."""
    if snapshot.closes is None:
        raise LocationClosed(f"{location.name['en']} is closed now. Plan a coming day instead.")
    now, changed = snapshot.state, replace(snapshot.state, counters=_changed(snapshot, location, changes))
    joiners = [Joiner(queue) for queue in now.center.queues if queue not in snapshot.reserved]
    return [_outcomes(state, parameters, location, snapshot.closes, joiners) for state in (now, changed)]


def plan(
    location: Location,
    catalog: Catalog,
    parameters: ModelParameters,
    span: tuple[float, float],
    changes: Sequence[CounterPlanChange],
) -> DayForecast:
    """Return a day from `span`'s opening to its closing (minutes after midnight) with those counters only.

    `parameters` are those of that day. A counter that is not among the changes stays closed. Raises InvalidRequest.
    """
    opening, closing = span
    empty = LocationSnapshot(CenterState(center_of(catalog, location), opening, ()), {}, closing, frozenset())
    counters = _changed(empty, location, changes)
    state = replace(empty.state, counters=counters)
    return rest_of_day(state, parameters, seed=f"{location.id}/plan", closing=closing)


def _outcomes(
    state: CenterState, parameters: ModelParameters, location: Location, closing: float, joiners: Sequence[Joiner]
) -> StaffingForecast:
    found = forecast(state, parameters, seed=location.id, tickets=(), joiners=joiners)
    day = rest_of_day(state, parameters, seed=location.id, closing=closing)
    return StaffingForecast({joiner.queue: wait for joiner, wait in found.joiners.items()}, day)


def _changed(
    snapshot: LocationSnapshot, location: Location, changes: Sequence[CounterPlanChange]
) -> tuple[SimulatedCounter, ...]:
    """Return the counters as they would be."""
    center, now = snapshot.state.center, snapshot.state.now
    by_id = {change.counter: change for change in changes}
    if unknown := by_id.keys() - {desk.id for desk in location.counters}:
        raise InvalidRequest(f"{location.name['en']} has no counter {min(unknown)!r}.")
    if len(by_id) < len(changes):
        raise InvalidRequest("Each counter may be named once.")
    present = {counter.desk.id: counter for counter in snapshot.state.counters}
    found = []
    for desk in location.counters:
        counter, change = present.get(desk.id), by_id.get(desk.id)
        if change is None:
            found += [counter] if counter else []
        elif not change.open:
            busy = counter and counter.service is not None
            found += [replace(counter, then=CounterActivity.CLOSED)] if counter and busy else []
        else:
            breaks = tuple(planned for planned in planned_breaks(desk) if sum(planned) > now)
            by_catalog = CounterPlan(desk.id, desk.serves, breaks=breaks)
            found.append(_opened(counter, change, center, by_catalog, snapshot))
    return tuple(found)


def _opened(
    counter: SimulatedCounter | None,
    change: CounterPlanChange,
    center: Center,
    by_catalog: CounterPlan,
    snapshot: LocationSnapshot,
) -> SimulatedCounter:
    now, closing = snapshot.state.now, snapshot.closes
    present = counter.desk if counter else by_catalog
    own = present.queues & snapshot.reserved
    opens = None if change.opens is None else _minutes(change.opens)
    closes = closing if change.closes is None else _minutes(change.closes)
    if change.closes and opens is not None and closes is not None and closes <= opens:
        raise InvalidRequest(f"Counter {change.counter} would close before it opens.")
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
        return SimulatedCounter(desk, CounterActivity.SHUT, breaks=desk.breaks)
    if counter and counter.doing is CounterActivity.READY:
        return replace(counter, desk=desk, breaks=desk.breaks)
    return SimulatedCounter(desk, CounterActivity.READY, since=now, breaks=desk.breaks)


def _queues(center: Center, wanted: Sequence[str]) -> frozenset[str]:
    queues = {center.services[name].queue if name in center.services else name for name in wanted}
    if unknown := queues - center.queues.keys():
        raise InvalidRequest(f"{min(unknown)!r} is neither a queue nor a service with a queue here.")
    return frozenset(queues)


def _breaks(change: CounterPlanChange) -> tuple[tuple[float, float], ...]:
    spans = sorted((_minutes(start), _minutes(end)) for start, end in change.breaks or ())
    if any(end <= start for start, end in spans):
        raise InvalidRequest(f"A break of counter {change.counter} ends before it begins.")
    return tuple((start, end - start) for start, end in spans)


def _minutes(at: time) -> float:
    return 60.0 * at.hour + at.minute
