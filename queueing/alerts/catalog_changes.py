"""What the catalog no longer has and somebody still waits for: found from the live tickets, told to the manager.

Such visitors are served all the same; `queueing.counters.current_queues` says which counters may call them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.counters.current_queues import EVERY_COUNTER, CurrentQueues
from queueing.i18n import STAFF_LANGUAGE
from queueing.schemas import Alert
from queueing.tickets.model import AT_COUNTER, LIVE, Ticket
from services_catalog.catalog import Catalog, Location, in_language

NO_LONGER_OFFERED = " (no longer offered)"
"""What staff read after the name of a service or queue that the catalog has dropped."""

SHOWN_NUMBERS = 8
"""How many numbers an alert names; of the others it says how many there are."""

LONGEST_KEY = 128
"""How long the key of an alert may be."""

Key = tuple[str, ...]
"""What is gone: `queue` with the queue that its visitors wait in now, `service`, `later`, or `counter`, and its id."""

log = logging.getLogger(__name__)


def catalog_changes(
    catalog: Catalog, location: Location, tickets: Iterable[Ticket], queues: CurrentQueues
) -> list[Alert]:
    """Return an alert for each queue, service and counter that a location's live tickets name and it no longer has."""
    found: dict[Key, list[str]] = {}
    for ticket in tickets:
        for key in _gone(location, ticket, queues):
            found.setdefault(key, []).append(ticket.number)
    return [
        Alert(key=f"catalog:{':'.join(key)}"[:LONGEST_KEY], kind="catalog", words=_sentence(catalog, key, numbers))
        for key, numbers in sorted(found.items())
    ]


def log_catalog_changes(session: Session, catalog: Catalog, now: datetime) -> None:
    """Write to the log, for each location, what its live tickets of today name and the catalog no longer has."""
    tickets: dict[str, list[Ticket]] = {}
    for ticket in session.scalars(sa.select(Ticket).where(Ticket.state.in_(LIVE)).order_by(Ticket.id)):
        tickets.setdefault(ticket.location, []).append(ticket)
    for id_, live in sorted(tickets.items()):
        location = catalog.locations.get(id_)
        if location is None:
            numbers = _listed([ticket.number for ticket in live])
            log.warning("The catalog no longer has the location %s, and there is a ticket there: %s.", id_, numbers)
            continue
        today = [ticket for ticket in live if ticket.day == location.hours.day_of(now)]
        for alert in catalog_changes(catalog, location, today, CurrentQueues.of(catalog, location)):
            log.warning("%s: %s", id_, alert.words)


def _gone(location: Location, ticket: Ticket, queues: CurrentQueues) -> Iterator[Key]:
    at_counter = ticket.state in AT_COUNTER
    present = queues.queue(ticket.queue, ticket.service)
    if not at_counter and present != ticket.queue:
        yield "queue", ticket.queue, present
    elif ticket.service not in queues.by_service:
        yield "service", ticket.service
    yield from (("later", service) for service in ticket.then if service not in queues.by_service)
    if at_counter and location.counter(ticket.counter or "") is None:
        yield "counter", ticket.counter or ""


def _sentence(catalog: Catalog, key: Key, numbers: list[str]) -> str:
    kind, id_, *rest = key
    who, one = _listed(numbers), len(numbers) == 1
    if kind == "queue":
        name, present = in_language(catalog.queue(id_).name, STAFF_LANGUAGE), rest[0]
        what = "Any open counter can call" if present == EVERY_COUNTER else "Counters now call"
        where = "" if present == EVERY_COUNTER else f" with {in_language(catalog.queue(present).name, STAFF_LANGUAGE)}"
        still = "still waits" if one else "still wait"
        return f"The queue {name} is no longer in the catalog, and {who} {still} in it. {what} them{where}."
    if kind == "counter":
        return (
            f"Counter {id_} is no longer in the catalog, and {who} {'is' if one else 'are'} there. "
            "Find the ticket to finish it or to send it back to the queue."
        )
    name = in_language(catalog.service(id_).name, STAFF_LANGUAGE)
    if kind == "later":
        return f"{name} is no longer offered here, and is to follow for {who}. It is left out when the visit goes on."
    has = "has" if one else "have"
    return (
        f"{name} is no longer offered here, and {who} {has} a ticket for it. They are called as before: "
        "serve them, or transfer them to another service."
    )


def _listed(numbers: list[str]) -> str:
    shown, more = numbers[:SHOWN_NUMBERS], len(numbers) - SHOWN_NUMBERS
    if more > 0:
        return f"{', '.join(shown)} and {more} more"
    *others, last = shown
    return f"{', '.join(others)} and {last}" if others else last
