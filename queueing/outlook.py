"""The forecast of a location as it stands in the database: one roll, shared by every screen.

The state is read as it is; the model is what past days taught (kept, one row a location) with
today's events folded on top. A roll is used until the location changes or some seconds pass.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.board import Waits
from queueing.counters import CounterEvent, CounterState, Openness
from queueing.db import Database, UtcDateTime, insert, version_of
from queueing.forecast import (
    Belief,
    Center,
    Counter,
    Desk,
    Doing,
    Floor,
    Joiner,
    Model,
    Queue,
    Service,
    State,
    forecast,
)
from queueing.forecast import Ticket as Waiting
from queueing.forecast import Wait as Minutes
from queueing.learned import LearnedModel
from queueing.replay import minutes_of, replay_day
from queueing.rows import Ranked, Staffed
from queueing.shapes import Wait
from queueing.tickets import AT_COUNTER, Ticket, TicketEvent
from queueing.tickets import State as TicketState
from services_catalog.catalog import Catalog, Location

FRESH_SECONDS = 10.0
LEARN_SECONDS = 60.0


@dataclass(slots=True)
class _Kept:
    """What is kept of one location between two questions."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    version: int = -1
    at: datetime | None = None
    waits: Waits = field(default_factory=lambda: Waits({}, {}))
    belief: Belief | None = None
    learned_at: datetime | None = None


class Outlook:
    """Forecasts the waits of every location of a catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._kept = {location: _Kept() for location in catalog.locations}

    def waits(self, session: Session, location: Location, now: datetime) -> Waits:
        """Return the forecasts at `now`; a ticket or queue that no open counter serves is left out."""
        kept = self._kept[location.id]
        version = version_of(session, location.id)
        with kept.lock:
            if kept.version != version or kept.at is None or not 0 <= (now - kept.at).total_seconds() < FRESH_SECONDS:
                belief = self._belief(kept, session, location, now)
                kept.waits = self._roll(session, location, now, belief, f"{location.id}:{version}")
                kept.version, kept.at = version, now
            return kept.waits

    def _belief(self, kept: _Kept, session: Session, location: Location, now: datetime) -> Belief:
        age = (now - kept.learned_at).total_seconds() if kept.learned_at else LEARN_SECONDS
        if kept.belief is None or not 0 <= age < LEARN_SECONDS:
            today = location.hours.day_of(now)
            floor = Floor(center_of(self.catalog, location), kept_model(session, location))
            replay_day(floor, location, *_rows(session, location, today, today), ended=False)
            kept.belief, kept.learned_at = floor.model.belief(), now
        return kept.belief

    def _roll(self, session: Session, location: Location, now: datetime, belief: Belief, seed: str) -> Waits:
        state, ids = state_of(session, self.catalog, location, now)
        served = {
            queue for counter in state.counters if counter.doing is not Doing.PAUSED for queue in counter.desk.queues
        }
        joiners = [Joiner(queue) for queue in sorted(served)]
        if not joiners:
            return Waits({}, {})
        told = forecast(state, belief, seed=seed, joiners=joiners)
        queue_of = {ticket.id: ticket.queue for ticket in state.waiting}
        return Waits(
            by_ticket={
                ids[name]: _seconds(wait) for name, wait in told.tickets.items() if wait and queue_of[name] in served
            },
            by_queue={joiner.queue: _seconds(wait) for joiner, wait in told.joiners.items() if wait},
        )


def center_of(catalog: Catalog, location: Location) -> Center:
    """Return a location in the forecast's words."""
    services = [service for service in catalog.services_at(location.id) if service.queue]
    return Center(
        queues={queue.id: Queue(queue.id, queue.target_minutes) for queue in catalog.queues_at(location.id)},
        services={s.id: Service(s.id, s.queue or "", s.typical_minutes) for s in services},
        desks={desk.id: Desk(desk.id, desk.serves) for desk in location.counters},
        head_starts=location.rules.head_start_minutes,
        policy=location.rules.policy,
    )


def state_of(session: Session, catalog: Catalog, location: Location, now: datetime) -> tuple[State, dict[str, int]]:
    """Return the location's state at `now`, and each waiting ticket's row id by its public id."""
    today = location.hours.day_of(now)
    tickets = session.scalars(
        sa.select(Ticket)
        .where(
            Ticket.location == location.id,
            Ticket.day == today,
            Ticket.state.in_([TicketState.WAITING, *AT_COUNTER]),
        )
        .order_by(Ticket.due_at, Ticket.id)
    ).all()
    seats = session.scalars(
        sa.select(CounterState).where(CounterState.location == location.id, CounterState.state != Openness.CLOSED)
    )
    held = {ticket.counter: ticket for ticket in tickets if ticket.state in AT_COUNTER}
    waiting = [ticket for ticket in tickets if ticket.state == TicketState.WAITING]
    here = (location, today)
    last_visits = _last_visits(session, location, today)
    state = State(
        center=center_of(catalog, location),
        now=minutes_of(*here, now),
        counters=tuple(_counter(here, seat, held.get(seat.counter), last_visits.get(seat.counter)) for seat in seats),
        waiting=tuple(
            Waiting(
                id=ticket.public_id,
                queue=ticket.queue,
                service=ticket.service,
                priority=ticket.priority,
                issued=minutes_of(*here, ticket.issued_at),
                due=minutes_of(*here, ticket.due_at),
                seq=ticket.id,
            )
            for ticket in waiting
        ),
    )
    return state, {ticket.public_id: ticket.id for ticket in waiting}


