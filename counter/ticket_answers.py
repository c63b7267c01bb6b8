"""What the staff's acts on a ticket share: the guarded transaction, and the answer with the ticket as it now is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from flask import Response
from pydantic import BaseModel, Field

from queueing.identity import authorization
from queueing.operations.transition import find, hold_still
from queueing.snapshots.ticket import ticket_view
from queueing.web.request import TicketPath, follow_base, principal, reply, runtime
from services_catalog.catalog import Location

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class SeenQuery(BaseModel):
    """The number of moves that the caller's screen has shown: when the ticket has moved since, the act is refused."""

    seen: int | None = Field(None, ge=1)


class Acting(TypedDict):
    """What every act on a ticket names: which ticket, by whom, and when."""

    ticket: str
    by: str
    now: datetime


@contextmanager
def acting_on(path: TicketPath, query: SeenQuery) -> Iterator[tuple[Session, Location, Acting]]:
    """Open the transaction of one act: its session, the ticket's location, and what every act names.

    Raises NotFound, NotAllowed at another location, or WrongState when the ticket has moved since it was seen.
    """
    with runtime().database.write() as session:
        ticket = hold_still(session, path.ticket, seen=query.seen)
        authorization.check_location(principal(), ticket.location)
        acting = Acting(ticket=path.ticket, by=principal().by, now=runtime().now())
        yield session, runtime().location(ticket.location), acting


def ticket_answer(ticket_id: str, *, why: str | None = None, status: int = 200) -> Response:
    """Return the ticket as it now is; `why` says why it was the next."""
    with runtime().database.read() as session:
        ticket = find(session, ticket_id)
        context = runtime().view_context(session, runtime().location(ticket.location), follow_base())
        return reply(ticket_view(session, context, ticket, why=why), status)
