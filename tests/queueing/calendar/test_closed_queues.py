"""Queues closed for today, and what visitors read of them."""

from __future__ import annotations

from datetime import timedelta

from queueing import operations
from queueing.calendar.closed_queues import USUAL_CLOSURES, closed_lines, closed_queues
from queueing.db import Database
from services_catalog.catalog import Catalog, Location
from tests.cast import MONDAY_MORNING


def set_queue(database: Database, catalog: Catalog, location: Location, closed: str | None) -> None:
    """A manager closes the permits queue, or opens it (None)."""
    with database.write() as session:
        operations.set_queue(
            session,
            catalog=catalog,
            location=location,
            queue="permits",
            closed=closed,
            by="staff:1",
            now=MONDAY_MORNING,
        )


def test_a_closed_queue_is_closed_today_only_until_it_is_opened(
    database: Database, catalog: Catalog, downtown: Location
) -> None:
    today = downtown.hours.day_of(MONDAY_MORNING)
    set_queue(database, catalog, downtown, "Printer on fire")
    with database.read() as session:
        assert [row.reason for row in closed_queues(session, downtown.id, today).values()] == ["Printer on fire"]
        assert closed_queues(session, downtown.id, today + timedelta(days=1)) == {}
        assert closed_queues(session, "east-lake", today) == {}
    set_queue(database, catalog, downtown, None)
    with database.read() as session:
        assert closed_queues(session, downtown.id, today) == {}


def test_a_usual_reason_is_said_in_every_language_and_ones_own_as_written(
    database: Database, catalog: Catalog, downtown: Location
) -> None:
    set_queue(database, catalog, downtown, USUAL_CLOSURES[1])
    with database.read() as session:
        usual = closed_lines(session, downtown, MONDAY_MORNING)["permits"]
    assert usual["en"] == (
        "No more tickets for this today. The system for this does not work now. We open tomorrow at 8:00 AM."
    )
    assert len(set(usual.values())) == len(downtown.languages), "each language has words of its own"
    set_queue(database, catalog, downtown, None)
    set_queue(database, catalog, downtown, "Back at noon")
    with database.read() as session:
        own = closed_lines(session, downtown, MONDAY_MORNING)["permits"]
    assert all("Back at noon" in words for words in own.values())
