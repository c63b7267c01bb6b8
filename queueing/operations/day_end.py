"""End a day, by the clock or by a manager; reopen it; put tickets back.

A day ends by itself once every counter has been closed for some minutes after the closing time,
or the location's minutes after it, even with agents at counters. Tickets that wait or are on hold
then were not reached; visitors at a counter are still served. Only an agent's act makes a ticket served.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.actor import SYSTEM
from queueing.audit_log import AuditAct, record
from queueing.calendar.hours import hours_of
from queueing.calendar.model import DayEnd, DayHours
from queueing.counters.model import CounterEvent, CounterState, CounterStatus
from queueing.db import UtcDateTime, insert, mark_changed
from queueing.operations.event_time import event_time, latest_event
from queueing.operations.hours import NewHours, change_hours
from queueing.operations.transition import OFF_COUNTER, find, move, wrong_state
from queueing.refusals import InvalidRequest, TooLate, WrongState
from queueing.tickets.model import AT_COUNTER, HELD_AT_COUNTER, LIVE, Act, Outcome, State, Ticket
from queueing.tickets.numbering import QUICK_LETTER
from services_catalog.catalog import Location

QUIET = timedelta(minutes=10)
"""How long every counter must have been closed, after closing time, for the day to end early."""
DAY_ENDED = "the day ended"


def end_day(session: Session, *, location: Location, by: str, now: datetime, reason: str = "") -> int:
    """End today: tickets that wait or are on hold were not reached. Return how many.

    While the center is open its hours are changed to end now. Raises WrongState when the day has ended already.
    """
    day = location.hours.day_of(now)
    hours = hours_of(session, location)
    if hours.is_open(now):
        local = now.astimezone(hours.tz).time().replace(second=0, microsecond=0)
        opens = hours.intervals_on(day)[0].opens
        new = NewHours(opens, local, reason) if opens < local else NewHours(None, None, reason)
        change_hours(session, location=location, day=day, hours=new, by=by, now=now)
    values = {"ended_at": now, "by": by, "reason": reason}
    fresh = insert(session, DayEnd).values(location=location.id, day=day, **values, not_reached=0)
    first = session.scalar(
        fresh.on_conflict_do_update(
            index_elements=[DayEnd.location, DayEnd.day], set_=values, where=DayEnd.ended_at.is_(None)
        ).returning(DayEnd.day)
    )
    if first is None:
        raise WrongState("The day has ended already.", state="ended")
    ended = _end_tickets(session, location, day, LIVE - AT_COUNTER, now)
    session.execute(
        sa.update(DayEnd)
        .where(DayEnd.location == location.id, DayEnd.day == day)
        .values(not_reached=ended)
        .execution_options(synchronize_session=False)
    )
    about = f"day:{day}"
    record(
        session, AuditAct.DAY_ENDED, location=location.id, about=about, by=by, now=now, reason=reason, not_reached=ended
    )
    mark_changed(session, location.id)
    return ended


def reopen_day(
    session: Session,
    *,
    location: Location,
    by: str,
    now: datetime,
    reason: str,
    until: time | None = None,
    put_back: bool = True,
) -> int:
    """Reopen today, which had ended; with `until` new tickets are taken until then. Return how many were put back.

    Those not reached come back into their places, unless `put_back` is false; numbers go on where they stopped.
    A day that was ended by mistake, at a moment still to come, has its counters back too. Raises WrongState when the
    day has not ended, InvalidRequest for an `until` that is past.
    """
    day = location.hours.day_of(now)
    ended_by_mistake = (ended_at(session, location, now) or now) > now
    reopened = session.scalar(
        sa.update(DayEnd)
        .where(DayEnd.location == location.id, DayEnd.day == day, DayEnd.ended_at.is_not(None))
        .values(ended_at=None, reopened_at=now, by=by, reason=reason)
        .returning(DayEnd.day)
    )
    if reopened is None:
        raise WrongState("The day has not ended; there is nothing to reopen.", state="open")
    if until:
        local = now.astimezone(location.hours.tz).time()
        if until <= local:
            raise InvalidRequest("Reopen until a time that is still to come.")
        usual = hours_of(session, location).intervals_on(day)
        opens = usual[0].opens if usual and usual[0].opens < local else local.replace(second=0, microsecond=0)
        change_hours(session, location=location, day=day, hours=NewHours(opens, until, reason), by=by, now=now)
    if ended_by_mistake:
        _open_again(session, location, day, by=by, now=now)
    back = 0
    missed = (Ticket.location == location.id, Ticket.day == day, Ticket.outcome == Outcome.NOT_REACHED)
    for ticket in session.scalars(sa.select(Ticket).where(*missed)).all() if put_back else ():
        # Somebody else may be putting the same visitor back this instant.
        with suppress(WrongState):
            move(session, ticket, Act.REINSTATE, by=by, now=now, detail={"reason": reason}, values=OFF_COUNTER)
            back += 1
    about = f"day:{day}"
    record(
        session, AuditAct.DAY_REOPENED, location=location.id, about=about, by=by, now=now, reason=reason, put_back=back
    )
    mark_changed(session, location.id)
    return back


def put_back(session: Session, *, location: Location, ticket: str, by: str, now: datetime, reason: str) -> Ticket:
    """Put any of today's tickets that ended unserved back into its place, however long ago it ended.

    Raises WrongState for one that was served or has not ended, or while the day is over; TooLate for another day's.
    """
    found = find(session, ticket)
    never_waited = found.number.startswith(QUICK_LETTER)
    if found.state != State.ENDED or found.outcome == Outcome.SERVED or never_waited:
        raise wrong_state(found, Act.REINSTATE)
    if found.day != location.hours.day_of(now):
        raise TooLate(f"{found.number} is of another day. Please issue a new ticket.")
    if ended_at(session, location, now):
        raise WrongState("The day has ended. Reopen it first.", state=found.state, outcome=found.outcome)
    return move(session, found, Act.REINSTATE, by=by, now=now, detail={"reason": reason}, values=OFF_COUNTER)


def ended_at(session: Session, location: Location, now: datetime) -> datetime | None:
    """Return when today ended; None while it has not."""
    row = session.get(DayEnd, (location.id, location.hours.day_of(now)), populate_existing=True)
    return row.ended_at if row else None


def is_over(session: Session, location: Location, now: datetime) -> bool:
    """Whether today should end by itself at `now`, or has ended and left something behind since."""
    since = _closed_since(session, location, now)
    if since is None:
        return False
    empty = _all_closed_since(session, location)
    quiet = empty is not None and now - max(since, empty) >= QUIET
    if ended_at(session, location, now):
        return quiet and _anyone_left(session, location, now)
    return quiet or now - since >= timedelta(minutes=location.rules.day_ends_minutes)


def end_if_over(session: Session, *, location: Location, now: datetime) -> bool:
    """End today if it is over; return whether anything ended. Called as time passes, by every server process."""
    if not is_over(session, location, now):
        return False
    if ended_at(session, location, now):
        _end_tickets(session, location, location.hours.day_of(now), LIVE, now)
        return True
    end_day(session, location=location, by=SYSTEM, now=now)
    _close_idle_counters(session, location, now)
    return True


def end_past_days(session: Session, *, location: Location, now: datetime) -> int:
    """End what earlier days left behind, as not reached, and close counters left open. Return how many tickets.

    It is recorded with the last moment of which those days' events tell, and the days count as ended from now on.
    """
    today = location.hours.day_of(now)
    left = session.scalars(
        sa.select(Ticket).where(Ticket.location == location.id, Ticket.day < today, Ticket.state.in_(LIVE))
    ).all()
    seats = [seat for seat in _seats(session, location) if location.hours.day_of(seat.since) < today]
    days = {ticket.day for ticket in left} | {location.hours.day_of(seat.since) for seat in seats}
    lasts = {day: min(latest_event(session, location.id, day) or now, now) for day in days}
    for ticket in left:
        move(session, ticket, Act.CLOSE, by=SYSTEM, now=lasts[ticket.day], detail={"reason": DAY_ENDED})
    for seat in seats:
        day = location.hours.day_of(seat.since)
        _close_seat(session, location, seat, day, lasts[day])
    for day in sorted(days):
        _note_past_end(session, location, day, sum(ticket.day == day for ticket in left), now)
    return len(left)


def _closed_since(session: Session, location: Location, now: datetime) -> datetime | None:
    """Return since when the day's hours are over, or it was reopened; None while they are not, or there were none."""
    hours, day = hours_of(session, location), location.hours.day_of(now)
    if hours.is_open(now):
        return None
    intervals = hours.intervals_on(day)
    if intervals:
        closed = datetime.combine(day, intervals[-1].closes, hours.tz)
    else:
        change = session.get(DayHours, (location.id, day))
        if change is None or not _anyone_left(session, location, now):
            return None  # a day that never opened has nothing to end
        closed = change.at
    row = session.get(DayEnd, (location.id, day), populate_existing=True)
    since = max(closed, row.reopened_at) if row and row.reopened_at else closed
    return since if since <= now else None


