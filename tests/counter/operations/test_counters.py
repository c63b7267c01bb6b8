"""Who sits where: open, paused with a reason, closed, and what a counter serves."""

from __future__ import annotations

import sqlalchemy as sa

from queueing.counters.model import CounterEvent
from queueing.db import Database
from tests.cast import Agent, Caller, Kiosk, SteppedClock


def test_a_counter_opens_pauses_and_closes_and_each_is_an_event(ana: Agent, database: Database) -> None:
    assert ana.put(ana.desk, {"open": True}).get_json()["state"] == "open"
    paused = ana.put(ana.desk, {"open": False, "reason": "lunch"}).get_json()
    assert (paused["state"], paused["reason"]) == ("paused", "lunch")
    assert ana.put(ana.desk, {"open": False}).get_json()["state"] == "closed"
    with database.read() as session:
        states = session.scalars(sa.select(CounterEvent.state).order_by(CounterEvent.id)).all()
    assert states == ["open", "paused", "closed"]


def test_a_paused_counter_calls_nobody(kiosk: Kiosk, ana: Agent) -> None:
    ana.open()
    ana.put(ana.desk, {"open": False, "reason": "lunch"})
    kiosk.ticket("report-theft")
    answer = ana.post(f"{ana.desk}/call-next")
    assert answer.status_code == 409
    assert "paused" in answer.get_json()["detail"]


def test_a_counter_does_not_close_on_its_visitor(kiosk: Kiosk, ana: Agent) -> None:
    ana.open()
    kiosk.ticket("report-theft")
    ana.call()
    assert ana.put(ana.desk, {"open": False}).get_json()["type"] == "counter-busy"
    assert ana.put(ana.desk, {"open": False, "reason": "after this one, lunch"}).status_code == 200


def test_what_a_counter_serves_may_be_said_by_queue_or_by_service(ana: Agent) -> None:
    assert ana.put(ana.desk, {"open": True, "services": ["payments", "building-permit"]}).get_json()["serves"] == [
        "payments",
        "permits",
    ]
    assert ana.put(ana.desk, {"open": True, "services": ["astrology"]}).status_code == 422


def test_there_is_no_counter_nine(ana: Agent) -> None:
    assert ana.put("/locations/downtown/counters/9", {"open": True}).status_code == 404


def test_how_long_a_counter_is_open_does_not_start_again_with_what_it_serves(ana: Agent, clock: SteppedClock) -> None:
    since = ana.put(ana.desk, {"open": True}).get_json()["since"]
    clock.step(minutes=5)
    assert ana.put(ana.desk, {"open": True, "services": ["payments"]}).get_json()["since"] == since
    assert ana.put(ana.desk, {"open": False, "reason": "lunch"}).get_json()["since"] != since


def test_a_closed_counter_is_told_what_it_will_serve_and_forgets_it_when_it_closes(ana: Agent, mia: Caller) -> None:
    told = mia.put(ana.desk, {"services": ["info"]}).get_json()
    assert (told["state"], told["agent"], told["serves"]) == ("closed", "", ["info"])
    opened = ana.put(ana.desk, {"open": True}).get_json()
    assert (opened["state"], opened["serves"]) == ("open", ["info"])
    closed = ana.put(ana.desk, {"open": False}).get_json()
    assert closed["serves"] == closed["may_serve"]
    ana.put(ana.desk, {"open": False, "services": ["payments"]})
    assert ana.put(ana.desk, {"open": False}).get_json()["serves"] == ["payments"]


def test_what_a_paused_counter_serves_changes_and_it_stays_paused(ana: Agent, mia: Caller) -> None:
    ana.put(ana.desk, {"open": False, "reason": "lunch"})
    told = mia.put(ana.desk, {"services": ["info"]}).get_json()
    assert (told["state"], told["reason"], told["serves"]) == ("paused", "lunch", ["info"])
