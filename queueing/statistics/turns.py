"""Turns: the services that one visitor waited for, one after another, folded from the events of the ticket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, TypeVar

from queueing.tickets.events import OutcomeRow, RecordedRow
from queueing.tickets.model import Act, Outcome

SENT_ON = "sent_on"
"""The outcome of a turn from which a counter sent the visitor to another service; all others are a ticket's too."""

AGENT_ACTS = frozenset({Act.CALL, Act.RECALL, Act.START, Act.RESUME, Act.FINISH, Act.NO_SHOW, Act.ONWARD, Act.QUICK})
"""Acts at the counter; a turn counts for the agent of the last one."""

BACK_TO_WAITING = frozenset({Act.RETURN, Act.LATER, Act.TRANSFER, Act.REINSTATE})
"""Acts after which the visitor waits again."""

INTERPRETER_END_ACTS = frozenset({Act.INTERPRETER_DONE, Act.FINISH, Act.NO_SHOW, Act.VOID, Act.LEAVE, Act.CLOSE})
INTERPRETER_END_ACTS |= BACK_TO_WAITING | {Act.ONWARD}
"""Acts that end an interpreter's time on the line."""

CALL_ACTS = frozenset({Act.CALL, Act.RECALL})
FLAG_ACTS = frozenset({Act.FLAG, Act.UNFLAG})
MARKING_ACTS = FLAG_ACTS | INTERPRETER_END_ACTS | {Act.INTERPRETER_ON_LINE}

Event = TypeVar("Event", bound=OutcomeRow)


@dataclass(slots=True)
class Turn:
    """One service that a visitor waited for: its queue, its calls, its service time and how it ended.

    It begins, `since`, with the issue of the ticket, or when the turn before it ends: that service was finished, or its
    counter sent the visitor on to this one. A visitor moved to another service before any call has one turn, for the
    other service. `called` is the last call, recalls included; `calls` are all calls, without recalls. `outcome` is
    None while the turn lasts. `untimed` says that the service time is not representative; `seen_before`, that another
    counter sent the visitor on to this turn, or that this turn's counter sent them back to wait after starting.

    Only `add_recorded_details` fills in the `agent`, `done` (how often each service was done; None where staff did not
    record it) and `resolved` (whether nothing is left to do; None likewise).
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
        """Seconds from the turn's beginning to its last call; None without a call."""
        return (self.called - self.since).total_seconds() if self.called else None

    @property
    def service_seconds(self) -> float | None:
        """Seconds from start to end of the service; None when not served or when the time is not representative."""
        if self.untimed or self.outcome != Outcome.SERVED or self.started is None or self.ended is None:
            return None
        return (self.ended - self.started).total_seconds()


def split_turns(events: Sequence[Event]) -> list[list[Event]]:
    """Return a ticket's events by turn; the last event of a turn is also the first of the next."""
    turns, at_counter = [[events[0]]], False
    for before, event in pairwise(events):
        turns[-1].append(event)
        if event.act == Act.CALL:
            at_counter = True
        elif event.act == Act.ONWARD or (event.act == Act.TRANSFER and at_counter and event.service != before.service):
            turns.append([event])
            at_counter = False
        elif event.act in BACK_TO_WAITING:
            at_counter = False
    return turns


def fold_turns(events: Sequence[OutcomeRow]) -> list[Turn]:
    """Return the turns of one ticket's events, given in order from its issue on, without undone acts."""
    events_by_turn = split_turns(events)
    turns = [
        _fold_turn(turn_events, last=number == len(events_by_turn))
        for number, turn_events in enumerate(events_by_turn, 1)
    ]
    for before, turn in pairwise(turns):
        turn.seen_before |= before.outcome == SENT_ON
    return turns


def add_recorded_details(turn: Turn, turn_events: Sequence[RecordedRow]) -> None:
    """Add the agent, what was done and whether it was resolved to a turn, from its events by `split_turns`."""
    # The event that begins a turn has details of the turn before; a quick service has no turn before.
    own = turn_events if turn.quick else turn_events[1:]
    turn.agent = next((event.by for event in reversed(own) if event.act in AGENT_ACTS), "")
    if turn.outcome == Outcome.SERVED:
        turn.done = _done(turn_events[-1].done)
        turn.resolved = turn_events[-1].resolved
    minutes = turn_events[0].detail.get("minutes") if turn.quick else None
    if minutes is not None:
        turn.started = turn.since - timedelta(minutes=float(minutes))


def _fold_turn(turn_events: Sequence[OutcomeRow], *, last: bool) -> Turn:
    begins, *own = turn_events
    # The event that ends a turn names the next one's service.
    named = turn_events[-1] if last else turn_events[-2]
    turn = Turn(queue=named.queue, service=named.service, since=begins.at, quick=begins.act == Act.QUICK)
    for event in own:
        _fold(turn, event)
    if last:
        turn.outcome = turn_events[-1].outcome
    else:
        turn.outcome = Outcome.SERVED if turn_events[-1].act == Act.ONWARD else SENT_ON
    turn.ended = turn_events[-1].at if turn.outcome else None
    return turn


def _fold(turn: Turn, event: OutcomeRow) -> None:
    act, at = event.act, event.at
    if act in CALL_ACTS:
        turn.called = at
        if act == Act.CALL:
            turn.calls.append(at)
        else:
            turn.recalls += 1
    elif act == Act.START:
        turn.started = at
    elif act == Act.RESUME:
        # A visitor held before the start: the resume starts the service.
        turn.started = turn.started or at
    elif act in BACK_TO_WAITING:
        turn.seen_before |= turn.started is not None
        turn.started, turn.untimed = None, False
        turn.transfers += act == Act.TRANSFER
    if act in MARKING_ACTS:
        _fold_mark(turn, act, at)


def _fold_mark(turn: Turn, act: str, at: datetime) -> None:
    if act in FLAG_ACTS:
        turn.untimed = act == Act.FLAG
    elif act == Act.INTERPRETER_ON_LINE:
        turn.interpreter_since = at
    elif turn.interpreter_since:
        turn.interpreter_seconds += (at - turn.interpreter_since).total_seconds()
        turn.interpreter_since = None


def _done(recorded: Sequence[Mapping[str, Any]] | None) -> dict[str, int] | None:
    return {str(each["service"]): int(each["count"]) for each in recorded} if recorded else None
