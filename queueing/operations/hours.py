"""Change the hours of one date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.audit_log import AuditAct, record
from queueing.calendar.model import DayEnd, DayHours
from queueing.db import insert, mark_changed
from queueing.refusals import InvalidRequest
from services_catalog.catalog import Location


@dataclass(frozen=True, slots=True)
class NewHours:
    """Other hours for one date; both None means closed. Local wall-clock times."""

    opens: time | None
    closes: time | None
    reason: str


def change_hours(session: Session, *, location: Location, day: date, hours: NewHours, by: str, now: datetime) -> None:
    """Change one date's hours, with the reason for visitors. Raises InvalidRequest on crossed hours.

    A day that had ended and is open again by its new hours is thereby reopened.
    """
    opens, closes = hours.opens, hours.closes
    if (opens is None) != (closes is None) or (opens and closes and opens >= closes):
        raise InvalidRequest("A day opens before it closes; give both times, or say that it is closed.")
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
    here = now.astimezone(location.hours.tz)
    if day == here.date() and opens and closes and opens <= here.time() < closes:
        session.execute(
            sa.update(DayEnd)
            .where(DayEnd.location == location.id, DayEnd.day == day, DayEnd.ended_at.is_not(None))
            .values(ended_at=None, reopened_at=now, by=by)
        )
    said = f"{values['opens']}-{values['closes']}" if opens else "closed"
    about = f"day:{day}"
    record(session, AuditAct.HOURS, location=location.id, about=about, by=by, now=now, hours=said, told=hours.reason)
    mark_changed(session, location.id)
