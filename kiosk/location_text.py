"""A center told to those who must go there: where it is, when it is open, how to call it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from queueing.calendar.hours import hours_of
from queueing.i18n import WEEKDAYS, Translator, languages, translator
from queueing.web.request import runtime
from services_catalog.catalog import Location
from services_catalog.hours import Interval

UNPARTED = "\u00a0"
"""A space at which no line ends."""
ANY_DAY = date(2026, 1, 5)
"""Only its clock times are written, and those are every day's."""


def center_words(location: Location) -> dict[str, Any]:
    """Return a center as the glass tells it: texts by language, `hours` a list of lines by language."""
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
    """Return a moment with its day, as this language writes them, by the center's own clock."""
    return f"{say.date(moment.astimezone(location.hours.tz).date())}, {say.time(moment, location.hours.tz)}"


def moments_of(location: Location) -> dict[str, dict[str, str | None]]:
    """Return until when a center is open and when it opens next, by language, as each writes it."""
    now = runtime().now()
    with runtime().database.read() as session:
        hours = hours_of(session, location)
    closes, opens = hours.closes_at(now), hours.opens_next(now)
    said = {}
    for tag in languages():
        say = translator(tag)
        said[tag] = {
            "closes_at": say.time(closes, hours.tz) if closes else None,
            "opens_next": day_and_time(say, opens, location) if opens else None,
        }
    return said


def plain_address(url: str) -> str:
    """Return an address on the web as people write it."""
    return url.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def plain_phone(number: str) -> str:
    """Return how a center is reached: the city's own number, 311, and the center's where it has one."""
    return f"311{UNPARTED}·{UNPARTED}{number}" if number else "311"


def _times(intervals: tuple[Interval, ...], location: Location, say: Translator) -> str:
    tz = location.hours.tz
    spans = [[datetime.combine(ANY_DAY, wall, tz) for wall in (one.opens, one.closes)] for one in intervals]
    return ", ".join(" – ".join(say.time(moment, tz) for moment in span) for span in spans)
