"""When a location is open: weekly hours, changes of single days, first and last day, in its own time zone.

Every function takes an aware moment and counts in the location's own wall-clock days, so that the two
nights on which the clocks change come out right. Intervals are half-open: at the closing minute the
location is closed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")

HORIZON_DAYS = 366
"""How many days ahead `opens_next` looks; a year covers every planned closure."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Open from `opens` until, not including, `closes`; wall-clock times of one day."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class DayChange:
    """A change of one day: closed or other hours, with the reason that is shown to visitors."""

    intervals: tuple[Interval, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Hours:
    """A location's hours. `weekly` is by weekday, Monday 0; `changes` by date win over it."""

    zone: str
    weekly: Mapping[int, tuple[Interval, ...]]
    first_day: date | None = None
    last_day: date | None = None
    changes: Mapping[date, DayChange] = field(default_factory=dict)

    @property
    def tz(self) -> ZoneInfo:
        """The location's time zone."""
        return ZoneInfo(self.zone)

    def day_of(self, moment: datetime) -> date:
        """Return the service day that `moment` belongs to: the location's own calendar day."""
        return moment.astimezone(self.tz).date()

    def intervals_on(self, day: date) -> tuple[Interval, ...]:
        """Return the intervals in which the location is open on `day`; empty when it is closed."""
        if (self.first_day and day < self.first_day) or (self.last_day and day > self.last_day):
            return ()
        change = self.changes.get(day)
        return change.intervals if change else self.weekly.get(day.weekday(), ())

    def reason_on(self, day: date) -> str:
        """Return why the hours of `day` are not the usual ones; empty when they are."""
        change = self.changes.get(day)
        return change.reason if change else ""

    def spans_on(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return the open intervals of `day` as pairs of UTC moments."""
        return tuple((self._at(day, i.opens), self._at(day, i.closes)) for i in self.intervals_on(day))

    def is_open(self, moment: datetime) -> bool:
        """Return whether the location is open at `moment`."""
        return self.closes_at(moment) is not None

    def closes_at(self, moment: datetime) -> datetime | None:
        """Return the UTC moment at which the present opening ends, or None when closed."""
        return next((end for start, end in self.spans_on(self.day_of(moment)) if start <= moment < end), None)

    def opens_next(self, moment: datetime) -> datetime | None:
        """Return the next UTC opening strictly after `moment`, or None when a year holds none."""
        today = self.day_of(moment)
        for ahead in range(HORIZON_DAYS + 1):
            for start, _ in self.spans_on(today + timedelta(days=ahead)):
                if start > moment:
                    return start
        return None

    def with_changes(self, changes: Mapping[date, DayChange]) -> Hours:
        """Return these hours with more changes of single days; the new ones win."""
        return replace(self, changes={**self.changes, **changes})

    def _at(self, day: date, wall: time) -> datetime:
        return datetime.combine(day, wall, tzinfo=self.tz).astimezone(UTC)


def parse_hours(text: str) -> tuple[tuple[Interval, ...], list[str]]:
    """Return the openings that a text such as "9:00-12:00, 13:00-17:00" names, in order, and what is wrong in it.

    An empty text, or "closed", names none.
    """
    found: list[Interval] = []
    problems: list[str] = []
    written = [] if text.strip() in ("", "closed") else [part.strip() for part in text.split(",")]
    for part in written:
        interval = _interval(part)
        if interval is None:
            problems.append(f"is not hours like 9:00-16:00: {part!r}")
        elif interval.closes <= interval.opens:
            problems.append(f"ends before it begins: {part!r}")
        else:
            found.append(interval)
    found.sort(key=lambda interval: interval.opens)
    for before, after in pairwise(found):
        if after.opens < before.closes:
            problems.append(f"hours cross: {after.opens:%H:%M} is before {before.closes:%H:%M} ends")
    return tuple(found), problems


def _interval(text: str) -> Interval | None:
    match = _SPAN.fullmatch(text)
    if match is None:
        return None
    numbers = [int(number) for number in match.groups()]
    try:
        return Interval(time(numbers[0], numbers[1]), time(numbers[2], numbers[3]))
    except ValueError:
        return None
