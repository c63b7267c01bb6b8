"""The audit keeps what was said, and nothing empty."""

from __future__ import annotations

import sqlalchemy as sa

from queueing.actor import Actor
from queueing.audit_log import AuditAct, AuditRecord, record
from queueing.db import Database
from tests.cast import MONDAY_MORNING


def test_a_record_keeps_what_says_something(either: Database) -> None:
    with either.write() as session:
        record(
            session,
            AuditAct.QUEUE_CLOSED,
            location="downtown",
            about="queue:permits",
            by=Actor.staff(3),
            now=MONDAY_MORNING,
            reason="Printer",
            note="",
            until=None,
            closed=False,
        )
    with either.read() as session:
        (kept,) = session.scalars(sa.select(AuditRecord)).all()
    assert (kept.act, kept.about, kept.by, kept.at) == ("queue-closed", "queue:permits", "staff:3", MONDAY_MORNING)
    assert kept.detail == {"reason": "Printer", "closed": False}, "no is an answer, nothing is none"
