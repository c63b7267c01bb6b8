"""Issue a ticket: number, ticket and first event in one transaction, once a key."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from queueing.calendar.model import hours_of
from queueing.operations.help_calls import refuse_if_queue_closed
from queueing.operations.transition import add_event
from queueing.refusals import LocationClosed, NotOffered, Refusal, UnknownThing
from queueing.tickets.model import Act, Priority, State, Ticket, ahead_of
from queueing.tickets.numbering import next_number
from queueing.tickets.ordering import due_at
from queueing.tickets.wait_range import printed_range
from services_catalog.catalog import Catalog, Kind, Location, Queue, Service

ACCESSIBLE_NEEDS = frozenset({"accessible", "mobility", "vision", "hearing", "cannot-stand"})
"""Needs that put a ticket in the accessible class."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a visitor asks for. `told_seconds` is the wait they were told: P50 and P90, or None.

    `refusal` is why no new ticket is given for it; a ticket given before is returned all the same.
    `then` are services that follow under the same number. `by_staff` lets it into a closed queue.
    """

    service: str
    language: str = "en"
    needs: tuple[str, ...] = ()
    idempotency_key: str | None = None
    told_seconds: tuple[float, float] | None = None
    refusal: Refusal | None = None
    then: tuple[str, ...] = ()
    by_staff: bool = False


def issue(
    session: Session, *, catalog: Catalog, location: Location, order: Order, by: str, now: datetime
) -> tuple[Ticket, bool]:
    """Issue a ticket and return it with True; the same key again returns the same ticket with False.

    Raises UnknownThing, NotOffered, LocationClosed or the order's own refusal; then nothing has changed.
    """
    if (earlier := _by_key(session, location, order)) is not None:
        return earlier, False
    queue = queue_of(catalog, location, order.service)
    for later in order.then:
        queue_of(catalog, location, later)
    refuse_if_closed(session, location, now)
    if not order.by_staff:
        refuse_if_queue_closed(session, location=location, queue=queue.id, language=order.language, now=now)
    if order.refusal:
        raise order.refusal
    try:
        with session.begin_nested():
            ticket = _insert(session, location, queue, order, by=by, now=now)
    except IntegrityError:
        # The same tap arrived twice at the same time; whoever committed first made the ticket.
        if (earlier := _by_key(session, location, order)) is None:
            raise
        return earlier, False
    return ticket, True


def queue_of(catalog: Catalog, location: Location, service_id: str) -> Queue:
    """Return the queue that a service's visitors join at a location; raise UnknownThing or NotOffered."""
    service = catalog.services.get(service_id)
    if service is None:
        raise UnknownThing(f"There is no service {service_id!r}.")
    if reason := not_offered(service, location):
        raise NotOffered(reason, service=service.id)
    return catalog.queues[service.queue or ""]


def not_offered(service: Service, location: Location) -> str:
    """Return why a service gives no ticket at a location, whatever the hour; empty when it does."""
    if location.id not in service.locations:
        return "This service is not offered here."
    if service.kind is not Kind.TICKET:
        return "No ticket is needed for this. " + service.refer.get("en", "Ask at the desk.")
    if not any(service.queue in counter.serves for counter in location.counters):
        return "No counter here serves this."
    return ""


def refuse_if_closed(session: Session, location: Location, now: datetime) -> None:
    """Raise LocationClosed, saying when it opens next, unless the location is open for new tickets."""
    hours = hours_of(session, location)
    closes = hours.closes_at(now)
    if closes and (closes - now).total_seconds() > location.rules.last_ticket_minutes * 60:
        return
    opens = hours.opens_next(now)
    when = f"It opens {opens.astimezone(hours.tz):%A %B %-d at %H:%M}." if opens else "It does not open again."
    phone = f" By phone: {location.phone}." if location.phone else ""
    raise LocationClosed(
        f"{location.name['en']} is closed now. {when}{phone}", opens_next=opens.isoformat() if opens else None
    )


def _by_key(session: Session, location: Location, order: Order) -> Ticket | None:
    if order.idempotency_key is None:
        return None
    return session.scalar(
        sa.select(Ticket).where(Ticket.location == location.id, Ticket.idempotency_key == order.idempotency_key)
    )


def _insert(session: Session, location: Location, queue: Queue, order: Order, *, by: str, now: datetime) -> Ticket:
    day = location.hours.day_of(now)
    number, issued = next_number(session, location=location.id, day=day, letter=queue.letter, now=now)
    priority = Priority.ACCESSIBLE if ACCESSIBLE_NEEDS.intersection(order.needs) else Priority.STANDARD
    p50, p90 = order.told_seconds or (None, None)
    ticket = Ticket(
        public_id=secrets.token_urlsafe(16),
        location=location.id,
        day=day,
        number=number,
        queue=queue.id,
        service=order.service,
        state=State.WAITING,
        priority=priority,
        language=order.language,
        needs=list(order.needs),
        issued_at=issued,
        due_at=due_at(issued, queue=queue, priority=priority, location=location),
        then=[later for later in dict.fromkeys(order.then) if later != order.service],
        told_p50=p50,
        told_p90=p90,
        idempotency_key=order.idempotency_key,
    )
    session.add(ticket)
    session.flush()
    ticket.told_ahead = ahead_of(session, ticket)
    detail: dict[str, Any] = {"language": order.language, "needs": list(order.needs), "priority": priority}
    if ticket.then:
        detail["then"] = ticket.then
    if order.told_seconds:
        detail["told_seconds"] = [round(p50 or 0.0, 1), round(p90 or 0.0, 1)]
        detail["told_minutes"] = printed_range((p50 or 0.0) / 60, (p90 or 0.0) / 60)
    add_event(session, ticket, Act.ISSUE, by=by, now=issued, from_state=None, counter=None, detail=detail)
    return ticket
