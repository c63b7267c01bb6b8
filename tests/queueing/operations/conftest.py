"""A center whose operations are called as functions, without a word of HTTP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from inspect import signature
from typing import Any

import pytest

from queueing import operations
from queueing.db import Database
from queueing.operations import TicketOrder
from queueing.operations.counters import CounterChange
from queueing.operations.transition import find
from queueing.tickets.model import Ticket
from services_catalog.catalog import Catalog, Location
from tests.cast import MONDAY_MORNING, issue_ticket

ANA = "staff:1"


@dataclass
class Center:
    """The downtown center at a moment that `step` moves on."""

    database: Database
    catalog: Catalog
    location: Location
    now: datetime = MONDAY_MORNING

    def step(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)

    def issue(self, service: str = "report-theft", **order: Any) -> str:
        """Issue a ticket; return its public id."""
        wanted = TicketOrder(service, **order)
        with self.database.write() as session:
            made, _ = issue_ticket(
                session, catalog=self.catalog, location=self.location, order=wanted, by="visitor", now=self.now
            )
            return made.public_id

    def open(self, counter: str = "1", agent: str = "ana") -> None:
        """Open a counter with its agent."""
        self.do(operations.set_counter, counter=counter, seat=CounterChange(open=True, agent=agent))

    def do(self, operation: Callable[..., Any], *, by: str = ANA, **words: Any) -> Any:
        """Do an operation now, in a transaction of its own; it takes of the center what it names."""
        known = {"catalog": self.catalog, "location": self.location, "by": by, "now": self.now}
        taken = {name: value for name, value in known.items() if name in signature(operation).parameters}
        with self.database.write() as session:
            return operation(session, **taken, **words)

    def call(self, counter: str = "1") -> str:
        """Call the next visitor to an open counter; return the ticket's public id."""
        called = self.do(operations.call_next, counter=counter)
        assert called, "nobody waits"
        return str(called[0].public_id)

    def serve(self, service: str = "report-theft", **order: Any) -> str:
        """Issue, call and start a ticket at counter 1."""
        self.issue(service, **order)
        self.open()
        ticket = self.call()
        self.do(operations.start, ticket=ticket)
        return ticket

    def read(self, ticket: str) -> Ticket:
        """Return a ticket as it is stored."""
        with self.database.read() as session:
            found = find(session, ticket)
            session.expunge(found)
            return found


@pytest.fixture
def center(database: Database, catalog: Catalog, downtown: Location) -> Center:
    """The center on a Monday morning, every counter closed."""
    return Center(database, catalog, downtown)
