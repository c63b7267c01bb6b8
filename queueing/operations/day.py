"""What managers change about a day, and how a day ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.counters import CounterEvent, CounterState, Openness
from queueing.days import DayHours, Notice
from queueing.db import insert, mark_changed
from queueing.operations.moving import move
from queueing.refusals import Malformed, UnknownThing
from queueing.tickets import LIVE, Act, Ticket
from services_catalog.catalog import Location


@dataclass(frozen=True, slots=True)
class NewHours:
    """Other hours for one date; both None means closed. Local wall-clock times."""

    opens: time | None
    closes: time | None
    reason: str


def change_hours(session: Session, *, location: Location, day: date, hours: NewHours, by: str, now: datetime) -> None:
    """Change one date's hours, with the reason that people are told. Raises Malformed on crossed hours."""
    opens, closes = hours.opens, hours.closes
    if (opens is None) != (closes is None) or (opens and closes and opens >= closes):
        raise Malformed("A day opens before it closes; give both times, or say that it is closed.")
    values = {
        "opens": f"{opens:%H:%M}" if opens else "",
        "closes": f"{closes:%H:%M}" if closes else "",
        "reason": hours.reason,
        "by": by,
        "at": now,
    }
    session.execute(
        insert(session, DayHours)
        .values(location=location.id, day=day, **values)
        .on_conflict_do_update(index_elements=[DayHours.location, DayHours.day], set_=values)
    )
    mark_changed(session, location.id)


def post_notice(session: Session, *, location: Location, words: dict[str, str], by: str, now: datetime) -> Notice:
    """Show a message on the location's screens until it is taken down."""
    notice = Notice(location=location.id, words=words, by=by, at=now)
    session.add(notice)
    mark_changed(session, location.id)
    return notice


def take_down_notice(session: Session, *, location: Location, notice: int, now: datetime) -> None:
    """Take a message down. Raises UnknownThing when it is not up."""
    done = session.execute(
        sa.update(Notice)
        .where(Notice.id == notice, Notice.location == location.id, Notice.taken_down_at.is_(None))
        .values(taken_down_at=now)
    )
    if not done.rowcount:  # type: ignore[attr-defined]  # an UPDATE's result has one
        raise UnknownThing("That message is not up.")
    mark_changed(session, location.id)


def end_past_days(session: Session, *, location: Location, now: datetime) -> int:
    """End what earlier days left behind, as not reached, and close counters left open. Return how many tickets.

    Nothing becomes served without an agent's act, so a service that nobody finished ends so too.
    """
    today = location.hours.day_of(now)
    left = session.scalars(
        sa.select(Ticket).where(Ticket.location == location.id, Ticket.day < today, Ticket.state.in_(LIVE))
    ).all()
    for ticket in left:
        move(session, ticket, Act.CLOSE, by="system", now=now, detail={"reason": "the day ended"})
    open_seats = session.scalars(
        sa.select(CounterState).where(CounterState.location == location.id, CounterState.state != Openness.CLOSED)
    )
    for seat in open_seats:
        if location.hours.day_of(seat.since) < today:
            _close_seat(session, location, seat, today, now)
    return len(left)


def _close_seat(session: Session, location: Location, seat: CounterState, day: date, now: datetime) -> None:
    seat.state, seat.agent, seat.reason, seat.serves, seat.since = Openness.CLOSED, "", "the day ended", None, now
    session.add(
        CounterEvent(
            location=location.id,
            day=day,
            counter=seat.counter,
            at=now,
            state=Openness.CLOSED,
            by="system",
            reason="the day ended",
            serves=[],
        )
    )
    mark_changed(session, location.id)
