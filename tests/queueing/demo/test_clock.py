"""The demonstration's clock begins while the centers are open and passes over nights."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from queueing.clock import steady_seconds
from queueing.demo.clock import OpenHoursClock, beginning
from services_catalog.catalog import Catalog
from tests.cast import MONDAY_MORNING

BEGINNINGS = [
    ("2026-11-23T16:30+00:00", "2026-11-23T16:30+00:00", "Monday 10:30: both are open"),
    ("2026-11-24T16:30+00:00", "2026-11-30T15:00+00:00", "Tuesday 10:30: East Lake opens at 11"),
    ("2026-11-22T22:00+00:00", "2026-11-23T15:00+00:00", "Sunday: tomorrow"),
    ("2026-11-23T03:00+00:00", "2026-11-23T15:00+00:00", "Sunday night in Minneapolis"),
    ("2026-11-23T12:00+00:00", "2026-11-23T15:00+00:00", "Monday before opening"),
    ("2028-03-04T12:00+00:00", "2028-03-06T15:00+00:00", "East Lake is no more: downtown alone"),
]


@pytest.mark.parametrize(("now", "begins", "reason"), BEGINNINGS)
def test_a_show_begins_while_the_centers_are_open(catalog: Catalog, now: str, begins: str, reason: str) -> None:
    assert beginning(catalog, datetime.fromisoformat(now)) == datetime.fromisoformat(begins), reason


def show_clock(catalog: Catalog, begins: datetime, *, hours_ago: float) -> OpenHoursClock:
    since = [0.0]
    centers = tuple(p.hours for p in catalog.locations.values())
    clock = OpenHoursClock(begins, steady=lambda: steady_seconds() + since[0], centers=centers)
    since[0] = hours_ago * 3600
    return clock


def test_the_night_is_passed_over(catalog: Catalog) -> None:
    clock = show_clock(catalog, MONDAY_MORNING, hours_ago=0)
    assert timedelta() <= clock.now() - MONDAY_MORNING < timedelta(seconds=5)
    # East Lake closes at 17:00, seven and a half hours on; it is eight.
    clock = show_clock(catalog, MONDAY_MORNING, hours_ago=7)
    assert timedelta() <= clock.now() - MONDAY_MORNING - timedelta(hours=7) < timedelta(seconds=5)
    late = show_clock(catalog, MONDAY_MORNING, hours_ago=8.1)
    late._opened.set()
    tuesday = datetime(2026, 11, 24, 13, 58, tzinfo=UTC)
    assert timedelta() <= late.now() - tuesday < timedelta(seconds=5)
    assert timedelta() <= late.now() - tuesday < timedelta(seconds=5), "only once"


def test_a_show_that_was_begun_at_night_stays_there(catalog: Catalog) -> None:
    night = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
    assert timedelta() <= show_clock(catalog, night, hours_ago=0).now() - night < timedelta(seconds=5)
