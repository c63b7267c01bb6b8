"""A ticket as its holder sees it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.schemas import (
    Named,
    TicketView,
)
from queueing.tickets.model import AT_COUNTER, State, Ticket, ahead_of
from queueing.tickets.wait_quote import is_late, quoted_at_issue
from queueing.waits.context import ViewContext
from services_catalog.catalog import Location, in_language


def ticket_view(session: Session, context: ViewContext, ticket: Ticket, *, why: str | None = None) -> TicketView:
    """Return a ticket as its holder sees it."""
    ahead = ahead_of(session, ticket) if ticket.state == State.WAITING else None
    return TicketView(**holder_facts(context, ticket), ahead=ahead, why=why)


def ticket_of(session: Session, location: Location, *, number: str, now: datetime) -> Ticket | None:
    """Return today's ticket of a number, however it was typed; None when there is none."""
    day, plain = location.hours.day_of(now), number.replace(" ", "").upper()
    mine = (Ticket.location == location.id, Ticket.day == day, Ticket.number == plain)
    return session.scalar(sa.select(Ticket).where(*mine))


def holder_facts(context: ViewContext, ticket: Ticket) -> dict[str, Any]:
    """Return the members of a ticket's view that its holder and the staff both see."""
    service = context.catalog.service(ticket.service)
    wait = context.waits.by_ticket.get(ticket.id) if ticket.state == State.WAITING else None
    return {
        "id": ticket.public_id,
        "number": ticket.number,
        "location": ticket.location,
        "service": Named(id=ticket.service, name=in_language(service.name, ticket.language)),
        "state": ticket.state,
        "counter": ticket.counter if ticket.state in AT_COUNTER or ticket.state == State.ENDED else None,
        "language": ticket.language,
        "needs": ticket.needs,
        "issued_at": ticket.issued_at,
        "called_at": ticket.called_at,
        "started_at": ticket.started_at,
        "ended_at": ticket.ended_at,
        "outcome": ticket.outcome,
        "moves": ticket.moves,
        "wait": wait,
        "told": quoted_at_issue(ticket),
        "takes_longer": is_late(ticket, wait, context.now),
        "ready_at": ticket.ready_at if ticket.ready_at and ticket.ready_at > context.now else None,
        "follow_url": f"{context.follow}/t/{ticket.public_id}",
        "bring": in_language(service.bring, ticket.language),
        "then": services_to_come(context, ticket, ticket.language),
    }


def services_to_come(context: ViewContext, ticket: Ticket, language: str) -> list[Named]:
    """Return the services of the visit that follow the present one, named in `language`."""
    return [Named(id=id_, name=in_language(context.catalog.service(id_).name, language)) for id_ in ticket.then]
