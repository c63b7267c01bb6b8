"""Open and closed, to the minute, at both centers."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from services_catalog.catalog import Catalog
from services_catalog.hours import DayChange, Hours, Interval, parse_hours

CHICAGO = ZoneInfo("America/Chicago")

# 2026-11-23 is a Monday; no week of these has a public holiday in the catalog.
MINUTES = [
    ("downtown", "2026-11-23 07:59", False, "Monday, a minute before eight"),
    ("downtown", "2026-11-23 08:00", True, "Monday, the opening minute"),
    ("downtown", "2026-11-23 15:59", True, "Monday, the last open minute"),
    ("downtown", "2026-11-23 16:00", False, "Monday, the closing minute: the door is shut"),
    ("downtown", "2026-11-26 08:00", True, "Thursday opens at eight"),
    ("downtown", "2026-11-27 08:30", False, "Friday at half past eight: it opens an hour later than other days"),
    ("downtown", "2026-11-27 09:00", True, "Friday, the opening minute"),
    ("downtown", "2026-11-27 16:00", False, "Friday closes at four as well"),
    ("downtown", "2026-11-28 12:00", False, "Saturday"),
    ("downtown", "2026-11-29 12:00", False, "Sunday"),
    ("downtown", "2026-11-24 00:00", False, "midnight"),
    ("east-lake", "2026-11-23 08:59", False, "Monday, a minute before nine"),
    ("east-lake", "2026-11-23 09:00", True, "Monday, the opening minute"),
    ("east-lake", "2026-11-23 16:30", True, "Monday, when downtown has closed"),
    ("east-lake", "2026-11-23 17:00", False, "Monday, the closing minute"),
    ("east-lake", "2026-11-24 10:59", False, "Tuesday, a minute before eleven"),
    ("east-lake", "2026-11-24 11:00", True, "Tuesday, the opening minute"),
    ("east-lake", "2026-11-24 18:59", True, "Tuesday evening, the last open minute"),
    ("east-lake", "2026-11-24 19:00", False, "Tuesday, the closing minute"),
    ("east-lake", "2026-11-26 18:00", True, "Thursday is as late as Tuesday"),
    ("east-lake", "2026-11-27 18:00", False, "Friday is not"),
    ("east-lake", "2026-11-28 12:00", False, "Saturday"),
    ("east-lake", "2026-01-02 12:00", False, "a Friday before the first day"),
    ("east-lake", "2026-01-05 09:00", True, "the first day"),
    ("east-lake", "2028-01-04 18:59", True, "the last day, a Tuesday, to its last minute"),
    ("east-lake", "2028-01-05 12:00", False, "the day after the last"),
    ("downtown", "2028-01-05 12:00", True, "downtown is permanent"),
]


def at(wall: str) -> datetime:
    """A moment by Chicago's wall clock."""
    return datetime.fromisoformat(wall).replace(tzinfo=CHICAGO)


@pytest.mark.parametrize(("location", "wall", "is_open", "why"), MINUTES)
def test_a_center_is_open_to_the_minute(catalog: Catalog, location: str, wall: str, *, is_open: bool, why: str) -> None:
    hours = catalog.locations[location].hours
    assert hours.is_open(at(wall)) is is_open, why
    assert hours.is_open(at(wall).astimezone(UTC)) is is_open, f"{why}, asked in UTC"
    assert (hours.closes_at(at(wall)) is not None) is is_open, why


CLOSINGS = [
    ("downtown", "2026-11-23 08:00", "2026-11-23 16:00", "from its first minute"),
    ("downtown", "2026-11-23 15:59", "2026-11-23 16:00", "to its last"),
    ("downtown", "2026-11-23 16:00", None, "at the closing minute it is closed already"),
    ("east-lake", "2026-11-24 12:00", "2026-11-24 19:00", "Tuesday evening"),
    ("east-lake", "2026-11-28 12:00", None, "a closed day has no closing"),
    ("east-lake", "2028-01-05 12:00", None, "nor has a center that is gone"),
]


@pytest.mark.parametrize(("location", "wall", "closes", "why"), CLOSINGS)
def test_a_center_says_when_it_closes(catalog: Catalog, location: str, wall: str, closes: str | None, why: str) -> None:
    expected = at(closes) if closes else None
    assert catalog.locations[location].hours.closes_at(at(wall)) == expected, why


