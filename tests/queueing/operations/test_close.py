"""Tickets end unserved: given up, or taken out."""

from __future__ import annotations

import pytest

from queueing import operations
from queueing.refusals import WrongState
from tests.queueing.operations.conftest import Center


def test_a_visitor_gives_up_once(center: Center) -> None:
    ticket = center.issue()
    center.do(operations.leave, ticket=ticket, by="visitor")
    assert (center.read(ticket).state, center.read(ticket).outcome) == ("ended", "left")
    with pytest.raises(WrongState):
        center.do(operations.leave, ticket=ticket, by="visitor")


def test_a_mistake_is_taken_out_with_its_reason(center: Center) -> None:
    ticket = center.issue()
    center.do(operations.void, ticket=ticket, reason="printed twice")
    assert (center.read(ticket).outcome, center.read(ticket).reason) == ("voided", "printed twice")
