"""What a simulated agent does with a visitor: mostly start and finish, seldom any other act of a counter."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from queueing import operations
from queueing.alerts.model import CallKind
from queueing.demo.visitors import another_service, service_minutes
from queueing.runtime import Runtime
from queueing.tickets.model import State, Ticket
from services_catalog.catalog import Counter, Location

PlannedAct = Callable[[Session, datetime], object]

HOLD_MINUTES = (3.0, 9.0)
BACK_MINUTES = (2.0, 10.0)
"""When somebody who missed the call comes back after all, and how often that is."""
COMES_BACK = 0.4
HELP_MINUTES = (1.5, 4.0)
"""For how long the manager is wanted, unless one has answered."""
INTERPRETER_SECONDS = (60.0, 180.0)
MOST_MOVES = 12
"""After so many moves a visit is only finished: no other act is chosen."""
NOTES = ("Has the form filled in", "Wants a copy of the letter", "Has paid already")


class AgentBehavior:
    """The choices of one agent. `later` holds acts by due time; `set_aside` the tickets on hold, until when."""

    def __init__(
        self, runtime: Runtime, location: Location, counter: Counter, *, by: str, name: str, luck: Random
    ) -> None:
        self.runtime, self.location, self.counter = runtime, location, counter
        self.by, self.name, self.luck = by, name, luck
        self.set_aside: dict[str, datetime] = {}
        self.later: list[tuple[datetime, int, PlannedAct]] = []
        self._order = count()

    def with_visitor(self, ticket: Ticket) -> tuple[float, PlannedAct]:
        """Return in how many seconds to do what with the visitor in front."""
        if ticket.state == State.CALLED:
            return self._with_called(ticket)
        if ticket.interpreter in {"asked", "on_line"}:
            return self._with_interpreter(ticket)
        seconds = 60 * service_minutes(self.runtime.catalog.services[ticket.service], self.luck)
        if ticket.moves < MOST_MOVES and (deed := self._now_and_then(ticket)):
            return seconds / 4, deed
        return seconds, self._on(
            ticket, lambda **known: operations.finish(catalog=self.runtime.catalog, location=self.location, **known)
        )

    def _with_called(self, ticket: Ticket) -> tuple[float, PlannedAct]:
        chance = self.luck.random()
        if chance < 0.05 and not ticket.recalls:
            return self.luck.uniform(60, 100), self._on(ticket, operations.recall)
        if ticket.recalls and chance < 0.7:
            return self.luck.uniform(40, 80), lambda session, at: self._no_show(ticket, session, at)
        return self.luck.uniform(15, 60), self._on(ticket, operations.start)

    def _with_interpreter(self, ticket: Ticket) -> tuple[float, PlannedAct]:
        if ticket.interpreter == "asked":
            seconds, state = self.luck.uniform(*INTERPRETER_SECONDS), "on_line"
        else:
            seconds, state = 60 * service_minutes(self.runtime.catalog.services[ticket.service], self.luck), "done"
        return seconds, self._on(ticket, operations.interpreter, state=state)

    def _now_and_then(self, ticket: Ticket) -> PlannedAct | None:
        """Return what is not done with every visitor; None with most."""
        if "interpreter" in ticket.needs and not ticket.interpreter:
            return self._on(ticket, operations.interpreter, state="asked")
        chance = self.luck.random()
        for share, deed in self._seldom(ticket):
            if chance < share:
                return deed
            chance -= share
        return None

    def _seldom(self, ticket: Ticket) -> Iterator[tuple[float, PlannedAct]]:
        """Yield rare acts, each with the share of visitors with whom it is done."""
        yield 0.03, lambda session, at: self._hold(ticket, session, at)
        if elsewhere := another_service(self.runtime.catalog, self.location, ticket.queue, self.luck):
            yield 0.03, self._send_on(ticket, elsewhere)
            known = {"catalog": self.runtime.catalog, "location": self.location}
            yield 0.03, self._on(ticket, operations.add_service, service=elsewhere, **known)
        yield 0.02, self._on(ticket, operations.note, note=self.luck.choice(NOTES))
        if not self.later:
            yield 0.01, self._call_help

    def _on(self, ticket: Ticket, act: Callable[..., object], **details: Any) -> PlannedAct:
        return lambda session, at: act(session=session, ticket=ticket.public_id, by=self.by, now=at, **details)

    def _hold(self, ticket: Ticket, session: Session, at: datetime) -> None:
        minutes = self.luck.uniform(*HOLD_MINUTES)
        self._on(ticket, operations.hold, reason="Filling in a form", minutes=minutes)(session, at)
        self.set_aside[ticket.public_id] = at + timedelta(minutes=minutes)

    def _no_show(self, ticket: Ticket, session: Session, at: datetime) -> None:
        self._on(ticket, operations.no_show, location=self.location)(session, at)
        if self.luck.random() < COMES_BACK:
            self._in(BACK_MINUTES, at, self._on(ticket, operations.reinstate, location=self.location))

    def _send_on(self, ticket: Ticket, service: str) -> PlannedAct:
        note = self.luck.choice(NOTES) if self.luck.random() < 0.5 else None
        known = {"catalog": self.runtime.catalog, "location": self.location}
        return self._on(
            ticket, operations.transfer, service=service, reason="Came to the wrong desk", note=note, **known
        )

    def _call_help(self, session: Session, at: datetime) -> None:
        made = operations.call_for_help(
            session,
            location=self.location,
            kind=CallKind.HELP,
            counter=self.counter.id,
            by=self.by,
            caller=self.name,
            now=at,
        ).id

        def no_more(session: Session, at: datetime) -> None:
            operations.withdraw_call(session, location=self.location, call=made, by=self.by, name=self.name, now=at)

        self._in(HELP_MINUTES, at, no_more)

    def _in(self, minutes: tuple[float, float], at: datetime, deed: PlannedAct) -> None:
        heapq.heappush(self.later, (at + timedelta(minutes=self.luck.uniform(*minutes)), next(self._order), deed))