def _all_closed_since(session: Session, location: Location) -> datetime | None:
    """Return since when every counter is closed; None while one is not. Long ago when none was ever opened."""
    seats = session.scalars(sa.select(CounterState).where(CounterState.location == location.id)).all()
    seats = [seat for seat in seats if location.counter(seat.counter)]
    if any(seat.state != CounterStatus.CLOSED for seat in seats):
        return None
    return max((seat.since for seat in seats), default=datetime.min.replace(tzinfo=UTC))


def _anyone_left(session: Session, location: Location, now: datetime) -> bool:
    mine = (Ticket.location == location.id, Ticket.day == location.hours.day_of(now), Ticket.state.in_(LIVE))
    return session.scalar(sa.select(Ticket.id).where(*mine).limit(1)) is not None


def _end_tickets(session: Session, location: Location, day: date, states: frozenset[State], now: datetime) -> int:
    left = session.scalars(
        sa.select(Ticket).where(Ticket.location == location.id, Ticket.day == day, Ticket.state.in_(states))
    ).all()
    ended = 0
    for ticket in left:
        # An agent may be calling the same visitor this instant.
        with suppress(WrongState):
            move(session, ticket, Act.CLOSE, by=SYSTEM, now=now, detail={"reason": DAY_ENDED})
            ended += 1
    return ended


