"""Simulated agents work at the counters that no real agent has taken."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import sqlalchemy as sa

from queueing.app import App
from queueing.audit_log import AuditRecord
from queueing.counters.model import CounterState, CounterStatus
from queueing.db import Database
from queueing.demo.agents import ObservedLocation, SimulatedAgent
from queueing.operations import TicketOrder, set_counter
from queueing.operations.counters import CounterChange
from queueing.tickets.model import State, Ticket
from services_catalog.catalog import Catalog
from tests.cast import MONDAY_MORNING, PERMIT, issue_ticket
from tests.queueing.demo.demo_cast import Fixed


def test_a_counter_that_somebody_real_took_is_theirs(app: App, database: Database, catalog: Catalog) -> None:
    downtown, now = catalog.locations["downtown"], MONDAY_MORNING
    agent = SimulatedAgent(app.runtime, downtown, downtown.counters[2], by="staff:9", name="Kia", luck=Random(2))
    with database.write() as session:
        issue_ticket(session, catalog=catalog, location=downtown, order=TicketOrder(PERMIT), by="system", now=now)
        set_counter(
            session,
            catalog=catalog,
            location=downtown,
            counter="3",
            seat=CounterChange(open=True),
            by="staff:1",
            now=now,
        )

    def work(minutes: int) -> tuple[str, str]:
        for second in range(0, minutes * 60, 10):
            with database.read() as session:
                floor = ObservedLocation.look(session, downtown, now + timedelta(seconds=second))
            agent.step(now + timedelta(seconds=second), floor)
        with database.read() as session:
            seat = session.get_one(CounterState, ("downtown", "3"))
            return seat.by, session.scalars(sa.select(Ticket.state)).one()

    assert work(5) == ("staff:1", State.WAITING)
    with database.write() as session:
        session.execute(sa.update(CounterState).values(state=CounterStatus.CLOSED, by="system"))
    by, state = work(5)
    assert by == "staff:9"
    assert state != State.WAITING


def test_an_agent_calls_the_manager_and_later_no_longer_needs_one(
    app: App, database: Database, catalog: Catalog
) -> None:
    downtown, luck = catalog.locations["downtown"], Fixed(1)
    luck.chance = 0.115  # starts whoever is called, and calls the manager about whoever is served
    agent = SimulatedAgent(app.runtime, downtown, downtown.counters[2], by="staff:9", name="Kia", luck=luck)
    now = MONDAY_MORNING
    with database.write() as session:
        issue_ticket(session, catalog=catalog, location=downtown, order=TicketOrder(PERMIT), by="system", now=now)

    def deeds() -> list[str]:
        with database.read() as session:
            return list(session.scalars(sa.select(AuditRecord.act).order_by(AuditRecord.id)))

    for _ in range(40):
        with database.read() as session:
            floor = ObservedLocation.look(session, downtown, now)
        now = max(agent.step(now, floor), now + timedelta(seconds=1))
        if deeds() == ["help-called", "call-withdrawn"]:
            break
    assert deeds() == ["help-called", "call-withdrawn"]
