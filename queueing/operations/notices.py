"""Post a message on a location's screens, and take it down."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.audit_log import AuditAct, record
from queueing.calendar.model import Notice
from queueing.db import mark_changed
from queueing.refusals import NotFound, TooLate
from services_catalog.catalog import Location


def post_notice(
    session: Session,
    *,
    location: Location,
    words: dict[str, str],
    by: str,
    now: datetime,
    until: datetime | None = None,
) -> Notice:
    """Show a message on the screens until it is taken down, or `until` comes. Raises TooLate for a past one."""
    if until and until <= now:
        raise TooLate("The message would be gone already; say a later time.")
    notice = Notice(location=location.id, words=words, by=by, at=now, until=until)
    session.add(notice)
    session.flush()
    about = f"message:{notice.id}"
    record(session, AuditAct.NOTICE_UP, location=location.id, about=about, by=by, now=now, told=words.get("en", ""))
    mark_changed(session, location.id)
    return notice


def take_down_notice(session: Session, *, location: Location, notice: int, by: str, now: datetime) -> None:
    """Take a message down. Raises NotFound when it is not up."""
    up = (Notice.taken_down_at.is_(None), sa.or_(Notice.until.is_(None), Notice.until > now))
    done = session.execute(
        sa.update(Notice)
        .where(Notice.id == notice, Notice.location == location.id, *up)
        .values(taken_down_at=now)
        .execution_options(synchronize_session=False)
    )
    if not done.rowcount:  # type: ignore[attr-defined]  # an UPDATE's result has one
        raise NotFound("That message is not up.")
    record(session, AuditAct.NOTICE_DOWN, location=location.id, about=f"message:{notice}", by=by, now=now)
    mark_changed(session, location.id)
