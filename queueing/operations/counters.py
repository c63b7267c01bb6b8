"""Open, pause and close counters; set which queues each serves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.counters.current_queues import CurrentQueues
from queueing.counters.model import CounterEvent, CounterState, CounterStatus
from queueing.db import insert, mark_changed
from queueing.operations.event_time import event_time
from queueing.operations.transition import refuse_if_busy
from queueing.refusals import CounterNotOpen, InvalidRequest, NotFound
from services_catalog.catalog import Catalog, Counter, Location


@dataclass(frozen=True, slots=True)
class CounterChange:
    """A change of a counter: whether it is open, its agent, what it serves. None leaves a part as it is.

    `serves` are ids of queues or services.
    """

    open: bool | None
    agent: str | None = ""
    reason: str = ""
    serves: tuple[str, ...] | None = None


def counter_of(location: Location, counter: str) -> Counter:
    """Return the catalog's counter; raise NotFound."""
    found = location.counter(counter)
    if found is None:
        raise NotFound(f"{location.name['en']} has no counter {counter!r}.")
    return found


def staffed_counter(session: Session, location: Location, counter: str) -> tuple[Counter, CounterState]:
    """Return a counter that is open or paused and its state, locked for this transaction.

    Raises NotFound or CounterNotOpen.
    """
    desk = counter_of(location, counter)
    state = session.scalar(
        sa.select(CounterState)
        .where(CounterState.location == location.id, CounterState.counter == counter)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if state is None or state.state == CounterStatus.CLOSED:
        raise CounterNotOpen(f"Counter {counter} is not open. Open it first.")
    return desk, state


def open_counter(session: Session, location: Location, counter: str) -> tuple[Counter, CounterState]:
    """Return an open counter and its state, locked for this transaction. Raises NotFound or CounterNotOpen."""
    desk, state = staffed_counter(session, location, counter)
    if state.state != CounterStatus.OPEN:
        raise CounterNotOpen(f"Counter {counter} is paused. Open it first.")
    return desk, state


def set_counter(
    session: Session, *, catalog: Catalog, location: Location, counter: str, seat: CounterChange, by: str, now: datetime
) -> CounterState:
    """Open a counter, or pause it when a reason is given, or close it; set what it serves.

    The last agent to do so has the counter; the agent before, and every other browser, see it at
    once. A counter holds one visitor at most, whoever sends the act. An
    agent may have two counters; visitors sent to that agent are called at either. What becomes of
    visitors sent to a counter that closes: see `counters.eligibility`. A counter that closes forgets what it was set
    to serve; what a closed one is set to serve, it serves from its opening on. Raises NotFound,
    InvalidRequest for something it does not serve, CounterBusy when it would close on a visitor.
    """
    desk = counter_of(location, counter)
    serves = None if seat.serves is None else _queues(catalog, location, seat.serves)
    row = _locked(session, location, counter, by=by, now=now)
    before = CounterStatus(row.state)
    state = _openness(seat, before)
    if state is CounterStatus.CLOSED:
        refuse_if_busy(session, location.id, counter)
    agent = row.agent if seat.agent is None else seat.agent
    if state is CounterStatus.CLOSED:
        agent = ""
    if serves is None and (state is not CounterStatus.CLOSED or before is CounterStatus.CLOSED):
        serves = row.serves
    day = location.hours.day_of(now)
    at = event_time(session, location.id, day, now)
    if (state, agent) != (before, row.agent):
        row.since, row.seen_at = at, None
    row.state, row.by, row.agent, row.serves = state, by, agent, serves
    row.reason = row.reason if seat.open is None else seat.reason
    session.execute(
        sa.insert(CounterEvent).values(
            location=location.id,
            counter=counter,
            day=day,
            at=at,
            state=state,
            by=by,
            agent=agent,
            reason=row.reason,
            serves=sorted(desk.serves) if serves is None else serves,
        )
    )
    mark_changed(session, location.id)
    session.flush()
    return row


def _openness(seat: CounterChange, before: CounterStatus) -> CounterStatus:
    if seat.open is None:
        return before
    if seat.open:
        return CounterStatus.OPEN
    return CounterStatus.PAUSED if seat.reason else CounterStatus.CLOSED


def _locked(session: Session, location: Location, counter: str, *, by: str, now: datetime) -> CounterState:
    """Return a counter's row, locked until this transaction ends."""
    never_opened = {"state": CounterStatus.CLOSED, "by": by, "agent": "", "reason": "", "serves": None, "since": now}
    session.execute(
        insert(session, CounterState)
        .values(location=location.id, counter=counter, **never_opened)
        .on_conflict_do_nothing()
    )
    return session.get_one(CounterState, (location.id, counter), with_for_update=True, populate_existing=True)


def _queues(catalog: Catalog, location: Location, wanted: tuple[str, ...]) -> list[str]:
    here = CurrentQueues.of(catalog, location).joined
    queues: set[str] = set()
    for name in wanted:
        service = catalog.services.get(name)
        queue = service.queue if service else name
        if queue not in here:
            raise InvalidRequest(f"{name!r} is neither a queue nor a service with a queue at {location.name['en']}.")
        queues.add(queue)
    return sorted(queues)
