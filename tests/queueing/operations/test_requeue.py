"""Back into the queue: sent back by staff, or come after all."""

from __future__ import annotations

import pytest

from queueing import operations
from queueing.refusals import TooLate, WrongState
from tests.queueing.operations.conftest import Center


def test_sent_back_a_visitor_waits_with_a_head_start(center: Center) -> None:
    ticket = center.serve()
    due = center.read(ticket).due_at
    center.do(operations.return_, ticket=ticket, reason="needs a form")
    after = center.read(ticket)
    assert (after.state, after.counter, after.reason) == ("waiting", None, "needs a form")
    assert after.due_at <= due


def test_a_missed_call_is_made_good_for_a_while(center: Center) -> None:
    center.issue()
    center.open()
    ticket = center.call()
    center.do(operations.no_show, ticket=ticket)
    center.do(operations.reinstate, ticket=ticket)
    assert center.read(ticket).state == "waiting"
    center.do(operations.leave, ticket=ticket, by="visitor")
    center.step(minutes=center.location.rules.reinstate_minutes + 1)
    with pytest.raises(TooLate):
        center.do(operations.reinstate, ticket=ticket)


def test_a_visitor_who_was_served_does_not_come_back(center: Center) -> None:
    ticket = center.serve()
    center.do(operations.finish, ticket=ticket)
    with pytest.raises(WrongState):
        center.do(operations.reinstate, ticket=ticket)
