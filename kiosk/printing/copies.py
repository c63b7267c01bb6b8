"""Copies of a ticket's slip: its holder has two; staff print as many as they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.printing.receipts import slip_context
from queueing import printing
from queueing.i18n import mark, translator
from queueing.identity.accounts import STAFF
from queueing.operations.transition import find
from queueing.printing import JobKind
from queueing.refusals import NoMoreCopies, NotOffered, WrongState
from queueing.tickets.model import State
from queueing.web.request import follow_base, principal, runtime

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from queueing.tickets.model import Ticket

HOLDERS_COPIES = 2
"""Copies that the holder of a ticket's id may have printed, and each kiosk."""
NO_MORE = mark("Two copies have been printed already.")
ASK = mark("Please ask at the desk.")


def ask_for_copy(ticket_id: str) -> None:
    """Ask for a copy of a live ticket's slip.

    Raises NotFound, WrongState, NotOffered without a printer, NoMoreCopies in the ticket's language.
    """
    with runtime().database.write() as session:
        ticket = find(session, ticket_id, lock=True)
        if ticket.state == State.ENDED:
            raise WrongState(f"{ticket.number} has ended; there is nothing to wait for.", state=ticket.state)
        printer = printing.slip_printer(runtime().location(ticket.location), principal().name)
        if printer is None:
            raise NotOffered("There is no printer here. The number on the screen is enough.")
        if not _may_have_one(session, ticket):
            say = translator(ticket.language).gettext
            raise NoMoreCopies(f"{say(NO_MORE)} {say(ASK)}")
        printing.enqueue(
            session,
            location=ticket.location,
            printer=printer.id,
            kind=JobKind.REPRINT,
            ticket_id=ticket.id,
            context=slip_context(ticket, follow_base(), simulated=runtime().clock.simulated),
            by=principal().by,
            now=runtime().now(),
        )


def may_have_copy(ticket_id: str) -> bool:
    """Return whether whoever asks may still have a copy of a ticket's slip. Raises NotFound."""
    with runtime().database.read() as session:
        return _may_have_one(session, find(session, ticket_id))


def _may_have_one(session: Session, ticket: Ticket) -> bool:
    if principal().role in STAFF:
        return True
    return printing.copies_of(session, ticket_id=ticket.id, by=principal().by) < HOLDERS_COPIES
