"""Every ordered pair of acts, fired at once by two hands on one ticket: one winner, one worded refusal, sound events.

Two processes on one database, SQLite and PostgreSQL; each hand says what its screen had seen. Every two acts meet on
both databases, in one order on each; in both orders on both in `python -m tests.bench.hands`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from inspect import signature
from itertools import pairwise, product
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing import maintenance, operations
from queueing.db import Database
from queueing.operations import TicketOrder
from queueing.operations.counters import CounterChange
from queueing.operations.transition import hold_still
from queueing.refusals import WrongState
from queueing.settings import Settings
from queueing.tickets.model import State, Ticket, TicketEvent
from services_catalog.catalog import Catalog
from tests.cast import MONDAY_MORNING, PERMIT, issue_ticket, packaged
from tests.desk_states import OPERATIONS
from tests.forked import Forked

OTHER = "plumbing-permit"
FOLLOWS = "report-theft"
SAID: dict[str, dict[str, Any]] = {
    "call": {"reason": "was asked for"},
    "transfer": {"service": OTHER},
    "note": {"note": "has the form"},
    "add": {"service": "general-help"},
    "drop": {"service": FOLLOWS},
    "flag": {"untimed": True},
    "interpreter": {"state": "asked"},
    "void": {"reason": "printed twice"},
}
"""What is said with an act, where it must be said."""

STAGES = ("waiting", "called", "serving", "held", "missed")
LIVE, WITH_STAFF = ("waiting", "called", "serving", "held"), ("called", "serving", "held")
APPLIES = {
    "call": ("waiting",),
    "recall": ("called",),
    "start": ("called",),
    "finish": ("serving",),
    "no-show": ("called",),
    "hold": ("called", "serving"),
    "resume": ("held",),
    "return": WITH_STAFF,
    "transfer": LIVE,
    "reinstate": ("missed",),
    "void": LIVE,
    "note": LIVE,
    "add": LIVE,
    "drop": LIVE,
    "flag": WITH_STAFF,
    "interpreter": WITH_STAFF,
    "undo": STAGES,
}
"""Where an act makes sense, on a ticket that one and the same agent brought there a second ago (a waiting one, by
adding a service)."""

ANA = "staff:1"
NOON = MONDAY_MORNING + timedelta(seconds=30)
AT_A_COUNTER = {"call", "resume"}


@dataclass(frozen=True)
class Hands:
    """Two browsers of one agent, each in a process of its own."""

    database: Database
    lines: tuple[Connection, Connection]

    def at_once(self, ticket: str, seen: int, first: str, second: str) -> list[str]:
        """Fire two acts; return each one's refusal in words, empty when it was done."""
        for counter, (act, line) in enumerate(zip((first, second), self.lines, strict=True), start=1):
            line.send((ticket, seen, act, {"counter": str(counter)} if act in AT_A_COUNTER else {}))
        return [line.recv() for line in self.lines]


def hand(url: str, line: Connection) -> None:
    """Do what comes down the line as the API does it, and send back what came of it."""
    database, catalog = Database(url), packaged()
    known = {"catalog": catalog, "location": catalog.locations["downtown"], "by": ANA, "now": NOON}
    while (said := line.recv()) is not None:
        ticket, seen, act, where = said
        wanted = known.keys() & signature(OPERATIONS[act]).parameters.keys()
        try:
            with database.write() as session:
                hold_still(session, ticket, seen=seen)
                words = {**SAID.get(act, {}), **where, **{name: known[name] for name in wanted}}
                OPERATIONS[act](session, ticket=ticket, **words)
        except WrongState as refusal:
            line.send(refusal.detail)
        else:
            line.send("")


