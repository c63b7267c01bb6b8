"""A visitor is transferred to one goal; the number stays."""

from __future__ import annotations

import pytest

from queueing import operations
from queueing.refusals import CounterNotOpen, InvalidRequest
from queueing.tickets.ordering import QueuePosition
from tests.queueing.operations.conftest import Center


def test_to_another_service_with_number_and_seniority(center: Center) -> None:
    ticket = center.serve()
    before = center.read(ticket)
    center.do(operations.transfer, ticket=ticket, service="building-permit", note="has the plan")
    after = center.read(ticket)
    assert (after.state, after.service, after.number) == ("waiting", "building-permit", before.number)
    assert (after.issued_at, after.note) == (before.issued_at, "has the plan")


def test_to_the_front_is_before_all_who_wait(center: Center) -> None:
    ticket = center.serve()
    waiting = center.issue("building-permit")
    center.do(operations.transfer, ticket=ticket, service="building-permit", position=QueuePosition.FRONT)
    assert center.read(ticket).due_at < center.read(waiting).due_at


def test_one_goal_and_one_that_is_there(center: Center) -> None:
    ticket = center.serve()
    with pytest.raises(InvalidRequest):
        center.do(operations.transfer, ticket=ticket)
    with pytest.raises(CounterNotOpen):
        center.do(operations.transfer, ticket=ticket, counter="5")
    assert center.read(ticket).state == "serving"
