"""Many hands at once: each waiting visitor is called exactly once, in the policy's order.

A full day's visitors race in `python -m tests.bench.hands`.
"""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from queueing import maintenance, operations
from queueing.db import Database
from queueing.operations import TicketOrder
from queueing.operations.counters import CounterChange
from queueing.refusals import Refusal
from queueing.settings import Settings
from queueing.tickets.model import Act, Ticket, TicketEvent
from services_catalog.catalog import Catalog, Counter, Location
from tests.cast import MONDAY_MORNING, issue_ticket, packaged
from tests.forked import Forked

AGENTS = 8
WAITING = 120
PATIENCE_SECONDS = 120
SERVICES = ("building-permit", "report-theft", "plumbing-permit")


def eight_counters(catalog: Catalog) -> Location:
    """The downtown center with eight counters that serve everything."""
    downtown = catalog.locations["downtown"]
    everything = frozenset(queue.id for queue in catalog.queues_at("downtown"))
    return replace(
        downtown, counters=tuple(Counter(str(n), {"en": f"Counter {n}"}, everything) for n in range(1, AGENTS + 1))
    )


def agents_day(database: Database, catalog: Catalog, location: Location, counter: str) -> list[str]:
    """Call, start and finish until nobody waits; return the numbers called."""
    called: list[str] = []
    while True:
        with database.write() as session:
            found = operations.call_next(
                session, catalog=catalog, location=location, counter=counter, by="a", now=MONDAY_MORNING
            )
        if found is None:
            return called
        ticket = found[0].public_id
        called.append(ticket)
        with database.write() as session:
            operations.start(session, ticket=ticket, by="a", now=MONDAY_MORNING)
            operations.finish(session, catalog=catalog, location=location, ticket=ticket, by="a", now=MONDAY_MORNING)


def agents_day_elsewhere(url: str, counter: str) -> None:
    """The same in a process of its own; print the numbers."""
    catalog = packaged()
    sys.stdout.write(json.dumps(agents_day(Database(url), catalog, eight_counters(catalog), counter)))


def fill(database: Database, catalog: Catalog, location: Location, waiting: int) -> list[str]:
    """Open every counter and issue the tickets; return their ids in the policy's order."""
    with database.write() as session:
        for desk in location.counters:
            operations.set_counter(
                session,
                catalog=catalog,
                location=location,
                counter=desk.id,
                seat=CounterChange(open=True),
                by="a",
                now=MONDAY_MORNING,
            )
        for n in range(waiting):
            issue_ticket(
                session,
                catalog=catalog,
                location=location,
                order=TicketOrder(SERVICES[n % 3], needs=("accessible",) if n % 7 == 0 else ()),
                by="kiosk",
                now=MONDAY_MORNING + timedelta(seconds=n),
            )
    with database.read() as session:
        return list(session.scalars(sa.select(Ticket.public_id).order_by(Ticket.due_at, Ticket.id)))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, settings: Settings) -> str:
    """The URL of a migrated database of either kind."""
    if request.param == "sqlite":
        return settings.database
    fresh: str = request.getfixturevalue("postgres_url")
    database = Database(fresh)
    maintenance.upgrade(database)
    database.close()
    return fresh


def assert_each_called_once_in_order(database: Database, expected: list[str], called: list[list[str]]) -> None:
    """Nobody twice, nobody forgotten, each agent in the policy's order.

    SQLite's writers take turns, so there the calls as a whole are in that order too; PostgreSQL's agents pass
    over the tickets that others are calling this instant.
    """
    everybody = [ticket for one in called for ticket in one]
    assert sorted(everybody) == sorted(expected)
    place = {ticket: number for number, ticket in enumerate(expected)}
    for one in called:
        assert [place[ticket] for ticket in one] == sorted(place[ticket] for ticket in one)
    with database.read() as session:
        calls = session.scalars(
            sa.select(Ticket.public_id)
            .join(TicketEvent, TicketEvent.ticket_id == Ticket.id)
            .where(TicketEvent.act == Act.CALL)
            .order_by(TicketEvent.id)
        ).all()
    assert len(calls) == len(expected)
    if database.is_sqlite:
        assert list(calls) == expected


def race_threads(url: str, catalog: Catalog, waiting: int) -> None:
    """Call everybody from eight threads."""
    database, location = Database(url), eight_counters(catalog)
    expected = fill(database, catalog, location, waiting)
    with ThreadPoolExecutor(AGENTS) as agents:
        called = list(agents.map(lambda desk: agents_day(database, catalog, location, desk.id), location.counters))
    assert_each_called_once_in_order(database, expected, called)
    database.close()


def race_processes(url: str, catalog: Catalog, waiting: int, folder: Path) -> None:
    """Call everybody from eight processes, which tell `folder` whom they called."""
    database, location = Database(url), eight_counters(catalog)
    expected = fill(database, catalog, location, waiting)
    told = {desk.id: folder / f"called-by-{desk.id}" for desk in location.counters}
    agents = [
        Forked(file, agents_day_elsewhere, url, counter, environment=os.environ) for counter, file in told.items()
    ]
    assert [agent.wait(PATIENCE_SECONDS) for agent in agents] == [0] * AGENTS
    called = [json.loads(file.read_text()) for file in told.values()]
    assert_each_called_once_in_order(database, expected, called)
    database.close()


def test_eight_threads_call_each_visitor_once(url: str, catalog: Catalog) -> None:
    race_threads(url, catalog, WAITING)


def test_separate_processes_call_them_once_each(url: str, catalog: Catalog, tmp_path: Path) -> None:
    race_processes(url, catalog, WAITING, tmp_path)


def test_one_counter_in_two_browsers_holds_one_visitor(url: str, catalog: Catalog) -> None:
    database, location = Database(url), eight_counters(catalog)
    fill(database, catalog, location, waiting=2 * AGENTS)

    def press(_: int) -> str:
        try:
            with database.write() as session:
                found = operations.call_next(
                    session, catalog=catalog, location=location, counter="1", by="a", now=MONDAY_MORNING
                )
        except Refusal as refusal:
            return refusal.slug
        return "called" if found else "nobody"

    with ThreadPoolExecutor(AGENTS) as hands:
        answers = list(hands.map(press, range(AGENTS)))
    assert sorted(answers) == ["called"] + ["counter-busy"] * (AGENTS - 1)
    database.close()


def test_one_tap_that_arrives_many_times_is_one_ticket(url: str, catalog: Catalog) -> None:
    database, location = Database(url), eight_counters(catalog)

    def tap(_: int) -> tuple[str, bool]:
        with database.write() as session:
            ticket, fresh = issue_ticket(
                session,
                catalog=catalog,
                location=location,
                order=TicketOrder("building-permit", idempotency_key="one-tap"),
                by="kiosk",
                now=MONDAY_MORNING,
            )
            return ticket.number, fresh

    with ThreadPoolExecutor(AGENTS) as hands:
        answers = list(hands.map(tap, range(AGENTS * 4)))
    assert len({number for number, _ in answers}) == 1
    assert [fresh for _, fresh in answers].count(True) == 1
    with database.write() as session:
        ticket, _ = issue_ticket(
            session,
            catalog=catalog,
            location=location,
            order=TicketOrder("building-permit"),
            by="kiosk",
            now=MONDAY_MORNING,
        )
        assert ticket.number.endswith("002"), "the taps that lost left no gap"
    database.close()
