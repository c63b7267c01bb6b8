"""Counters as they are now: which are open, what each serves, whom each holds."""

from __future__ import annotations

from queueing.counters.current_queues import CurrentQueues
from queueing.counters.status import counter_states, counter_views, open_counters, served_queues
from queueing.db import Database
from services_catalog.catalog import Catalog, Location
from tests.cast import Agent, Kiosk


def test_a_counter_that_was_never_opened_is_closed_and_serves_what_the_catalog_says(
    database: Database, catalog: Catalog, downtown: Location
) -> None:
    queues = CurrentQueues.of(catalog, downtown)
    with database.read() as session:
        states = counter_states(session, downtown)
        assert served_queues(session, downtown, queues) == frozenset()
    views = counter_views(downtown, states, [], queues)
    assert {view.state for view in views} == {"closed"}
    assert [set(view.serves) for view in views] == [set(counter.serves) for counter in downtown.counters]


def test_only_an_open_counter_serves_its_queues(
    database: Database, catalog: Catalog, downtown: Location, ana: Agent
) -> None:
    queues = CurrentQueues.of(catalog, downtown)
    ana.put("/locations/downtown/counters/1", {"open": True, "services": ["permits"]})
    with database.read() as session:
        assert open_counters(downtown, counter_states(session, downtown), queues) == {"1": frozenset({"permits"})}
    ana.put("/locations/downtown/counters/1", {"open": False, "reason": "Lunch"})
    with database.read() as session:
        assert served_queues(session, downtown, queues) == frozenset()


def test_a_view_names_the_ticket_that_the_counter_holds(kiosk: Kiosk, ana: Agent) -> None:
    kiosk.ticket("report-theft")
    ana.open()
    called = ana.call()
    counters = ana.get("/locations/downtown/queue").get_json()["counters"]
    assert {view["id"]: view["ticket"] for view in counters if view["ticket"]} == {"1": called["id"]}
