"""Simulated agents: each looks at its counter, waits as long as a person would, and does one act."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing import operations
from queueing.actor import SYSTEM
from queueing.calendar.hours import hours_of
from queueing.counters.model import CounterState, CounterStatus
from queueing.demo.behavior import AgentBehavior, PlannedAct
from queueing.operations.counters import CounterChange
from queueing.refusals import Refusal
from queueing.runtime import Runtime
from queueing.tickets.model import AT_COUNTER, State, Ticket
from services_catalog.catalog import Counter, Location
from services_catalog.hours import Hours

LUNCH = timedelta(minutes=30)
OVERTIME = timedelta(minutes=20)
"""How long after closing an agent still serves those who wait."""
LOOK_SECONDS = 30.0
"""How often, in the demonstration's time, an agent with nothing to do looks again."""
MAX_ACTS_PER_STEP = 8
"""The most acts of one agent in one step; at a fast pace several are due at once."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an agent will do when, as long as the counter still looks as in `seen`. Without an act: look again."""

    seen: tuple[object, ...]
    due: datetime
    act: PlannedAct | None


@dataclass(frozen=True)
class ObservedLocation:
    """A location as its agents see it at one look: counters, whom they hold, and which queues have visitors."""

    hours: Hours
    seats: Mapping[str, CounterState]
    tickets: Mapping[str, Ticket]
    queues: frozenset[str]

    @classmethod
    def look(cls, session: Session, location: Location, now: datetime) -> ObservedLocation:
        """Return the location's counters, calls and waiting queues at `now`."""
        todays = (Ticket.location == location.id, Ticket.day == location.hours.day_of(now))
        seats = session.scalars(sa.select(CounterState).where(CounterState.location == location.id))
        held = session.scalars(sa.select(Ticket).where(*todays, Ticket.state.in_(AT_COUNTER)))
        waiting = session.scalars(sa.select(Ticket.queue).distinct().where(*todays, Ticket.state == State.WAITING))
        return cls(
            hours=hours_of(session, location),
            seats={seat.counter: seat for seat in seats},
            tickets={ticket.counter: ticket for ticket in held if ticket.counter},
            queues=frozenset(waiting),
        )


@dataclass(frozen=True, slots=True)
class ObservedCounter:
    """One counter of a location. `wanted` is the status it should have; `waited_for` whether a visitor waits for it."""

    seat: CounterState | None
    ticket: Ticket | None
    wanted: CounterStatus
    waited_for: bool

    @property
    def seen(self) -> tuple[object, ...]:
        """The facts that distinguish this observation from another."""
        seat, ticket = self.seat, self.ticket
        return (
            (seat.state, seat.by) if seat else None,
            (ticket.public_id, ticket.moves) if ticket else None,
            self.wanted,
            self.waited_for,
        )


class SimulatedAgent:
    """One agent at one counter. `by` is the account; a counter that somebody else took is theirs."""

    def __init__(
        self, runtime: Runtime, location: Location, counter: Counter, *, by: str, name: str, luck: Random
    ) -> None:
        self.runtime, self.location, self.counter = runtime, location, counter
        self.by, self.name, self.luck = by, name, luck
        self.habits = AgentBehavior(runtime, location, counter, by=by, name=name, luck=luck)
        self._plan: Plan | None = None

    def step(self, now: datetime, observed: ObservedLocation) -> datetime:
        """Do what is due at `now`; return when to look again."""
        later = self.habits.later
        while later and later[0][0] <= now:
            self._do(heapq.heappop(later)[2], now)
        plan = self._planned(now, observed)
        for _ in range(MAX_ACTS_PER_STEP):
            if plan.due > now:
                break
            self._plan = None
            if plan.act:
                self._do(plan.act, now)
                with self.runtime.database.read() as session:
                    observed = ObservedLocation.look(session, self.location, now)
            plan = self._planned(now, observed)
        return min([plan.due, *(due for due, _, _ in later[:1])])

    def _do(self, act: PlannedAct, now: datetime) -> None:
        try:
            with self.runtime.database.write() as session:
                act(session, now)
        except Refusal:
            pass  # somebody else was first; the next look shows how it is now

    def _planned(self, now: datetime, observed: ObservedLocation) -> Plan:
        view = self._view(observed, now)
        if self._plan is None or self._plan.seen != view.seen:
            seconds, act = self._decide(view, now)
            self._plan = Plan(view.seen, now + timedelta(seconds=seconds), act)
        return self._plan

    def _view(self, observed: ObservedLocation, now: datetime) -> ObservedCounter:
        seat = observed.seats.get(self.counter.id)
        serves = self.counter.serves if seat is None or seat.serves is None else frozenset(seat.serves)
        waited_for = not serves.isdisjoint(observed.queues)
        late = waited_for and observed.hours.is_open(now - OVERTIME)
        wanted = CounterStatus.CLOSED
        if observed.hours.is_open(now) or late:
            wanted = CounterStatus.PAUSED if self._at_lunch(observed.hours, now) else CounterStatus.OPEN
        return ObservedCounter(seat, observed.tickets.get(self.counter.id), wanted, waited_for)

    def _decide(self, view: ObservedCounter, now: datetime) -> tuple[float, PlannedAct | None]:
        """Return in how many seconds to do what."""
        if view.seat and not self._mine(view.seat, now):
            return LOOK_SECONDS, None
        if view.ticket:
            return self.habits.with_visitor(view.ticket)
        if view.wanted != (view.seat.state if view.seat else CounterStatus.CLOSED):
            reason = "Lunch" if view.wanted is CounterStatus.PAUSED else ""
            return self.luck.uniform(5, 60), self._sit(open=view.wanted is CounterStatus.OPEN, reason=reason)
        if view.wanted is not CounterStatus.OPEN:
            return LOOK_SECONDS, None
        aside = self.habits.set_aside
        if back := next((ticket for ticket, due in aside.items() if due <= now), None):
            del aside[back]
            return 10.0, self._resume(back)
        return (self.luck.uniform(8, 40), self._call) if view.waited_for else (LOOK_SECONDS, None)

    def _sit(self, *, open: bool, reason: str = "") -> PlannedAct:
        seat = CounterChange(open=open, agent=self.name, reason=reason)
        return lambda session, at: operations.set_counter(
            session,
            catalog=self.runtime.catalog,
            location=self.location,
            counter=self.counter.id,
            seat=seat,
            by=self.by,
            now=at,
        )

    def _call(self, session: Session, at: datetime) -> object:
        return operations.call_next(
            session,
            catalog=self.runtime.catalog,
            location=self.location,
            counter=self.counter.id,
            by=self.by,
            now=at,
        )

    def _resume(self, ticket: str) -> PlannedAct:
        return lambda session, at: operations.resume(
            session, location=self.location, ticket=ticket, by=self.by, now=at, counter=self.counter.id
        )

    def _mine(self, seat: CounterState, now: datetime) -> bool:
        hours = self.location.hours
        if seat.agent == self.name and seat.state == CounterStatus.OPEN:
            return True  # a manager has only changed what it serves
        return seat.by in (self.by, SYSTEM) or hours.day_of(seat.since) < hours.day_of(now)

    def _at_lunch(self, hours: Hours, now: datetime) -> bool:
        """Lunches follow each other from the middle of the day's first half on, so that some desk is always open."""
        turn = [counter.id for counter in self.location.counters].index(self.counter.id)
        for opens, closes in hours.spans_on(hours.day_of(now)):
            begins = opens + (closes - opens) * 0.4 + turn * LUNCH
            if begins <= now < begins + LUNCH and closes - opens > 6 * LUNCH:
                return True
        return False
