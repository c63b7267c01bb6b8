"""One's own last act is taken back while it is fresh."""

from __future__ import annotations

import pytest

from queueing import operations
from queueing.refusals import TooLate, WrongState
from tests.queueing.operations.conftest import Center


def called(center: Center) -> str:
    """A ticket that was called to counter 1."""
    center.issue()
    center.open()
    return center.call()


def test_an_undone_call_leaves_the_ticket_as_it_was(center: Center) -> None:
    ticket = called(center)
    center.do(operations.undo, ticket=ticket)
    after = center.read(ticket)
    assert (after.state, after.counter, after.called_at) == ("waiting", None, None)
    assert center.call() == ticket


def test_another_agents_act_and_an_old_one_stay(center: Center) -> None:
    ticket = called(center)
    with pytest.raises(WrongState):
        center.do(operations.undo, ticket=ticket, by="staff:2")
    center.step(seconds=center.location.rules.undo_seconds + 1)
    with pytest.raises(TooLate):
        center.do(operations.undo, ticket=ticket)
    assert center.read(ticket).state == "called"