def learn(database: Database, catalog: Catalog, location: Location, now: datetime, *, afresh: bool = False) -> int:
    """Fold every day before today that is not yet in the kept model into it; return how many days.

    `afresh` forgets first; the same events give the same values.
    """
    today = location.hours.day_of(now)
    with database.write() as session:
        kept = session.get(LearnedModel, location.id)
        since = date.min if kept is None or afresh else kept.before
        model = None if kept is None or afresh else Model.from_dict(kept.model)
        floor = Floor(center_of(catalog, location), model)
        tickets, counters = _rows(session, location, since, date.fromordinal(today.toordinal() - 1))
        by_day = {day: list(rows) for day, rows in groupby(tickets, key=lambda row: row.day)}
        opened = {day: list(rows) for day, rows in groupby(counters, key=lambda row: row.day)}
        for day in sorted({*by_day, *opened}):
            replay_day(floor, location, by_day.get(day, []), opened.get(day, []), ended=True)
        values = {"before": today, "model": floor.model.to_dict()}
        session.execute(
            insert(session, LearnedModel)
            .values(location=location.id, **values)
            .on_conflict_do_update(index_elements=[LearnedModel.location], set_=values)
        )
    return len({*by_day, *opened})


def kept_model(session: Session, location: Location) -> Model:
    """Return what past days taught; a new model when nothing was kept yet."""
    kept = session.get(LearnedModel, location.id)
    return Model.from_dict(kept.model) if kept else Model()


def _rows(session: Session, location: Location, first: date, last: date) -> tuple[list[Ranked], list[Staffed]]:
    period = (first, last)
    tickets = session.execute(
        sa.select(
            TicketEvent.ticket_id,
            TicketEvent.day,
            TicketEvent.at,
            TicketEvent.act,
            TicketEvent.counter,
            TicketEvent.service,
            TicketEvent.detail["priority"].as_string().label("priority"),
        )
        .where(TicketEvent.location == location.id, TicketEvent.day.between(*period))
        .order_by(TicketEvent.day, TicketEvent.id)
    ).all()
    counters = session.execute(
        sa.select(CounterEvent.day, CounterEvent.at, CounterEvent.counter, CounterEvent.state, CounterEvent.agent)
        .where(CounterEvent.location == location.id, CounterEvent.day.between(*period))
        .order_by(CounterEvent.day, CounterEvent.id)
    ).all()
    return list(tickets), list(counters)


def _last_visits(session: Session, location: Location, today: date) -> dict[str, datetime]:
    """Return when the last visit at each counter ended today."""
    ended = sa.func.max(Ticket.ended_at, type_=UtcDateTime)
    rows = session.execute(
        sa.select(Ticket.counter, ended)
        .where(Ticket.location == location.id, Ticket.day == today, Ticket.counter.is_not(None))
        .group_by(Ticket.counter)
    )
    return {counter: at for counter, at in rows if counter is not None and at is not None}


def _counter(
    here: tuple[Location, date], seat: CounterState, holding: Ticket | None, last_visit: datetime | None
) -> Counter:
    location, today = here
    desk = location.counter(seat.counter)
    serves = frozenset(seat.serves) if seat.serves is not None else desk.serves if desk else frozenset()
    doing, since, then = Doing.READY, seat.since, None
    paused = seat.state == Openness.PAUSED
    if holding:
        doing = Doing.SERVING if holding.state == TicketState.SERVING else Doing.CALLED
        since = holding.started_at or holding.called_at or seat.since
        then = Doing.PAUSED if paused else None
    elif paused:
        doing = Doing.PAUSED
    wrapping = doing is Doing.READY and last_visit is not None and last_visit > seat.since
    if wrapping and last_visit:
        since = last_visit
    return Counter(
        desk=Desk(seat.counter, serves, seat.agent),
        doing=doing,
        since=minutes_of(location, today, since),
        wrapping=wrapping,
        service=holding.service if holding else None,
        waited=((holding.called_at or since) - holding.issued_at).total_seconds() / 60 if holding else 0.0,
        then=then,
    )


def _seconds(wait: Minutes) -> Wait:
    return Wait(p50_seconds=round(wait.p50 * 60, 1), p90_seconds=round(wait.p90 * 60, 1))
