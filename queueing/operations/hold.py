"""Beside the straight way: hold, resume, return, reinstate, leave, void."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from queueing.operations.counters import open_counter
from queueing.operations.transition import OFF_COUNTER, find, move, refuse_if_busy, wrong_state
from queueing.refusals import Malformed, TooLate
from queueing.tickets.model import REINSTATABLE, Act, Priority, State, Ticket
from queueing.tickets.ordering import due_at
from services_catalog.catalog import Catalog, Location

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

    `until`, or so many `minutes` from now, is when the agent wants to be reminded. Raises Malformed
    for both, or for a moment that has passed.
    """
    if until is not None and minutes is not None:
        raise Malformed("Say until when, or for how many minutes, not both.")
    if minutes is not None:
        until = now + timedelta(minutes=minutes)
    if until is not None and until <= now:
        raise Malformed("That time has passed already.")
    detail = {"reason": reason, "until": until.isoformat() if until else None}
    values = {"reason": reason, "held_at": now, "held_until": until}
    return move(session, ticket, Act.HOLD, by=by, now=now, detail=detail, values=values)


def resume(
    session: Session, *, location: Location, ticket: str, by: str, now: datetime, counter: str | None = None
) -> Ticket:
    """Go on serving a held visitor, at `counter` or where they were.

    Raises CounterBusy, CounterNotOpen, or Malformed when no counter is known.
    """
    found = find(session, ticket)
    if found.state != State.HELD:
        raise wrong_state(found, Act.RESUME)
    seat = counter or found.counter
    if seat is None:
        raise Malformed("Say at which counter.")
    open_counter(session, location, seat)
    refuse_if_busy(session, location.id, seat)
    started = found.started_at or now
    values = {"counter": seat, "started_at": started, "reason": "", **OFF_HOLD}
    return move(session, found, Act.RESUME, by=by, now=now, values=values)


def return_(
    session: Session, *, catalog: Catalog, location: Location, ticket: str, by: str, now: datetime, reason: str = ""
) -> Ticket:
    """Send a visitor back to the queue with the head start of those whom staff send back."""
    found = find(session, ticket)
    queue = catalog.queues[found.queue]
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
    """Put a visitor who missed the call, or gave up, back in their place.

    Raises WrongState for any other outcome, and TooLate after the location's minutes or the day.
    """
    found = find(session, ticket)
    if found.outcome not in REINSTATABLE or found.ended_at is None:
        raise wrong_state(found, Act.REINSTATE)
    limit = location.rules.reinstate_minutes
    if (now - found.ended_at).total_seconds() > limit * 60 or found.day != location.hours.day_of(now):
        raise TooLate(f"{found.number} ended more than {limit:g} minutes ago. Please issue a new ticket.")
    return move(session, found, Act.REINSTATE, by=by, now=now, values=OFF_COUNTER)


def leave(session: Session, *, ticket: str, by: str, now: datetime) -> Ticket:
    """The visitor gives up the place."""
    return move(session, ticket, Act.LEAVE, by=by, now=now)


def void(session: Session, *, ticket: str, by: str, now: datetime, reason: str) -> Ticket:
    """Take out a ticket that should not be: a staff mistake, printed twice."""
    return move(session, ticket, Act.VOID, by=by, now=now, detail={"reason": reason}, values={"reason": reason})
