"""The state of a location at one moment, read from the database in the forecast's types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.calendar.hours import hours_of, minutes_of
from queueing.counters.eligibility import only_at
from queueing.counters.model import CounterEvent, CounterState, CounterStatus
from queueing.db import UtcDateTime
from queueing.simulation import (
    Center,
    CenterState,
    CounterActivity,
    CounterPlan,
    SimulatedCounter,
    SimulatedQueue,
    SimulatedService,
    SimulatedTicket,
)
from queueing.simulation.state import BREAK_SLACK
from queueing.tickets.model import AT_COUNTER, Ticket, TicketEvent
from queueing.tickets.model import State as TicketState
from services_catalog.catalog import Catalog, Location
from services_catalog.catalog import Counter as CatalogCounter

ON_HOLD = "on-hold"
"""The class of tickets on hold in a forecast's state."""

RECENT_EVENTS = 400
"""Among so many of the day's last events a counter's last act is looked for."""

Breaks = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class LocationSnapshot:
    """A location at one moment.

    `ids` are the waiting tickets' row ids by public id; the state holds also those on hold who are expected
    back at their counter, as tickets that come only then. `closes` is when the present opening ends, in
    minutes after midnight, None when the location is closed. `lines` are the queues of those alone who wait
    for one counter or one agent: nobody joins them.
    """

    state: CenterState
    ids: Mapping[str, int]
    closes: float | None
    lines: frozenset[str]

    def served(self) -> set[str]:
        """Return the queues that a counter serves now: one on a break does not."""
        counters = self.state.counters
        return {queue for one in counters if one.doing is not CounterActivity.PAUSED for queue in one.desk.queues}


def center_of(catalog: Catalog, location: Location) -> Center:
    """Return a location as the forecast's Center."""
    services = [service for service in catalog.services_at(location.id) if service.queue]
    return Center(
        queues={queue.id: SimulatedQueue(queue.id, queue.target_minutes) for queue in catalog.queues_at(location.id)},
        services={s.id: SimulatedService(s.id, s.queue or "", s.typical_minutes) for s in services},
        desks={desk.id: CounterPlan(desk.id, desk.serves, breaks=planned_breaks(desk)) for desk in location.counters},
        head_starts=location.rules.head_start_minutes,
        policy=location.rules.policy,
    )


def planned_breaks(desk: CatalogCounter) -> Breaks:
    """Return a counter's planned breaks as (start, length) in minutes after midnight."""
    spans = [(60.0 * b.opens.hour + b.opens.minute, 60.0 * b.closes.hour + b.closes.minute) for b in desk.breaks]
    return tuple((start, end - start) for start, end in sorted(spans))


def location_snapshot(session: Session, catalog: Catalog, location: Location, now: datetime) -> LocationSnapshot:
    """Return the state of a location at `now`."""
    day = location.hours.day_of(now)
    tickets = session.scalars(
        sa.select(Ticket)
        .where(
            Ticket.location == location.id,
            Ticket.day == day,
            Ticket.state.in_([TicketState.WAITING, TicketState.HELD, *AT_COUNTER]),
        )
        .order_by(Ticket.due_at, Ticket.id)
    ).all()
    waiting = [ticket for ticket in tickets if ticket.state == TicketState.WAITING]
    back = [ticket for ticket in tickets if ticket.state == TicketState.HELD and ticket.held_until and ticket.counter]
    seats = session.scalars(
        sa.select(CounterState).where(CounterState.location == location.id, CounterState.state != CounterStatus.CLOSED)
    ).all()
    here = _Today(location, day, now, _lines(waiting, back, seats))
    hours = hours_of(session, location)
    spans, closes_at = hours.spans_on(here.day), hours.closes_at(now)
    last = here.minute(spans[-1][1]) if spans else None
    held = {ticket.counter: ticket for ticket in tickets if ticket.state in AT_COUNTER}
    visits, changes = _visits(session, here), _changes(session, here)
    state = CenterState(
        center=_with_lines(center_of(catalog, location), here.lines),
        now=here.minute(now),
        counters=tuple(
            here.counter(
                seat, held.get(seat.counter), visits.get(seat.counter), changes.get(seat.counter, ()), waiting, last
            )
            for seat in seats
        ),
        waiting=(*(here.ticket(ticket) for ticket in waiting), *(here.coming_back(ticket) for ticket in back)),
    )
    ids = {ticket.public_id: ticket.id for ticket in waiting}
    return LocationSnapshot(state, ids, here.minute(closes_at) if closes_at else None, frozenset(here.lines))


