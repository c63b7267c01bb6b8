"""Do what time alone changes: redraw forecasts, end days, pause absent agents, drop revoked connections.

Every second it looks for what other processes committed and for locations that opened or closed;
every ten seconds it redraws every location, because a forecast changes while nothing happens.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta

from queueing import operations
from queueing.db import version_of
from queueing.realtime.clock_keeper import ClockKeeper
from queueing.realtime.worker_loop import run_logged
from queueing.runtime import Runtime
from queueing.statistics import repository
from queueing.waits import accuracy, forecaster
from services_catalog.catalog import Location

TICK_SECONDS = 1.0
REVOCATION_CHECK_TICKS = 2
REDRAW_TICKS = 10
REVIEWED_DAYS = 7
"""How many past days are counted again on a new day, because their events may have changed since."""
STOP_SECONDS = 5.0


class Scheduler:
    """The worker that does what is due by time: one thread, from `start` to `stop`.

    `announce` has the views of the given locations sent; `drop_revoked` ends the connections whose right has ended.
    """

    def __init__(
        self,
        runtime: Runtime,
        *,
        announce: Callable[[frozenset[str]], object],
        drop_revoked: Callable[[], object],
    ) -> None:
        self._runtime = runtime
        self._announce = announce
        self._drop_revoked = drop_revoked
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="scheduler", daemon=True)
        self._days: dict[str, date] = {}
        self._announced: dict[str, tuple[object, ...]] = {}
        self._running_since: datetime | None = None
        self._clock = ClockKeeper(runtime)

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait for the thread."""
        self._stopping.set()
        self._thread.join(STOP_SECONDS)

    def _run(self) -> None:
        ticks = 0
        while not self._stopping.wait(TICK_SECONDS):
            self.tick(ticks)
            ticks += 1

    def tick(self, number: int) -> None:
        """Do what is due at the tick of this number, counted from 0; a failing step is logged."""
        run_logged(self._keep_clock)
        for location in self._runtime.catalog.locations:
            run_logged(self.check, location, number % REDRAW_TICKS == 0)
        if number % REVOCATION_CHECK_TICKS == 0:
            run_logged(self._drop_revoked)

    def _keep_clock(self) -> None:
        if self._clock.keep():
            self._running_since = None  # the time that the clock has skipped is nobody's absence

    def check(self, location_id: str, full: bool) -> None:
        """Announce a location that changed; with `full`, first do what the day's time requires, then announce anyway.

        Raises NotFound for an unknown location.
        """
        location, now = self._runtime.location(location_id), self._runtime.now()
        if full:
            self._begin_day(location, now)
            self._end_day(location, now)
            self._pause_absent(location, now)
        with self._runtime.database.read() as reading:
            shown = (version_of(reading, location.id), location.hours.is_open(now), location.hours.day_of(now))
        if full or self._announced.get(location.id) != shown:
            self._announce(frozenset({location.id}))
        self._announced[location.id] = shown

    def _pause_absent(self, location: Location, now: datetime) -> None:
        # No page could send its heartbeat while no server was running.
        self._running_since = self._running_since or now
        with self._runtime.database.write() as writing:
            operations.pause_absent(
                writing,
                catalog=self._runtime.catalog,
                location=location,
                now=now,
                watched_since=self._running_since,
                pace=self._runtime.clock.pace,
            )

    def _begin_day(self, location: Location, now: datetime) -> None:
        today = location.hours.day_of(now)
        if self._days.get(location.id) == today:
            return
        database, catalog = self._runtime.database, self._runtime.catalog
        with database.write() as writing:
            operations.end_past_days(writing, location=location, now=now)
        forecaster.learn(database, catalog, location, now)
        accuracy.review(database, catalog, location, now)
        repository.keep(database, location, now, [today - timedelta(days=n) for n in range(1, REVIEWED_DAYS + 1)])
        self._days[location.id] = today

    def _end_day(self, location: Location, now: datetime) -> None:
        with self._runtime.database.read() as reading:
            over = operations.is_over(reading, location, now)
        if over:
            with self._runtime.database.write() as writing:
                operations.end_if_over(writing, location=location, now=now)
