"""Calls for help and emergencies, their answers, and alerts that a manager has seen."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.alerts.model import AlertSeen, CallKind, HelpCall
from queueing.audit_log import AuditAct, record
from queueing.db import insert, mark_changed
from queueing.refusals import NotFound, WrongState
from services_catalog.catalog import Location

RAISED = {CallKind.HELP: AuditAct.HELP, CallKind.ALARM: AuditAct.ALARM, CallKind.EMERGENCY: AuditAct.EMERGENCY}


def call_for_help(
    session: Session,
    *,
    location: Location,
    kind: CallKind,
    by: str,
    now: datetime,
    counter: str | None = None,
    caller: str = "",
    note: str = "",
) -> HelpCall:
    """Call for help from a counter, or report an emergency from a kiosk; an open call of that kind is returned.

    Raises NotFound for a counter that is not there.
    """
    if counter is not None and location.counter(counter) is None:
        raise NotFound(f"{location.name['en']} has no counter {counter!r}.")
    made = session.scalar(
        insert(session, HelpCall)
        .values(
            location=location.id,
            day=location.hours.day_of(now),
            counter=counter,
            kind=kind,
            by=by,
            caller=caller,
            note=note,
            at=now,
            withdrawn=False,
            answered_by="",
        )
        .on_conflict_do_nothing()
        .returning(HelpCall.id)
    )
    if made is None:
        return session.scalars(
            sa.select(HelpCall)
            .where(
                HelpCall.location == location.id,
                HelpCall.day == location.hours.day_of(now),
                HelpCall.counter == counter,
                HelpCall.kind == kind,
            )
            .order_by(HelpCall.id.desc())
            .limit(1)
        ).one()
    where = f"counter:{counter}" if counter else f"call:{made}"
    record(session, RAISED[kind], location=location.id, about=where, by=by, now=now, call=made, note=note)
    mark_changed(session, location.id)
    return session.get_one(HelpCall, made)


def tell_emergency(session: Session, *, location: Location, by: str, caller: str, note: str, now: datetime) -> HelpCall:
    """Report an emergency from a kiosk or a phone: the staff's screens ring.

    An open one is returned, with the latest note.
    """
    opened = session.scalar(
        sa.select(HelpCall).where(
            HelpCall.location == location.id,
            HelpCall.day == location.hours.day_of(now),
            HelpCall.kind == CallKind.EMERGENCY,
            HelpCall.by == by,
            HelpCall.answered_at.is_(None),
        )
    )
    if opened is None:
        return call_for_help(
            session, location=location, kind=CallKind.EMERGENCY, by=by, now=now, caller=caller, note=note
        )
    if note and note != opened.note:
        opened.note = note  # what it is came to be known, or turned out otherwise
        mark_changed(session, location.id)
    return opened


def answer_call(session: Session, *, location: Location, call: int, by: str, name: str, now: datetime) -> HelpCall:
    """Answer a call; the caller sees it. Raises NotFound, or WrongState when another answer was first."""
    return _end_call(session, location, call, by=by, name=name, now=now, withdrawn=False)


def withdraw_call(session: Session, *, location: Location, call: int, by: str, name: str, now: datetime) -> HelpCall:
    """Withdraw a call. Raises NotFound, or WrongState once it was answered."""
    return _end_call(session, location, call, by=by, name=name, now=now, withdrawn=True)


def call_of(session: Session, location: Location, call: int) -> HelpCall:
    """Return a call of a location; raise NotFound."""
    found = session.get(HelpCall, call, populate_existing=True)
    if found is None or found.location != location.id:
        raise NotFound("There is no such call.")
    return found


def see_alert(session: Session, *, location: Location, key: str, by: str, name: str, now: datetime) -> AlertSeen:
    """Mark an alert as seen, once; after the location's minutes it may be marked again.

    Raises WrongState, saying who was first.
    """
    day, again = location.hours.day_of(now), timedelta(minutes=location.rules.alerts.again_minutes)
    values = {"at": now, "by": by, "name": name}
    first = session.scalar(
        insert(session, AlertSeen)
        .values(location=location.id, day=day, key=key, **values)
        .on_conflict_do_update(
            index_elements=[AlertSeen.location, AlertSeen.day, AlertSeen.key],
            set_=values,
            where=AlertSeen.at <= now - again,
        )
        .returning(AlertSeen.key)
    )
    seen = session.get_one(AlertSeen, (location.id, day, key), populate_existing=True)
    if first is None:
        raise WrongState(f"{seen.name or 'Somebody'} has seen this already.", seen_by=seen.name)
    record(session, AuditAct.ALERT_SEEN, location=location.id, about=f"alert:{key}", by=by, now=now)
    mark_changed(session, location.id)
    return seen


def _end_call(
    session: Session, location: Location, call: int, *, by: str, name: str, now: datetime, withdrawn: bool
) -> HelpCall:
    call_of(session, location, call)
    first = session.scalar(
        sa.update(HelpCall)
        .where(HelpCall.id == call, HelpCall.answered_at.is_(None))
        .values(answered_at=now, answered_by=name, withdrawn=withdrawn)
        .returning(HelpCall.id)
        .execution_options(synchronize_session=False)
    )
    found = call_of(session, location, call)
    if first is None:
        who = found.answered_by or "Somebody"
        what = "has withdrawn" if found.withdrawn else "has answered"
        raise WrongState(f"{who} {what} this call already.", answered_by=found.answered_by)
    what_done = AuditAct.WITHDRAWN if withdrawn else AuditAct.ANSWERED
    record(session, what_done, location=location.id, about=f"call:{call}", by=by, now=now, kind=found.kind)
    mark_changed(session, location.id)
    return found
