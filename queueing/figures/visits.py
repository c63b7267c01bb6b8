"""The events of one ticket -> one visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from typing import Any, TypeVar

from queueing.rows import Counted, Recorded
from queueing.tickets import AT_COUNTER, Act, Outcome, State

HANDS_ON = frozenset({Act.CALL, Act.RECALL, Act.START, Act.RESUME, Act.FINISH, Act.NO_SHOW, Act.ONWARD, Act.QUICK})
"""Acts that make a visit an agent's; the last one decides whose."""

BACK_IN_LINE = frozenset({Act.RETURN, Act.LATER, Act.TRANSFER, Act.REINSTATE, Act.ONWARD})

INTERPRETER_ENDS = frozenset({Act.INTERPRETER_DONE, Act.FINISH, Act.NO_SHOW, Act.VOID, Act.LEAVE, Act.CLOSE})
INTERPRETER_ENDS |= BACK_IN_LINE
"""Acts with which an interpreter is no longer on the line."""

CALLS = frozenset({Act.CALL, Act.RECALL})
FLAGS = frozenset({Act.FLAG, Act.UNFLAG})
MARKED = FLAGS | INTERPRETER_ENDS | {Act.INTERPRETER_ON_LINE}

Event = TypeVar("Event", bound=Counted)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a visit in one state; `end` is None while it lasts. `counter` is set at a counter only."""

    state: str
    queue: str
    counter: str | None
    start: datetime
    end: datetime | None


@dataclass(slots=True)
class Visit:
    """One ticket's life, folded. `called` is the last call; `outcome` is None while it lives.

    `calls` are the moments of every call, recalls not among them. `quick` says that nobody took a
    ticket. What only `fold_recorded` knows: the day, the language, the agent (whose act was the last at
    the counter), the wait that the visitor was told (P50 and P90 in seconds), and the spans. `untimed` says
    that the time of the service is not representative; `interpreter_seconds` is how long an interpreter
    was on the line.
    """

    queue: str
    service: str
    issued: datetime
    called: datetime | None = None
    started: datetime | None = None
    ended: datetime | None = None
    outcome: str | None = None
    calls: list[datetime] = field(default_factory=list)
    transfers: int = 0
    recalls: int = 0
    day: date | None = None
    language: str = ""
    agent: str = ""
    told_seconds: tuple[float, float] | None = None
    spans: list[Span] = field(default_factory=list)
    quick: bool = False
    untimed: bool = False
    interpreter_seconds: float = 0.0
    interpreter_since: datetime | None = None

    @property
    def wait_seconds(self) -> float | None:
        """Seconds from issue to the last call, or None when never called."""
        return (self.called - self.issued).total_seconds() if self.called else None

    @property
    def service_seconds(self) -> float | None:
        """Seconds from start to end of a service, or None when not served, or when that time is to be left out."""
        if self.untimed or self.outcome != Outcome.SERVED or self.started is None or self.ended is None:
            return None
        return (self.ended - self.started).total_seconds()


def fold_visit(events: Iterable[Counted]) -> Visit:
    """Fold the events of one ticket, in order, the first being its issue; an undone act never was."""
    return _fold_all(_kept(events))


def fold_visits(events: Iterable[Counted]) -> list[Visit]:
    """Fold events that are sorted by ticket, then by order of happening."""
    return [fold_visit(group) for _, group in groupby(events, key=lambda event: event.ticket_id)]


def fold_recorded(events: Iterable[Recorded]) -> list[Visit]:
    """Fold events that are sorted by ticket, then by order of happening, with all that they tell."""
    return [_fold_one(_kept(group)) for _, group in groupby(events, key=lambda event: event.ticket_id)]


def _kept(events: Iterable[Event]) -> list[Event]:
    happened = list(events)
    if not any(event.act == Act.UNDO for event in happened):
        return happened
    kept: list[Event] = []
    for event in happened:
        if event.act == Act.UNDO:
            kept.pop()
        else:
            kept.append(event)
    return kept


def _fold_all(kept: Sequence[Counted]) -> Visit:
    last = kept[-1]
    visit = Visit(queue=last.queue, service=last.service, issued=kept[0].at, quick=kept[0].act == Act.QUICK)
    for event in kept:
        _fold(visit, event)
    visit.outcome = last.outcome
    visit.ended = last.at if last.outcome else None
    return visit


def _fold(visit: Visit, event: Counted) -> None:
    act, at = event.act, event.at
    if act in CALLS:
        visit.called = at
        if act == Act.CALL:
            visit.calls.append(at)
        else:
            visit.recalls += 1
    elif act == Act.START:
        visit.started = at
    elif act == Act.RESUME:
        # Held before it was started: being taken up again is the start.
        visit.started = visit.started or at
    elif act in BACK_IN_LINE:
        visit.started, visit.untimed = None, False
        visit.transfers += act == Act.TRANSFER
    if act in MARKED:
        _fold_mark(visit, act, at)


def _fold_mark(visit: Visit, act: str, at: datetime) -> None:
    if act in FLAGS:
        visit.untimed = act == Act.FLAG
    elif act == Act.INTERPRETER_ON_LINE:
        visit.interpreter_since = at
    elif visit.interpreter_since:
        visit.interpreter_seconds += (at - visit.interpreter_since).total_seconds()
        visit.interpreter_since = None


def _told(detail: Mapping[str, Any]) -> tuple[float, float] | None:
    """Return the median that was forecast, and the upper end of the range that the visitor read."""
    told, read = detail.get("told_seconds"), detail.get("told_minutes")
    if not told:
        return None
    return float(told[0]), float(read[1]) * 60 if read else float(told[1])


def _fold_one(kept: list[Recorded]) -> Visit:
    visit = _fold_all(kept)
    issue = kept[0]
    visit.day = issue.day
    minutes = issue.detail.get("minutes")
    if issue.act == Act.QUICK and minutes is not None:
        visit.started = issue.at - timedelta(minutes=float(minutes))
    visit.language = str(issue.detail.get("language", ""))
    visit.told_seconds = _told(issue.detail)
    visit.agent = next((event.by for event in reversed(kept) if event.act in HANDS_ON), "")
    visit.spans = [_span(event, after.at) for event, after in pairwise(kept)]
    if kept[-1].to_state != State.ENDED:
        visit.spans.append(_span(kept[-1], None))
    return visit


def _span(event: Recorded, end: datetime | None) -> Span:
    counter = event.counter if event.to_state in AT_COUNTER else None
    return Span(event.to_state, event.queue, counter, event.at, end)
