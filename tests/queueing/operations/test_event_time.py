"""Events of a location are recorded in order, also where clocks are not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from queueing import operations
from queueing.clock import FURTHEST_BEHIND
from queueing.counters.model import CounterEvent
from queueing.db import Database
from queueing.operations import QuickService, TicketOrder
from queueing.operations.counters import CounterChange
from queueing.operations.event_time import event_time, latest_event
from queueing.tickets.model import Act, Ticket, TicketEvent
from services_catalog.catalog import Catalog, Location
from tests.cast import MONDAY_MORNING, issue_ticket

THEFT = "report-theft"
OPEN = CounterChange(open=True)
MONDAY = MONDAY_MORNING.date()


class Day:
    """Downtown on one database, where each act comes with the time of whichever clock."""

    def __init__(self, database: Database, catalog: Catalog, location: Location) -> None:
        self.database, self.catalog, self.location = database, catalog, location

    def opens(self, at: datetime) -> None:
        """Counter 1 is opened."""
        with self.database.write() as session:
            operations.set_counter(
                session, catalog=self.catalog, location=self.location, counter="1", seat=OPEN, by="token:1", now=at
            )

    def issues(self, at: datetime) -> Ticket:
        """A visitor takes a ticket."""
        with self.database.write() as session:
            order = TicketOrder(THEFT)
            return issue_ticket(
                session, catalog=self.catalog, location=self.location, order=order, by="device:1", now=at
            )[0]

    def calls(self, at: datetime) -> Ticket:
        """Counter 1 calls the next visitor."""
        with self.database.write() as session:
            called = operations.call_next(
                session, catalog=self.catalog, location=self.location, counter="1", by="token:1", now=at
            )
        assert called
        return called[0]

    def serves_quickly(self, at: datetime) -> Ticket:
        """Counter 1 serves somebody without a ticket."""
        with self.database.write() as session:
            what = QuickService(THEFT)
            return operations.quick(
                session,
                catalog=self.catalog,
                location=self.location,
                counter="1",
                what=what,
                by="token:1",
                now=at,
            )[0]

    def times(self) -> list[datetime]:
        """The moments of all events, as they were recorded, one after another."""
        with self.database.read() as session:
            tickets = session.execute(sa.select(TicketEvent.at).order_by(TicketEvent.id)).scalars()
            counters = session.execute(sa.select(CounterEvent.at).order_by(CounterEvent.id)).scalars()
            return [*counters, *tickets]


@pytest.fixture
def day(either: Database, catalog: Catalog, downtown: Location) -> Day:
    """Monday morning; nothing has happened."""
    return Day(either, catalog, downtown)


def test_servers_whose_clocks_differ_record_in_order(day: Day) -> None:
    ahead, behind = MONDAY_MORNING + timedelta(seconds=1), MONDAY_MORNING
    day.opens(ahead)
    assert day.issues(behind).issued_at == ahead
    called = day.calls(behind)
    assert called.called_at == ahead
    assert day.serves_quickly(behind).issued_at == ahead
    with day.database.write() as session:
        started = operations.start(session, ticket=called.public_id, by="token:1", now=behind)
        assert started.started_at == ahead
    assert day.times() == [ahead] * 5


def test_a_counter_is_not_opened_before_the_last_ticket(day: Day) -> None:
    day.issues(MONDAY_MORNING)
    day.opens(MONDAY_MORNING - timedelta(minutes=59))
    assert day.times() == [MONDAY_MORNING] * 2


# How far the latest event is ahead of the clock, and whether the next one waits for it.
AHEAD = [
    (timedelta(seconds=-1), False),
    (timedelta(seconds=1), True),
    (FURTHEST_BEHIND, True),
    (FURTHEST_BEHIND + timedelta(seconds=1), False),
    (timedelta(days=1), False),
]


@pytest.mark.parametrize(("ahead", "waits"), AHEAD, ids=[str(row[0]) for row in AHEAD])
def test_only_a_clock_that_was_far_ahead_holds_nobody_up(day: Day, ahead: timedelta, *, waits: bool) -> None:
    early = day.issues(MONDAY_MORNING)
    with day.database.write() as session:
        session.execute(sa.update(TicketEvent).values(at=MONDAY_MORNING + ahead))
    with day.database.read() as session:
        expected = MONDAY_MORNING + ahead * waits
        assert event_time(session, "downtown", MONDAY, MONDAY_MORNING) == expected
    assert day.issues(MONDAY_MORNING).issued_at == expected
    assert early.number == "R001"


def test_each_day_and_each_location_has_its_own_order(day: Day) -> None:
    day.issues(MONDAY_MORNING)
    with day.database.read() as session:
        assert latest_event(session, "downtown", MONDAY) == MONDAY_MORNING
        assert latest_event(session, "east-lake", MONDAY) is None
        assert latest_event(session, "downtown", MONDAY + timedelta(days=1)) is None


def test_a_ticket_never_moves_before_its_own_past(day: Day) -> None:
    ticket = day.issues(MONDAY_MORNING + timedelta(hours=5))
    with day.database.write() as session:
        left = operations.leave(session, ticket=ticket.public_id, by="visitor", now=MONDAY_MORNING)
        assert left.ended_at == ticket.issued_at
    with day.database.read() as session:
        [at] = session.scalars(sa.select(TicketEvent.at).where(TicketEvent.act == Act.LEAVE))
    assert at == ticket.issued_at
