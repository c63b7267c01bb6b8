"""What the manager is told when the catalog has changed: one table of tickets and sentences."""

from __future__ import annotations

import pytest

from queueing.alerts.catalog_changes import catalog_changes
from queueing.counters.current_queues import CurrentQueues
from queueing.tickets.model import State, Ticket
from services_catalog.catalog import Catalog, Location
from tests.cast import PERMIT


def ticket(number: str, state: State = State.WAITING, **fields: object) -> Ticket:
    """A ticket for a building permit."""
    usual: dict[str, object] = {"queue": "permits", "service": PERMIT, "then": [], "counter": None}
    return Ticket(number=number, state=state, **{**usual, **fields})


SERVED = State.SERVING
TOLD = [
    ([ticket("P001")], [], "nothing has changed"),
    ([ticket("P001", SERVED, counter="3")], [], "nor for a visitor at a counter"),
    (
        [ticket("P001", queue="old", service="a-deck"), ticket("P002", State.HELD, queue="old", service="a-deck")],
        [
            "The queue Old is no longer in the catalog, and P001 and P002 still wait in it. "
            "Any open counter can call them."
        ],
        "its queue and its service are gone; on hold counts, too",
    ),
    (
        [ticket("P001", queue="old")],
        [
            "The queue Old is no longer in the catalog, and P001 still waits in it. "
            "Counters now call them with Building, plumbing and mechanical permits."
        ],
        "its queue is gone, its service is in another",
    ),
    (
        [ticket("P001", SERVED, counter="3", queue="old", service="a-deck")],
        [
            "A deck is no longer offered here, and P001 has a ticket for it. They are called as before: "
            "serve them, or transfer them to another service."
        ],
        "a visitor who is served waits in no queue",
    ),
    (
        [ticket(f"P{n:03}", service="a-deck") for n in range(1, 11)],
        [
            "A deck is no longer offered here, and P001, P002, P003, P004, P005, P006, P007, P008 and 2 more have a "
            "ticket for it. They are called as before: serve them, or transfer them to another service."
        ],
        "a long list is cut",
    ),
    (
        [ticket("P001", then=["a-deck"])],
        ["A deck is no longer offered here, and is to follow for P001. It is left out when the visit goes on."],
        "a service to come is gone",
    ),
    (
        [ticket("P001", State.CALLED, counter="9"), ticket("P002", SERVED, counter="9")],
        [
            "Counter 9 is no longer in the catalog, and P001 and P002 are there. "
            "Find the ticket to finish it or to send it back to the queue."
        ],
        "the counter is gone",
    ),
    ([ticket("P001", State.HELD, counter="9")], [], "any counter resumes a visitor on hold"),
]


@pytest.mark.parametrize(("tickets", "sentences", "why"), TOLD, ids=[row[2] for row in TOLD])
def test_what_is_told(
    catalog: Catalog, downtown: Location, tickets: list[Ticket], sentences: list[str], why: str
) -> None:
    alerts = catalog_changes(catalog, downtown, tickets, CurrentQueues.of(catalog, downtown))
    assert [alert.words for alert in alerts] == sentences, why
    assert all(alert.kind == "catalog" and len(alert.key) <= 128 for alert in alerts)
