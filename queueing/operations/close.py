"""End a ticket that is not served: the visitor gives up, or staff take out a mistake."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from queueing.operations.transition import move
from queueing.tickets.model import Act, Ticket


def leave(session: Session, *, ticket: str, by: str, now: datetime) -> Ticket:
    """End a ticket because its visitor gives up."""
    return move(session, ticket, Act.LEAVE, by=by, now=now)


def void(session: Session, *, ticket: str, by: str, now: datetime, reason: str) -> Ticket:
    """Take out a ticket that should not be: a staff mistake, printed twice."""
    return move(session, ticket, Act.VOID, by=by, now=now, detail={"reason": reason}, values={"reason": reason})
