"""Run the demonstration: the steps of all simulated visitors and agents in order, in one thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from queueing.db import version_of
from queueing.demo.agents import ObservedLocation, SimulatedAgent
from queueing.demo.visitors import Visitors
from queueing.identity import devices
from queueing.runtime import Runtime
from services_catalog.catalog import Location

TICK_SECONDS = 0.2
BEAT_TICKS = 50
"""The show's kiosks say that they are alive every 10 real seconds, as screens do."""
LONGEST_STEP = timedelta(minutes=1)
LEAD = timedelta(hours=3)
"""How much of the day has been played when the show begins."""

log = logging.getLogger(__name__)


class Show:
    """The visitors and agents of every location. `play_to` is for the past, `start` for the present."""

    def __init__(
        self, runtime: Runtime, *, agents: Mapping[tuple[str, str], tuple[str, str]], by: Mapping[str, str], follow: str
    ) -> None:
        """Take `agents` as (account, name) by location and counter, `by` as the kiosk's account by location."""
        self.runtime, self._kiosks = runtime, by
        luck = Random(8311)  # noqa: S311  a show, not a secret
        locations = runtime.catalog.locations.values()
        self._visitors = {
            location.id: Visitors(runtime, location, luck, by[location.id], follow) for location in locations
        }
        self._agents = {
            location.id: [
                SimulatedAgent(runtime, location, counter, by=account, name=name, luck=luck)
                for counter in location.counters
                for account, name in [agents[location.id, counter.id]]
            ]
            for location in locations
        }
        self._next: dict[str, datetime] = {}
        self._known: dict[str, int] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._go_on, name="demo", daemon=True)

    def play_to(self, end: datetime) -> None:
        """Play the last hours before `end` as fast as it goes, so that the show does not begin in an empty hall."""
        spans = [
            location.hours.spans_on(location.hours.day_of(end)) for location in self.runtime.catalog.locations.values()
        ]
        moment = max(min([opens for span in spans for opens, _ in span], default=end), end - LEAD)
        while moment < end:
            self._step(moment, quote=False)
            moment = max(min(self._next.values()), moment + timedelta(seconds=1))

    def start(self) -> None:
        """Begin, in a thread of this process."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait for the thread."""
        self._stopping.set()
        self._thread.join(timeout=5)

    def _go_on(self) -> None:
        ticks = 0
        while not self._stopping.wait(TICK_SECONDS):
            try:
                if ticks % BEAT_TICKS == 0:
                    self._beat(self.runtime.now())
                ticks += 1
                self._step(self.runtime.now())
            except Exception:
                log.exception("the show stumbled; it goes on")

    def _beat(self, now: datetime) -> None:
        with self.runtime.database.write() as session:
            for kiosk in self._kiosks.values():
                devices.beat(session, by=kiosk, now=now)

    def _step(self, now: datetime, *, quote: bool = True) -> None:
        for location in self.runtime.catalog.locations.values():
            # Between two dues nobody needs to look, unless somebody real has done something.
            if self._version(location) == self._known.get(location.id) and now < self._next[location.id]:
                continue
            comes = self._visitors[location.id].step(now, quote=quote)
            with self.runtime.database.read() as session:
                observed = ObservedLocation.look(session, location, now)
            dues = [agent.step(now, observed) for agent in self._agents[location.id]]
            self._next[location.id] = min([now + LONGEST_STEP, comes, *dues])
            self._known[location.id] = self._version(location)

    def _version(self, location: Location) -> int:
        with self.runtime.database.read() as session:
            return version_of(session, location.id)
