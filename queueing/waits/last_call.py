"""Which visitors can still be served before closing, by the forecast, and the message to those who cannot.

Visitors who hold a ticket are served in any case, and staff may add a visitor whenever they like.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.calendar.closed_queues import closed_queues
from queueing.calendar.hours import hours_of
from queueing.calendar.next_opening import opening_sentence
from queueing.i18n import mark, translator
from queueing.refusals import TooLateToday
from queueing.tickets.model import State, Ticket
from queueing.waits.context import ViewContext
from services_catalog.catalog import Kind, Location, Rules, Service, in_language
from services_catalog.hours import Hours

UNLIKELY = mark("We could most likely not serve you before we close at {time}.")
DOUBTFUL = mark("We may not be able to serve you before we close at {time}.")
ELSEWHERE = mark("Today you can also go to {place}, {address}.")


def is_unlikely(chance: float, rules: Rules) -> bool:
    """Return whether no ticket is given at that chance of a call before closing."""
    return chance < rules.refuse_below_chance


def is_doubtful(chance: float, rules: Rules) -> bool:
    """Return whether the visitor is at least warned."""
    return chance < max(rules.warn_below_chance, rules.refuse_below_chance)


def rough_chance(*, left: float, waiting: int, typical: float, counters: int, target: float) -> float:
    """Return a chance for a queue without a forecast, because no counter serves it now.

    0 when the visitors `waiting` would keep its counters busy for longer than the minutes `left`, at `typical` minutes
    each; 0.5 when the queue's target wait is longer than the minutes left; otherwise 1.
    """
    if waiting * typical / max(counters, 1) > left:
        return 0.0
    return 0.5 if target > left else 1.0


@dataclass(frozen=True, slots=True)
class ClosingRisk:
    """The risk that a visitor is not served before closing; `unlikely` when it is high enough to refuse a ticket."""

    unlikely: bool
    closes_at: datetime
    opens_next: datetime | None
    hours: Hours
    elsewhere: Location | None

    def sentence(self, language: str, now: datetime) -> str:
        """Return the message in a language, with when and where to come instead."""
        say, zone = translator(language), self.hours.tz
        words = [say.gettext(UNLIKELY if self.unlikely else DOUBTFUL, time=say.time(self.closes_at, zone))]
        if self.elsewhere:
            location = in_language(self.elsewhere.name, language)
            words.append(say.gettext(ELSEWHERE, place=location, address=self.elsewhere.address))
        if self.opens_next:
            words.append(opening_sentence(say, self.opens_next, now, self.hours))
        # Some languages write times that end with a period of their own.
        return " ".join(words).replace("..", ".")

    def refusal(self, language: str, now: datetime) -> TooLateToday:
        """Return the refusal of a ticket, in a language."""
        opens = self.opens_next.isoformat() if self.opens_next else None
        elsewhere = self.elsewhere.id if self.elsewhere else None
        return TooLateToday(self.sentence(language, now), opens_next=opens, elsewhere=elsewhere)


class LastCall:
    """The rest of a location's opening, and the chance to be served in it."""

    def __init__(self, session: Session, context: ViewContext) -> None:
        self.session, self.context = session, context
        self._chances: dict[str, float | None] = {}

    @cached_property
    def hours(self) -> Hours:
        """The location's hours, with every change."""
        return hours_of(self.session, self.context.location)

    @cached_property
    def closes_at(self) -> datetime | None:
        """When the present opening ends; None when closed."""
        return self.hours.closes_at(self.context.now)

    def risk(self, services: Sequence[Service]) -> ClosingRisk | None:
        """Return the risk that a visitor for these services of one queue is not served before closing, if any."""
        queue = next((service.queue for service in services), None)
        if self.closes_at is None or queue is None:
            return None
        chance = self.chance(queue)
        if chance is None or not is_doubtful(chance, self.context.location.rules):
            return None
        return ClosingRisk(
            unlikely=is_unlikely(chance, self.context.location.rules),
            closes_at=self.closes_at,
            opens_next=self.hours.opens_next(self.context.now),
            hours=self.hours,
            elsewhere=next(
                (elsewhere.location for elsewhere in self.context.others() if self._could_serve(elsewhere, services)),
                None,
            ),
        )

    def chance(self, queue: str) -> float | None:
        """Return the chance that a visitor who joins a queue now is called before closing; None when closed."""
        if self.closes_at is None:
            return None
        if queue not in self._chances:
            known = self.context.waits.in_time.get(queue)
            self._chances[queue] = self._chance_without_forecast(queue) if known is None else known
        return self._chances[queue]

    def _chance_without_forecast(self, queue: str) -> float:
        context, location = self.context, self.context.location
        waiting = self.session.scalar(
            sa.select(sa.func.count())
            .select_from(Ticket)
            .where(
                Ticket.location == location.id,
                Ticket.day == location.hours.day_of(context.now),
                Ticket.state == State.WAITING,
                Ticket.queue == queue,
            )
        )
        typical = [s.typical_minutes for s in context.catalog.services_at(location.id) if s.queue == queue]
        return rough_chance(
            left=(self.closes_at - context.now).total_seconds() / 60 if self.closes_at else 0.0,
            waiting=waiting or 0,
            typical=sum(typical) / max(len(typical), 1),
            counters=sum(queue in counter.serves for counter in location.counters),
            target=context.catalog.queues[queue].target_minutes,
        )

    def _could_serve(self, elsewhere: ViewContext, services: Sequence[Service]) -> bool:
        """Return whether another location most likely serves a visitor for each of these services today."""
        location = elsewhere.location
        offered = all(
            location.id in service.locations and any(service.queue in counter.serves for counter in location.counters)
            for service in services
        )
        if not offered:
            return False
        if hours_of(self.session, location).closes_at(elsewhere.now) is None:
            return False
        if services[0].queue in closed_queues(self.session, location.id, location.hours.day_of(elsewhere.now)):
            return False
        # Only where a counter serves the queue now: no visitor is sent across the city on a guess.
        chance = elsewhere.waits.in_time.get(services[0].queue or "")
        return chance is not None and not is_doubtful(chance, location.rules)


def services_joining(context: ViewContext, queue: str) -> list[Service]:
    """Return the services whose visitors join a queue at a location."""
    services = context.catalog.services_at(context.location.id)
    return [service for service in services if service.queue == queue and service.kind is Kind.TICKET]