OPENINGS = [
    ("downtown", "2026-11-23 07:00", "2026-11-23 08:00", "later this morning"),
    ("downtown", "2026-11-23 08:00", "2026-11-24 08:00", "open at this minute: the next one is tomorrow"),
    ("downtown", "2026-11-26 17:00", "2026-11-27 09:00", "Thursday evening to a Friday at nine"),
    ("downtown", "2026-11-27 16:00", "2026-11-30 08:00", "over the weekend"),
    ("east-lake", "2026-11-23 17:00", "2026-11-24 11:00", "Monday evening to a Tuesday at eleven"),
    ("east-lake", "2025-12-31 12:00", "2026-01-05 09:00", "before the first day: the first day"),
    ("east-lake", "2028-01-04 19:00", None, "after the last day: never again"),
    ("east-lake", "2024-01-05 12:00", None, "more than a year before the first day: not yet to be told"),
]


@pytest.mark.parametrize(("location", "wall", "opens", "why"), OPENINGS)
def test_a_closed_center_says_when_it_opens_next(
    catalog: Catalog, location: str, wall: str, opens: str | None, why: str
) -> None:
    expected = at(opens) if opens else None
    assert catalog.locations[location].hours.opens_next(at(wall)) == expected, why


def test_a_closure_wins_over_the_week(catalog: Catalog) -> None:
    christmas = date(2026, 12, 25)
    usual = catalog.locations["downtown"].hours
    hours = usual.with_changes({christmas: DayChange((), "Christmas Day")})
    assert usual.is_open(at("2026-12-25 12:00")), "a Friday like any other before the change"
    assert not hours.is_open(at("2026-12-25 12:00"))
    assert hours.reason_on(christmas) == "Christmas Day"
    assert hours.reason_on(date(2026, 12, 24)) == "", "the day before has its usual hours"
    assert hours.opens_next(at("2026-12-24 16:00")) == at("2026-12-28 08:00"), "past Christmas and the weekend"


def test_a_day_of_other_hours(catalog: Catalog) -> None:
    eve = date(2026, 12, 24)
    short = DayChange((Interval(time(8), time(12)),), "We close at noon")
    hours = catalog.locations["downtown"].hours.with_changes({eve: short})
    assert hours.closes_at(at("2026-12-24 11:59")) == at("2026-12-24 12:00")
    assert not hours.is_open(at("2026-12-24 12:00"))


def test_a_later_change_of_the_same_day_wins(catalog: Catalog) -> None:
    day = date(2026, 11, 23)
    closed = catalog.locations["downtown"].hours.with_changes({day: DayChange((), "Burst pipe")})
    again = closed.with_changes({day: DayChange((Interval(time(13), time(16)),), "Repaired")})
    assert not closed.is_open(at("2026-11-23 14:00"))
    assert again.is_open(at("2026-11-23 14:00"))


def test_a_lunch_break_closes_and_opens_again() -> None:
    halves = (Interval(time(8), time(12)), Interval(time(13), time(16)))
    hours = Hours("America/Chicago", {0: halves})
    assert hours.closes_at(at("2026-11-23 11:00")) == at("2026-11-23 12:00")
    assert not hours.is_open(at("2026-11-23 12:30"))
    assert hours.opens_next(at("2026-11-23 12:30")) == at("2026-11-23 13:00")


# A center open around the clock's change shows what the visitors' clocks do that night.
NIGHTS = [
    ("2026-03-08 07:30+00:00", True, "01:30 in winter time, open from one to four"),
    ("2026-03-08 06:59+00:00", False, "00:59, a minute before it opens"),
    ("2026-03-08 08:30+00:00", True, "03:30: the hour from two to three does not exist"),
    ("2026-03-08 08:59+00:00", True, "03:59 in summer time, two real hours after one"),
    ("2026-03-08 09:00+00:00", False, "04:00 in summer time: the closing minute"),
    ("2026-11-01 06:00+00:00", True, "01:00 in summer time: it opens"),
    ("2026-11-01 07:30+00:00", True, "01:30 for the second time"),
    ("2026-11-01 09:59+00:00", True, "03:59 in winter time, four real hours later"),
    ("2026-11-01 10:00+00:00", False, "04:00 in winter time: the closing minute"),
]