def _lines(
    waiting: Iterable[Ticket], back: Iterable[Ticket], seats: Iterable[CounterState]
) -> dict[str, frozenset[str]]:
    """Return the counters of each line of its own: those that wait for, or come back to, one counter or one agent."""
    staffed = {seat.counter: seat.agent for seat in seats}
    goals = {(ticket.for_counter, ticket.for_agent) for ticket in waiting}
    goals |= {(ticket.counter or "", "") for ticket in back}
    only = {_line(counter, agent): only_at(counter, agent, staffed) for counter, agent in goals}
    return {line: counters for line, counters in only.items() if counters}


def _line(counter: str, agent: str) -> str:
    # No queue's id has a colon.
    return f"{counter}:{agent}"


def _with_lines(center: Center, lines: Iterable[str]) -> Center:
    """Return the center with a queue for each line of its own; their tickets know when they are due."""
    return replace(center, queues={**center.queues, **{line: SimulatedQueue(line, 0.0) for line in lines}})


@dataclass(frozen=True, slots=True)
class _Visits:
    """What a counter did today: when it last called, and when its last visit ended."""

    called: datetime | None
    ended: datetime | None


@dataclass(frozen=True, slots=True)
class _Today:
    """One day at one location; `lines` are the counters of each line of those who wait for one alone."""

    location: Location
    day: date
    now: datetime
    lines: Mapping[str, frozenset[str]]

    def minute(self, moment: datetime) -> float:
        """Return a moment in minutes after midnight."""
        return minutes_of(self.location, self.day, moment)

    def queue(self, ticket: Ticket) -> str:
        """Return the queue, or the line of its own, in which a ticket waits."""
        line = _line(ticket.for_counter, ticket.for_agent)
        return line if line in self.lines else ticket.queue

    def ticket(self, ticket: Ticket) -> SimulatedTicket:
        """Return a waiting ticket as the forecast takes it."""
        return SimulatedTicket(
            id=ticket.public_id,
            queue=self.queue(ticket),
            service=ticket.service,
            priority=ticket.priority,
            issued=self.minute(ticket.issued_at),
            due=self.minute(ticket.due_at),
            seq=ticket.id,
            ready=self.minute(ticket.ready_at) if ticket.ready_at else None,
        )

    def coming_back(self, ticket: Ticket) -> SimulatedTicket:
        """Return a ticket on hold as one that comes when it is expected back, and is then the first at its counter."""
        now, line = self.minute(self.now), _line(ticket.counter or "", "")
        until = max(self.minute(ticket.held_until or self.now), now + 0.1)
        return SimulatedTicket(
            id=ticket.public_id,
            queue=line if line in self.lines else ticket.queue,
            service=ticket.service,
            priority=ON_HOLD,
            issued=until,
            due=until - 1440,
            seq=ticket.id,
        )

    def counter(
        self,
        seat: CounterState,
        holding: Ticket | None,
        visits: _Visits | None,
        changes: Sequence[CounterEvent],
        waiting: Sequence[Ticket],
        closes: float | None,
    ) -> SimulatedCounter:
        """Return an open or paused counter as the forecast takes it."""
        desk = self.location.counter(seat.counter)
        serves = frozenset(seat.serves) if seat.serves is not None else desk.serves if desk else frozenset()
        serves |= {line for line, counters in self.lines.items() if seat.counter in counters}
        breaks = self._breaks_left(planned_breaks(desk) if desk else (), visits, changes)
        counter = SimulatedCounter(
            desk=CounterPlan(seat.counter, serves, seat.agent, closes=closes, breaks=breaks),
            doing=CounterActivity.PAUSED if seat.state == CounterStatus.PAUSED else CounterActivity.READY,
            since=self.minute(seat.since),
            breaks=breaks,
        )
        if holding:
            return self._with_visitor(counter, holding)
        if counter.doing is CounterActivity.PAUSED:
            return counter
        wanted = [
            self.minute(ready)
            for ticket in waiting
            if self.queue(ticket) in serves and (ready := ticket.ready_at or ticket.issued_at) <= self.now
        ]
        ended = visits.ended if visits else None
        wrapping = ended is not None and ended > seat.since
        return replace(
            counter,
            since=self.minute(ended) if wrapping and ended else counter.since,
            wrapping=wrapping,
            wanted=min(wanted, default=None),
        )

    def _with_visitor(self, counter: SimulatedCounter, holding: Ticket) -> SimulatedCounter:
        called = holding.called_at or self.now
        begun = holding.started_at or called
        return replace(
            counter,
            doing=CounterActivity.SERVING if holding.state == TicketState.SERVING else CounterActivity.CALLED,
            since=self.minute(begun),
            service=holding.service,
            waited=(called - holding.issued_at).total_seconds() / 60,
            then=CounterActivity.PAUSED if counter.doing is CounterActivity.PAUSED else None,
        )

    def _breaks_left(self, planned: Breaks, visits: _Visits | None, changes: Sequence[CounterEvent]) -> Breaks:
        """Return the planned breaks that are neither over, nor taken, nor skipped by calling somebody."""
        now = self.minute(self.now)
        called = self.minute(visits.called) if visits and visits.called else None
        times = [(self.minute(change.at), change.state) for change in changes]
        taken = [at for (at, state), _ in pairwise(times) if state == CounterStatus.PAUSED]
        return tuple(
            (start, length)
            for start, length in planned
            if now < start + length
            and not (called is not None and called >= start + 1)
            and not any(start - BREAK_SLACK <= at <= start + length for at in taken)
        )


