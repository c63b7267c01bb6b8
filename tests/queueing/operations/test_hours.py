"""The hours of one date are changed."""

from __future__ import annotations

from datetime import date, time

import pytest

from queueing import operations
from queueing.calendar.hours import hours_of
from queueing.operations.hours import NewHours
from queueing.refusals import InvalidRequest
from tests.queueing.operations.conftest import Center

WEDNESDAY = date(2026, 11, 25)


def test_the_latest_change_of_a_date_wins(center: Center) -> None:
    for opens in (10, 11):
        center.do(operations.change_hours, day=WEDNESDAY, hours=NewHours(time(opens), time(12), "Snow"))
    with center.database.read() as session:
        (interval,) = hours_of(session, center.location).intervals_on(WEDNESDAY)
    assert (interval.opens, interval.closes) == (time(11), time(12))


def test_crossed_hours_change_nothing(center: Center) -> None:
    with pytest.raises(InvalidRequest):
        center.do(operations.change_hours, day=WEDNESDAY, hours=NewHours(time(12), time(10), "Crossed"))
    with center.database.read() as session:
        assert hours_of(session, center.location).reason_on(WEDNESDAY) == ""
