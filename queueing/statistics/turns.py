"""The events of one ticket -> its visitor's turns: one for each service that they waited for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, TypeVar

from queueing.tickets.events import OutcomeRow, RecordedRow
from queueing.tickets.model import Act, Outcome

SENT_ON = "sent_on"
"""How a turn ends whose visitor was sent on from a counter to another service, besides the outcomes of a ticket."""

HANDS_ON = frozenset({Act.CALL, Act.RECALL, Act.START, Act.RESUME, Act.FINISH, Act.NO_SHOW, Act.ONWARD, Act.QUICK})
"""Acts that make a turn an agent's; the last one decides whose."""

BACK_IN_LINE = frozenset({Act.RETURN, Act.LATER, Act.TRANSFER, Act.REINSTATE})

INTERPRETER_ENDS = frozenset({Act.INTERPRETER_DONE, Act.FINISH, Act.NO_SHOW, Act.VOID, Act.LEAVE, Act.CLOSE})
INTERPRETER_ENDS |= BACK_IN_LINE | {Act.ONWARD}
"""Acts with which an interpreter is no longer on the line."""

CALLS = frozenset({Act.CALL, Act.RECALL})
FLAGS = frozenset({Act.FLAG, Act.UNFLAG})
MARKED = FLAGS | INTERPRETER_ENDS | {Act.INTERPRETER_ON_LINE}

Event = TypeVar("Event", bound=OutcomeRow)


@dataclass(slots=True)
class Turn:
    """A visitor's turn for one service. `called` is the last call; `outcome` is None while it lasts.

    It begins, `since`, with the issue of the ticket, or when the counter before was done with the visitor:
    the service before was finished, or they were sent on. One sent on before anybody called them has
    waited for the other service all along. `calls` are the moments of every call, recalls not among
    them. `untimed` says that the time of the service is not representative; `interpreter_seconds` is how
    long an interpreter was on the line; `seen_before`, that another counter had the visitor first and sent
    them on, or this turn's sent them back. What only `tell` knows: the agent (whose act was the last at the
    counter), what was `done` by service, None where nobody said, and whether that was all (`resolved`).
    """

    queue: str
    service: str
    since: datetime
    called: datetime | None = None
    started: datetime | None = None
    ended: datetime | None = None
    outcome: str | None = None
    calls: list[datetime] = field(default_factory=list)
    transfers: int = 0
    recalls: int = 0
    quick: bool = False
    untimed: bool = False
    seen_before: bool = False
    interpreter_seconds: float = 0.0
    interpreter_since: datetime | None = None
    agent: str = ""
    done: Mapping[str, int] | None = None
    resolved: bool | None = None

    @property
    def wait_seconds(self) -> float | None:
        """Seconds from the turn's beginning to its last call, or None when never called."""
        return (self.called - self.since).total_seconds() if self.called else None

    @property
    def service_seconds(self) -> float | None:
        """Seconds from start to end of a service, or None when not served, or when that time is to be left out."""
        if self.untimed or self.outcome != Outcome.SERVED or self.started is None or self.ended is None:
            return None
        return (self.ended - self.started).total_seconds()


def split(kept: Sequence[Event]) -> list[list[Event]]:
    """Return a ticket's events turn by turn: the last event of a turn is also the one that begins the next."""
    turns, at_counter = [[kept[0]]], False
    for before, event in pairwise(kept):
        turns[-1].append(event)
        if event.act == Act.CALL:
            at_counter = True
        elif event.act == Act.ONWARD or (event.act == Act.TRANSFER and at_counter and event.service != before.service):
            turns.append([event])
            at_counter = False
        elif event.act in BACK_IN_LINE:
            at_counter = False
    return turns


def fold_turns(kept: Sequence[OutcomeRow]) -> list[Turn]:
    """Fold the events of one ticket, in order, the first being its issue, none undone."""
    parts = split(kept)
    turns = [_fold_turn(part, last=number == len(parts)) for number, part in enumerate(parts, 1)]
    for before, turn in pairwise(turns):
        turn.seen_before |= before.outcome == SENT_ON
    return turns


def tell(turn: Turn, part: Sequence[RecordedRow]) -> None:
    """Add to a turn the agent, what was done and whether it was resolved, from its recorded events as `split`."""
    # What the event that begins it says is of the turn before, but for a service without a ticket.
    own = part if turn.quick else part[1:]
    turn.agent = next((event.by for event in reversed(own) if event.act in HANDS_ON), "")
    if turn.outcome == Outcome.SERVED:
        turn.done = _done(part[-1].done)
        turn.resolved = part[-1].resolved
    minutes = part[0].detail.get("minutes") if turn.quick else None
    if minutes is not None:
        turn.started = turn.since - timedelta(minutes=float(minutes))


def _fold_turn(part: Sequence[OutcomeRow], *, last: bool) -> Turn:
    begins, *own = part
    # The event that ends a turn names the next one's service.
    named = part[-1] if last else part[-2]
    turn = Turn(queue=named.queue, service=named.service, since=begins.at, quick=begins.act == Act.QUICK)
    for event in own:
        _fold(turn, event)
    if last:
        turn.outcome = part[-1].outcome
    else:
        turn.outcome = Outcome.SERVED if part[-1].act == Act.ONWARD else SENT_ON
    turn.ended = part[-1].at if turn.outcome else None
    return turn


def _fold(turn: Turn, event: OutcomeRow) -> None:
    act, at = event.act, event.at
    if act in CALLS:
        turn.called = at
        if act == Act.CALL:
            turn.calls.append(at)
        else:
            turn.recalls += 1
    elif act == Act.START:
        turn.started = at
    elif act == Act.RESUME:
        # Held before it was started: being taken up again is the start.
        turn.started = turn.started or at
    elif act in BACK_IN_LINE:
        turn.seen_before |= turn.started is not None
        turn.started, turn.untimed = None, False
        turn.transfers += act == Act.TRANSFER
    if act in MARKED:
        _fold_mark(turn, act, at)


def _fold_mark(turn: Turn, act: str, at: datetime) -> None:
    if act in FLAGS:
        turn.untimed = act == Act.FLAG
    elif act == Act.INTERPRETER_ON_LINE:
        turn.interpreter_since = at
    elif turn.interpreter_since:
        turn.interpreter_seconds += (at - turn.interpreter_since).total_seconds()
        turn.interpreter_since = None


def _done(said: Sequence[Mapping[str, Any]] | None) -> dict[str, int] | None:
    return {str(each["service"]): int(each["count"]) for each in said} if said else None
