"""Call the next visitor or a chosen one to a counter, recall, start the service, record a no-show."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.counters.current_queues import CurrentQueues
from queueing.counters.eligibility import may_be_called, staffed_counters
from queueing.operations.counters import open_counter
from queueing.operations.transition import find, move, refuse_if_busy, wrong_state
from queueing.refusals import TooEarly, WrongState
from queueing.tickets.model import Act, State, Ticket
from queueing.tickets.ordering import why_next
from services_catalog.catalog import Catalog, Location

TRIES = 100
"""How often a call tries the next candidate after losing one to another agent."""


def call_next(
    session: Session, *, catalog: Catalog, location: Location, counter: str, by: str, now: datetime
) -> tuple[Ticket, str] | None:
    """Call the next visitor to a counter; return the ticket and why it was next, or None when nobody waits.

    Raises NotFound, CounterNotOpen, or CounterBusy while the counter holds a visitor.
    """
    desk, state = open_counter(session, location, counter)
    queues = CurrentQueues.of(catalog, location)
    serves = queues.served(desk.serves, state.serves)
    refuse_if_busy(session, location.id, counter)
    mine = (
        Ticket.location == location.id,
        Ticket.day == location.hours.day_of(now),
        Ticket.state == State.WAITING,
        sa.or_(Ticket.ready_at.is_(None), Ticket.ready_at <= now),
        may_be_called(counter, state.agent, serves, staffed_counters(session, location), queues),
    )
    first = sa.select(Ticket).where(*mine).order_by(Ticket.due_at, Ticket.id).limit(1)
    for _ in range(TRIES):
        # SKIP LOCKED passes over tickets that another agent is calling this instant (PostgreSQL).
        ticket = session.scalar(first.with_for_update(skip_locked=True).execution_options(populate_existing=True))
        if ticket is None:
            return None
        try:
            called = move(session, ticket, Act.CALL, by=by, now=now, values=_to(counter, now))
        except WrongState:
            continue
        left = session.scalar(sa.select(sa.func.count()).select_from(Ticket).where(*mine)) or 0
        return called, why_next(called.due_at, waiting=left + 1, location=location)
    return None


def call(
    session: Session, *, location: Location, ticket: str, counter: str, by: str, now: datetime, reason: str
) -> Ticket:
    """Call a chosen visitor out of turn, whatever the counter serves; the reason is kept.

    Raises NotFound, CounterNotOpen, CounterBusy while the counter holds a visitor, or WrongState.
    """
    open_counter(session, location, counter)
    refuse_if_busy(session, location.id, counter)
    found = find(session, ticket)
    if found.day != location.hours.day_of(now):
        raise wrong_state(found, Act.CALL)
    detail = {"reason": reason, "out_of_turn": True}
    return move(session, found, Act.CALL, by=by, now=now, detail=detail, values=_to(counter, now))


def recall(session: Session, *, ticket: str, by: str, now: datetime) -> Ticket:
    """Call the same visitor again; every screen rings once more."""
    found = find(session, ticket)
    return move(session, found, Act.RECALL, by=by, now=now, values={"called_at": now, "recalls": found.recalls + 1})


def start(session: Session, *, ticket: str, by: str, now: datetime) -> Ticket:
    """The visitor has come; the service starts."""
    return move(session, ticket, Act.START, by=by, now=now, values={"started_at": now})


def no_show(session: Session, *, location: Location, ticket: str, by: str, now: datetime) -> Ticket:
    """The visitor did not come. Raises TooEarly before the location's number of recalls."""
    found = find(session, ticket)
    wanted = location.rules.recalls_before_no_show
    if found.state == State.CALLED and found.recalls < wanted:
        times = "once" if wanted == 1 else f"{wanted} times"
        raise TooEarly(f"Recall {found.number} {times} before saying that nobody came.", recalls=found.recalls)
    return move(session, found, Act.NO_SHOW, by=by, now=now)


def _to(counter: str, now: datetime) -> dict[str, object]:
    return {"counter": counter, "called_at": now, "recalls": 0}
