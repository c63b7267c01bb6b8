"""Where a ticket waits once the catalog has changed: a rule, and the query that obeys it."""

from __future__ import annotations

from collections.abc import Collection

import pytest
import sqlalchemy as sa

from queueing.counters.current_queues import EVERY_COUNTER, CurrentQueues
from queueing.db import Database
from queueing.tickets.model import Ticket
from services_catalog.catalog import Catalog
from tests.cast import Kiosk
from tests.changed_catalog import changed

NOW = CurrentQueues(
    joined=frozenset({"permits", "reports", "unstaffed"}),
    kept=frozenset({"permits", "reports"}),
    by_service={"deck": "permits", "theft": "reports"},
)
PLACES = [
    ("permits", "deck", "permits", "nothing has changed"),
    ("reports", "deck", "reports", "its service has moved, but its queue is still there: nobody is moved about"),
    ("permits", "gone", "permits", "its service is gone, its queue is not"),
    ("old", "deck", "permits", "its queue is gone: it waits where its service is now"),
    ("old", "gone", EVERY_COUNTER, "both are gone"),
    ("unstaffed", "gone", EVERY_COUNTER, "no counter of the location serves that queue any more"),
]
SERVED: list[tuple[Collection[str] | None, set[str], str]] = [
    (None, {"info"}, "nothing was chosen for it"),
    (["permits"], {"permits"}, "what was chosen is still there"),
    (["old", "permits"], {"permits"}, "what is gone is left out"),
    (["old"], {"info"}, "nothing chosen is left, so it serves what the catalog says"),
    (["unstaffed"], {"unstaffed"}, "a manager may give a counter a queue that is no counter's usual one"),
]


@pytest.mark.parametrize(("queue", "service", "now_in", "why"), PLACES, ids=[row[3] for row in PLACES])
def test_in_which_queue_a_ticket_waits(queue: str, service: str, now_in: str, why: str) -> None:
    assert NOW.queue(queue, service) == now_in, why


@pytest.mark.parametrize(("chosen", "serves", "why"), SERVED, ids=[row[2] for row in SERVED])
def test_what_a_counter_serves(chosen: Collection[str] | None, serves: set[str], why: str) -> None:
    assert NOW.served(frozenset({"info"}), chosen) == serves, why


def test_the_query_finds_whom_the_rule_names(database: Database, kiosk: Kiosk) -> None:
    for queue, service, *_ in PLACES:
        ticket = kiosk.ticket("report-theft")
        with database.write() as session:
            session.execute(
                sa.update(Ticket).where(Ticket.public_id == ticket["id"]).values(queue=queue, service=service)
            )
    for serves in (["permits"], ["reports"], ["permits", "reports"], ["info"]):
        with database.read() as session:
            rows = session.execute(
                sa.select(Ticket.queue, Ticket.service).where(NOW.waits_for(serves)).order_by(Ticket.id)
            )
            found = [tuple(row) for row in rows]
        assert found == [(queue, service) for queue, service, now_in, _ in PLACES if now_in in {*serves, EVERY_COUNTER}]


def test_a_location_has_the_queues_that_a_service_joins_and_a_counter_serves(catalog: Catalog) -> None:
    before = CurrentQueues.of(catalog, catalog.locations["downtown"])
    assert before.kept == before.joined == {queue.id for queue in catalog.queues_at("downtown")}
    edited = changed(catalog, counters=["3", "4"])
    after = CurrentQueues.of(edited, edited.locations["downtown"])
    assert before.kept - after.kept == {"permits", "zoning", "licenses", "events-food"}
    assert after.joined == before.joined
