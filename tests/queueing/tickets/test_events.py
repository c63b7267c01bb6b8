"""Which of a ticket's events stand: in memory and in SQL the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queueing.db import Database
from queueing.tickets.events import not_undone, without_undone
from queueing.tickets.model import TicketEvent
from tests.cast import MONDAY_MORNING


@dataclass(frozen=True)
class Event:
    """An act on a ticket."""

    act: str
    ticket_id: int = 1
    at: datetime = MONDAY_MORNING
    service: str = "report-theft"


LIVES = [
    ("issue call start", "issue call start", "nothing was undone"),
    ("issue call start undo no_show", "issue call no_show", "the start never was"),
    ("issue call undo", "issue", "the call never was"),
    ("issue call undo call undo call", "issue call", "each undo takes one act"),
    ("issue call start undo undo", "issue", "two undos take two acts"),
]


@pytest.mark.parametrize(("happened", "stand", "why"), LIVES, ids=[row[2] for row in LIVES])
def test_an_undo_takes_away_itself_and_the_act_before_it(happened: str, stand: str, why: str) -> None:
    assert [event.act for event in without_undone(map(Event, happened.split()))] == stand.split(), why


def test_the_events_of_tickets_may_be_mixed() -> None:
    happened = [Event("issue", 1), Event("issue", 2), Event("call", 2), Event("call", 1), Event("undo", 2)]
    assert without_undone(happened) == [Event("issue", 1), Event("call", 1), Event("issue", 2)]


@given(
    acts=st.lists(st.sampled_from(["call", "start", "onward", "hold"]), max_size=8), undone=st.sets(st.integers(0, 7))
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sql_says_the_same(database: Database, acts: list[str], undone: set[int]) -> None:
    # As staff undo: one act, at once; an undo itself cannot be undone.
    happened = ["issue", *(step for n, act in enumerate(acts) for step in ([act, "undo"] if n in undone else [act]))]
    with database.write() as session:
        session.execute(sa.text("PRAGMA defer_foreign_keys = ON"))
        session.execute(sa.delete(TicketEvent))
        for seq, act in enumerate(happened, 1):
            session.add(_stored(seq, act))
        session.flush()
        by_sql = session.scalars(
            sa.select(TicketEvent.act).where(not_undone(), TicketEvent.act != "undo").order_by(TicketEvent.seq)
        ).all()
        session.rollback()
    assert list(by_sql) == [event.act for event in without_undone(map(Event, happened))]


def _stored(seq: int, act: str) -> TicketEvent:
    return TicketEvent(
        ticket_id=1,
        seq=seq,
        location="downtown",
        day=date(2026, 11, 23),
        at=MONDAY_MORNING,
        act=act,
        by="system",
        to_state="waiting",
        queue="police",
        service="report-theft",
        detail={},
    )
