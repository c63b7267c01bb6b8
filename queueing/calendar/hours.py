"""A location's hours with every change that managers made, and what follows for one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.calendar.model import DayHours
from queueing.refusals import LocationClosed
from services_catalog.catalog import Location
from services_catalog.hours import DayChange, Hours, Interval

EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)
"""Days that can be asked for."""


def hours_of(session: Session, location: Location) -> Hours:
    """Return the location's hours with every change that managers made."""
    rows = session.execute(
        sa.select(DayHours.day, DayHours.opens, DayHours.closes, DayHours.reason).where(
            DayHours.location == location.id
        )
    )
    changes = {
        day: DayChange(
            intervals=(Interval(time.fromisoformat(opens), time.fromisoformat(closes)),) if opens else (),
            reason=reason,
        )
        for day, opens, closes, reason in rows
    }
    return location.hours.with_changes(changes) if changes else location.hours


def minutes_of(location: Location, day: date, moment: datetime) -> float:
    """Return a moment as minutes after the location's midnight of `day`; both clock changes included."""
    midnight = datetime.combine(day, time(), tzinfo=location.hours.tz)
    return (moment - midnight).total_seconds() / 60


@dataclass(frozen=True, slots=True)
class Opening:
    """When a day opens and closes for good, in minutes after midnight, and why that is not as usual, if so."""

    opens: float
    closes: float
    reason: str


def opening_of(session: Session, location: Location, day: date) -> Opening:
    """Return when a day opens and closes for good. Raises LocationClosed, saying why it is closed."""
    hours = hours_of(session, location)
    spans, reason = hours.spans_on(day), hours.reason_on(day)
    if not spans:
        opens = next_open_day(session, location, day)
        raise LocationClosed(
            f"{location.name['en']} is closed on {_said(day)}{f' ({reason})' if reason else ''}."
            + (f" The next day it is open is {_said(opens)}." if opens else "")
        )
    opens_at, closes_at = (minutes_of(location, day, moment) for moment in (spans[0][0], spans[-1][1]))
    return Opening(opens_at, closes_at, reason if is_changed(hours, day) else "")


def next_open_day(session: Session, location: Location, day: date) -> date | None:
    """Return the first day after `day` that is open; None when the coming year has none."""
    hours = hours_of(session, location)
    tomorrow = datetime.combine(day + timedelta(days=1), time(), tzinfo=hours.tz)
    opens = hours.opens_next(tomorrow - timedelta(microseconds=1))
    return hours.day_of(opens) if opens else None


def _said(day: date) -> str:
    return f"{day:%A, %B} {day.day}"


def is_changed(hours: Hours, day: date) -> bool:
    """Return whether the hours of a day differ from those of its weekday."""
    return hours.intervals_on(day) != hours.weekly.get(day.weekday(), ())
