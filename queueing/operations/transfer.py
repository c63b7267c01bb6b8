"""Transfer a visitor to another service, to one counter or to one agent, at a chosen position."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.counters.eligibility import staffed_counters
from queueing.operations.counters import counter_of
from queueing.operations.issue import gives_tickets, queue_of
from queueing.operations.transition import OFF_COUNTER, find, move
from queueing.refusals import CounterNotOpen, InvalidRequest
from queueing.tickets.model import Act, State, Ticket
from queueing.tickets.ordering import QueuePosition, due_at, placed
from services_catalog.catalog import Catalog, Location


def transfer(
    session: Session,
    *,
    catalog: Catalog,
    location: Location,
    ticket: str,
    by: str,
    now: datetime,
    service: str | None = None,
    counter: str | None = None,
    agent: str | None = None,
    position: QueuePosition = QueuePosition.SORTED,
    reason: str = "",
    note: str | None = None,
) -> Ticket:
    """Transfer a visitor to another service, or to one counter or agent that alone calls them; the number stays.

    Sorted, the seniority stays too. While that counter is closed, or the agent has none, every counter
    that serves the queue may call them. Where the service is no longer offered here, and no other is named, the
    visitor stays in the queue. A `note` replaces the one before. Raises InvalidRequest
    without a single goal, NotFound or NotOffered for a service that gives no tickets here,
    CounterNotOpen for a counter or agent who is not there now.
    """
    if not (service or counter or agent) or (counter and agent):
        raise InvalidRequest("Say to which service, or to which one counter or agent.")
    _refuse_absent(session, location, counter, agent)
    found = find(session, ticket)
    stays = service is None and not gives_tickets(catalog, location, found.service)
    service = service or found.service
    queue = catalog.queue(found.queue) if stays else queue_of(catalog, location, service)
    due = due_at(found.issued_at, queue=queue, priority=found.priority, location=location)
    first, last = _ends(session, found, queue.id)
    values = {
        **OFF_COUNTER,
        "reason": reason,
        "service": service,
        "queue": queue.id,
        "due_at": placed(position, due, first=first, last=last),
        "for_counter": counter or "",
        "for_agent": agent or "",
        "then": [later for later in found.then if later != service],
        **({} if note is None else {"note": note}),
    }
    detail = {"reason": reason, "from_service": found.service, "place": position}
    said = {"counter": counter, "agent": agent, "note": note}
    detail |= {f"to_{name}" if name != "note" else name: value for name, value in said.items() if value}
    return move(session, found, Act.TRANSFER, by=by, now=now, detail=detail, values=values)


def _refuse_absent(session: Session, location: Location, counter: str | None, agent: str | None) -> None:
    staffed = staffed_counters(session, location)
    if counter and counter_of(location, counter).id not in staffed:
        raise CounterNotOpen(f"Counter {counter} is closed; nobody would call them there.")
    if agent and agent not in staffed.values():
        raise CounterNotOpen(f"{agent} sits at no counter now.")


def _ends(session: Session, ticket: Ticket, queue: str) -> tuple[datetime | None, datetime | None]:
    """Return when the first of all other waiting tickets is due, and the last of a queue."""
    others = (
        Ticket.location == ticket.location,
        Ticket.day == ticket.day,
        Ticket.state == State.WAITING,
        Ticket.id != ticket.id,
    )
    first = sa.select(Ticket.due_at).where(*others).order_by(Ticket.due_at).limit(1)
    last = sa.select(Ticket.due_at).where(*others, Ticket.queue == queue).order_by(Ticket.due_at.desc()).limit(1)
    return session.scalar(first), session.scalar(last)
