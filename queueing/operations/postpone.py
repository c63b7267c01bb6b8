"""Postpone a visitor's own turn by the location's minutes: once, or as often as it allows.

The ticket is due later by that time, so others go first. Until then `call_next` passes it over;
an agent may still call it as a chosen visitor.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.operations.transition import OFF_COUNTER, find, move
from queueing.refusals import NotPostponed
from queueing.tickets.model import Act, Ticket, TicketEvent
from queueing.tickets.moves import MOVES
from services_catalog.catalog import Location

ASKED = "Asked for {minutes:g} more minutes"
"""What staff read beside the ticket."""


def later(session: Session, *, location: Location, ticket: str, by: str, now: datetime) -> Ticket:
    """Postpone the visitor's turn by the location's minutes.

    Raises NotPostponed when the location allows no further time, and WrongState once they are served.
    """
    found = find(session, ticket)
    minutes = location.rules.later_minutes
    if found.state in MOVES[Act.LATER].sources and not times_left(session, location, found):
        raise NotPostponed("You have already put off your turn. Please come now, or give up your place.")
    ready = now + timedelta(minutes=minutes)
    values = {
        **OFF_COUNTER,
        "due_at": max(found.due_at, now) + timedelta(minutes=minutes),
        "ready_at": ready,
        "reason": ASKED.format(minutes=minutes),
    }
    detail = {"minutes": minutes, "ready_at": ready.isoformat()}
    return move(session, found, Act.LATER, by=by, now=now, detail=detail, values=values)


def may_be_later(session: Session, *, location: Location, ticket: str) -> bool:
    """Tell whether the visitor may put off their turn at this moment."""
    found = find(session, ticket)
    return found.state in MOVES[Act.LATER].sources and times_left(session, location, found) > 0


def times_left(session: Session, location: Location, ticket: Ticket) -> int:
    """Return how often the visitor may still put off their turn."""
    if not location.rules.later_minutes:
        return 0
    asked = sa.select(sa.func.count()).where(TicketEvent.ticket_id == ticket.id, TicketEvent.act == Act.LATER)
    return max(location.rules.later_times - (session.scalar(asked) or 0), 0)
