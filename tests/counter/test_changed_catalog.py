"""The catalog is changed while visitors wait: each is told of, called, served and counted, on both databases.

An edit of the catalog and a restart are a server on the same database with another catalog.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from queueing.alerts.catalog_changes import log_catalog_changes
from queueing.app import App, runtime_of
from queueing.db import Database
from queueing.realtime.scheduler import Scheduler
from queueing.settings import Settings
from queueing.waits.forecaster import RollForecaster
from services_catalog.catalog import Catalog
from tests.cast import PERMIT, Agent, Caller, Kiosk, SteppedClock
from tests.changed_catalog import changed

Restart = Callable[[Catalog], None]

QUEUE, BOARD = "/locations/downtown/queue", "/locations/downtown/board"
NO_PERMITS: dict[str, Any] = {"queues": {"permits": None}}
RENAMED_QUEUE: dict[str, Any] = {"queues": {"permits": "buildings"}}
RENAMED_SERVICE: dict[str, Any] = {"services": {PERMIT: "construction-permit"}}


@pytest.fixture
def app(building: App, settings: Settings, clock: SteppedClock, either: Database) -> Iterator[App]:
    """A server on a database of either kind."""
    on_it = Settings(var=settings.var, database_url=either.url)
    building.move_in(runtime_of(on_it, clock))
    yield building
    building.runtime.database.close()


@pytest.fixture
def restart(app: App, clock: SteppedClock) -> Restart:
    """Stops the server and starts one on the same database with another catalog."""

    def again(catalog: Catalog) -> None:
        app.runtime.database.close()
        fresh = runtime_of(app.runtime.settings, clock)
        # The index of the search takes seconds to make, and is asked nothing here.
        app.move_in(replace(fresh, catalog=catalog, forecaster=RollForecaster(catalog)))

    return again


def alerts(mia: Caller) -> list[str]:
    """What the manager is told of the catalog."""
    view = mia.get(QUEUE).get_json()
    return [alert["words"] for alert in view["alerts"] if alert["kind"] == "catalog"]


def everything_answers(app: App, mia: Caller, ticket: dict[str, Any]) -> None:
    """Every view, slip and figure that shows the ticket is drawn."""
    id_ = ticket["id"]
    pages = [f"/t/{id_}", f"/t/{id_}?lang=so", "/display/downtown"]
    for page in pages:
        assert mia.client.get(page).status_code in {200, 302}, page
    what_if = mia.post("/locations/downtown/what-if", {"counters": [{"id": "4"}]})
    assert what_if.status_code == 200, what_if.text
    today = "from=2026-11-23&to=2026-11-23"
    for path in [
        QUEUE,
        BOARD,
        f"/tickets/{id_}",
        f"/tickets/{id_}/receipt.pdf",
        f"/tickets/{id_}/receipt.escpos",
        f"/tickets/{id_}/receipt.html",
        f"/locations/downtown/audit?number={ticket['number']}",
        *(f"/locations/downtown/waits?{today}&by={cut}" for cut in ("service", "queue", "agent", "department", "slot")),
        f"/locations/downtown/waits.csv?{today}&by=service",
        f"/locations/downtown/waits.pdf?{today}&by=service",
    ]:
        answer = mia.get(path)
        assert answer.status_code == 200, (path, answer.text)
    scheduler = Scheduler(app.runtime, announce=lambda _locations: None, drop_revoked=lambda: None)
    scheduler.check("downtown", full=True)


# The edit, who may call the visitor then (counter 1 serves information, 3 permits), the queue and the name that
# staff read, and what the manager is told.
EDITS: list[tuple[dict[str, Any], list[str], str, str, str]] = [
    (
        NO_PERMITS,
        ["1", "3"],
        "permits",
        "Building permit (no longer offered)",
        "The queue Permits is no longer in the catalog, and P001 still waits in it. Any open counter can call them.",
    ),
    (
        RENAMED_QUEUE,
        ["3"],
        "buildings",
        "Building permit",
        "The queue Permits is no longer in the catalog, and P001 still waits in it. "
        "Counters now call them with Building, plumbing and mechanical permits.",
    ),
    (
        RENAMED_SERVICE,
        ["3"],
        "permits",
        "Building permit (no longer offered)",
        "Building permit is no longer offered here, and P001 has a ticket for it. They are called as before: "
        "serve them, or transfer them to another service.",
    ),
]


@pytest.mark.parametrize(("edit", "callers", "queue", "name", "told"), EDITS, ids=["gone", "renamed", "service"])
@pytest.mark.parametrize("caller", ["1", "3"])
def test_who_waited_is_told_of_called_and_served(
    app: App,
    catalog: Catalog,
    restart: Restart,
    kiosk: Kiosk,
    mia: Caller,
    clock: SteppedClock,
    edit: dict[str, Any],
    callers: list[str],
    queue: str,
    name: str,
    told: str,
    caller: str,
) -> None:
    ticket = kiosk.ticket(PERMIT)
    restart(changed(catalog, **edit))
    agent = Agent(mia.client, mia.token, counter=caller)
    agent.open()
    assert alerts(mia) == [told]
    view = mia.get(QUEUE).get_json()
    (seen,) = view["tickets"]
    assert (seen["queue"], seen["service"]["name"]) == (queue, name)
    assert sum(each["waiting"] for each in view["queues"]) == 1
    assert sum(each["waiting"] for each in mia.get(BOARD).get_json()["waiting"]) == 1
    assert (seen["wait"] is not None) == (caller in callers)
    answer = agent.post(f"{agent.desk}/call-next")
    assert answer.status_code == (200 if caller in callers else 204)
    if caller not in callers:
        agent.does(ticket, "call", reason="Nobody else is here", counter=caller)
    everything_answers(app, mia, ticket)
    agent.does(ticket, "start")
    clock.step(minutes=7)
    assert agent.does(ticket, "finish")["outcome"] == "served"
    assert alerts(mia) == []
    assert mia.get(QUEUE).get_json()["today"]["served"] == 1
    clock.step(days=40)
    month = mia.get("/locations/downtown/waits?from=2026-11-01&to=2026-12-15&by=service").get_json()
    assert [(group["label"], group["figures"]["served"]) for group in month["groups"]] == [("Building permit", 1)]


def test_a_queue_that_is_gone_holds_up_neither_its_transfer_nor_its_return(
    catalog: Catalog, restart: Restart, kiosk: Kiosk, ana: Agent, mia: Caller
) -> None:
    first, second = kiosk.ticket(PERMIT), kiosk.ticket(PERMIT)
    restart(changed(catalog, **NO_PERMITS))
    ana.open()
    assert ana.call()["id"] == first["id"]
    assert ana.does(first, "return", reason="Went for a form")["state"] == "waiting"
    assert ana.does(first, "transfer", counter="1")["state"] == "waiting", "to a counter, in the queue that it had"
    assert ana.does(second, "transfer", service="report-theft")["service"]["id"] == "report-theft"
    assert alerts(mia) == [
        "The queue Permits is no longer in the catalog, and P001 still waits in it. Any open counter can call them."
    ]
    assert ana.call()["id"] == first["id"]
    assert ana.does(first, "hold", reason="Form")["state"] == "held"
    assert ana.does(first, "resume", counter="1")["state"] == "serving"
    assert ana.does(first, "finish")["outcome"] == "served"


def test_what_was_to_follow_and_is_gone_is_left_out_and_the_audit_says_so(
    catalog: Catalog, restart: Restart, kiosk: Kiosk, ana: Agent, mia: Caller
) -> None:
    ticket = kiosk.ticket("report-theft", then=[PERMIT])
    ana.open()
    ana.does(ana.call(), "start")
    restart(changed(catalog, **NO_PERMITS))
    assert alerts(mia) == [
        "Building permit is no longer offered here, and is to follow for R001. It is left out when the visit goes on."
    ]
    finished = ana.does(ticket, "finish")
    assert (finished["state"], finished["outcome"]) == ("ended", "served")
    entries = mia.get("/locations/downtown/audit?number=R001").get_json()["entries"]
    assert entries[0]["detail"] == "no longer offered: Building permit; served"


@pytest.mark.parametrize("act", ["start", "finish", "return", "no-show", "hold", "leave"])
def test_a_visitor_at_a_counter_that_is_gone_is_seen_to_from_elsewhere(
    app: App, catalog: Catalog, restart: Restart, kiosk: Kiosk, ana: Agent, ben: Agent, mia: Caller, act: str
) -> None:
    ben.open()
    ticket = kiosk.ticket("report-theft")
    called = ben.post(f"/tickets/{ticket['id']}/call", {"reason": "Asked for", "counter": "2"})
    assert called.status_code == 200, called.text
    if act in {"finish", "hold"}:
        ben.does(ticket, "start")
    restart(changed(catalog, counters=["2"]))
    assert alerts(mia) == [
        "Counter 2 is no longer in the catalog, and R001 is there. "
        "Find the ticket to finish it or to send it back to the queue."
    ]
    everything_answers(app, mia, ticket)
    mia.post(
        f"/tickets/{ticket['id']}/{act}", {"reason": "That counter is gone"} if act in {"return", "hold"} else None
    )
    ana.open()
    if act == "start":
        assert ana.does(ticket, "finish")["outcome"] == "served"
    elif act == "return":
        assert ana.call()["id"] == ticket["id"]
    elif act == "hold":
        assert ana.act(ticket, "resume").get_json()["counter"] == "1", "at the counter that resumes it"
    assert alerts(mia) == []
    everything_answers(app, mia, ticket)


def test_a_counter_that_is_gone_while_open_holds_up_nothing(
    app: App, catalog: Catalog, restart: Restart, kiosk: Kiosk, ana: Agent, ben: Agent, mia: Caller, clock: SteppedClock
) -> None:
    ana.open()
    ben.open()
    ben.post(f"{ben.desk}/beat")
    sent = kiosk.ticket("report-theft")
    ana.does(sent, "transfer", counter="2")
    restart(changed(catalog, counters=["2"]))
    scheduler = Scheduler(app.runtime, announce=lambda _locations: None, drop_revoked=lambda: None)
    scheduler.check("downtown", full=True)
    clock.step(minutes=20)
    scheduler.check("downtown", full=True)
    assert ana.call()["id"] == sent["id"], "whoever was sent there waits for any counter"
    ana.does(sent, "no-show")
    assert mia.post(f"{ben.desk}/call-next").status_code == 404
    ana.put(ana.desk, {"open": False})
    clock.step(hours=6, minutes=25)
    scheduler.check("downtown", full=True)
    assert mia.get(QUEUE).get_json()["over"] is not None, "the day ends ten minutes after the last real counter"


def test_a_counter_set_to_queues_that_are_gone_serves_what_the_catalog_says(
    catalog: Catalog, restart: Restart, kiosk: Kiosk, ana: Agent, mia: Caller
) -> None:
    ana.open("permits", "reports")
    restart(changed(catalog, **NO_PERMITS))
    (first, *_) = mia.get(QUEUE).get_json()["counters"]
    assert first["serves"] == ["reports"]
    assert mia.put(ana.desk, {"services": first["serves"], "keep_agent": True}).status_code == 200
    restart(changed(catalog, queues={"reports": None}))
    (first, *_) = mia.get(QUEUE).get_json()["counters"]
    assert first["serves"] == sorted(set(first["may_serve"]))
    kiosk.ticket("pay-utility-bill")
    ana.call()


def test_the_day_ends_and_is_reopened_with_those_whose_queue_is_gone(
    app: App, catalog: Catalog, restart: Restart, kiosk: Kiosk, ana: Agent, mia: Caller
) -> None:
    ticket = kiosk.ticket(PERMIT)
    restart(changed(catalog, **NO_PERMITS))
    assert mia.post("/locations/downtown/day/end", {"reason": "No power"}).get_json() == {"not_reached": 1}
    assert mia.post("/locations/downtown/day/reopen", {"reason": "Back", "until": "16:00"}).get_json() == {
        "put_back": 1
    }
    everything_answers(app, mia, ticket)
    ana.open()
    assert ana.call()["id"] == ticket["id"]


def test_the_log_says_at_the_start_for_whom_the_catalog_has_changed(
    app: App, catalog: Catalog, restart: Restart, kiosk: Kiosk, caplog: pytest.LogCaptureFixture
) -> None:
    kiosk.ticket(PERMIT)
    edited = changed(catalog, **NO_PERMITS)
    restart(edited)
    with app.runtime.database.read() as session:
        log_catalog_changes(session, edited, app.runtime.now())
        assert [record.message for record in caplog.records] == [
            "downtown: The queue Permits is no longer in the catalog, and P001 still waits in it. "
            "Any open counter can call them."
        ]
        caplog.clear()
        elsewhere = changed(catalog)
        del elsewhere.locations["downtown"]  # type: ignore[attr-defined]  # this test's own copy
        log_catalog_changes(session, elsewhere, app.runtime.now())
    assert (
        caplog.records[0].message
        == "The catalog no longer has the location downtown, and there is a ticket there: P001."
    )
