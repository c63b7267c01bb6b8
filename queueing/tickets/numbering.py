"""The next number: one row a location, day and letter, one atomic step.

The same step settles the moment of issue, which never runs behind the number: in one queue a
higher number was issued no earlier, whatever clocks and threads do; only the numbers of a clock that ran far
ahead hold nobody up.
"""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from queueing.clock import FURTHEST_BEHIND
from queueing.db import Base, insert


class LastNumber(Base):
    """The last number given in one queue's letter on one day at one location, and when."""

    __tablename__ = "last_numbers"

    location: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    letter: Mapped[str] = mapped_column(sa.String(2), primary_key=True)
    number: Mapped[int]
    at: Mapped[datetime]


def next_number(session: Session, *, location: str, day: date, letter: str, now: datetime) -> tuple[str, datetime]:
    """Return the next number, such as `P042`, and its moment of issue: `now`, or the last one's if a little later."""
    fresh = insert(session, LastNumber).values(location=location, day=day, letter=letter, number=1, at=now)
    later = sa.case((LastNumber.at.between(now, now + FURTHEST_BEHIND), LastNumber.at), else_=now)
    step = fresh.on_conflict_do_update(
        index_elements=[LastNumber.location, LastNumber.day, LastNumber.letter],
        set_={"number": LastNumber.number + 1, "at": later},
    ).returning(LastNumber.number, LastNumber.at)
    number, at = session.execute(step).one()
    return f"{letter}{number:03d}", at


QUICK_LETTER = "*"
"""Begins the numbers of quick services: no queue's letter, so that visitors' numbers have no gap."""
