"""A visitor postpones their own turn, by the API or from a page without scripts."""

from __future__ import annotations

from queueing import operations
from queueing.operations.transition import find
from queueing.web.request import principal, runtime
from services_catalog.catalog import Location


def postpone(ticket: str) -> None:
    """Postpone the turn of a ticket by the location's minutes; raise NotPostponed, NotFound or WrongState."""
    with runtime().database.write() as session:
        location = runtime().location(find(session, ticket).location)
        operations.later(session, location=location, ticket=ticket, by=principal().by, now=runtime().now())


def may_postpone(location: Location, ticket: str) -> bool:
    """Return whether the holder of a ticket may postpone their turn now."""
    with runtime().database.read() as session:
        return operations.may_be_later(session, location=location, ticket=ticket)
