"""A visitor postpones their own turn as often as the location lets them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from queueing import operations
from queueing.refusals import NotPostponed
from tests.queueing.operations.conftest import Center


def test_the_turn_is_later_by_the_locations_minutes_and_others_go_first(center: Center) -> None:
    ticket, minutes = center.issue(), timedelta(minutes=center.location.rules.later_minutes)
    due = center.read(ticket).due_at
    center.do(operations.later, ticket=ticket, by="visitor")
    assert center.read(ticket).due_at >= due + minutes
    assert center.read(ticket).ready_at == center.now + minutes
    other = center.issue()
    center.open()
    assert center.call() == other


def test_once_as_the_location_says(center: Center) -> None:
    ticket = center.issue()
    center.do(operations.later, ticket=ticket, by="visitor")
    with pytest.raises(NotPostponed):
        center.do(operations.later, ticket=ticket, by="visitor")