@contextmanager
def two_hands(url: str, catalog: Catalog, folder: Path) -> Iterator[Hands]:
    """Seat an agent at two counters until the block ends; `folder` takes what the hands say."""
    database, place = Database(url), catalog.locations["downtown"]
    maintenance.upgrade(database)
    with database.write() as session:
        for desk in ("1", "2"):
            seat = CounterChange(open=True, agent="ana")
            operations.set_counter(
                session, catalog=catalog, location=place, counter=desk, seat=seat, by=ANA, now=MONDAY_MORNING
            )
    pipes = Pipe(), Pipe()
    ends = [
        Forked(folder / f"hand-{n}.log", hand, url, far, environment=os.environ) for n, (_, far) in enumerate(pipes)
    ]
    try:
        yield Hands(database, (pipes[0][0], pipes[1][0]))
    finally:
        for near, _ in pipes:
            near.send(None)
        ended = [end.wait(30) for end in ends]
        database.close()
    assert ended == [0, 0]


def stage(session: Session, catalog: Catalog, where: str) -> Ticket:
    """Bring a new ticket, with one more service to come, to where both acts are to meet it."""
    place, then = catalog.locations["downtown"], NOON - timedelta(seconds=1)
    ticket, _ = issue_ticket(session, catalog=catalog, location=place, order=TicketOrder(PERMIT), by="kiosk", now=then)
    known = ticket.public_id
    operations.add_service(session, catalog=catalog, location=place, service=FOLLOWS, ticket=known, by=ANA, now=then)
    if where != "waiting":
        operations.call(session, location=place, counter="1", reason="test", ticket=known, by=ANA, now=then)
    if where in {"serving", "held"}:
        operations.start(session, ticket=known, by=ANA, now=then)
    if where == "held":
        operations.hold(session, ticket=known, by=ANA, now=then)
    if where == "missed":
        operations.no_show(session, location=place, ticket=known, by=ANA, now=then)
    return ticket


def meeting_place(first: str, second: str) -> tuple[str, set[str]]:
    """Return where two acts meet, and those that make sense there: both if there is such a place."""
    for where in STAGES:
        if where in APPLIES[first] and where in APPLIES[second]:
            return where, {first, second}
    return APPLIES[first][0], {first}


NAMES = list(OPERATIONS)
PAIRS = list(product(NAMES, NAMES))
ONE_WAY = [(NAMES[first], NAMES[second]) for first in range(len(NAMES)) for second in range(first + 1)]
OTHER_WAY = [(second, first) for first, second in ONE_WAY]


def fire(hands: Hands, catalog: Catalog, pairs: Iterable[tuple[str, str]]) -> None:
    """Let each pair of acts meet on a ticket of its own; fail on the first that does not go as it should."""
    for first, second in pairs:
        where, sensible = meeting_place(first, second)
        with hands.database.write() as session:
            ticket = stage(session, catalog, where)
        refusals = dict(enumerate(hands.at_once(ticket.public_id, ticket.moves, first, second)))
        pair = f"{first} and {second} on a {where} ticket: {refusals}"
        (winner,) = (act for n, act in enumerate((first, second)) if not refusals[n])
        assert winner in sensible, pair
        (words,) = filter(None, refusals.values())
        assert re.fullmatch(rf"Somebody else was first: {ticket.number} .+\.|{ticket.number} .+ not apply\.", words), (
            pair
        )
        with hands.database.write() as session:
            now = session.get_one(Ticket, ticket.id)
            mine = sa.select(TicketEvent).where(TicketEvent.ticket_id == ticket.id).order_by(TicketEvent.seq)
            events = session.scalars(mine).all()
            assert [event.seq for event in events] == list(range(1, ticket.moves + 2)), pair
            assert (events[-1].to_state, events[-1].outcome) == (now.state, now.outcome), pair
            assert all(one.to_state == other.from_state for one, other in pairwise(events)), pair
            now.state = State.ENDED  # off the counter, for the next pair


def test_each_pair_of_acts_at_once_has_one_winner(settings: Settings, catalog: Catalog, tmp_path: Path) -> None:
    assert set(NAMES) == set(APPLIES)
    assert {*ONE_WAY, *OTHER_WAY} == set(PAIRS)
    with two_hands(settings.database, catalog, tmp_path) as hands:
        fire(hands, catalog, ONE_WAY)


def test_the_other_way_round_too(postgres_url: str, catalog: Catalog, tmp_path: Path) -> None:
    with two_hands(postgres_url, catalog, tmp_path) as hands:
        fire(hands, catalog, OTHER_WAY)
