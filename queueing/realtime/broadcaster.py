"""When the screens are told: after every commit, when time alone changes something, and at midnight.

One thread announces, so that versions go out in order; changes that come while it draws are
joined. One thread ticks: it notices what other processes committed, redraws forecasts, ends
past days, pauses counters whose agent has gone, and drops connections whose right has ended.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta

from queueing import operations
from queueing.db import version_of
from queueing.realtime.socket import Live
from queueing.statistics import repository
from queueing.waits import accuracy, forecaster
from services_catalog.catalog import Location

TICK_SECONDS = 1.0
REVOKED_TICKS = 2
REDRAW_TICKS = 10
KEPT_DAYS = 7
"""How many past days a new day looks back on, to fold those whose events have changed since."""

log = logging.getLogger(__name__)


class Announcer:
    """The two threads of one server process. `start` begins; `stop` ends and waits."""

    def __init__(self, live: Live) -> None:
        self.live = live
        self.runtime = live.runtime
        self._changed: set[str] = set()
        self._wake = threading.Condition()
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=work, name=name, daemon=True)
            for name, work in (("announcer", self._announce_for_ever), ("ticker", self._tick_for_ever))
        ]
        self._days: dict[str, date] = {}
        self._shown: dict[str, tuple[object, ...]] = {}
        self._listening: datetime | None = None
        self.runtime.database.listeners.append(self.announce)

    def announce(self, locations: frozenset[str]) -> None:
        """Have the views of these locations sent; called after every commit that changed them."""
        with self._wake:
            self._changed |= locations
            self._wake.notify()

    def start(self) -> None:
        """Begin, in threads of this process."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End, and wait for the threads."""
        self._stopping.set()
        with self._wake:
            self._wake.notify_all()
        for thread in self._threads:
            thread.join(timeout=5)

    def _announce_for_ever(self) -> None:
        while not self._stopping.is_set():
            with self._wake:
                self._wake.wait_for(lambda: self._changed or self._stopping.is_set())
                changed, self._changed = self._changed, set()
            for location in sorted(changed):
                _whatever_happens(self.live.send, location)

    def _tick_for_ever(self) -> None:
        ticks = 0
        while not self._stopping.wait(TICK_SECONDS):
            for location in self.runtime.catalog.locations:
                _whatever_happens(self._tick, location, ticks % REDRAW_TICKS == 0)
            if ticks % REVOKED_TICKS == 0:
                _whatever_happens(self.live.drop_revoked)
            ticks += 1

    def _tick(self, location_id: str, full: bool) -> None:
        location, now = self.runtime.location(location_id), self.runtime.now()
        if full:
            self._turn_the_day(location, now)
            self._end_the_day(location, now)
            self._pause_absent(location, now)
        with self.runtime.database.read() as reading:
            shown = (version_of(reading, location.id), location.hours.is_open(now), location.hours.day_of(now))
        if full or self._shown.get(location.id) != shown:
            self.announce(frozenset({location.id}))
        self._shown[location.id] = shown

    def _pause_absent(self, location: Location, now: datetime) -> None:
        # Pages could not beat while there was no server to hear them.
        self._listening = self._listening or now
        with self.runtime.database.write() as writing:
            operations.pause_absent(
                writing,
                catalog=self.runtime.catalog,
                location=location,
                now=now,
                watched_since=self._listening,
                pace=self.runtime.clock.pace,
            )

    def _turn_the_day(self, location: Location, now: datetime) -> None:
        today = location.hours.day_of(now)
        if self._days.get(location.id) == today:
            return
        with self.runtime.database.write() as writing:
            operations.end_past_days(writing, location=location, now=now)
        forecaster.learn(self.runtime.database, self.runtime.catalog, location, now)
        accuracy.review(self.runtime.database, self.runtime.catalog, location, now)
        repository.keep(
            self.runtime.database, location, now, [today - timedelta(days=n) for n in range(1, KEPT_DAYS + 1)]
        )
        self._days[location.id] = today

    def _end_the_day(self, location: Location, now: datetime) -> None:
        with self.runtime.database.read() as reading:
            over = operations.is_over(reading, location, now)
        if over:
            with self.runtime.database.write() as writing:
                operations.end_if_over(writing, location=location, now=now)


def _whatever_happens(work: Callable[..., object], *given: object) -> None:
    # A database that is away for a moment must not end the announcements for good.
    try:
        work(*given)
    except Exception:
        log.exception("announcing failed; it is tried again with the next change or tick")
