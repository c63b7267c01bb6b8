"""A counter has one open call of a kind at a time; the database itself refuses a second."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from queueing.alerts.model import CallKind, HelpCall
from queueing.db import Database
from tests.cast import MONDAY_MORNING


def call(kind: CallKind = CallKind.HELP) -> HelpCall:
    """An open call from counter 1."""
    day = MONDAY_MORNING.date()
    return HelpCall(location="downtown", day=day, counter="1", kind=kind, by="staff:1", caller="ana", at=MONDAY_MORNING)


def test_a_counter_has_one_open_call_of_a_kind(database: Database) -> None:
    with database.write() as session:
        session.add_all([call(), call(CallKind.ALARM)])
    with pytest.raises(sa.exc.IntegrityError), database.write() as session:
        session.add(call())
    with database.write() as session:
        session.execute(sa.update(HelpCall).values(answered_at=MONDAY_MORNING))
        session.add(call())
