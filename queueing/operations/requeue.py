"""Put a visitor back into the queue: one who was called, served or held, or one who had missed the call."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from queueing.operations.transition import OFF_COUNTER, find, move, wrong_state
from queueing.refusals import TooLate
from queueing.tickets.model import Act, Priority, Ticket
from queueing.tickets.moves import REINSTATABLE
from queueing.tickets.ordering import due_at
from services_catalog.catalog import Catalog, Location


def return_(
    session: Session, *, catalog: Catalog, location: Location, ticket: str, by: str, now: datetime, reason: str = ""
) -> Ticket:
    """Send a visitor back to the queue, with the head start of the class `returned`."""
    found = find(session, ticket)
    queue = catalog.queue(found.queue)
    sooner = due_at(found.issued_at, queue=queue, priority=Priority.RETURNED, location=location)
    return move(
        session,
        found,
        Act.RETURN,
        by=by,
        now=now,
        detail={"reason": reason},
        values={**OFF_COUNTER, "reason": reason, "due_at": min(found.due_at, sooner)},
    )


def reinstate(session: Session, *, location: Location, ticket: str, by: str, now: datetime) -> Ticket:
    """Put a visitor who missed the call, or gave up, back at their old position.

    Raises WrongState for any other outcome, and TooLate after the location's minutes or the day.
    """
    found = find(session, ticket)
    if found.outcome not in REINSTATABLE or found.ended_at is None:
        raise wrong_state(found, Act.REINSTATE)
    limit = location.rules.reinstate_minutes
    if (now - found.ended_at).total_seconds() > limit * 60 or found.day != location.hours.day_of(now):
        raise TooLate(f"{found.number} ended more than {limit:g} minutes ago. Please issue a new ticket.")
    return move(session, found, Act.REINSTATE, by=by, now=now, values=OFF_COUNTER)
