"""The state of a location at one moment, read from the database in the forecast's types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.calendar.hours import hours_of, minutes_of
from queueing.counters import status
from queueing.counters.current_queues import EVERY_COUNTER, CurrentQueues
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

ANY_COUNTER = "*:"
"""The id of the reserved queue whose tickets every counter may call: their queues are gone from the catalog."""

RECENT_EVENTS = 400
"""Among so many of the day's last events a counter's last act is looked for."""

Breaks = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class LocationSnapshot:
    """A location at one moment.

    `ids` are the waiting tickets' row ids by public id. The state also has the tickets on hold whose visitors are
    expected back at their counter, as tickets that are issued only then. `closes` is when the present opening ends, in
    minutes after midnight; None when the location is closed. `reserved` are the ids of reserved queues: a ticket that
    waits for one counter or one agent alone is in one of these, which new visitors do not join.
    """

    state: CenterState
    ids: Mapping[str, int]
    closes: float | None
    reserved: frozenset[str]

    def served(self) -> set[str]:
        """Return the queues that are served now; a counter on a break serves none."""
        counters = self.state.counters
        return set[str]().union(*(one.desk.queues for one in counters if one.doing is not CounterActivity.PAUSED))


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
    returning = [
        ticket for ticket in tickets if ticket.state == TicketState.HELD and ticket.held_until and ticket.counter
    ]
    counter_states = [
        state for state in status.counter_states(session, location).values() if state.state != CounterStatus.CLOSED
    ]
    current = CurrentQueues.of(catalog, location)
    reserved = _reserved_queues(waiting, returning, counter_states)
    if any(current.queue(ticket.queue, ticket.service) == EVERY_COUNTER for ticket in (*waiting, *returning)):
        reserved[ANY_COUNTER] = frozenset(state.counter for state in counter_states)
    today = _Today(location, day, now, reserved, current)
    hours = hours_of(session, location)
    spans, closes_at = hours.spans_on(today.day), hours.closes_at(now)
    last = today.minute(spans[-1][1]) if spans else None
    at_counter = {ticket.counter: ticket for ticket in tickets if ticket.state in AT_COUNTER}
    visits, changes = _visits(session, today), _changes(session, today)
    state = CenterState(
        center=_with_reserved(center_of(catalog, location), today.reserved),
        now=today.minute(now),
        counters=tuple(
            today.counter(
                counter_state,
                at_counter.get(counter_state.counter),
                visits.get(counter_state.counter),
                changes.get(counter_state.counter, ()),
                waiting,
                last,
            )
            for counter_state in counter_states
        ),
        waiting=(
            *(today.ticket(ticket) for ticket in waiting),
            *(today.returning_ticket(ticket) for ticket in returning),
        ),
    )
    ids = {ticket.public_id: ticket.id for ticket in waiting}
    return LocationSnapshot(state, ids, today.minute(closes_at) if closes_at else None, frozenset(today.reserved))


def _reserved_queues(
    waiting: Iterable[Ticket], returning: Iterable[Ticket], counter_states: Iterable[CounterState]
) -> dict[str, frozenset[str]]:
    """Return the counters that serve each reserved queue: of tickets for one counter or agent, or back at a counter."""
    staffed = {counter_state.counter: counter_state.agent for counter_state in counter_states}
    destinations = {(ticket.for_counter, ticket.for_agent) for ticket in waiting}
    destinations |= {(ticket.counter or "", "") for ticket in returning}
    only = {_reserved_id(counter, agent): only_at(counter, agent, staffed) for counter, agent in destinations}
    return {queue: counters for queue, counters in only.items() if counters}


def _reserved_id(counter: str, agent: str) -> str:
    # No queue's id has a colon.
    return f"{counter}:{agent}"


def _with_reserved(center: Center, reserved: Iterable[str]) -> Center:
    """Return the center with its reserved queues; their tickets have a due time of their own."""
    return replace(center, queues={**center.queues, **{queue: SimulatedQueue(queue, 0.0) for queue in reserved}})


@dataclass(frozen=True, slots=True)
class _Visits:
    """What a counter did today: when it last called, and when its last visit ended."""

    called: datetime | None
    ended: datetime | None


@dataclass(frozen=True, slots=True)
class _Today:
    """One day at one location; `reserved` are the counters that serve each reserved queue."""

    location: Location
    day: date
    now: datetime
    reserved: Mapping[str, frozenset[str]]
    current: CurrentQueues

    def minute(self, moment: datetime) -> float:
        """Return a moment in minutes after midnight."""
        return minutes_of(self.location, self.day, moment)

    def queue(self, ticket: Ticket) -> str:
        """Return the queue, reserved or of its service, in which a ticket waits."""
        return self._queue(ticket, _reserved_id(ticket.for_counter, ticket.for_agent))

    def _queue(self, ticket: Ticket, reserved: str) -> str:
        present = self.current.queue(ticket.queue, ticket.service)
        return reserved if reserved in self.reserved else present or ANY_COUNTER

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

    def returning_ticket(self, ticket: Ticket) -> SimulatedTicket:
        """Return a ticket on hold as one issued when it is expected back, which is then the first at its counter."""
        now = self.minute(self.now)
        until = max(self.minute(ticket.held_until or self.now), now + 0.1)
        return SimulatedTicket(
            id=ticket.public_id,
            queue=self._queue(ticket, _reserved_id(ticket.counter or "", "")),
            service=ticket.service,
            priority=ON_HOLD,
            issued=until,
            due=until - 1440,
            seq=ticket.id,
        )

    def counter(
        self,
        counter_state: CounterState,
        current: Ticket | None,
        visits: _Visits | None,
        changes: Sequence[CounterEvent],
        waiting: Sequence[Ticket],
        closes: float | None,
    ) -> SimulatedCounter:
        """Return an open or paused counter as the forecast takes it."""
        desk = self.location.counter(counter_state.counter)
        serves = self.current.served(desk.serves if desk else frozenset(), counter_state.serves)
        serves |= {queue for queue, counters in self.reserved.items() if counter_state.counter in counters}
        breaks = self._breaks_left(planned_breaks(desk) if desk else (), visits, changes)
        counter = SimulatedCounter(
            desk=CounterPlan(counter_state.counter, serves, counter_state.agent, closes=closes, breaks=breaks),
            doing=CounterActivity.PAUSED if counter_state.state == CounterStatus.PAUSED else CounterActivity.READY,
            since=self.minute(counter_state.since),
            breaks=breaks,
        )
        if current:
            return self._with_visitor(counter, current)
        if counter.doing is CounterActivity.PAUSED:
            return counter
        wanted = [
            self.minute(ready)
            for ticket in waiting
            if self.queue(ticket) in serves and (ready := ticket.ready_at or ticket.issued_at) <= self.now
        ]
        ended = visits.ended if visits else None
        wrapping = ended is not None and ended > counter_state.since
        return replace(
            counter,
            since=self.minute(ended) if wrapping and ended else counter.since,
            wrapping=wrapping,
            wanted=min(wanted, default=None),
        )

    def _with_visitor(self, counter: SimulatedCounter, current: Ticket) -> SimulatedCounter:
        called = current.called_at or self.now
        begun = current.started_at or called
        return replace(
            counter,
            doing=CounterActivity.SERVING if current.state == TicketState.SERVING else CounterActivity.CALLED,
            since=self.minute(begun),
            service=current.service,
            waited=(called - current.issued_at).total_seconds() / 60,
            then=CounterActivity.PAUSED if counter.doing is CounterActivity.PAUSED else None,
        )

    def _breaks_left(self, planned: Breaks, visits: _Visits | None, changes: Sequence[CounterEvent]) -> Breaks:
        """Return the planned breaks that are neither over, nor taken, nor skipped by a call."""
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


def _visits(session: Session, today: _Today) -> dict[str, _Visits]:
    called = sa.func.max(Ticket.called_at, type_=UtcDateTime)
    ended = sa.func.max(Ticket.ended_at, type_=UtcDateTime)
    rows = session.execute(
        sa.select(Ticket.counter, called, ended)
        .where(Ticket.location == today.location.id, Ticket.day == today.day, Ticket.counter.is_not(None))
        .group_by(Ticket.counter)
    )
    acted = _last_acts(session, today)
    found = {counter: _Visits(last_call, last_end) for counter, last_call, last_end in rows if counter is not None}
    for counter, at in acted.items():
        known = found.get(counter, _Visits(None, None))
        found[counter] = _Visits(known.called, max(known.ended or at, at))
    return found


def _last_acts(session: Session, today: _Today) -> dict[str, datetime]:
    """Return when each counter last did something to a ticket: a visit may end by a hold or a transfer, too."""
    lately = (
        sa.select(TicketEvent.counter, TicketEvent.at)
        .where(TicketEvent.location == today.location.id, TicketEvent.day == today.day)
        .order_by(TicketEvent.id.desc())
        .limit(RECENT_EVENTS)
        .subquery()
    )
    at = sa.func.max(lately.c.at, type_=UtcDateTime)
    rows = session.execute(sa.select(lately.c.counter, at).group_by(lately.c.counter))
    return {counter: moment for counter, moment in rows if counter is not None and moment is not None}


def _changes(session: Session, today: _Today) -> dict[str, list[CounterEvent]]:
    rows = session.scalars(
        sa.select(CounterEvent)
        .where(CounterEvent.location == today.location.id, CounterEvent.day == today.day)
        .order_by(CounterEvent.id)
    )
    found: dict[str, list[CounterEvent]] = {}
    for row in rows:
        found.setdefault(row.counter, []).append(row)
    return found
