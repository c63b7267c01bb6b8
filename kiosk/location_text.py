"""A location in words, for visitors who are referred there: its address, its hours, its telephone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from queueing.calendar.hours import hours_of
from queueing.i18n import WEEKDAYS, Translator, languages, translator
from queueing.web.request import runtime
from services_catalog.catalog import Location
from services_catalog.hours import Interval

NO_BREAK_SPACE = "\u00a0"
"""Keeps what it joins on one line."""
ANY_DAY = date(2026, 1, 5)
"""A date to combine usual hours with; only their clock times are written."""


def center_text(location: Location) -> dict[str, Any]:
    """Return a location as the kiosk's screen shows it: texts by language, `hours` a list of lines by language."""
    return {
        "id": location.id,
        "name": location.name,
        "address": location.address,
        "directions": location.directions,
        "phone": location.phone,
        "hours": {tag: weekly_lines(location, translator(tag)) for tag in languages()},
    }


def weekly_lines(location: Location, say: Translator) -> list[str]:
    """Return the usual week, a line for the days that have the same hours; closed days are left out."""
    days: dict[tuple[Interval, ...], list[str]] = {}
    for weekday, intervals in sorted(location.hours.weekly.items()):
        if intervals:
            days.setdefault(intervals, []).append(say.gettext(WEEKDAYS[weekday]))
    return [f"{', '.join(names)}: {_times(intervals, location, say)}" for intervals, names in days.items()]


def day_and_time(say: Translator, moment: datetime, location: Location) -> str:
    """Return a moment with its day, as this language writes them, in the location's time zone."""
    return f"{say.date(moment.astimezone(location.hours.tz).date())}, {say.time(moment, location.hours.tz)}"


def moments_of(location: Location) -> dict[str, dict[str, str | None]]:
    """Return until when a location is open and when it opens next, by language, as each writes it."""
    now = runtime().now()
    with runtime().database.read() as session:
        hours = hours_of(session, location)
    closes, opens = hours.closes_at(now), hours.opens_next(now)
    moments = {}
    for tag in languages():
        say = translator(tag)
        moments[tag] = {
            "closes_at": say.time(closes, hours.tz) if closes else None,
            "opens_next": day_and_time(say, opens, location) if opens else None,
        }
    return moments


def plain_address(url: str) -> str:
    """Return a web address without its scheme, `www.` and last slash."""
    return url.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def plain_phone(number: str) -> str:
    """Return the telephone numbers to call: the city's own, 311, and the location's where it has one."""
    return f"311{NO_BREAK_SPACE}·{NO_BREAK_SPACE}{number}" if number else "311"


def _times(intervals: tuple[Interval, ...], location: Location, say: Translator) -> str:
    tz = location.hours.tz
    spans = [
        [datetime.combine(ANY_DAY, wall, tz) for wall in (interval.opens, interval.closes)] for interval in intervals
    ]
    return ", ".join(" – ".join(say.time(moment, tz) for moment in span) for span in spans)
