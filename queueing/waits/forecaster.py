"""The forecast of a location as it stands in the database: one roll, shared by every screen.

The state is read as it is; the model is what past days taught (kept, one row a location) with
today's events folded on top. A roll is used until the location changes or some seconds pass.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.counters.model import CounterEvent
from queueing.db import Database, insert, version_of
from queueing.schemas import Wait
from queueing.simulation import Joiner, Model, ModelParameters, StateTracker, WaitQuantiles, forecast
from queueing.tickets.events import ClassRow, StaffedRow
from queueing.tickets.model import TicketEvent
from queueing.tickets.wait_quote import wait_of
from queueing.waits.context import LocationWaits
from queueing.waits.model import LearnedModel
from queueing.waits.snapshot import LocationSnapshot, center_of, location_snapshot
from queueing.waits.training import replay_day
from services_catalog.catalog import Catalog, Location

FRESH_SECONDS = 10.0
LEARN_SECONDS = 60.0


@dataclass(slots=True)
class _Kept:
    """What is kept of one location between two questions."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    version: int = -1
    at: datetime | None = None
    waits: LocationWaits = field(default_factory=lambda: LocationWaits({}, {}))
    parameters: ModelParameters | None = None
    learned_at: datetime | None = None


class RollForecaster:
    """Forecasts the waits of every location of a catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._kept = {location: _Kept() for location in catalog.locations}

    def waits(self, session: Session, location: Location, now: datetime) -> LocationWaits:
        """Return the forecasts at `now`; a ticket or queue that no open counter serves is left out."""
        kept = self._kept[location.id]
        version = version_of(session, location.id)
        with kept.lock:
            if kept.version != version or kept.at is None or not 0 <= (now - kept.at).total_seconds() < FRESH_SECONDS:
                stands = location_snapshot(session, self.catalog, location, now)
                parameters = self._parameters(kept, session, location, now)
                kept.waits = _roll(stands, parameters, kept.waits, seed=f"{location.id}:{version}")
                kept.version, kept.at = version, now
            return kept.waits

    def parameters(self, session: Session, location: Location, now: datetime) -> ModelParameters:
        """Return what is believed of a location: what past days taught, and today so far."""
        kept = self._kept[location.id]
        with kept.lock:
            return self._parameters(kept, session, location, now)

    def _parameters(self, kept: _Kept, session: Session, location: Location, now: datetime) -> ModelParameters:
        age = (now - kept.learned_at).total_seconds() if kept.learned_at else LEARN_SECONDS
        if kept.parameters is None or not 0 <= age < LEARN_SECONDS:
            today = location.hours.day_of(now)
            floor = StateTracker(center_of(self.catalog, location), kept_model(session, location))
            replay_day(floor, location, *_rows(session, location, today, today), ended=False)
            # Whoever holds a ticket at the closing is still served.
            kept.parameters, kept.learned_at = replace(floor.model.parameters(), overtime=True), now
        return kept.parameters


def _roll(stands: LocationSnapshot, parameters: ModelParameters, shown: LocationWaits, *, seed: str) -> LocationWaits:
    """Roll a location forward; ranges stay as they are `shown` while they hold."""
    served = stands.served()
    joiners = [Joiner(queue) for queue in sorted(served - stands.lines)]
    if not joiners:
        return LocationWaits({}, {})
    told = forecast(stands.state, parameters, seed=seed, tickets=stands.ids, joiners=joiners, deadline=stands.closes)
    queue_of = {ticket.id: ticket.queue for ticket in stands.state.waiting}
    by_ticket = {stands.ids[name]: wait for name, wait in told.tickets.items() if queue_of[name] in served}
    by_queue = {joiner.queue: wait for joiner, wait in told.joiners.items()}
    return LocationWaits(
        by_ticket={id_: _told(wait, shown.by_ticket.get(id_)) for id_, wait in by_ticket.items() if wait},
        by_queue={queue: _told(wait, shown.by_queue.get(queue)) for queue, wait in by_queue.items() if wait},
        # Of the futures that bring a call at all: an agent who seems to have gone is no reason to close the day.
        in_time={queue: wait.in_time / wait.chance for queue, wait in by_queue.items() if wait},
    )


def learn(database: Database, catalog: Catalog, location: Location, now: datetime, *, afresh: bool = False) -> int:
    """Fold every day before today that is not yet in the kept model into it; return how many days.

    `afresh` forgets first; the same events give the same values.
    """
    today = location.hours.day_of(now)
    with database.write() as session:
        kept = session.get(LearnedModel, location.id)
        since = date.min if kept is None or afresh else kept.before
        model = None if kept is None or afresh else Model.from_dict(kept.model)
        floor = StateTracker(center_of(catalog, location), model)
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


def _rows(session: Session, location: Location, first: date, last: date) -> tuple[list[ClassRow], list[StaffedRow]]:
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


def _told(wait: WaitQuantiles, shown: Wait | None) -> Wait:
    return wait_of(round(wait.p50 * 60, 1), round(wait.p90 * 60, 1), shown)
