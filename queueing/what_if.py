"""What other staffing would do: to the rest of today, from the live state; to a coming day, from its usual visitors.

Both only read, and roll outside of any transaction.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.days import hours_of
from queueing.forecast import Belief, Center, Counter, Day, Desk, Doing, Joiner, State, Wait, forecast, rest_of_day
from queueing.refusals import LocationClosed, Malformed
from queueing.replay import minutes_of
from queueing.standing import Standing, center_of, planned_breaks
from queueing.tickets import Outcome, Ticket
from services_catalog.catalog import Catalog, Location
from services_catalog.hours import Hours

WEEKS = 8
"""How many past days of a weekday tell its usual visitors."""

WEEKS_BACK = 26
_NEW_DAY_PACE = (1.0, 30.0)
"""Mean and shape of the gamma factor by which one day differs from the usual: as the learned model begins a day."""


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


@dataclass(frozen=True, slots=True)
class Usual:
    """A day as it usually is: what is believed of it, and how many past days of its weekday say so.

    With none of them, the visitors are those of every weekday together.
    """

    belief: Belief
    days: int


def compare(stands: Standing, belief: Belief, location: Location, changes: Sequence[Change]) -> list[Outcomes]:
    """Return the rest of today as it stands, and with the changes. Raises LocationClosed or Malformed."""
    if stands.closes is None:
        raise LocationClosed(f"{location.name['en']} is closed now. Plan a coming day instead.")
    now, changed = stands.state, replace(stands.state, counters=_changed(stands, location, changes))
    joiners = [Joiner(queue) for queue in now.center.queues if queue not in stands.lines]
    return [_outcomes(state, belief, location, stands.closes, joiners) for state in (now, changed)]


def plan(
    location: Location, catalog: Catalog, usual: Usual, span: tuple[float, float], changes: Sequence[Change]
) -> Day:
    """Return a day from `span`'s opening to its closing (minutes after midnight) with those counters only.

    A counter that is not among the changes stays closed. Raises Malformed.
    """
    opening, closing = span
    empty = Standing(State(center_of(catalog, location), opening, ()), {}, closing, frozenset())
    counters = _changed(empty, location, changes)
    state = replace(empty.state, counters=counters)
    return rest_of_day(state, usual.belief, seed=f"{location.id}/plan", closing=closing)


def usual_day(session: Session, location: Location, belief: Belief, day: date, now: datetime) -> Usual:
    """Return what `day` will be like, by the last past days of its weekday on which anybody came."""
    today = location.hours.day_of(now)
    latest = today - timedelta(days=(today.weekday() - day.weekday()) % 7 or 7)
    candidates = [latest - timedelta(weeks=back) for back in range(WEEKS_BACK)]
    rows = session.execute(
        sa.select(Ticket.day, Ticket.queue, Ticket.priority, Ticket.service, Ticket.issued_at)
        .where(
            Ticket.location == location.id,
            Ticket.day.in_(candidates),
            sa.func.coalesce(Ticket.outcome, "") != Outcome.VOIDED,
        )
        .order_by(Ticket.day.desc())
    ).all()
    days = sorted({row.day for row in rows}, reverse=True)[:WEEKS]
    fresh = replace(belief, pace=_NEW_DAY_PACE)
    if not days:
        return Usual(fresh, 0)
    shares = _open_shares(hours_of(session, location), day)
    counts: dict[tuple[str, str], np.ndarray] = {}
    mix: dict[str, Tally[str]] = {}
    known = set(days)
    for row in rows:
        if row.day in known:
            hour = min(23, max(0, int(minutes_of(location, row.day, row.issued_at) // 60)))
            counts.setdefault((row.queue, row.priority), np.zeros(24))[hour] += 1
            mix.setdefault(row.queue, Tally())[row.service] += 1
    arrivals = {stream: came / len(days) / shares for stream, came in counts.items()}
    shares_of = {queue: {name: float(n) for name, n in tally.items()} for queue, tally in mix.items()}
    return Usual(replace(fresh, arrivals=arrivals, mix=shares_of), len(days))


def opening_of(session: Session, location: Location, day: date) -> tuple[float, float] | None:
    """Return when a day opens and closes for good, in minutes after midnight; None when it is closed."""
    spans = hours_of(session, location).spans_on(day)
    if not spans:
        return None
    return minutes_of(location, day, spans[0][0]), minutes_of(location, day, spans[-1][1])


def _open_shares(hours: Hours, day: date) -> np.ndarray:
    """Return which part of each hour of a day is open; 1 where none is, so that nothing is divided by nought."""
    shares = np.zeros(24)
    for span in hours.intervals_on(day):
        start, end = _minutes(span.opens), _minutes(span.closes)
        for hour in range(24):
            shares[hour] += max(0.0, min(end, 60.0 * (hour + 1)) - max(start, 60.0 * hour)) / 60
    return np.where(shares > 0, shares, 1.0)


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
