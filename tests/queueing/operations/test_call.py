"""The next visitor is called, or a chosen one."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from queueing import operations
from queueing.refusals import CounterBusy, CounterNotOpen
from queueing.tickets.model import TicketEvent
from tests.queueing.operations.conftest import Center


def test_the_earliest_due_is_next_and_nobody_after_the_last(center: Center) -> None:
    first = center.issue()
    center.step(minutes=1)
    center.issue()
    center.open()
    assert center.call() == first
    with pytest.raises(CounterBusy):
        center.call()
    center.do(operations.no_show, ticket=first)
    assert center.read(first).outcome == "no_show"
    center.do(operations.no_show, ticket=center.call())
    assert center.do(operations.call_next, counter="1") is None


def test_a_closed_counter_calls_nobody(center: Center) -> None:
    center.issue()
    with pytest.raises(CounterNotOpen):
        center.call()


def test_a_chosen_visitor_is_called_out_of_turn_with_the_reason(center: Center) -> None:
    center.issue()
    second = center.issue()
    center.open()
    center.do(operations.call, ticket=second, counter="1", reason="in pain")
    with center.database.read() as session:
        event = session.scalars(sa.select(TicketEvent).where(TicketEvent.act == "call")).one()
    assert (event.detail["reason"], event.detail["out_of_turn"]) == ("in pain", True)
    center.do(operations.recall, ticket=second)
    center.do(operations.start, ticket=second)
    assert (center.read(second).recalls, center.read(second).state) == (1, "serving")
