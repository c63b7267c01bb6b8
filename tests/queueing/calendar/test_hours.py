"""Hours as managers changed them; the days around both clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from queueing import operations
from queueing.calendar.hours import hours_of, is_changed, minutes_of, next_open_day, opening_of
from queueing.db import Database
from queueing.operations.hours import NewHours
from queueing.refusals import LocationClosed
from services_catalog.catalog import Location
from tests.cast import MONDAY_MORNING

WEDNESDAY = date(2026, 11, 25)

MOMENTS = [
    (date(2026, 11, 23), datetime(2026, 11, 23, 14, 0, tzinfo=UTC), 480.0, "8:00 in winter is 14:00 UTC"),
    (date(2026, 7, 1), datetime(2026, 7, 1, 13, 0, tzinfo=UTC), 480.0, "8:00 in summer is 13:00 UTC"),
    (date(2026, 3, 8), datetime(2026, 3, 8, 13, 0, tzinfo=UTC), 420.0, "an hour is lost: 8:00 is seven hours in"),
    (date(2026, 11, 1), datetime(2026, 11, 1, 14, 0, tzinfo=UTC), 540.0, "an hour comes twice: 8:00 is nine hours in"),
    (date(2026, 11, 23), datetime(2026, 11, 23, 6, 0, tzinfo=UTC), 0.0, "midnight itself"),
]


@pytest.mark.parametrize(("day", "moment", "minutes", "why"), MOMENTS, ids=[row[3] for row in MOMENTS])
def test_minutes_count_from_the_locations_own_midnight(
    downtown: Location, day: date, moment: datetime, minutes: float, why: str
) -> None:
    assert minutes_of(downtown, day, moment) == minutes, why


def change(database: Database, location: Location, day: date, hours: NewHours) -> None:
    """A manager changes a day."""
    with database.write() as session:
        operations.change_hours(session, location=location, day=day, hours=hours, by="staff:1", now=MONDAY_MORNING)


def test_a_changed_day_has_its_own_hours_and_the_others_stay(database: Database, downtown: Location) -> None:
    change(database, downtown, WEDNESDAY, NewHours(time(10), time(12), "Snow"))
    with database.read() as session:
        hours = hours_of(session, downtown)
        opening = opening_of(session, downtown, WEDNESDAY)
    assert (opening.opens, opening.closes, opening.reason) == (600.0, 720.0, "Snow")
    assert is_changed(hours, WEDNESDAY)
    assert not is_changed(hours, date(2026, 11, 24))


def test_a_closed_day_says_why_and_which_is_the_next(database: Database, downtown: Location) -> None:
    change(database, downtown, WEDNESDAY, NewHours(None, None, "Water main"))
    with database.read() as session:
        with pytest.raises(LocationClosed, match=r"closed on Wednesday, November 25 \(Water main\)"):
            opening_of(session, downtown, WEDNESDAY)
        assert next_open_day(session, downtown, date(2026, 11, 24)) != WEDNESDAY
