"""Who can still be served before closing: by the forecast, and how it is said, with when and where instead.

Those who hold a ticket are served in any case, and staff may add a visitor whenever they like.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.calendar.model import CLOSED, closed_queues, hours_of
from queueing.i18n import WEEKDAYS, Translator, mark, translator
from queueing.refusals import TooLateToday
from queueing.tickets.model import State, Ticket
from queueing.waits.context import Here
from services_catalog.catalog import Kind, Location, Rules, Service, in_language
from services_catalog.hours import Hours

UNLIKELY = mark("We could most likely not serve you before we close at {time}.")
DOUBTFUL = mark("We may not be able to serve you before we close at {time}.")
OPENS = mark("We open {when}")
TODAY = mark("today at {time}")
TOMORROW = mark("tomorrow at {time}")
ON_DAY = mark("{day} at {time}")
ELSEWHERE = mark("Today you can also go to {place}, {address}.")


def is_unlikely(chance: float, rules: Rules) -> bool:
    """Return whether no ticket is given at that chance of a call before closing."""
    return chance < rules.refuse_below_chance


def is_doubtful(chance: float, rules: Rules) -> bool:
    """Return whether the visitor is at least warned."""
    return chance < max(rules.warn_below_chance, rules.refuse_below_chance)


def rough_chance(*, left: float, waiting: int, typical: float, counters: int, target: float) -> float:
    """Return a chance where nobody serves a queue now, so that there is no forecast.

    0 when those `waiting` would keep its counters busy past the minutes `left`, at `typical` minutes
    each; 0.5 when the queue's target wait is longer than what is left; otherwise 1.
    """
    if waiting * typical / max(counters, 1) > left:
        return 0.0
    return 0.5 if target > left else 1.0


@dataclass(frozen=True, slots=True)
class Doubt:
    """That a visitor may not be served before closing: surely enough to be refused, or not."""

    unlikely: bool
    closes_at: datetime
    opens_next: datetime | None
    hours: Hours
    elsewhere: Location | None

    def said(self, language: str, now: datetime) -> str:
        """Return it in a language, with when and where to come instead."""
        say, zone = translator(language), self.hours.tz
        words = [say.gettext(UNLIKELY if self.unlikely else DOUBTFUL, time=say.time(self.closes_at, zone))]
        if self.elsewhere:
            place = in_language(self.elsewhere.name, language)
            words.append(say.gettext(ELSEWHERE, place=place, address=self.elsewhere.address))
        if self.opens_next:
            words.append(_opens(say, self.opens_next, now, self.hours))
        # Some languages write times that end with a period of their own.
        return " ".join(words).replace("..", ".")

    def refusal(self, language: str, now: datetime) -> TooLateToday:
        """Return the refusal of a ticket, in a language."""
        opens = self.opens_next.isoformat() if self.opens_next else None
        elsewhere = self.elsewhere.id if self.elsewhere else None
        return TooLateToday(self.said(language, now), opens_next=opens, elsewhere=elsewhere)


class Closing:
    """The rest of a location's opening, and whom it is too short for."""

    def __init__(self, session: Session, here: Here) -> None:
        self.session, self.here = session, here
        self._doubts: dict[str, float | None] = {}

    @cached_property
    def hours(self) -> Hours:
        """The location's hours, with every change."""
        return hours_of(self.session, self.here.location)

    @cached_property
    def closes_at(self) -> datetime | None:
        """When the present opening ends; None when closed."""
        return self.hours.closes_at(self.here.now)

    def doubt(self, services: Sequence[Service]) -> Doubt | None:
        """Return the doubt whether a visitor for any of these services of one queue is served before closing."""
        queue = next((service.queue for service in services), None)
        if self.closes_at is None or queue is None:
            return None
        chance = self.chance(queue)
        if chance is None or not is_doubtful(chance, self.here.location.rules):
            return None
        return Doubt(
            unlikely=is_unlikely(chance, self.here.location.rules),
            closes_at=self.closes_at,
            opens_next=self.hours.opens_next(self.here.now),
            hours=self.hours,
            elsewhere=next((there.location for there in self.here.others() if self._could(there, services)), None),
        )

    def chance(self, queue: str) -> float | None:
        """Return the chance that who joins a queue now is called before closing; None when closed."""
        if self.closes_at is None:
            return None
        if queue not in self._doubts:
            known = self.here.waits.in_time.get(queue)
            self._doubts[queue] = self._rough(queue) if known is None else known
        return self._doubts[queue]

    def _rough(self, queue: str) -> float:
        here, location = self.here, self.here.location
        waiting = self.session.scalar(
            sa.select(sa.func.count())
            .select_from(Ticket)
            .where(
                Ticket.location == location.id,
                Ticket.day == location.hours.day_of(here.now),
                Ticket.state == State.WAITING,
                Ticket.queue == queue,
            )
        )
        typical = [s.typical_minutes for s in here.catalog.services_at(location.id) if s.queue == queue]
        return rough_chance(
            left=(self.closes_at - here.now).total_seconds() / 60 if self.closes_at else 0.0,
            waiting=waiting or 0,
            typical=sum(typical) / max(len(typical), 1),
            counters=sum(queue in counter.serves for counter in location.counters),
            target=here.catalog.queues[queue].target_minutes,
        )

    def _could(self, there: Here, services: Sequence[Service]) -> bool:
        """Return whether another center most likely serves a visitor for each of these services today."""
        place = there.location
        given = all(
            place.id in service.locations and any(service.queue in counter.serves for counter in place.counters)
            for service in services
        )
        if not given:
            return False
        if hours_of(self.session, place).closes_at(there.now) is None:
            return False
        if services[0].queue in closed_queues(self.session, place.id, place.hours.day_of(there.now)):
            return False
        # Only where somebody serves it at this moment: nobody is sent across the city on a guess.
        chance = there.waits.in_time.get(services[0].queue or "")
        return chance is not None and not is_doubtful(chance, place.rules)