def _visits(session: Session, here: _Today) -> dict[str, _Visits]:
    called = sa.func.max(Ticket.called_at, type_=UtcDateTime)
    ended = sa.func.max(Ticket.ended_at, type_=UtcDateTime)
    rows = session.execute(
        sa.select(Ticket.counter, called, ended)
        .where(Ticket.location == here.location.id, Ticket.day == here.day, Ticket.counter.is_not(None))
        .group_by(Ticket.counter)
    )
    acted = _last_acts(session, here)
    found = {counter: _Visits(last_call, last_end) for counter, last_call, last_end in rows if counter is not None}
    for counter, at in acted.items():
        known = found.get(counter, _Visits(None, None))
        found[counter] = _Visits(known.called, max(known.ended or at, at))
    return found


def _last_acts(session: Session, here: _Today) -> dict[str, datetime]:
    """Return when each counter last did something to a ticket: a visit may end by a hold or a transfer, too."""
    lately = (
        sa.select(TicketEvent.counter, TicketEvent.at)
        .where(TicketEvent.location == here.location.id, TicketEvent.day == here.day)
        .order_by(TicketEvent.id.desc())
        .limit(RECENT_EVENTS)
        .subquery()
    )
    at = sa.func.max(lately.c.at, type_=UtcDateTime)
    rows = session.execute(sa.select(lately.c.counter, at).group_by(lately.c.counter))
    return {counter: moment for counter, moment in rows if counter is not None and moment is not None}


def _changes(session: Session, here: _Today) -> dict[str, list[CounterEvent]]:
    rows = session.scalars(
        sa.select(CounterEvent)
        .where(CounterEvent.location == here.location.id, CounterEvent.day == here.day)
        .order_by(CounterEvent.id)
    )
    found: dict[str, list[CounterEvent]] = {}
    for row in rows:
        found.setdefault(row.counter, []).append(row)
    return found
