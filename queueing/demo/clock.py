"""The clock of the demonstration: it begins while the centers are open, and passes over the hours in which none is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from queueing.clock import Clock
from services_catalog.catalog import Catalog
from services_catalog.hours import Hours

AFTER_CLOSING = timedelta(minutes=30)
"""How long the show goes on after the last center has closed: who is inside is served."""
BEFORE_OPENING = timedelta(minutes=2)
WEEKS = 53
MORNING = time(9)


@dataclass(frozen=True)
class OpenHoursClock(Clock):
    """A clock that leaps from the end of a day to the next opening of any of `centers`.

    A show that was begun while all are closed stays there until the first of them opens.
    """

    centers: tuple[Hours, ...] = ()
    _leaps: list[timedelta] = field(default_factory=list)
    _opened: threading.Event = field(default_factory=threading.Event)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> datetime:
        """Return the present moment of the show; it never goes back."""
        with self._turn:
            moment = super().now() + sum(self._leaps, timedelta())
            if any(hours.is_open(moment) for hours in self.centers):
                self._opened.set()
            night = self._night(moment)
            if self._opened.is_set() and night > timedelta():
                self._leaps.append(night)
                return moment + night
            return moment

    def _night(self, moment: datetime) -> timedelta:
        """Return how long it is until the next opening; nothing while a center is open or has just closed."""
        if any(hours.is_open(moment) or hours.is_open(moment - AFTER_CLOSING) for hours in self.centers):
            return timedelta()
        opens = [opening for hours in self.centers if (opening := hours.opens_next(moment))]
        return min(opens) - BEFORE_OPENING - moment if opens else timedelta()


def beginning(catalog: Catalog, now: datetime) -> datetime:
    """Return `now` when every center is open, else the next Monday 09:00 local on which all, or any, are."""
    centers = [location.hours for location in catalog.locations.values()]
    if all(hours.is_open(now) for hours in centers):
        return now
    for enough in (all, any):
        for morning in _mondays(centers[0], now):
            if enough(hours.is_open(morning) for hours in centers):
                return morning
    return now


def _mondays(hours: Hours, now: datetime) -> Iterator[datetime]:
    today = hours.day_of(now)
    monday = today + timedelta(days=-today.weekday() % 7)
    for week in range(WEEKS):
        morning = datetime.combine(monday + timedelta(weeks=week), MORNING, tzinfo=hours.tz).astimezone(UTC)
        if morning > now:
            yield morning
