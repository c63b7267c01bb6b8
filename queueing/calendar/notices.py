"""The messages on a location's screens: the catalog's own, and those that managers posted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.calendar.model import Notice
from services_catalog.catalog import Location


def notices_of(session: Session, location: Location, now: datetime) -> list[dict[str, str]]:
    """Return the messages on the location's screens: the catalog's, then the managers', oldest first."""
    return [*(dict(words) for words in location.notices), *(each.words for each in posted_at(session, location, now))]


def posted_at(session: Session, location: Location, now: datetime) -> Sequence[Notice]:
    """Return the managers' messages that are up at `now`, oldest first."""
    return session.scalars(
        sa.select(Notice)
        .where(
            Notice.location == location.id,
            Notice.taken_down_at.is_(None),
            sa.or_(Notice.until.is_(None), Notice.until > now),
        )
        .order_by(Notice.id)
    ).all()
