"""A visitor is set aside, and served on."""

from __future__ import annotations

import pytest

from queueing import operations
from queueing.refusals import InvalidRequest, TooLate, WrongState
from tests.queueing.operations.conftest import Center


def test_on_hold_the_counter_is_free_and_then_it_goes_on(center: Center) -> None:
    held = center.serve()
    center.do(operations.hold, ticket=held, reason="a form", minutes=10)
    assert (center.read(held).state, center.read(held).held_at) == ("held", center.now)
    other = center.issue()
    assert center.call() == other, "the counter calls somebody else meanwhile"
    center.do(operations.start, ticket=other)
    center.do(operations.finish, ticket=other)
    center.do(operations.resume, ticket=held)
    assert center.read(held).state == "serving"


def test_nobody_is_held_until_the_past_or_twice_over(center: Center) -> None:
    ticket = center.serve()
    with pytest.raises(TooLate):
        center.do(operations.hold, ticket=ticket, until=center.now)
    with pytest.raises(InvalidRequest):
        center.do(operations.hold, ticket=ticket, until=center.now, minutes=5)
    with pytest.raises(WrongState):
        center.do(operations.resume, ticket=ticket)
