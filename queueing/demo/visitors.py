"""Simulated visitors: when they come, for which service, in which language, and how long they wait."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from queueing import operations, printing
from queueing.actor import VISITOR
from queueing.operations import TicketOrder
from queueing.operations.issue import not_offered
from queueing.operations.transition import find
from queueing.printing import SlipContext
from queueing.refusals import Refusal
from queueing.runtime import Runtime
from queueing.tickets.model import State
from queueing.waits.context import LocationWaits
from services_catalog.catalog import Catalog, Location, Service

BUSY = 0.75
"""The share of the counters' minutes that visitors take up, over a day."""
BETWEEN_MINUTES = 1.5
"""How long a visit occupies a counter besides the service: the call, the walk, a pause."""
CURVE = (0.7, 1.15, 1.25, 1.1, 0.95, 1.1, 1.05, 0.7)
"""How busy each eighth of a day is, against its mean."""
LANGUAGES = {"en": 62, "es": 15, "so": 13, "hmn": 5, "am": 2, "om": 1, "vi": 1, "ase": 1}
NEEDS = {"accessible": 0.07, "interpreter": 0.04}
WANT_PAPER = 0.6
GIVE_UP = 0.1
"""The share of visitors who leave when it takes too long, and how long that is."""
PATIENCE_MINUTES = (12.0, 45.0)
COME_FOR_MORE = 0.06
"""The share of visitors who come for two things."""


class Visitors:
    """The visitors of one location. `step` lets those come, and leave, whose time it is."""

    def __init__(self, runtime: Runtime, location: Location, luck: Random, by: str, follow: str) -> None:
        self.runtime, self.location, self.luck, self.by, self.follow = runtime, location, luck, by, follow
        self.per_hour = visitors_per_hour(runtime.catalog, location)
        self._services = offered(runtime.catalog, location)
        self._comes: datetime | None = None
        self._leaves: list[tuple[datetime, str]] = []

    def step(self, now: datetime, *, quote: bool = True) -> datetime:
        """Let the visitors act who are due at `now`; return when the next is.

        With `quote` each new ticket is quoted a wait, which takes time to forecast.
        """
        if self._comes is None or now - self._comes > timedelta(hours=1):
            self._comes = self._after(now)  # the show begins, or has leapt over a night
        while self._comes <= now:
            self._come(now, quote=quote)
            self._comes = self._after(self._comes)
        while self._leaves and self._leaves[0][0] <= now:
            self._leave(heapq.heappop(self._leaves)[1], now)
        return min([self._comes, *(moment for moment, _ in self._leaves[:1])])

    def _after(self, moment: datetime) -> datetime:
        pace = sum(self.per_hour.values()) * self._curve(moment)
        return moment + timedelta(hours=self.luck.expovariate(pace) if pace else 1.0)

    def _curve(self, moment: datetime) -> float:
        for opens, closes in self.location.hours.spans_on(self.location.hours.day_of(moment)):
            if opens <= moment < closes:
                return CURVE[int((moment - opens) / (closes - opens) * len(CURVE))]
        return 1.0

    def _come(self, now: datetime, *, quote: bool) -> None:
        if not self.location.hours.is_open(now):
            return
        [queue] = self.luck.choices(list(self.per_hour), list(self.per_hour.values()))
        services = self._services[queue]
        # A few services are what most people come for.
        [service] = self.luck.choices(services, [1 / (rank + 1) for rank in range(len(services))])
        more = another_service(self.runtime.catalog, self.location, queue, self.luck)
        order = TicketOrder(
            service.id,
            self._language(),
            self._needs(),
            then=(more,) if more and self.luck.random() < COME_FOR_MORE else (),
        )
        waits = self._waits(now) if quote else LocationWaits({}, {})
        try:
            with self.runtime.database.write() as session:
                context = replace(self.runtime.view_context(session, self.location, waits=waits), now=now)
                ticket, _ = operations.issue(session, context=context, order=order, by=self.by)
                if self.location.printers and self.luck.random() < WANT_PAPER:
                    slip = SlipContext(f"{self.follow}/t/{ticket.public_id}", simulated=True)
                    printer = self.location.printers[0].id
                    printing.enqueue(
                        session,
                        location=self.location.id,
                        printer=printer,
                        ticket_id=ticket.id,
                        context=slip,
                        by=self.by,
                        now=now,
                    )
        except Refusal:
            return  # a manager has closed the day: nobody comes
        if self.luck.random() < GIVE_UP:
            patience = timedelta(minutes=self.luck.uniform(*PATIENCE_MINUTES))
            heapq.heappush(self._leaves, (now + patience, ticket.public_id))

    def _leave(self, ticket: str, now: datetime) -> None:
        try:
            with self.runtime.database.write() as session:
                if find(session, ticket).state == State.WAITING:
                    operations.leave(session, ticket=ticket, by=VISITOR, now=now)
        except Refusal:
            pass  # called this instant

    def _language(self) -> str:
        known = {tag: weight for tag, weight in LANGUAGES.items() if tag in self.runtime.catalog.languages}
        return self.luck.choices(list(known), list(known.values()))[0]

    def _needs(self) -> tuple[str, ...]:
        return tuple(need for need, share in NEEDS.items() if self.luck.random() < share)

    def _waits(self, now: datetime) -> LocationWaits:
        with self.runtime.database.read() as session:
            return self.runtime.forecaster.waits(session, self.location, now)


def visitors_per_hour(catalog: Catalog, location: Location) -> dict[str, float]:
    """Return how many visitors an hour come for each queue, so that every counter is busy, and none drowns."""
    services = offered(catalog, location)
    share: defaultdict[str, float] = defaultdict(float)
    for counter in location.counters:
        served = sorted(counter.serves & services.keys())
        for queue in served:
            share[queue] += 1 / len(served)
    return {
        queue: BUSY * 60 * part / (_mean([s.typical_minutes for s in services[queue]]) + BETWEEN_MINUTES)
        for queue, part in share.items()
    }


def service_minutes(service: Service, luck: Random) -> float:
    """Draw how long one visit takes: about the catalog's typical minutes, a few much longer."""
    spread = 0.45
    return luck.lognormvariate(math.log(service.typical_minutes) - spread**2 / 2, spread)


def offered(catalog: Catalog, location: Location) -> dict[str, list[Service]]:
    """Return the services that give tickets at a location, by queue, in catalog order."""
    found: defaultdict[str, list[Service]] = defaultdict(list)
    for service in catalog.services_at(location.id):
        if service.queue and not not_offered(service, location):
            found[service.queue].append(service)
    return dict(found)


def another_service(catalog: Catalog, location: Location, queue: str, luck: Random) -> str | None:
    """Draw a service that waits in another queue than `queue`; None where there is no other."""
    services = offered(catalog, location)
    others = [service.id for other in services if other != queue for service in services[other]]
    return luck.choice(others) if others else None


def _mean(minutes: list[float]) -> float:
    # Weighted as visitors choose: the first of a queue most.
    weights = [1 / (rank + 1) for rank in range(len(minutes))]
    return sum(w * m for w, m in zip(weights, minutes, strict=True)) / sum(weights)
