"""Take the new time of a system clock that was set, once it has stood for a while and harms nobody who is in a center.

Until then the server goes on by the time before, so that no step ends a day, pauses an agent or signs anybody out.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

import sqlalchemy as sa

from queueing.alerts.clock_steps import in_words
from queueing.clock import ClockStep
from queueing.operations.event_time import event_time
from queueing.runtime import Runtime
from queueing.tickets.model import LIVE, Ticket

STANDS = timedelta(minutes=10)
"""How long a step must have stood before its time is taken."""
STANDS_FOR_A_DAY = timedelta(hours=1)
"""How long one to another date must have stood while visitors are in a center, whose day it would end."""

log = logging.getLogger(__name__)


class ClockKeeper:
    """Keeps one server process on the right time. `keep` is called every second."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._told: ClockStep | None = None
        self._begun = False

    def keep(self) -> bool:
        """Take the time of a step that may be taken; return whether the clock goes by another time from now on."""
        if not self._begun:
            self._stand_at_latest_event()
            self._begun = True
        clock = self._runtime.clock
        step = clock.noticed_step
        self._tell(step)
        if step is None or step.over_at or not self._may_be_taken(step, clock.real_now()):
            return False
        clock.take_step()
        self._tell(clock.noticed_step)
        self._stand_at_latest_event()
        return True

    def _may_be_taken(self, step: ClockStep, now: datetime) -> bool:
        stood = now - step.at
        if stood < STANDS or self._runtime.clock.simulated:
            return stood >= STANDS
        hours = [location.hours for location in self._runtime.catalog.locations.values()]
        same_day = all(each.day_of(now) == each.day_of(now + step.by) for each in hours)
        if step.by > timedelta() and (same_day or stood >= STANDS_FOR_A_DAY):
            return True
        return not self._anyone_in(now)

    def _anyone_in(self, now: datetime) -> bool:
        with self._runtime.database.read() as reading:
            return any(
                reading.scalar(
                    sa.select(Ticket.id)
                    .where(
                        Ticket.location == location.id,
                        Ticket.day == location.hours.day_of(now),
                        Ticket.state.in_(LIVE),
                    )
                    .limit(1)
                )
                for location in self._runtime.catalog.locations.values()
            )

    def _stand_at_latest_event(self) -> None:
        # What waits and forecasts count from must not lie ahead of the clock.
        now = self._runtime.now()
        with self._runtime.database.read() as reading:
            for location in self._runtime.catalog.locations.values():
                latest = event_time(reading, location.id, location.hours.day_of(now), now)
                if latest > now:
                    self._runtime.clock.not_before(latest)

    def _tell(self, step: ClockStep | None) -> None:
        if step and step != self._told:
            zone = next(iter(self._runtime.catalog.locations.values())).hours.tz
            log.warning("%s", in_words(step, zone))
        self._told = step
