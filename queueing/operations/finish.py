"""Finish a service, go on to the visit's next one, record a quick service without a ticket."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from queueing.operations.counters import open_counter
from queueing.operations.event_time import event_time
from queueing.operations.issue import gives_tickets, queue_of
from queueing.operations.request_keys import RequestKey, stated
from queueing.operations.transition import OFF_COUNTER, add_event, find, move
from queueing.refusals import InvalidRequest, NotFound
from queueing.tickets.model import Act, Outcome, Priority, State, Ticket
from queueing.tickets.numbering import QUICK_LETTER, next_number
from queueing.tickets.ordering import due_at
from services_catalog.catalog import Catalog, Location

LONGEST_QUICK_MINUTES = 240.0


@dataclass(frozen=True, slots=True)
class DoneFunction:
    """A function of the city that was done for a visitor, and how many times (two licenses, say)."""

    service: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class QuickService:
    """A service without a ticket: `minutes` is how long it took, when the agent noted it."""

    service: str
    count: int = 1
    minutes: float | None = None
    resolved: bool = True
    language: str = "en"
    idempotency_key: str | None = None


def finish(
    session: Session,
    *,
    catalog: Catalog,
    location: Location,
    ticket: str,
    by: str,
    now: datetime,
    done: tuple[DoneFunction, ...] = (),
    resolved: bool = True,
) -> Ticket:
    """Finish a service and record what was `done`: by default the service waited for, once.

    A visit with more services to come goes on to the next one's queue, number and seniority kept;
    those done here are not waited for again. One that the catalog no longer offers here is left out, and the
    event says so. Raises NotFound or InvalidRequest for what was done.
    """
    found = find(session, ticket)
    said = _said(catalog, done or (DoneFunction(found.service),), visit=(found.service, *found.then))
    detail: dict[str, Any] = {"done": said, "resolved": resolved}
    here = {each["service"] for each in said}
    to_come = [service for service in found.then if service not in here]
    left = [service for service in to_come if gives_tickets(catalog, location, service)]
    if left != to_come:
        detail["not_offered"] = [service for service in to_come if service not in left]
    if not left:
        return move(session, found, Act.FINISH, by=by, now=now, detail=detail, values={"then": []})
    service, *later = left
    queue = queue_of(catalog, location, service)
    values = {
        **OFF_COUNTER,
        "service": service,
        "queue": queue.id,
        "then": later,
        "due_at": due_at(found.issued_at, queue=queue, priority=found.priority, location=location),
        "for_counter": "",
        "for_agent": "",
        # What was told at the issue was the wait for the first service.
        "quoted_p50": None,
        "quoted_p90": None,
    }
    detail["from_service"] = found.service
    return move(session, found, Act.ONWARD, by=by, now=now, detail=detail, values=values)


def quick(
    session: Session,
    *,
    catalog: Catalog,
    location: Location,
    counter: str,
    what: QuickService,
    by: str,
    now: datetime,
) -> tuple[Ticket, bool]:
    """Record a service done at an open counter for a visitor without a ticket; return it with True.

    The same key again by the same sender returns the same one with False.
    It counts as a service without a wait. Its number has a letter of its own, so that those that
    visitors see run on. A counter may record one while another visitor is in front of it.
    Raises KeyReused, NotFound, NotOffered, CounterNotOpen or InvalidRequest.
    """
    key = RequestKey(location.id, what.idempotency_key, by, ("quick", counter, stated(what)))
    if (earlier := key.earlier(session)) is not None:
        return earlier, False
    queue = queue_of(catalog, location, what.service)
    said = _said(catalog, (DoneFunction(what.service, what.count),))
    if what.minutes is not None and not 0 <= what.minutes <= LONGEST_QUICK_MINUTES:
        raise InvalidRequest(f"A quick service takes 0 to {LONGEST_QUICK_MINUTES:g} minutes.")
    open_counter(session, location, counter)
    day = location.hours.day_of(now)
    try:
        with session.begin_nested():
            ticket = _insert(session, location, day, queue.id, counter, what, key, now)
    except IntegrityError:
        # The same press arrived twice at the same time; whoever committed first recorded it.
        if (earlier := key.earlier(session)) is None:
            raise
        return earlier, False
    detail = {
        "done": said,
        "resolved": what.resolved,
        "minutes": what.minutes,
        "language": what.language,
        "priority": Priority.STANDARD,
    }
    add_event(session, ticket, Act.QUICK, by=by, now=ticket.issued_at, from_state=None, counter=counter, detail=detail)
    return ticket, True


def _said(catalog: Catalog, done: Iterable[DoneFunction], visit: Collection[str] = ()) -> list[dict[str, Any]]:
    """Return what was done as an event keeps it, one entry a service; a service of the `visit` may have gone since."""
    counts: dict[str, int] = {}
    for each in done:
        if each.service not in catalog.services and each.service not in visit:
            raise NotFound(f"There is no service {each.service!r}.")
        if each.count < 1:
            raise InvalidRequest("What was done was done at least once.")
        counts[each.service] = counts.get(each.service, 0) + each.count
    return [{"service": service, "count": count} for service, count in counts.items()]


def _insert(
    session: Session,
    location: Location,
    day: date,
    queue: str,
    counter: str,
    what: QuickService,
    key: RequestKey,
    now: datetime,
) -> Ticket:
    recorded = event_time(session, location.id, day, now)
    number, at = next_number(session, location=location.id, day=day, letter=QUICK_LETTER, now=recorded)
    ticket = Ticket(
        public_id=secrets.token_urlsafe(16),
        location=location.id,
        day=day,
        number=number,
        queue=queue,
        service=what.service,
        state=State.ENDED,
        outcome=Outcome.SERVED,
        priority=Priority.STANDARD,
        language=what.language,
        needs=[],
        issued_at=at,
        due_at=at,
        started_at=None if what.minutes is None else at - timedelta(minutes=what.minutes),
        ended_at=at,
        counter=counter,
        idempotency_key=key.stored,
        request_digest=key.digest,
    )
    session.add(ticket)
    session.flush()
    return ticket
