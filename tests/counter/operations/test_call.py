"""Call next, recall, start, finish, no-show: the straight way, and what is refused on it."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from queueing.db import Database
from queueing.operations.transition import held_by
from queueing.tickets.model import TicketEvent
from tests.cast import Agent, Kiosk, SteppedClock


def test_a_visitor_is_called_comes_and_is_served(kiosk: Kiosk, ana: Agent, clock: SteppedClock) -> None:
    ana.open()
    ticket = kiosk.ticket("report-theft")
    clock.step(minutes=4)
    called = ana.call()
    assert (called["id"], called["state"], called["counter"]) == (ticket["id"], "called", "1")
    assert called["called_at"] == "2026-11-23T15:34:00Z"
    assert "the only one you serve" in called["why"]
    assert ana.does(called, "start")["state"] == "serving"
    served = ana.does(called, "finish")
    assert (served["state"], served["outcome"]) == ("ended", "served")


def test_nobody_waiting_is_no_content(ana: Agent) -> None:
    ana.open()
    answer = ana.post(f"{ana.desk}/call-next")
    assert (answer.status_code, answer.data) == (204, b"")


def test_a_counter_that_nobody_opened_calls_nobody(kiosk: Kiosk, ana: Agent) -> None:
    kiosk.ticket("report-theft")
    answer = ana.post(f"{ana.desk}/call-next")
    assert (answer.status_code, answer.get_json()["type"]) == (409, "counter-not-open")


def test_a_counter_holds_one_visitor_at_a_time(kiosk: Kiosk, ana: Agent) -> None:
    ana.open()
    kiosk.ticket("report-theft")
    kiosk.ticket("report-theft")
    held = ana.call()
    answer = ana.post(f"{ana.desk}/call-next")
    problem = answer.get_json()
    assert (answer.status_code, problem["type"], problem["number"]) == (409, "counter-busy", held["number"])


def test_a_counter_calls_only_what_it_serves(kiosk: Kiosk, ana: Agent) -> None:
    ana.open("payments")
    kiosk.ticket("report-theft")
    assert ana.post(f"{ana.desk}/call-next").status_code == 204


def test_a_recall_rings_again_and_is_counted(kiosk: Kiosk, ana: Agent, clock: SteppedClock) -> None:
    ana.open()
    kiosk.ticket("report-theft")
    called = ana.call()
    clock.step(seconds=40)
    ana.does(called, "recall")
    shown = ana.get("/locations/downtown/board").get_json()["called"]
    assert [(call["number"], call["recalls"], call["called_at"]) for call in shown] == [
        (called["number"], 1, "2026-11-23T15:30:40Z")
    ]


def test_nobody_came(kiosk: Kiosk, ana: Agent) -> None:
    ana.open()
    kiosk.ticket("report-theft")
    missed = ana.does(ana.call(), "no-show")
    assert (missed["state"], missed["outcome"]) == ("ended", "no_show")


def test_the_second_hand_is_told_where_the_ticket_is(kiosk: Kiosk, ana: Agent, ben: Agent) -> None:
    ana.open()
    kiosk.ticket("report-theft")
    called = ana.call()
    ana.does(called, "start")
    answer = ben.act(called, "start")
    problem = answer.get_json()
    assert (answer.status_code, problem["type"], problem["state"]) == (409, "wrong-state", "serving")
    assert "being served at counter 1" in problem["detail"]


def test_an_agent_of_the_other_center_touches_nothing_here(kiosk: Kiosk, ana: Agent, eli: Agent) -> None:
    ana.open()
    kiosk.ticket("report-theft")
    called = ana.call()
    assert eli.act(called, "start").status_code == 403
    assert eli.get("/locations/downtown/queue").status_code == 403
    assert eli.post("/locations/downtown/counters/1/call-next").status_code == 403


def test_a_chosen_visitor_is_called_out_of_turn_with_the_reason_kept(
    kiosk: Kiosk, ana: Agent, ben: Agent, database: Database
) -> None:
    kiosk.ticket("report-theft")
    chosen = kiosk.ticket("report-theft")
    ana.open()
    assert ana.act(chosen, "call").status_code == 422, "a reason is needed"
    called = ana.does(chosen, "call", reason="In pain")
    assert (called["state"], called["counter"]) == ("called", "1")
    with database.read() as session:
        event = session.scalars(sa.select(TicketEvent).order_by(TicketEvent.id.desc()).limit(1)).one()
    assert (event.act, event.detail["reason"], event.detail["out_of_turn"]) == ("call", "In pain", True)
    ben.open()
    again = ben.act(chosen, "call", reason="In pain")
    assert (again.status_code, again.get_json()["state"]) == (409, "called")


@pytest.mark.parametrize(
    ("counter", "slug"), [("1", "counter-busy"), ("2", "counter-not-open"), ("9", "not-found")], ids=str
)
def test_a_chosen_visitor_needs_a_free_open_counter(kiosk: Kiosk, ana: Agent, counter: str, slug: str) -> None:
    kiosk.ticket("report-theft")
    chosen = kiosk.ticket("report-theft")
    ana.open()
    ana.call()
    assert ana.act(chosen, "call", counter=counter, reason="In pain").get_json()["type"] == slug


def test_who_a_counter_holds_is_found_without_looking_through_the_past(database: Database) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
        asked.append((statement, given))

    sa.event.listen(database.engine, "before_cursor_execute", note)
    with database.read() as session:
        assert held_by(session, "downtown", "1") is None
        statement, given = asked[-1]
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all()
    assert "uq_tickets_at_counter" in str(plan)
