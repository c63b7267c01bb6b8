"""Set a visitor aside, and go on serving them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from queueing.operations.counters import open_counter
from queueing.operations.transition import find, move, refuse_if_busy, wrong_state
from queueing.refusals import InvalidRequest, TooLate
from queueing.tickets.model import Act, State, Ticket
from services_catalog.catalog import Location

OFF_HOLD = {"held_at": None, "held_until": None}


def hold(
    session: Session,
    *,
    ticket: str,
    by: str,
    now: datetime,
    reason: str = "",
    until: datetime | None = None,
    minutes: float | None = None,
) -> Ticket:
    """Set a visitor aside (a form to fill in, a call to wait for); the counter is free again.

    `until`, or so many `minutes` from now, is when the agent wants to be reminded. Raises
    InvalidRequest for both, TooLate for a moment that has passed.
    """
    if until is not None and minutes is not None:
        raise InvalidRequest("Say until when, or for how many minutes, not both.")
    if minutes is not None:
        until = now + timedelta(minutes=minutes)
    if until is not None and until <= now:
        raise TooLate("That time has passed already.")
    detail = {"reason": reason, "until": until.isoformat() if until else None}
    values = {"reason": reason, "held_at": now, "held_until": until}
    return move(session, ticket, Act.HOLD, by=by, now=now, detail=detail, values=values)


def resume(
    session: Session, *, location: Location, ticket: str, by: str, now: datetime, counter: str | None = None
) -> Ticket:
    """Go on serving a held visitor, at `counter` or where they were.

    Raises CounterBusy, CounterNotOpen, or InvalidRequest when no counter is known.
    """
    found = find(session, ticket)
    if found.state != State.HELD:
        raise wrong_state(found, Act.RESUME)
    seat = counter or found.counter
    if seat is None or (counter is None and location.counter(seat) is None):
        raise InvalidRequest("Say at which counter.")
    open_counter(session, location, seat)
    refuse_if_busy(session, location.id, seat)
    started = found.started_at or now
    values = {"counter": seat, "started_at": started, "reason": "", **OFF_HOLD}
    return move(session, found, Act.RESUME, by=by, now=now, values=values)
