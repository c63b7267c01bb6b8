"""Numbers are given once, in order, and the moment of issue never runs behind them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from queueing import maintenance
from queueing.db import Database
from queueing.tickets.numbering import next_number
from tests.cast import MONDAY_MORNING

DAY = date(2026, 11, 23)


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest) -> Database:
    """A migrated database of either kind."""
    if request.param == "sqlite":
        return request.getfixturevalue("database")  # type: ignore[no-any-return]
    database = Database(request.getfixturevalue("postgres_url"))
    maintenance.upgrade(database)
    request.addfinalizer(database.close)
    return database


def test_sixteen_hands_never_get_the_same_number(fresh: Database) -> None:
    def take(_: int) -> str:
        with fresh.write() as session:
            return next_number(session, location="x", day=DAY, letter="P", now=MONDAY_MORNING)[0]

    with ThreadPoolExecutor(16) as hands:
        numbers = list(hands.map(take, range(200)))
    assert sorted(numbers) == [f"P{n:03d}" for n in range(1, 201)]


def test_what_was_rolled_back_leaves_no_gap(fresh: Database) -> None:
    with pytest.raises(RuntimeError), fresh.write() as session:
        next_number(session, location="x", day=DAY, letter="P", now=MONDAY_MORNING)
        raise RuntimeError
    with fresh.write() as session:
        assert next_number(session, location="x", day=DAY, letter="P", now=MONDAY_MORNING)[0] == "P001"


def test_a_clock_that_goes_back_does_not_reorder_visitors(fresh: Database) -> None:
    with fresh.write() as session:
        next_number(session, location="x", day=DAY, letter="P", now=MONDAY_MORNING)
    with fresh.write() as session:
        number, at = next_number(session, location="x", day=DAY, letter="P", now=MONDAY_MORNING - timedelta(seconds=5))
    assert (number, at) == ("P002", MONDAY_MORNING)


def test_numbers_that_a_clock_gave_far_ahead_hold_nobody_up(fresh: Database) -> None:
    with fresh.write() as session:
        next_number(session, location="x", day=DAY, letter="P", now=MONDAY_MORNING + timedelta(hours=3))
        issued = next_number(session, location="x", day=DAY, letter="P", now=MONDAY_MORNING)
    assert issued == ("P002", MONDAY_MORNING)


def test_past_999_numbers_grow_a_digit(fresh: Database) -> None:
    with fresh.write() as session:
        for _ in range(999):
            next_number(session, location="x", day=DAY, letter="P", now=MONDAY_MORNING)
        assert next_number(session, location="x", day=DAY, letter="P", now=MONDAY_MORNING)[0] == "P1000"
