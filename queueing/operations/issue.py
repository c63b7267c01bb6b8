"""Issue a ticket: quoted wait, number, ticket and first event in one transaction, once for each key."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from queueing.actor import VISITOR
from queueing.calendar.hours import hours_of
from queueing.operations.event_time import event_time
from queueing.operations.queues import refuse_if_queue_closed
from queueing.operations.request_keys import RequestKey, stated
from queueing.operations.transition import add_event
from queueing.refusals import LocationClosed, NotFound, NotOffered
from queueing.schemas import Wait
from queueing.tickets.model import Act, Priority, State, Ticket, ahead_of
from queueing.tickets.needs import ACCESSIBLE_NEEDS
from queueing.tickets.numbering import next_number
from queueing.tickets.ordering import due_at
from queueing.tickets.wait_range import printed_range
from queueing.waits.context import ViewContext
from queueing.waits.last_call import LastCall
from services_catalog.catalog import Catalog, Kind, Location, Queue, Service


@dataclass(frozen=True, slots=True)
class TicketOrder:
    """What a visitor asks for. `then` are services that follow under the same number.

    `by_staff`: an agent adds the visitor, so that neither a closed queue nor the last call refuses them. `paper`:
    whoever issues the ticket has a slip printed; it is here because an order with paper is another order. A
    `phone_code` is good for one ticket, whatever the phone asks for.
    """

    service: str
    language: str = "en"
    needs: tuple[str, ...] = ()
    idempotency_key: str | None = None
    then: tuple[str, ...] = ()
    by_staff: bool = False
    paper: bool = False
    phone_code: str | None = None


def issue(session: Session, *, context: ViewContext, order: TicketOrder, by: str) -> tuple[Ticket, bool]:
    """Issue a ticket and return it with True; the same key again by the same sender returns the same with False.

    The quoted wait is the context's forecast of joining the queue; none is quoted where nobody serves it.
    Forecast it before the transaction begins (`Runtime.waits`), so that no roll holds up a writer.
    Raises KeyReused, NotFound, NotOffered, LocationClosed or TooLateToday; then nothing has changed.
    """
    location, now = context.location, context.now
    key = _key_of(location, order, by)
    if (earlier := key.earlier(session)) is not None:
        return earlier, False
    queue = queue_of(context.catalog, location, order.service)
    for later in order.then:
        queue_of(context.catalog, location, later)
    refuse_if_closed(session, location, now)
    if not order.by_staff:
        refuse_if_queue_closed(session, location=location, queue=queue.id, language=order.language, now=now)
        _refuse_after_last_call(session, context, order)
    quoted = context.waits.by_queue.get(queue.id)
    try:
        with session.begin_nested():
            ticket = _insert(session, location, queue, order, quoted, key=key, by=by, now=now)
    except IntegrityError:
        # The same tap arrived twice at the same time; whoever committed first made the ticket.
        if (earlier := key.earlier(session)) is None:
            raise
        return earlier, False
    return ticket, True


def queue_of(catalog: Catalog, location: Location, service_id: str) -> Queue:
    """Return the queue that a service's visitors join at a location; raise NotFound or NotOffered."""
    service = catalog.services.get(service_id)
    if service is None:
        raise NotFound(f"There is no service {service_id!r}.")
    if reason := not_offered(service, location):
        raise NotOffered(reason, service=service.id)
    return catalog.queue(service.queue or "")


def gives_tickets(catalog: Catalog, location: Location, service_id: str) -> bool:
    """Return whether a service, which the catalog may have dropped, gives tickets at a location."""
    return not not_offered(catalog.service(service_id), location)


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


def _refuse_after_last_call(session: Session, context: ViewContext, order: TicketOrder) -> None:
    """Raise TooLateToday, in the visitor's language, when the visitor would most likely not be called today."""
    risk = LastCall(session, context).risk([context.catalog.services[order.service]])
    if risk and risk.unlikely:
        raise risk.refusal(order.language, context.now)


def _key_of(location: Location, order: TicketOrder, by: str) -> RequestKey:
    if order.phone_code:
        return RequestKey(location.id, f"phone:{order.phone_code}", VISITOR, ("phone",))
    return RequestKey(location.id, order.idempotency_key, by, ("order", stated(order)))


def _insert(
    session: Session,
    location: Location,
    queue: Queue,
    order: TicketOrder,
    quoted: Wait | None,
    *,
    key: RequestKey,
    by: str,
    now: datetime,
) -> Ticket:
    day = location.hours.day_of(now)
    recorded = event_time(session, location.id, day, now)
    number, issued = next_number(session, location=location.id, day=day, letter=queue.letter, now=recorded)
    priority = Priority.ACCESSIBLE if ACCESSIBLE_NEEDS.intersection(order.needs) else Priority.STANDARD
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
        quoted_p50=quoted.p50_seconds if quoted else None,
        quoted_p90=quoted.p90_seconds if quoted else None,
        idempotency_key=key.stored,
        request_digest=key.digest,
    )
    session.add(ticket)
    session.flush()
    ticket.quoted_ahead = ahead_of(session, ticket)
    detail: dict[str, Any] = {"language": order.language, "needs": list(order.needs), "priority": priority}
    if ticket.then:
        detail["then"] = ticket.then
    if quoted:
        detail["told_seconds"] = [round(quoted.p50_seconds, 1), round(quoted.p90_seconds, 1)]
        detail["told_minutes"] = printed_range(quoted.p50_seconds / 60, quoted.p90_seconds / 60)
    add_event(session, ticket, Act.ISSUE, by=by, now=issued, from_state=None, counter=None, detail=detail)
    return ticket
