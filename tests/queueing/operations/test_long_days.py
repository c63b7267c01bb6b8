"""Long random days with every act, against a center played with paper cards: no ticket lost, none at two counters,
the order the policy's, and the events tell the same story."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.orm import Session

from queueing import maintenance, operations
from queueing.db import Database
from queueing.operations import DoneFunction, TicketOrder
from queueing.operations.counters import CounterChange
from queueing.refusals import Refusal
from queueing.tickets.model import AT_COUNTER, Ticket, TicketEvent
from queueing.tickets.ordering import QueuePosition
from tests.cast import MONDAY_MORNING, issue_ticket, packaged
from tests.queueing.plain_center import AT_COUNTER as ON_A_DESK
from tests.queueing.plain_center import RECALLS, Desk, No, PlainCenter

CATALOG = packaged()
DOWNTOWN = CATALOG.locations["downtown"]
DOWNTOWN = replace(DOWNTOWN, rules=replace(DOWNTOWN.rules, recalls_before_no_show=RECALLS))
SERVICES = ("building-permit", "report-theft", "police-report-copy", "general-help")
DESKS = tuple(desk.id for desk in DOWNTOWN.counters)
AGENTS = ("ana", "ben", "cyd")
DAYS, ACTS_A_DAY = 12, 80

agents, desks, services = st.sampled_from(AGENTS), st.sampled_from(DESKS), st.sampled_from(SERVICES)
pick = st.integers(0, 10_000)
"""Chooses among the tickets that there are."""


class LongDay(RuleBasedStateMachine):
    """One day at the downtown center, every hand at random."""

    count = 0
    refused = 0

    @initialize()
    def morning(self) -> None:
        """An empty center; the clock stands at half past nine."""
        self.folder = Path(mkdtemp(dir=_memory()))
        self.database = Database(f"sqlite:///{self.folder / 'day.db'}")
        maintenance.upgrade(self.database)
        self.now = MONDAY_MORNING
        queues = CATALOG.queues
        self.cards = PlainCenter(
            queue_of={service: CATALOG.services[service].queue or "" for service in SERVICES},
            target={queue: queues[queue].target_minutes for queue in queues},
            desks={desk.id: Desk(frozenset(desk.serves)) for desk in DOWNTOWN.counters},
        )

    def teardown(self) -> None:
        """Leave nothing behind."""
        if hasattr(self, "database"):
            self.database.close()
            shutil.rmtree(self.folder)

    @rule(service=services, accessible=st.booleans())
    def a_visitor_comes(self, service: str, accessible: bool) -> None:
        needs = ("mobility",) if accessible else ()
        with self.database.write() as session:
            order = TicketOrder(service, needs=needs)
            ticket, _ = issue_ticket(session, catalog=CATALOG, location=DOWNTOWN, order=order, by="kiosk", now=self.now)
            name, priority, self.now = ticket.public_id, ticket.priority, max(self.now, ticket.issued_at)
            issued = ticket.issued_at
        assert priority == ("accessible" if accessible else "standard")
        self.cards.issue(name, service, priority, issued)

    @rule(seconds=st.sampled_from([1, 7, 12, 90, 600, 1900]))
    def time_goes_by(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(desk=desks, agent=agents, state=st.sampled_from(["open", "open", "open", "paused", "closed"]))
    def somebody_sits(self, desk: str, agent: str, state: str) -> None:
        seat = CounterChange(open=state == "open", agent=agent, reason="lunch" if state == "paused" else "")
        self.both(
            lambda session: operations.set_counter(
                session, catalog=CATALOG, location=DOWNTOWN, counter=desk, seat=seat, by=agent, now=self.now
            ),
            lambda: self.cards.sit(desk, state, agent),
        )

    @rule(desk=desks, agent=agents)
    def call_next(self, desk: str, agent: str) -> None:
        free = self.cards.desks[desk].state == "open" and not self.cards.at(desk)
        expected = self.cards.next(desk) if free else None
        called: list[str | None] = []

        def really(session: Session) -> None:
            found = operations.call_next(
                session, catalog=CATALOG, location=DOWNTOWN, counter=desk, by=agent, now=self.now
            )
            called.append(found[0].public_id if found else None)

        def on_cards() -> None:
            self.cards.seat_for(desk)
            if expected:
                self.cards.call(expected, desk, agent, self.now)

        self.both(really, on_cards)
        assert not called or called[0] == expected, "the policy's order"

    @precondition(lambda self: self.cards.cards)
    @rule(pick=pick, desk=desks, by=agents)
    def call_this_one(self, pick: int, desk: str, by: str) -> None:
        self.on(
            pick,
            by,
            lambda session, **who: operations.call(session, location=DOWNTOWN, counter=desk, reason="asked for", **who),
            lambda name: self.cards.call(name, desk, by, self.now),
        )

    @precondition(lambda self: self.cards.cards)
    @rule(pick=pick, by=agents, act=st.sampled_from(["recall", "start", "start", "hold", "back", "leave", "void"]))
    def a_plain_act(self, pick: int, by: str, act: str) -> None:
        real: dict[str, Callable[..., Ticket]] = {
            "recall": operations.recall,
            "start": operations.start,
            "hold": operations.hold,
            "back": lambda session, **who: operations.return_(session, catalog=CATALOG, location=DOWNTOWN, **who),
            "leave": operations.leave,
            "void": lambda session, **who: operations.void(session, reason="printed twice", **who),
        }
        self.on(pick, by, real[act], lambda name: getattr(self.cards, act)(name, by, self.now))

    @precondition(lambda self: self.cards.cards)
    @rule(pick=pick, by=agents)
    def nobody_came(self, pick: int, by: str) -> None:
        self.on(
            pick,
            by,
            lambda session, **who: operations.no_show(session, location=DOWNTOWN, **who),
            lambda name: self.cards.no_show(name, by, self.now),
        )

    @precondition(lambda self: self.cards.cards)
    @rule(pick=pick, by=agents, done=st.lists(services, max_size=2, unique=True))
    def finish(self, pick: int, by: str, done: list[str]) -> None:
        said = tuple(DoneFunction(service) for service in done)
        self.on(
            pick,
            by,
            lambda session, **who: operations.finish(session, catalog=CATALOG, location=DOWNTOWN, done=said, **who),
            lambda name: self.cards.finish(name, done, by, self.now),
        )

    @precondition(lambda self: self.cards.cards)
    @rule(pick=pick, by=agents, desk=desks)
    def resume(self, pick: int, by: str, desk: str) -> None:
        self.on(
            pick,
            by,
            lambda session, **who: operations.resume(session, location=DOWNTOWN, counter=desk, **who),
            lambda name: self.cards.resume(name, desk, by, self.now),
        )

    @precondition(lambda self: self.cards.cards)
    @rule(
        pick=pick,
        by=agents,
        goal=st.one_of(
            services.map(lambda it: {"service": it}),
            desks.map(lambda it: {"counter": it}),
            agents.map(lambda it: {"agent": it}),
        ),
        position=st.sampled_from(list(QueuePosition)),
    )
    def transfer(self, pick: int, by: str, goal: dict[str, Any], position: QueuePosition) -> None:
        cards: dict[str, Any] = {("desk" if name == "counter" else name): value for name, value in goal.items()}
        self.on(
            pick,
            by,
            lambda session, **who: operations.transfer(
                session, catalog=CATALOG, location=DOWNTOWN, position=position, **goal, **who
            ),
            lambda name: self.cards.transfer(name, by, self.now, position=position.value, **cards),
        )

    @precondition(lambda self: self.cards.cards)
    @rule(pick=pick, by=agents)
    def put_back(self, pick: int, by: str) -> None:
        self.on(
            pick,
            by,
            lambda session, **who: operations.reinstate(session, location=DOWNTOWN, **who),
            lambda name: self.cards.reinstate(name, by, self.now),
        )

    @precondition(lambda self: self.cards.cards)
    @rule(pick=pick, by=agents, words=st.sampled_from(["", "has the form"]))
    def note(self, pick: int, by: str, words: str) -> None:
        self.on(
            pick,
            by,
            lambda session, **who: operations.note(session, note=words, **who),
            lambda name: self.cards.write(name, words, by, self.now),
        )

    @precondition(lambda self: self.cards.cards)
    @rule(pick=pick, by=agents, service=services, add=st.booleans())
    def add_or_drop(self, pick: int, by: str, service: str, add: bool) -> None:
        if add:
            self.on(
                pick,
                by,
                lambda session, **who: operations.add_service(
                    session, catalog=CATALOG, location=DOWNTOWN, service=service, **who
                ),
                lambda name: self.cards.add(name, service, by, self.now),
            )
        else:
            self.on(
                pick,
                by,
                lambda session, **who: operations.drop_service(session, service=service, **who),
                lambda name: self.cards.drop(name, service, by, self.now),
            )

    @precondition(lambda self: self.cards.cards)
    @rule(pick=pick, by=agents, untimed=st.booleans())
    def flag(self, pick: int, by: str, untimed: bool) -> None:
        self.on(
            pick,
            by,
            lambda session, **who: operations.flag(session, untimed=untimed, **who),
            lambda name: self.cards.flag(name, untimed, by, self.now),
        )

    @precondition(lambda self: self.cards.cards)
    @rule(pick=pick, by=agents, state=st.sampled_from(["asked", "on_line", "done"]))
    def interpreter(self, pick: int, by: str, state: str) -> None:
        self.on(
            pick,
            by,
            lambda session, **who: operations.interpreter(session, state=state, **who),
            lambda name: self.cards.interpret(name, state, by, self.now),
        )

    @precondition(lambda self: self.cards.cards)
    @rule(pick=pick, by=agents)
    def undo(self, pick: int, by: str) -> None:
        self.on(
            pick,
            by,
            lambda session, **who: operations.undo(session, location=DOWNTOWN, **who),
            lambda name: self.cards.undo(name, by, self.now),
        )

    @invariant()
    def the_cards_lie_as_the_tickets_stand(self) -> None:
        if not hasattr(self, "database"):
            return
        with self.database.read() as session:
            tickets = {ticket.public_id: ticket for ticket in session.scalars(sa.select(Ticket))}
            events = session.scalars(sa.select(TicketEvent).order_by(TicketEvent.ticket_id, TicketEvent.seq)).all()
        assert set(tickets) == set(self.cards.cards), "no ticket lost, none made up"
        for name, card in self.cards.cards.items():
            stands = tickets[name]
            shown = (stands.state, stands.outcome, stands.service, stands.queue, list(stands.then), stands.moves)
            assert shown == (card.state, card.outcome, card.service, card.queue, card.then, card.events)
            assert (stands.due_at, stands.for_counter, stands.for_agent) == (card.due, card.for_counter, card.for_agent)
            assert (stands.untimed, stands.interpreter, stands.note) == (card.untimed, card.interpreter, card.note)
            if card.state in ON_A_DESK:
                assert stands.counter == card.counter
        held = [ticket.counter for ticket in tickets.values() if ticket.state in AT_COUNTER]
        assert len(held) == len(set(held)), "a counter holds one"
        self.the_events_tell_the_same(tickets, events)

    def the_events_tell_the_same(self, tickets: dict[str, Ticket], events: Any) -> None:
        told: dict[int, tuple[str, str | None, str, str, int]] = {}
        for event in events:
            before = told.get(event.ticket_id)
            assert event.from_state == (before[0] if before else None), "each begins where the one before ended"
            told[event.ticket_id] = (event.to_state, event.outcome, event.service, event.queue, event.seq)
        stand = {
            ticket.id: (ticket.state, ticket.outcome, ticket.service, ticket.queue, ticket.moves)
            for ticket in tickets.values()
        }
        assert told == stand

    def on(self, pick: int, by: str, really: Callable[..., object], on_cards: Callable[[str], object]) -> None:
        """Do an act to one of the tickets."""
        name = list(self.cards.cards)[pick % len(self.cards.cards)]
        self.both(lambda session: really(session, ticket=name, by=by, now=self.now), lambda: on_cards(name))

    def both(self, really: Callable[[Session], object], on_cards: Callable[[], object]) -> None:
        """Do it in the product and on the cards: both do it, or both refuse."""
        type(self).count += 1
        try:
            on_cards()
        except No:
            expected = False
        else:
            expected = True
        try:
            with self.database.write() as session:
                really(session)
        except Refusal as refusal:
            type(self).refused += 1
            assert not expected, refusal.detail
            assert refusal.detail.endswith("."), "a refusal is a sentence"
        else:
            assert expected, "the cards refuse what was done"


def _memory() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def live(days: int, acts_a_day: int, *, always_the_same: bool) -> None:
    """Live that many days of at most so many acts; tell how many acts there were."""
    LongDay.count = LongDay.refused = 0
    chosen = settings(
        max_examples=days,
        stateful_step_count=acts_a_day,
        deadline=None,
        derandomize=always_the_same,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(LongDay, settings=chosen)
    print(f"{days} days, {LongDay.count} acts, {LongDay.refused} of them refused by the product and by the cards")


def test_long_days_go_as_with_cards_on_a_table() -> None:
    live(DAYS, ACTS_A_DAY, always_the_same=True)
