"""What a visitor is told with a ticket, or instead of one, and what they may do with it, at whatever glass they ask."""

from __future__ import annotations

from queueing import operations
from queueing.operations.transition import find
from queueing.refusals import Refusal
from queueing.waits.last_call import LastCall
from queueing.web.request import principal, runtime
from services_catalog.catalog import Location


def told_with(
    location: Location, service_id: str, language: str, *, always: bool = False
) -> tuple[tuple[float, float] | None, Refusal | None]:
    """Return the wait that the visitor is told (P50 and P90 in seconds), and why they get no ticket.

    `always`: no closing minute is too near, as for whom staff add.
    """
    service = runtime().catalog.services.get(service_id)
    if service is None or service.queue is None:
        return None, None
    with runtime().database.read() as session:
        context = runtime().view_context(session, location)
        wait = context.waits.by_queue.get(service.queue)
        doubt = None if always else LastCall(session, context).doubt([service])
    refusal = doubt.refusal(language, context.now) if doubt and doubt.unlikely else None
    return (wait.p50_seconds, wait.p90_seconds) if wait else None, refusal


def put_off(ticket: str) -> None:
    """Put off a visitor's turn, as they ask; raise a Refusal when it may not be."""
    with runtime().database.write() as session:
        location = runtime().location(find(session, ticket).location)
        operations.later(session, location=location, ticket=ticket, by=principal().by, now=runtime().now())


def may_put_off(location: Location, ticket: str) -> bool:
    """Tell whether a visitor may put off their turn now."""
    with runtime().database.read() as session:
        return operations.may_be_later(session, location=location, ticket=ticket)
