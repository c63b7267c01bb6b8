"""Heartbeats of agents' pages; a counter whose agent has gone is paused."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.actor import SYSTEM
from queueing.counters.model import CounterState, CounterStatus
from queueing.operations.counters import CounterChange, counter_of, set_counter
from queueing.operations.transition import held_by
from services_catalog.catalog import Catalog, Location

AWAY = "Away"
"""The reason of a pause that nobody asked for."""


def beat(session: Session, *, location: Location, counter: str, agent: str, now: datetime) -> None:
    """Note that an agent's page is open at the counter where they sit. Raises NotFound.

    The page of an agent who no longer has the counter changes nothing.
    """
    session.execute(
        sa.update(CounterState)
        .where(
            CounterState.location == location.id,
            CounterState.counter == counter_of(location, counter).id,
            CounterState.agent == agent,
            CounterState.state != CounterStatus.CLOSED,
        )
        .values(seen_at=now)
    )


def pause_counters_of(session: Session, *, catalog: Catalog, agent: str, by: str, now: datetime) -> None:
    """Pause the open counters of an agent whose account is closed; a visitor there waits for the next agent."""
    theirs = sa.select(CounterState).where(CounterState.agent == agent, CounterState.state == CounterStatus.OPEN)
    for seat in session.scalars(theirs.order_by(CounterState.location, CounterState.counter)).all():
        location, away = catalog.locations.get(seat.location), CounterChange(open=False, agent=agent, reason=AWAY)
        if location is not None and location.counter(seat.counter) is not None:
            set_counter(session, catalog=catalog, location=location, counter=seat.counter, seat=away, by=by, now=now)


def pause_absent(
    session: Session, *, catalog: Catalog, location: Location, now: datetime, watched_since: datetime, pace: float = 1.0
) -> list[str]:
    """Pause the open counters whose agent's page has been gone for the location's minutes; return which.

    Never one that holds a visitor, nor one without any heartbeat: a program may use it. Time before
    `watched_since`, when no server listened, is not absence. `pace` is how fast the clock runs;
    pages beat by real seconds. Zero minutes pauses nobody.
    """
    patience = timedelta(minutes=location.rules.away_minutes) * max(pace, 1.0)
    if not patience or now - watched_since < patience:
        return []
    silent = session.scalars(
        sa.select(CounterState)
        .where(
            CounterState.location == location.id,
            CounterState.state == CounterStatus.OPEN,
            CounterState.seen_at < now - patience,
        )
        .order_by(CounterState.counter)
        .with_for_update()
    ).all()
    gone = [
        seat
        for seat in silent
        if location.counter(seat.counter) and held_by(session, location.id, seat.counter) is None
    ]
    for seat in gone:
        away = CounterChange(open=False, agent=seat.agent, reason=AWAY)
        set_counter(session, catalog=catalog, location=location, counter=seat.counter, seat=away, by=SYSTEM, now=now)
    return [seat.counter for seat in gone]
