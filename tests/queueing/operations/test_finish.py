"""A service is finished, the next of the visit follows, and a quick one needs no ticket."""

from __future__ import annotations

import pytest

from queueing import operations
from queueing.operations import DoneFunction, QuickService
from queueing.refusals import CounterNotOpen, NotFound
from queueing.tickets.numbering import QUICK_LETTER
from tests.queueing.operations.conftest import Center


def test_a_finished_visit_was_served(center: Center) -> None:
    ticket = center.serve()
    center.do(operations.finish, ticket=ticket)
    assert (center.read(ticket).state, center.read(ticket).outcome) == ("ended", "served")


def test_a_visit_with_more_to_come_waits_again_under_its_number(center: Center) -> None:
    ticket = center.serve(then=("building-permit",))
    number = center.read(ticket).number
    center.do(operations.finish, ticket=ticket)
    after = center.read(ticket)
    assert (after.state, after.service, after.number, after.then) == ("waiting", "building-permit", number, [])


def test_what_was_done_must_be_in_the_catalog(center: Center) -> None:
    ticket = center.serve()
    with pytest.raises(NotFound):
        center.do(operations.finish, ticket=ticket, done=(DoneFunction("no-such-thing", 1),))
    assert center.read(ticket).state == "serving"


def test_a_quick_service_has_a_letter_of_its_own_and_needs_an_open_counter(center: Center) -> None:
    with pytest.raises(CounterNotOpen):
        center.do(operations.quick, counter="1", what=QuickService("report-theft"))
    center.open()
    made, fresh = center.do(operations.quick, counter="1", what=QuickService("report-theft"))
    assert (made.number[0], made.outcome, fresh) == (QUICK_LETTER, "served", True)
