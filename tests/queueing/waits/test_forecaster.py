"""The forecast of the live state: given only where a counter serves, the same on every screen, learned by day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from queueing.app import App
from queueing.waits import forecaster
from queueing.waits.forecaster import learned_model
from queueing.waits.snapshot import location_snapshot
from tests.cast import MONDAY_MORNING, Agent, Caller, Kiosk, SteppedClock


def a_day(kiosk: Kiosk, agent: Agent, clock: SteppedClock, visits: int, minutes: float) -> None:
    """Serve visitors one after another, each for so many minutes; then the night."""
    agent.open()
    for _ in range(visits):
        ticket = kiosk.ticket("report-theft")
        clock.step(minutes=1)
        agent.does(agent.call(), "start")
        clock.step(minutes=minutes)
        agent.does(ticket, "finish")
    agent.put(agent.desk, {"open": False})
    clock.step(days=1, minutes=-visits * (minutes + 1))


def wait_of(caller: Caller, ticket: dict[str, Any]) -> Any:
    """The ticket's wait as its holder sees it now."""
    return caller.get(f"/tickets/{ticket['id']}").get_json()["wait"]


def test_no_wait_is_given_while_no_counter_serves(kiosk: Kiosk, visitor: Caller, ana: Agent) -> None:
    ticket = kiosk.ticket("report-theft")
    assert wait_of(visitor, ticket) is None
    ana.open("payments")
    assert wait_of(visitor, ticket) is None, "she serves something else"
    ana.open("reports")
    assert wait_of(visitor, ticket) is not None
    ana.put(ana.desk, {"open": False, "reason": "lunch"})
    assert wait_of(visitor, ticket) is None


def test_more_people_ahead_is_a_longer_wait_and_every_screen_says_the_same(
    kiosk: Kiosk, visitor: Caller, ana: Agent
) -> None:
    ana.open("reports")
    tickets = [kiosk.ticket("report-theft") for _ in range(6)]
    waits = [wait_of(visitor, ticket)["p50_seconds"] for ticket in tickets]
    assert waits == sorted(set(waits)), "each of them longer"
    staff = ana.get("/locations/downtown/queue").get_json()
    assert [ticket["wait"]["p50_seconds"] for ticket in staff["tickets"]] == waits


def test_a_ticket_for_one_counter_waits_for_that_one_alone(
    kiosk: Kiosk, visitor: Caller, ana: Agent, ben: Agent
) -> None:
    ana.open("reports")
    ben.open("reports")
    for agent in (ana, ben):
        kiosk.ticket("report-theft")
        agent.does(agent.call(), "start")
    plain = kiosk.ticket("report-theft")
    sent = [kiosk.ticket("report-theft") for _ in range(3)]
    for ticket in sent:
        ana.does(ticket, "transfer", counter="2")
    alone = [wait_of(visitor, ticket)["p50_seconds"] for ticket in sent]
    assert alone == sorted(set(alone))
    assert wait_of(visitor, plain)["p50_seconds"] < alone[-1]
    ben.open("payments")
    assert wait_of(visitor, sent[-1]) is not None, "whatever else that counter serves"
    ana.open("payments")
    assert wait_of(visitor, plain) is None
    assert wait_of(visitor, sent[-1]) is not None


def test_a_ticket_keeps_its_quoted_wait(app: App, kiosk: Kiosk, ana: Agent) -> None:
    from queueing.operations.transition import find

    ana.open("reports")
    for _ in range(3):
        kiosk.ticket("report-theft")
    ticket = kiosk.ticket("report-theft")
    with app.runtime.database.read() as session:
        kept = find(session, ticket["id"])
    assert kept.quoted_p50 is not None
    assert kept.quoted_p90 is not None
    assert 0 < kept.quoted_p50 <= kept.quoted_p90
    assert kept.quoted_ahead == 3


def test_days_teach_and_learning_again_gives_the_same(app: App, kiosk: Kiosk, ana: Agent, clock: SteppedClock) -> None:
    runtime, downtown = app.runtime, app.runtime.location("downtown")
    a_day(kiosk, ana, clock, visits=12, minutes=20)
    assert forecaster.learn(runtime.database, runtime.catalog, downtown, clock.now()) == 1
    a_day(kiosk, ana, clock, visits=12, minutes=20)
    assert forecaster.learn(runtime.database, runtime.catalog, downtown, clock.now()) == 1
    with runtime.database.read() as session:
        step_by_step = learned_model(session, downtown).to_dict()
    assert forecaster.learn(runtime.database, runtime.catalog, downtown, clock.now(), rebuild=True) == 2
    with runtime.database.read() as session:
        assert learned_model(session, downtown).to_dict() == step_by_step


def test_slow_days_make_longer_forecasts(
    app: App, kiosk: Kiosk, ana: Agent, visitor: Caller, clock: SteppedClock
) -> None:
    def slow_day() -> float:
        ana.open("reports")
        tickets = [kiosk.ticket("report-theft") for _ in range(6)]
        told = float(wait_of(visitor, tickets[2])["p50_seconds"])
        for ticket in tickets:
            ana.does(ana.call(), "start")
            clock.step(minutes=3 * app.runtime.catalog.services["report-theft"].typical_minutes)
            ana.does(ticket, "finish")
        ana.put(ana.desk, {"open": False})
        clock.set(MONDAY_MORNING + timedelta(days=1))
        forecaster.learn(app.runtime.database, app.runtime.catalog, app.runtime.location("downtown"), clock.now())
        return told

    first, second = slow_day(), slow_day()
    assert second > 1.5 * first


def test_a_free_counter_is_known_by_its_last_visit(app: App, kiosk: Kiosk, ana: Agent, clock: SteppedClock) -> None:
    def ready() -> tuple[float, bool]:
        with app.runtime.database.read() as session:
            state = location_snapshot(session, app.runtime.catalog, app.runtime.location("downtown"), clock.now()).state
        return state.counters[0].since, state.counters[0].wrapping

    ana.open("reports")
    assert ready() == (570.0, False), "open since 9:30, no visit yet"
    kiosk.ticket("report-theft")
    ticket = ana.call()
    ana.does(ticket, "start")
    clock.step(minutes=12)
    ana.does(ticket, "finish")
    clock.step(minutes=1)
    assert ready() == (582.0, True), "wrapping up since the visit ended"
