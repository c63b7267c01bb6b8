"""A center as one would play it with paper cards on a table: the model that long random days are checked against.

It knows nothing of the product but its words. Each act either changes the cards or raises No.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

LONG_AGO = datetime.min.replace(tzinfo=UTC)
LIVE = {"waiting", "called", "serving", "held"}
WITH_STAFF = {"called", "serving", "held"}
AT_COUNTER = {"called", "serving"}
UNDO_SECONDS = 10
BACK_MINUTES = 30
RECALLS = 1
HEAD_START = {"standard": 0, "accessible": 20, "returned": 15}


class No(Exception):
    """The act makes no sense on these cards."""


@dataclass
class Card:
    """A ticket."""

    order: int
    service: str
    queue: str
    priority: str
    issued: datetime
    due: datetime
    state: str = "waiting"
    outcome: str | None = None
    counter: str | None = None
    ended: datetime | None = None
    recalls: int = 0
    then: list[str] = field(default_factory=list)
    for_counter: str = ""
    for_agent: str = ""
    untimed: bool = False
    interpreter: str = ""
    note: str = ""
    events: int = 1
    last: tuple[str, str, datetime] = ("issue", "", LONG_AGO)
    before: Card | None = None


@dataclass
class Desk:
    """A counter: who sits there, open, paused or closed, and the queues it serves."""

    serves: frozenset[str]
    state: str = "closed"
    agent: str = ""


@dataclass
class PlainCenter:
    """The cards, the desks, and how long each queue should wait at most."""

    queue_of: dict[str, str]
    target: dict[str, float]
    desks: dict[str, Desk]
    cards: dict[str, Card] = field(default_factory=dict)

    def due(self, issued: datetime, queue: str, priority: str) -> datetime:
        """When a ticket of that queue and class is due."""
        return issued + timedelta(minutes=self.target[queue] - HEAD_START[priority])

    def at(self, desk: str) -> Card | None:
        """The card that lies on a desk."""
        return next((each for each in self.cards.values() if each.counter == desk and each.state in AT_COUNTER), None)

    def issue(self, name: str, service: str, priority: str, now: datetime) -> None:
        """A visitor takes a ticket."""
        queue = self.queue_of[service]
        due = self.due(now, queue, priority)
        self.cards[name] = Card(len(self.cards), service, queue, priority, now, due)

    def sit(self, desk: str, state: str, agent: str) -> None:
        """Somebody opens, pauses or closes a counter."""
        if state == "closed" and self.at(desk):
            raise No
        self.desks[desk].state, self.desks[desk].agent = state, "" if state == "closed" else agent

    def may_call(self, desk: str, card: Card) -> bool:
        """Whether a desk's next may be this card."""
        staffed = {name: each.agent for name, each in self.desks.items() if each.state != "closed"}
        only: set[str] = set()
        if card.for_counter in staffed:
            only = {card.for_counter}
        elif card.for_agent:
            only = {name for name, agent in staffed.items() if agent == card.for_agent}
        return desk in only if only else card.queue in self.desks[desk].serves

    def next(self, desk: str) -> str | None:
        """Whose turn it is at a desk."""
        line = [
            (card.due, card.order, name)
            for name, card in self.cards.items()
            if card.state == "waiting" and self.may_call(desk, card)
        ]
        return min(line)[2] if line else None

    def act(self, name: str, act: str, by: str, now: datetime, change: Callable[[Card], None]) -> None:
        """Change a card, and keep what it was."""
        card = self.cards[name]
        before = deepcopy(card)
        try:
            change(card)
        except No:
            self.cards[name] = before
            raise
        card.events, card.last, card.before = before.events + 1, (act, by, now), before

    def seat_for(self, desk: str) -> None:
        """A desk that is open and has no card on it."""
        if self.desks[desk].state != "open" or self.at(desk):
            raise No

    def call(self, name: str, desk: str, by: str, now: datetime) -> None:
        """Call a card to a desk."""
        self.seat_for(desk)

        def change(card: Card) -> None:
            _only(card, "waiting")
            card.state, card.counter, card.recalls = "called", desk, 0

        self.act(name, "call", by, now, change)

    def recall(self, name: str, by: str, now: datetime) -> None:
        """Call again."""

        def change(card: Card) -> None:
            _only(card, "called")
            card.recalls += 1

        self.act(name, "recall", by, now, change)

    def start(self, name: str, by: str, now: datetime) -> None:
        """The visitor came."""

        def change(card: Card) -> None:
            _only(card, "called")
            card.state = "serving"

        self.act(name, "start", by, now, change)

    def finish(self, name: str, done: list[str], by: str, now: datetime) -> None:
        """Done; on to what follows, or home."""

        def change(card: Card) -> None:
            _only(card, "serving")
            left = [service for service in card.then if service not in (done or [card.service])]
            if not left:
                card.then = []
                _end(card, "served", now)
                return
            card.service, *card.then = left
            card.queue = self.queue_of[card.service]
            card.due = self.due(card.issued, card.queue, card.priority)
            card.for_counter = card.for_agent = ""
            _off(card)

        self.act(name, "finish", by, now, change)

    def no_show(self, name: str, by: str, now: datetime) -> None:
        """Nobody came."""

        def change(card: Card) -> None:
            _only(card, "called")
            _if(card.recalls >= RECALLS)
            _end(card, "no_show", now)

        self.act(name, "no_show", by, now, change)

    def hold(self, name: str, by: str, now: datetime) -> None:
        """Set aside."""

        def change(card: Card) -> None:
            _only(card, *AT_COUNTER)
            card.state = "held"

        self.act(name, "hold", by, now, change)

    def resume(self, name: str, desk: str, by: str, now: datetime) -> None:
        """Go on."""

        def change(card: Card) -> None:
            _only(card, "held")
            self.seat_for(desk)
            card.state, card.counter = "serving", desk

        self.act(name, "resume", by, now, change)

    def back(self, name: str, by: str, now: datetime) -> None:
        """Send back to the queue, sooner due."""

        def change(card: Card) -> None:
            _only(card, *WITH_STAFF)
            card.due = min(card.due, self.due(card.issued, card.queue, "returned"))
            _off(card)

        self.act(name, "return", by, now, change)

    def transfer(
        self, name: str, by: str, now: datetime, *, service: str = "", desk: str = "", agent: str = "", position: str
    ) -> None:
        """Send on."""
        here = {each.agent for each in self.desks.values() if each.state != "closed"}
        if (desk and self.desks[desk].state == "closed") or (agent and agent not in here):
            raise No

        def change(card: Card) -> None:
            _only(card, *LIVE)
            card.service = service or card.service
            card.queue = self.queue_of[card.service]
            others = [each for each in self.cards.values() if each is not card and each.state == "waiting"]
            queue = [each for each in others if each.queue == card.queue]
            card.due = self.due(card.issued, card.queue, card.priority)
            if position == "front" and others:
                card.due = min(card.due, min(each.due for each in others) - timedelta(seconds=1))
            if position == "end" and queue:
                card.due = max(card.due, max(each.due for each in queue) + timedelta(seconds=1))
            card.then = [each for each in card.then if each != card.service]
            card.for_counter, card.for_agent = desk, agent
            _off(card)

        self.act(name, "transfer", by, now, change)

    def reinstate(self, name: str, by: str, now: datetime) -> None:
        """A missed visitor is back."""

        def change(card: Card) -> None:
            if card.outcome not in {"no_show", "left"} or card.ended is None:
                raise No
            if now - card.ended > timedelta(minutes=BACK_MINUTES):
                raise No
            card.outcome = card.ended = None
            _off(card)

        self.act(name, "reinstate", by, now, change)

    def leave(self, name: str, by: str, now: datetime) -> None:
        """The visitor gives up."""

        def change(card: Card) -> None:
            _only(card, "waiting", "called", "held")
            _end(card, "left", now)

        self.act(name, "leave", by, now, change)

    def void(self, name: str, by: str, now: datetime) -> None:
        """Take out."""

        def change(card: Card) -> None:
            _only(card, *LIVE)
            _end(card, "voided", now)

        self.act(name, "void", by, now, change)

    def write(self, name: str, words: str, by: str, now: datetime) -> None:
        """Note something."""

        def change(card: Card) -> None:
            _only(card, *LIVE)
            card.note = words

        self.act(name, "note", by, now, change)

    def add(self, name: str, service: str, by: str, now: datetime) -> None:
        """One more service."""

        def change(card: Card) -> None:
            _only(card, *LIVE)
            _if(service not in (card.service, *card.then))
            card.then.append(service)

        self.act(name, "add", by, now, change)

    def drop(self, name: str, service: str, by: str, now: datetime) -> None:
        """One service less."""

        def change(card: Card) -> None:
            _only(card, *LIVE)
            _if(service in card.then)
            card.then.remove(service)

        self.act(name, "drop", by, now, change)

    def flag(self, name: str, untimed: bool, by: str, now: datetime) -> None:
        """This one's time does not count, or does."""

        def change(card: Card) -> None:
            _only(card, *WITH_STAFF)
            _if(card.untimed != untimed)
            card.untimed = untimed

        self.act(name, "flag", by, now, change)

    def interpret(self, name: str, state: str, by: str, now: datetime) -> None:
        """An interpreter is asked for, on the line, done."""
        before = {"asked": {"", "done"}, "on_line": {"", "asked", "done"}, "done": {"asked", "on_line"}}

        def change(card: Card) -> None:
            _only(card, *WITH_STAFF)
            _if(card.interpreter in before[state])
            card.interpreter = state

        self.act(name, "interpreter", by, now, change)

    def undo(self, name: str, by: str, now: datetime) -> None:
        """Take back the last act, while it is fresh."""
        card = self.cards[name]
        act, whose, when = card.last
        before = card.before
        if before is None or act in {"recall", "leave", "undo", "issue"} or whose != by:
            raise No
        if now - when > timedelta(seconds=UNDO_SECONDS):
            raise No
        elsewhere = card.state not in AT_COUNTER or card.counter != before.counter
        to = before.counter if before.state in AT_COUNTER and elsewhere else None
        if to and (self.desks[to].state == "closed" or self.at(to)):
            raise No
        restored = deepcopy(before)
        restored.events, restored.last, restored.before = card.events + 1, ("undo", by, now), None
        self.cards[name] = restored


def _if(so: bool) -> None:
    if not so:
        raise No


def _only(card: Card, *states: str) -> None:
    _if(card.state in states)


def _end(card: Card, outcome: str, now: datetime) -> None:
    card.state, card.outcome, card.ended = "ended", outcome, now


def _off(card: Card) -> None:
    card.state, card.counter, card.recalls = "waiting", None, 0
    card.untimed, card.interpreter = False, ""
