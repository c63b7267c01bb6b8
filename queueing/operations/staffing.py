"""Who sits at which counter, open or paused and why, and what it serves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.counters import CounterEvent, CounterState, Openness
from queueing.db import insert, mark_changed
from queueing.operations.moving import refuse_if_busy
from queueing.refusals import CounterNotOpen, Malformed, UnknownThing
from services_catalog.catalog import Catalog, Counter, Location


@dataclass(frozen=True, slots=True)
class Seat:
    """A change of a counter. `serves` are ids of queues or services; None leaves it as it is."""

    open: bool
    agent: str = ""
    reason: str = ""
    serves: tuple[str, ...] | None = None


def counter_of(location: Location, counter: str) -> Counter:
    """Return the catalog's counter; raise UnknownThing."""
    found = location.counter(counter)
    if found is None:
        raise UnknownThing(f"{location.name['en']} has no counter {counter!r}.")
    return found


def staffed_counter(session: Session, location: Location, counter: str) -> tuple[Counter, CounterState]:
    """Return a counter that is open or paused and its state, locked for this transaction.

    Raises UnknownThing or CounterNotOpen.
    """
    desk = counter_of(location, counter)
    state = session.scalar(
        sa.select(CounterState)
        .where(CounterState.location == location.id, CounterState.counter == counter)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if state is None or state.state == Openness.CLOSED:
        raise CounterNotOpen(f"Counter {counter} is not open. Open it first.")
    return desk, state


def open_counter(session: Session, location: Location, counter: str) -> Seat:
    """Return who sits at an open counter and what it serves, locked for this transaction.

    Raises UnknownThing or CounterNotOpen.
    """
    desk, state = staffed_counter(session, location, counter)
    if state.state != Openness.OPEN:
        raise CounterNotOpen(f"Counter {counter} is paused. Open it first.")
    serves = desk.serves if state.serves is None else state.serves
    return Seat(open=True, agent=state.agent, serves=tuple(serves))


def set_counter(
    session: Session, *, catalog: Catalog, location: Location, counter: str, seat: Seat, by: str, now: datetime
) -> CounterState:
    """Open a counter, or pause it when a reason is given, or close it; set what it serves.

    The last who does sits there: the agent before, and any other browser of the same agent, see it
    at once, and what they send is still one act on one counter, which holds one visitor at most. An
    agent may sit at two counters; visitors sent to that agent are called at either. What becomes of
    visitors sent to a counter that closes: see `reach`. Raises UnknownThing, Malformed for something
    it does not serve, CounterBusy when it would close on a visitor.
    """
    desk = counter_of(location, counter)
    row = session.get(CounterState, (location.id, counter), with_for_update=True)
    state = Openness.OPEN if seat.open else Openness.PAUSED if seat.reason else Openness.CLOSED
    if state is Openness.CLOSED:
        refuse_if_busy(session, location.id, counter)
    serves = row.serves if row else None
    if seat.serves is not None:
        serves = _queues(catalog, location, seat.serves)
    agent = "" if state is Openness.CLOSED else seat.agent
    unmoved = row is not None and (row.state, row.agent) == (state, agent)
    values = {
        "state": state,
        "by": by,
        "agent": agent,
        "reason": seat.reason,
        "serves": None if state is Openness.CLOSED else serves,
        "since": row.since if row and unmoved else now,
        "seen_at": row.seen_at if row and unmoved else None,
    }
    key = {"location": location.id, "counter": counter}
    session.execute(
        insert(session, CounterState)
        .values(**key, **values)
        .on_conflict_do_update(index_elements=[CounterState.location, CounterState.counter], set_=values)
    )
    shown = sorted(desk.serves) if values["serves"] is None else serves
    session.execute(
        sa.insert(CounterEvent).values(
            **key,
            day=location.hours.day_of(now),
            at=now,
            state=state,
            by=by,
            agent=agent,
            reason=seat.reason,
            serves=shown,
        )
    )
    mark_changed(session, location.id)
    return session.get_one(CounterState, (location.id, counter), populate_existing=True)


def _queues(catalog: Catalog, location: Location, wanted: tuple[str, ...]) -> list[str]:
    here = {queue.id for queue in catalog.queues_at(location.id)}
    queues: set[str] = set()
    for name in wanted:
        service = catalog.services.get(name)
        queue = service.queue if service else name
        if queue not in here:
            raise Malformed(f"{name!r} is neither a queue nor a service with a queue at {location.name['en']}.")
        queues.add(queue)
    return sorted(queues)
