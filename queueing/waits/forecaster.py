"""The forecast of a location from its state in the database: one roll, shared by every screen.

The model is learned from past days (stored, one row a location), and today's events are folded on
top. A roll is used until the location changes or FORECAST_SECONDS pass.
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

FORECAST_SECONDS = 10.0
"""For how long a roll is used while the location does not change."""

PARAMETERS_SECONDS = 60.0
"""For how long the parameters are used before today's events are learned again."""


@dataclass(slots=True)
class _LocationCache:
    """What is cached of one location between two requests."""

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
        self._caches = {location: _LocationCache() for location in catalog.locations}

    def waits(self, session: Session, location: Location, now: datetime) -> LocationWaits:
        """Return the forecasts at `now`; a ticket or queue that no open counter serves is left out."""
        cache = self._caches[location.id]
        version = version_of(session, location.id)
        with cache.lock:
            age = (now - cache.at).total_seconds() if cache.at else FORECAST_SECONDS
            if cache.version != version or not 0 <= age < FORECAST_SECONDS:
                snapshot = location_snapshot(session, self.catalog, location, now)
                parameters = self._parameters(cache, session, location, now)
                cache.waits = _roll(snapshot, parameters, cache.waits, seed=f"{location.id}:{version}")
                cache.version, cache.at = version, now
            return cache.waits

    def parameters(self, session: Session, location: Location, now: datetime) -> ModelParameters:
        """Return a location's parameters, learned from past days and from today so far."""
        cache = self._caches[location.id]
        with cache.lock:
            return self._parameters(cache, session, location, now)

    def _parameters(
        self, cache: _LocationCache, session: Session, location: Location, now: datetime
    ) -> ModelParameters:
        age = (now - cache.learned_at).total_seconds() if cache.learned_at else PARAMETERS_SECONDS
        if cache.parameters is None or not 0 <= age < PARAMETERS_SECONDS:
            today = location.hours.day_of(now)
            tracker = StateTracker(center_of(self.catalog, location), learned_model(session, location))
            replay_day(tracker, location, *_rows(session, location, today, today), ended=False)
            # Visitors who hold a ticket at closing are still served.
            cache.parameters, cache.learned_at = replace(tracker.model.parameters(), overtime=True), now
        return cache.parameters


def _roll(snapshot: LocationSnapshot, parameters: ModelParameters, shown: LocationWaits, *, seed: str) -> LocationWaits:
    """Return the forecasts of a location; ranges stay as they are `shown` while they hold."""
    served = snapshot.served()
    joiners = [Joiner(queue) for queue in sorted(served - snapshot.reserved)]
    if not joiners:
        return LocationWaits({}, {})
    found = forecast(
        snapshot.state, parameters, seed=seed, tickets=snapshot.ids, joiners=joiners, deadline=snapshot.closes
    )
    queue_of = {ticket.id: ticket.queue for ticket in snapshot.state.waiting}
    by_ticket = {snapshot.ids[name]: wait for name, wait in found.tickets.items() if queue_of[name] in served}
    by_queue = {joiner.queue: wait for joiner, wait in found.joiners.items()}
    return LocationWaits(
        by_ticket={id_: _wait_shown(wait, shown.by_ticket.get(id_)) for id_, wait in by_ticket.items() if wait},
        by_queue={queue: _wait_shown(wait, shown.by_queue.get(queue)) for queue, wait in by_queue.items() if wait},
        # Of the futures that bring a call at all: an agent who seems to have left is no reason to refuse tickets.
        in_time={queue: wait.in_time / wait.chance for queue, wait in by_queue.items() if wait},
    )


def learn(database: Database, catalog: Catalog, location: Location, now: datetime, *, rebuild: bool = False) -> int:
    """Fold every day before today that is not yet in the stored model into it; return how many days.

    `rebuild` starts from an empty model; the same events give the same values.
    """
    today = location.hours.day_of(now)
    with database.write() as session:
        stored = session.get(LearnedModel, location.id)
        since = date.min if stored is None or rebuild else stored.before
        model = None if stored is None or rebuild else Model.from_dict(stored.model)
        tracker = StateTracker(center_of(catalog, location), model)
        tickets, counters = _rows(session, location, since, date.fromordinal(today.toordinal() - 1))
        by_day = {day: list(rows) for day, rows in groupby(tickets, key=lambda row: row.day)}
        opened = {day: list(rows) for day, rows in groupby(counters, key=lambda row: row.day)}
        for day in sorted({*by_day, *opened}):
            replay_day(tracker, location, by_day.get(day, []), opened.get(day, []), ended=True)
        values = {"before": today, "model": tracker.model.to_dict()}
        session.execute(
            insert(session, LearnedModel)
            .values(location=location.id, **values)
            .on_conflict_do_update(index_elements=[LearnedModel.location], set_=values)
        )
    return len({*by_day, *opened})


def learned_model(session: Session, location: Location) -> Model:
    """Return the stored model of past days; a new one when none is stored."""
    stored = session.get(LearnedModel, location.id)
    return Model.from_dict(stored.model) if stored else Model()


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


def _wait_shown(wait: WaitQuantiles, shown: Wait | None) -> Wait:
    return wait_of(round(wait.p50 * 60, 1), round(wait.p90 * 60, 1), shown)