def closed_lines(session: Session, location: Location, now: datetime) -> dict[str, dict[str, str]]:
    """Return what visitors are told of each queue that a manager closed today, by language: why, and when again.

    A reason of the manager's own stays as it was written.
    """
    closed = closed_queues(session, location.id, location.hours.day_of(now))
    if not closed:
        return {}
    hours = hours_of(session, location)
    opens = hours.opens_next(now)
    return {
        queue: {tag: _closed(translator(tag), row.reason, opens, now, hours) for tag in location.languages}
        for queue, row in closed.items()
    }


def _closed(say: Translator, reason: str, opens: datetime | None, now: datetime, hours: Hours) -> str:
    words = [say.gettext(CLOSED), say.gettext(reason)]
    if opens:
        words.append(_opens(say, opens, now, hours))
    return " ".join(words)


def joining(here: Here, queue: str) -> list[Service]:
    """Return the services whose visitors join a queue at a location."""
    services = here.catalog.services_at(here.location.id)
    return [service for service in services if service.queue == queue and service.kind is Kind.TICKET]


def _opens(say: Translator, moment: datetime, now: datetime, hours: Hours) -> str:
    # One full stop, also after "a.m."
    return say.gettext(OPENS, when=_when(say, moment, now, hours)).removesuffix(".") + "."


def _when(say: Translator, moment: datetime, now: datetime, hours: Hours) -> str:
    day, time = hours.day_of(moment), say.time(moment, hours.tz)
    ahead = (day - hours.day_of(now)).days
    if ahead < 2:
        return say.gettext(TOMORROW if ahead else TODAY, time=time)
    return say.gettext(ON_DAY, day=say.gettext(WEEKDAYS[day.weekday()]) if ahead < 7 else say.date(day), time=time)
