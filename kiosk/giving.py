"""What a visitor is told with a ticket, or instead of one, and what they may do with it, at whatever glass they ask."""

from __future__ import annotations

from queueing import operations
from queueing.operations.transition import find
from queueing.refusals import Refusal
from queueing.waits.last_call import Closing
from queueing.web.request import site, who
from services_catalog.catalog import Location


def told_with(
    place: Location, service_id: str, language: str, *, always: bool = False
) -> tuple[tuple[float, float] | None, Refusal | None]:
    """Return the wait that the visitor is told (P50 and P90 in seconds), and why they get no ticket.

    `always`: no closing minute is too near, as for whom staff add.
    """
    service = site().catalog.services.get(service_id)
    if service is None or service.queue is None:
        return None, None
    with site().database.read() as session:
        here = site().here(session, place)
        wait = here.waits.by_queue.get(service.queue)
        doubt = None if always else Closing(session, here).doubt([service])
    refusal = doubt.refusal(language, here.now) if doubt and doubt.unlikely else None
    return (wait.p50_seconds, wait.p90_seconds) if wait else None, refusal


def put_off(ticket: str) -> None:
    """Put off a visitor's turn, as they ask; raise a Refusal when it may not be."""
    with site().database.write() as session:
        place = site().location(find(session, ticket).location)
        operations.later(session, location=place, ticket=ticket, by=who().by, now=site().now())


def may_put_off(place: Location, ticket: str) -> bool:
    """Tell whether a visitor may put off their turn now."""
    with site().database.read() as session:
        return operations.may_be_later(session, location=place, ticket=ticket)
