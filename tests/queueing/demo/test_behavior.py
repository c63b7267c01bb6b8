"""What a simulated agent does next with a visitor, by the chance that is drawn."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from queueing.app import App
from queueing.db import Database
from queueing.demo.behavior import AgentBehavior
from queueing.operations import TicketOrder, call, recall, set_counter, start
from queueing.operations.counters import CounterChange
from queueing.tickets.model import State, Ticket, TicketEvent
from services_catalog.catalog import Catalog
from tests.cast import MONDAY_MORNING, PERMIT, issue_ticket
from tests.queueing.demo.demo_cast import Fixed

# Where the visitor is, what their needs are, the chance that is drawn, and what happens next.
HABITS = [
    ("called", (), 0.04, "recall"),
    ("called", (), 0.99, "start"),
    ("recalled", (), 0.3, "no_show"),
    ("serving", (), 0.99, "finish"),
    ("serving", (), 0.02, "hold"),
    ("serving", (), 0.05, "transfer"),
    ("serving", (), 0.08, "add"),
    ("serving", (), 0.10, "note"),
    ("serving", ("interpreter",), 0.99, "interp_asked"),
]


@pytest.mark.parametrize(("where", "needs", "chance", "act"), HABITS)
def test_agents_now_and_then_do_whatever_a_desk_can(
    app: App, database: Database, catalog: Catalog, where: str, needs: tuple[str, ...], chance: float, act: str
) -> None:
    downtown, luck, ana = catalog.locations["downtown"], Fixed(1), "staff:9"
    habits = AgentBehavior(app.runtime, downtown, downtown.counters[2], by=ana, name="Kia", luck=luck)
    with database.write() as session:
        set_counter(
            session,
            catalog=catalog,
            location=downtown,
            counter="3",
            seat=CounterChange(open=True),
            by=ana,
            now=MONDAY_MORNING,
        )
        order = TicketOrder(PERMIT, needs=needs)
        ticket, _ = issue_ticket(
            session, catalog=catalog, location=downtown, order=order, by="system", now=MONDAY_MORNING
        )
        known: dict[str, Any] = {"ticket": ticket.public_id, "by": ana, "now": MONDAY_MORNING}
        call(session, location=downtown, counter="3", reason="test", **known)
        if where != "called":
            (recall if where == "recalled" else start)(session, **known)
        luck.chance = chance
        seconds, deed = habits.with_visitor(ticket)
        deed(session, MONDAY_MORNING + timedelta(seconds=seconds))
        acts = session.scalars(sa.select(TicketEvent.act).order_by(TicketEvent.id)).all()
        assert acts[-1] == act
        if act == "no_show":  # this one comes back after all
            due, _, back = habits.later.pop()
            back(session, due)
            assert ticket.state == State.WAITING


def test_most_visits_are_plain(app: App, catalog: Catalog) -> None:
    downtown = catalog.locations["downtown"]
    habits = AgentBehavior(app.runtime, downtown, downtown.counters[2], by="staff:9", name="Kia", luck=Random(3))
    ticket = Ticket(state=State.SERVING, interpreter="", needs=[], moves=3, queue="permits", service=PERMIT)
    seldom = sum(habits._now_and_then(ticket) is not None for _ in range(1000))
    assert 80 < seldom < 160