@pytest.mark.parametrize(("moment", "is_open", "why"), NIGHTS)
def test_the_nights_on_which_the_clocks_change(moment: str, *, is_open: bool, why: str) -> None:
    nightly = Hours("America/Chicago", {6: (Interval(time(1), time(4)),)})
    assert nightly.is_open(datetime.fromisoformat(moment)) is is_open, why


DAYS_AFTER = [
    ("2026-03-07 12:00", "2026-03-09T13:00+00:00", "eight in summer time is 13:00 UTC"),
    ("2026-03-05 17:00", "2026-03-06T15:00+00:00", "nine on the Friday before is still winter time"),
    ("2026-10-31 12:00", "2026-11-02T14:00+00:00", "eight in winter time is 14:00 UTC"),
    ("2026-10-29 17:00", "2026-10-30T14:00+00:00", "nine on the Friday before is still summer time"),
]


@pytest.mark.parametrize(("wall", "opens", "why"), DAYS_AFTER)
def test_the_doors_follow_the_wall_clock_over_the_change(catalog: Catalog, wall: str, opens: str, why: str) -> None:
    hours = catalog.locations["downtown"].hours
    assert hours.opens_next(at(wall)) == datetime.fromisoformat(opens), why


def test_the_night_of_the_change_has_one_closing_each() -> None:
    nightly = Hours("America/Chicago", {6: (Interval(time(1), time(4)),)})
    spring, autumn = date(2026, 3, 8), date(2026, 11, 1)
    lengths = [(end - start).total_seconds() / 3600 for d in (spring, autumn) for start, end in nightly.spans_on(d)]
    assert lengths == [2, 4], "one to four is two real hours in spring and four in autumn"


def test_a_day_belongs_to_the_center_and_not_to_utc(catalog: Catalog) -> None:
    hours = catalog.locations["downtown"].hours
    late = datetime(2026, 11, 24, 5, 59, tzinfo=UTC)
    assert hours.day_of(late) == date(2026, 11, 23), "23:59 in Chicago"
    assert hours.day_of(late.replace(hour=6, minute=0)) == date(2026, 11, 24)


def test_east_lake_is_gone_after_its_last_day(catalog: Catalog) -> None:
    hours = catalog.locations["east-lake"].hours
    assert hours.intervals_on(date(2028, 1, 4)) == (Interval(time(11), time(19)),)
    assert hours.intervals_on(date(2028, 1, 5)) == ()
    change = {date(2028, 1, 5): DayChange((Interval(time(9), time(17)),), "Farewell")}
    assert hours.with_changes(change).intervals_on(date(2028, 1, 5)) == (), "no change outlives the center"


WRITTEN = [
    ("9:00-12:00, 13:00-17:00", [(9, 12), (13, 17)], [], "two openings"),
    ("13:00-17:00,9:00-12:00", [(9, 12), (13, 17)], [], "in any order"),
    (" closed ", [], [], "a word for no opening"),
    ("9 to 5", [], ["is not hours like 9:00-16:00: '9 to 5'"], "hours in words"),
    ("9:00-24:00", [], ["is not hours like 9:00-16:00: '9:00-24:00'"], "an hour that no clock shows"),
    ("17:00-9:00", [], ["ends before it begins: '17:00-9:00'"], "the wrong way round"),
    ("9:00-12:00, 11:00-17:00", [(9, 12), (11, 17)], ["hours cross: 11:00 is before 12:00 ends"], "two that overlap"),
    ("9:00-12:00, , 17:00-13:00", [(9, 12)],
     ["is not hours like 9:00-16:00: ''", "ends before it begins: '17:00-13:00'"], "two things wrong at once"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "openings", "problems", "why"), WRITTEN)
def test_hours_are_read_as_people_write_them(
    text: str, openings: list[tuple[int, int]], problems: list[str], why: str
) -> None:
    intervals = tuple(Interval(time(opens), time(closes)) for opens, closes in openings)
    assert parse_hours(text) == (intervals, problems), why
