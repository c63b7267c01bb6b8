"""Idempotency keys: the same key by the same sender for the same thing is the same ticket.

A key belongs to who sent it: one that somebody else used shows nothing of theirs, and is another key. It belongs to
what it was sent with: for anything else it is refused. Tickets keep digests of both.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.refusals import KeyReused
from queueing.tickets.model import Ticket, TicketEvent

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@dataclass(frozen=True, slots=True)
class RequestKey:
    """The key of one request at a location; without `given` every request is one of its own.

    A kiosk that is paired anew is another sender: an order of before, whose answer was lost, is then a new ticket.
    """

    location: str
    given: str | None
    by: str
    asked: tuple[object, ...]

    @property
    def stored(self) -> str | None:
        """What a ticket keeps of the key and its sender."""
        return _digest(self.by, self.given) if self.given is not None else None

    @property
    def digest(self) -> str | None:
        """What a ticket keeps of the thing that was asked for."""
        return _digest(*self.asked) if self.given is not None else None

    def earlier(self, session: Session) -> Ticket | None:
        """Return the ticket that this request made before, if any. Raise KeyReused if the key was for another thing."""
        if self.given is None:
            return None
        # Before keys were bound, tickets kept the key itself and no digest.
        was_bound = sa.or_(Ticket.idempotency_key == self.stored, Ticket.request_digest.is_(None))
        keys = Ticket.idempotency_key.in_([self.stored, self.given])
        for ticket in session.scalars(sa.select(Ticket).where(Ticket.location == self.location, keys, was_bound)):
            if ticket.request_digest is None and not self._made(session, ticket):
                continue
            if ticket.request_digest not in (None, self.digest):
                raise KeyReused(
                    "This was sent before with other details, and was done then. Look for that ticket first; "
                    "for another one send a new request, with a new key."
                )
            return ticket
        return None

    def _made(self, session: Session, ticket: Ticket) -> bool:
        by = sa.select(TicketEvent.by).where(TicketEvent.ticket_id == ticket.id, TicketEvent.seq == 1)
        return session.scalar(by) == self.by


def stated(order: DataclassInstance) -> dict[str, object]:
    """Return what an order says otherwise than by default, so that a later version's new members change nothing."""
    return {each.name: getattr(order, each.name) for each in fields(order) if getattr(order, each.name) != each.default}


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()