def _note_past_end(session: Session, location: Location, day: date, ended: int, now: datetime) -> None:
    """Note that a past day is over, by itself; one that had ended keeps its end, with those found since."""
    values = {"ended_at": now, "by": SYSTEM, "reason": "", "not_reached": ended}
    more = {
        "ended_at": sa.func.coalesce(DayEnd.ended_at, sa.literal(now, UtcDateTime)),
        "not_reached": sa.case((DayEnd.ended_at.is_(None), 0), else_=DayEnd.not_reached) + ended,
    }
    session.execute(
        insert(session, DayEnd)
        .values(location=location.id, day=day, **values)
        .on_conflict_do_update(index_elements=[DayEnd.location, DayEnd.day], set_=more)
    )
    about = f"day:{day}"
    record(session, AuditAct.DAY_ENDED, location=location.id, about=about, by=SYSTEM, now=now, not_reached=ended)
    mark_changed(session, location.id)


def _open_again(session: Session, location: Location, day: date, *, by: str, now: datetime) -> None:
    """Give the counters that the day's end closed back to their agents, as they were."""
    events = session.scalars(
        sa.select(CounterEvent)
        .where(CounterEvent.location == location.id, CounterEvent.day == day)
        .order_by(CounterEvent.id)
    ).all()
    last_two: dict[str, list[CounterEvent]] = {}
    for event in events:
        last_two[event.counter] = [*last_two.get(event.counter, [])[-1:], event]
    closed = sa.select(CounterState).where(
        CounterState.location == location.id, CounterState.state == CounterStatus.CLOSED
    )
    for seat in session.scalars(closed.order_by(CounterState.counter).with_for_update()).all():
        match last_two.get(seat.counter):
            case [was, end] if (end.by, end.reason, was.state != end.state) == (SYSTEM, DAY_ENDED, True):
                _set_seat(session, location, seat, was, by=by, now=now)


def _set_seat(
    session: Session, location: Location, seat: CounterState, was: CounterEvent, *, by: str, now: datetime
) -> None:
    seat.state, seat.agent, seat.reason, seat.since, seat.seen_at = was.state, was.agent, was.reason, now, None
    seat.serves = was.serves
    kept = {"state": was.state, "agent": was.agent, "reason": was.reason, "serves": was.serves}
    session.add(
        CounterEvent(location=location.id, day=location.hours.day_of(now), counter=seat.counter, at=now, by=by, **kept)
    )


def _seats(session: Session, location: Location) -> list[CounterState]:
    open_ones = (CounterState.location == location.id, CounterState.state != CounterStatus.CLOSED)
    return list(session.scalars(sa.select(CounterState).where(*open_ones)))


def _close_idle_counters(session: Session, location: Location, now: datetime) -> None:
    busy = set(session.scalars(sa.select(Ticket.counter).where(Ticket.location == location.id, HELD_AT_COUNTER)))
    for seat in _seats(session, location):
        if seat.counter not in busy:
            _close_seat(session, location, seat, location.hours.day_of(now), now)


def _close_seat(session: Session, location: Location, seat: CounterState, day: date, now: datetime) -> None:
    at = event_time(session, location.id, day, now)
    seat.state, seat.agent, seat.reason, seat.serves, seat.since = CounterStatus.CLOSED, "", DAY_ENDED, None, at
    session.add(
        CounterEvent(
            location=location.id,
            day=day,
            counter=seat.counter,
            at=at,
            state=CounterStatus.CLOSED,
            by=SYSTEM,
            reason=DAY_ENDED,
            serves=[],
        )
    )
    mark_changed(session, location.id)
