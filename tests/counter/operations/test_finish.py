"""What was done: finish, go on to the next service of a visit, quick service without a ticket."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from queueing.db import Database
from queueing.tickets.model import TicketEvent
from tests.cast import Agent, Caller, Kiosk, SteppedClock

THEFT, PERMIT = "report-theft", "building-permit"


def last_event(database: Database) -> TicketEvent:
    with database.read() as session:
        return session.scalars(sa.select(TicketEvent).order_by(TicketEvent.id.desc()).limit(1)).one()


def serving(kiosk: Kiosk, ana: Agent, **order: Any) -> dict[str, Any]:
    ana.open()
    kiosk.ticket(THEFT, **order)
    return ana.does(ana.call(), "start")


def test_a_plain_finish_says_that_the_visitors_own_service_was_done(
    kiosk: Kiosk, ana: Agent, database: Database
) -> None:
    ana.does(serving(kiosk, ana), "finish")
    event = last_event(database)
    assert (event.act, event.outcome) == ("finish", "served")
    assert event.detail["done"] == [{"service": THEFT, "count": 1}]
    assert event.detail["resolved"] is True


def test_several_functions_are_counted_and_unresolved_is_kept_apart(
    kiosk: Kiosk, ana: Agent, database: Database
) -> None:
    done = [{"service": THEFT, "count": 2}, {"service": PERMIT}, {"service": THEFT}]
    ana.does(serving(kiosk, ana), "finish", done=done, resolved=False)
    detail = last_event(database).detail
    assert detail["done"] == [{"service": THEFT, "count": 3}, {"service": PERMIT, "count": 1}]
    assert detail["resolved"] is False


def test_what_is_not_in_the_catalog_was_not_done(kiosk: Kiosk, ana: Agent) -> None:
    ticket = serving(kiosk, ana)
    assert ana.act(ticket, "finish", done=[{"service": "magic"}]).status_code == 404
    assert ana.get(f"/tickets/{ticket['id']}").get_json()["state"] == "serving"


def test_a_visit_goes_on_to_its_next_service_with_number_and_seniority(
    kiosk: Kiosk, ana: Agent, ben: Agent, clock: SteppedClock, database: Database
) -> None:
    first = serving(kiosk, ana, then=[PERMIT])
    assert [each["id"] for each in first["then"]] == [PERMIT]
    clock.step(minutes=5)
    kiosk.ticket(PERMIT)
    onward = ana.does(first, "finish")
    assert (onward["number"], onward["state"], onward["outcome"]) == (first["number"], "waiting", None)
    assert (onward["service"]["id"], onward["then"], onward["counter"]) == (PERMIT, [], None)
    assert last_event(database).detail["done"] == [{"service": THEFT, "count": 1}]
    ben.open(PERMIT)
    second = ben.call()
    assert second["number"] == first["number"], "came before the one who took a ticket meanwhile"
    ben.does(second, "start")
    assert ben.does(second, "finish")["outcome"] == "served"


def test_the_wait_told_at_the_issue_was_for_the_first_service_alone(
    kiosk: Kiosk, ana: Agent, clock: SteppedClock
) -> None:
    ana.open()
    kiosk.ticket(THEFT)
    ticket = kiosk.ticket(THEFT, then=["general-help"])
    assert ticket["told"]
    first = ana.does(ana.call(), "start")
    ana.does(first, "finish")
    ana.does(ana.call(), "start")
    clock.step(minutes=90)
    onward = ana.does(ticket, "finish")
    assert (onward["told"], onward["takes_longer"]) == (None, False)


def test_what_was_done_at_one_desk_is_not_waited_for_again(kiosk: Kiosk, ana: Agent) -> None:
    ticket = serving(kiosk, ana, then=[PERMIT])
    finished = ana.does(ticket, "finish", done=[{"service": THEFT}, {"service": PERMIT}])
    assert (finished["state"], finished["outcome"]) == ("ended", "served")


def test_going_on_is_undone_like_a_finish(kiosk: Kiosk, ana: Agent) -> None:
    ticket = serving(kiosk, ana, then=[PERMIT])
    ana.does(ticket, "finish")
    back = ana.does(ticket, "undo")
    assert (back["state"], back["counter"], [each["id"] for each in back["then"]]) == ("serving", "1", [PERMIT])


def test_a_visit_asks_only_for_what_is_offered(kiosk: Kiosk) -> None:
    answer = kiosk.post("/locations/downtown/tickets", {"service": THEFT, "then": ["gas-smell"]})
    assert (answer.status_code, answer.get_json()["type"]) == (409, "not-offered")


def quick(agent: Agent, **what: Any) -> dict[str, Any]:
    answer = agent.post(f"{agent.desk}/quick", {"service": "general-help", **what})
    assert answer.status_code == 201, answer.text
    return dict(answer.get_json())


def test_a_quick_service_is_served_without_a_wait_and_leaves_numbers_alone(
    kiosk: Kiosk, ana: Agent, mia: Caller, visitor: Caller
) -> None:
    before = kiosk.ticket("general-help")
    ana.open()
    ana.call()
    recorded = quick(ana, minutes=2, count=3)
    assert (recorded["state"], recorded["outcome"], recorded["called_at"]) == ("ended", "served", None)
    after = kiosk.ticket("general-help")
    assert int(after["number"][1:]) == int(before["number"][1:]) + 1
    today = mia.get("/locations/downtown/queue").get_json()["today"]
    assert (today["arrivals"], today["served"], today["longest_wait_seconds"]) == (3, 1, 0)
    board = visitor.get("/locations/downtown/board").get_json()
    assert recorded["number"] not in str(board)


def test_a_quick_service_pressed_twice_is_one(ana: Agent) -> None:
    ana.open()
    body = {"service": "general-help"}
    first = ana.post(f"{ana.desk}/quick", body, Idempotency_Key="one")
    again = ana.post(f"{ana.desk}/quick", body, Idempotency_Key="one")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json()["id"] == again.get_json()["id"]


def test_a_quick_service_that_was_none_is_voided_by_an_undo(ana: Agent, mia: Caller) -> None:
    ana.open()
    back = ana.does(quick(ana), "undo")
    assert (back["state"], back["outcome"]) == ("ended", "voided")
    today = mia.get("/locations/downtown/queue").get_json()["today"]
    assert (today["served"], today["voided"]) == (0, 1)
    again = mia.post(f"/tickets/{back['id']}/put-back", {"reason": "It was one"})
    assert (again.status_code, again.get_json()["type"]) == (409, "wrong-state"), "nobody ever waited"


def test_a_closed_counter_serves_nobody_in_passing(ana: Agent) -> None:
    answer = ana.post(f"{ana.desk}/quick", {"service": "general-help"})
    assert (answer.status_code, answer.get_json()["type"]) == (409, "counter-not-open")
