"""Undo one's own last act within the location's seconds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.db import UtcDateTime
from queueing.operations.counters import staffed_counter
from queueing.operations.transition import RESTORABLE, apply, find, refuse_if_busy
from queueing.refusals import TooLate, WrongState
from queueing.tickets.model import AT_COUNTER, Act, Outcome, Ticket, TicketEvent
from queueing.tickets.moves import UNDOABLE
from services_catalog.catalog import Location

MOMENTS = frozenset(name for name in RESTORABLE if isinstance(sa.inspect(Ticket).columns[name].type, UtcDateTime))
"""The columns that events keep as text."""


def undo(session: Session, *, location: Location, ticket: str, by: str, now: datetime) -> Ticket:
    """Put a ticket back to where it was before the last act of staff.

    An undone quick service ends as voided. Raises TooLate after the location's seconds,
    WrongState when the last event cannot be taken back or was another actor's, CounterBusy when the
    counter it was at holds another visitor, CounterNotOpen when it has been closed.
    """
    found = find(session, ticket)
    last = session.scalars(
        sa.select(TicketEvent).where(TicketEvent.ticket_id == found.id).order_by(TicketEvent.seq.desc()).limit(1)
    ).one()
    if Act(last.act) not in UNDOABLE:
        raise WrongState(f"The last thing that happened to {found.number} cannot be undone.", state=found.state)
    if last.by != by:
        raise WrongState(
            f"Somebody else has acted on {found.number} since; only they can undo that.", state=found.state
        )
    if (now - last.at).total_seconds() > location.rules.undo_seconds:
        raise TooLate(f"Undo works for {location.rules.undo_seconds:g} seconds; use the other acts now.")
    if last.act == Act.QUICK:
        taken_back = {"outcome": Outcome.VOIDED}
        return apply(session, found, Act.VOID, taken_back, by=by, now=now, detail={"undone": last.act})
    before: dict[str, Any] = {
        # An event of before an upgrade calls a quoted wait `told_`.
        name.replace("told_", "quoted_"): datetime.fromisoformat(value) if name in MOMENTS and value else value
        for name, value in last.detail["before"].items()
    }
    if before["state"] in AT_COUNTER and (found.state not in AT_COUNTER or found.counter != before["counter"]):
        staffed_counter(session, location, before["counter"])
        refuse_if_busy(session, location.id, before["counter"])
    return apply(
        session, found, Act.UNDO, before, by=by, now=now, detail={"undone": last.act}, at_counter=found.counter
    )
