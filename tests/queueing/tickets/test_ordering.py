"""Who is next: earliest due, and the sentence that says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from queueing.tickets.ordering import due_at, due_minutes, why_next
from services_catalog.catalog import Location, Policy, Queue
from tests.cast import Agent, Kiosk, SteppedClock

TEN = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
QUICK, SLOW = Queue("quick", "Q", {"en": "Quick"}, 5.0), Queue("slow", "S", {"en": "Slow"}, 30.0)

DUE = [
    (QUICK, "standard", Policy.EARLIEST_DUE, 5, "issue plus the queue's target"),
    (SLOW, "standard", Policy.EARLIEST_DUE, 30, "a longer target is due later"),
    (SLOW, "accessible", Policy.EARLIEST_DUE, 10, "less the head start of the class"),
    (SLOW, "nobody-knows", Policy.EARLIEST_DUE, 30, "an unknown class has no head start"),
    (SLOW, "standard", Policy.FIFO, 0, "fifo: every target is equal"),
    (QUICK, "accessible", Policy.FIFO, -20, "fifo keeps head starts"),
]


@pytest.mark.parametrize(("queue", "priority", "policy", "minutes", "why"), DUE, ids=[row[4] for row in DUE])
def test_due(downtown: Location, queue: Queue, priority: str, policy: Policy, minutes: float, why: str) -> None:
    rules = replace(downtown.rules, policy=policy, head_start_minutes={"accessible": 20.0})
    location = replace(downtown, rules=rules)
    expected = TEN + timedelta(minutes=minutes)
    assert due_at(TEN, queue=queue, priority=priority, location=location) == expected, why


def test_minutes_and_moments_are_one_rule() -> None:
    assert due_minutes(600.0, 15.0, 20.0) == 595.0


def test_why_is_a_sentence_in_the_centers_own_time(downtown: Location) -> None:
    assert why_next(TEN, waiting=7, location=downtown) == "due 10:00 AM, the first of the 7 you serve"
    assert why_next(TEN, waiting=1, location=downtown) == "due 10:00 AM, the only one you serve"


def test_a_short_target_may_overtake_but_nobody_starves(kiosk: Kiosk, ana: Agent, clock: SteppedClock) -> None:
    ana.open("permits", "info")
    permit = kiosk.ticket("building-permit")
    order = [permit["id"]]
    for _ in range(12):
        clock.step(minutes=2)
        order.append(kiosk.ticket("general-help")["id"])
    called: list[str] = []
    while len(called) < len(order):
        ticket = ana.call()
        called.append(ticket["id"])
        ana.does(ticket, "start")
        ana.does(ticket, "finish")
    assert [ticket for ticket in called if ticket != permit["id"]] == order[1:], "one service keeps its order"
    assert 0 < called.index(permit["id"]) < len(order) - 1, "overtaken by some, not by all"


def test_an_accessible_need_has_a_head_start(kiosk: Kiosk, ana: Agent, clock: SteppedClock) -> None:
    ana.open("permits")
    kiosk.ticket("building-permit")
    clock.step(minutes=3)
    later = kiosk.ticket("building-permit", needs=["accessible"])
    assert ana.call()["id"] == later["id"]
