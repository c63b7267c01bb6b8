"""Close a queue to new tickets for the rest of a day, and open it again."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.audit_log import AuditAct, record
from queueing.calendar.closed_queues import closed_lines
from queueing.calendar.model import QueueClosure
from queueing.db import insert, mark_changed
from queueing.refusals import AlreadyExists, NotFound, NotOffered
from services_catalog.catalog import Catalog, Location, in_language


def set_queue(
    session: Session, *, catalog: Catalog, location: Location, queue: str, closed: str | None, by: str, now: datetime
) -> None:
    """Close a queue to new tickets for today, for the reason that visitors read, or open it again (None).

    Visitors who hold its tickets are served. Raises NotFound, or AlreadyExists when somebody else was first.
    """
    if queue not in {each.id for each in catalog.queues_at(location.id)}:
        raise NotFound(f"{location.name['en']} has no queue {queue!r}.")
    values = {"closed": closed is not None, "reason": closed or "", "by": by, "at": now}
    key = {"location": location.id, "day": location.hours.day_of(now), "queue": queue}
    if closed is not None:
        fresh = insert(session, QueueClosure).values(**key, **values)
        changed = fresh.on_conflict_do_update(
            index_elements=list(key), set_=values, where=QueueClosure.closed.is_(False)
        )
        first = session.scalar(changed.returning(QueueClosure.queue))
    else:
        mine = (getattr(QueueClosure, name) == value for name, value in key.items())
        opened = sa.update(QueueClosure).where(*mine, QueueClosure.closed.is_(True)).values(**values)
        first = session.scalar(opened.returning(QueueClosure.queue))
    if first is None:
        raise AlreadyExists(f"That queue is {'closed' if closed is not None else 'open'} already.")
    what = AuditAct.QUEUE_OPENED if closed is None else AuditAct.QUEUE_CLOSED
    record(session, what, location=location.id, about=f"queue:{queue}", by=by, now=now, told=closed)
    mark_changed(session, location.id)


def refuse_if_queue_closed(session: Session, *, location: Location, queue: str, language: str, now: datetime) -> None:
    """Raise NotOffered, in the visitor's language, when a manager closed the queue to new tickets today."""
    words = closed_lines(session, location, now).get(queue)
    if words:
        raise NotOffered(in_language(words, language), queue=queue)
