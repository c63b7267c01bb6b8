"""Queues that a manager closed to new tickets today, and the sentence that visitors read for each."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.calendar.hours import hours_of
from queueing.calendar.model import QueueClosure
from queueing.calendar.next_opening import opening_sentence
from queueing.i18n import Translator, mark, translator
from services_catalog.catalog import Location
from services_catalog.hours import Hours

CLOSED = mark("No more tickets for this today.")
USUAL_CLOSURES = (
    mark("Nobody who does this is here now."),
    mark("The system for this does not work now."),
    mark("We can take no more visitors for this today."),
)
"""Reasons that every language has words for."""


def closed_queues(session: Session, location: str, day: date) -> dict[str, QueueClosure]:
    """Return the queues that are closed to new tickets on a day, by id."""
    rows = session.scalars(
        sa.select(QueueClosure).where(
            QueueClosure.location == location, QueueClosure.day == day, QueueClosure.closed.is_(True)
        )
    )
    return {row.queue: row for row in rows}


def closed_lines(session: Session, location: Location, now: datetime) -> dict[str, dict[str, str]]:
    """Return the sentence for visitors about each closed queue, by language: why, and when it opens again.

    A reason of the manager's own stays as it was written.
    """
    closed = closed_queues(session, location.id, location.hours.day_of(now))
    if not closed:
        return {}
    hours = hours_of(session, location)
    opens = hours.opens_next(now)
    return {
        queue: {tag: _closed(translator(tag), row.reason, opens, now, hours) for tag in location.languages}
        for queue, row in closed.items()
    }


def _closed(say: Translator, reason: str, opens: datetime | None, now: datetime, hours: Hours) -> str:
    words = [say.gettext(CLOSED), say.gettext(reason)]
    if opens:
        words.append(opening_sentence(say, opens, now, hours))
    return " ".join(words)
