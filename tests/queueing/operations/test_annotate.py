"""A visit is annotated and does not move."""

from __future__ import annotations

import pytest

from queueing import operations
from queueing.refusals import AlreadyExists, InvalidRequest, WrongState
from tests.queueing.operations.conftest import Center


def test_a_note_replaces_the_one_before(center: Center) -> None:
    ticket = center.issue()
    for text in ("has the form", "has both forms"):
        center.do(operations.note, ticket=ticket, note=text)
    assert (center.read(ticket).note, center.read(ticket).state) == ("has both forms", "waiting")


def test_a_service_is_added_once_and_taken_off(center: Center) -> None:
    ticket = center.issue()
    center.do(operations.add_service, ticket=ticket, service="general-help")
    with pytest.raises(AlreadyExists):
        center.do(operations.add_service, ticket=ticket, service="general-help")
    assert center.read(ticket).then == ["general-help"]
    center.do(operations.drop_service, ticket=ticket, service="general-help")
    assert center.read(ticket).then == []


def test_a_time_is_marked_once(center: Center) -> None:
    ticket = center.serve()
    center.do(operations.flag, ticket=ticket)
    assert center.read(ticket).untimed
    with pytest.raises(WrongState):
        center.do(operations.flag, ticket=ticket)


def test_an_interpreter_is_done_only_after_being_there(center: Center) -> None:
    ticket = center.serve()
    with pytest.raises(WrongState):
        center.do(operations.interpreter, ticket=ticket, state="done")
    with pytest.raises(InvalidRequest):
        center.do(operations.interpreter, ticket=ticket, state="late")
    for state in ("asked", "on_line", "done"):
        center.do(operations.interpreter, ticket=ticket, state=state)
    assert center.read(ticket).interpreter == "done"
