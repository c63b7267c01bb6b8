"""The events of one ticket -> one visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import Any

from queueing.statistics.turns import Turn, fold_turns, split, tell
from queueing.tickets.events import OutcomeRow, RecordedRow, without_undone
from queueing.tickets.model import AT_COUNTER, State


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
    """One ticket's life, folded: a turn for each service, one after another.

    What only `fold_recorded` knows: the day, the language, the wait that was quoted to the visitor (P50 and P90
    in seconds), and the spans.
    """

    issued: datetime
    turns: list[Turn]
    day: date | None = None
    language: str = ""
    quoted_seconds: tuple[float, float] | None = None
    spans: list[Span] = field(default_factory=list)

    @property
    def calls(self) -> list[datetime]:
        """The moments of every call, recalls not among them."""
        return [call for turn in self.turns for call in turn.calls]

    @property
    def moments(self) -> list[datetime]:
        """When it began, and what is last known of each turn."""
        last = (at for turn in self.turns for at in (turn.called, turn.ended) if at)
        return [self.issued, *last]


def fold_visit(events: Iterable[OutcomeRow]) -> Visit:
    """Fold the events of one ticket, in order, the first being its issue; an undone act never was."""
    kept = without_undone(events)
    return Visit(kept[0].at, fold_turns(kept))


def fold_visits(events: Iterable[OutcomeRow]) -> list[Visit]:
    """Fold events that are sorted by ticket, then by order of happening."""
    return [fold_visit(group) for _, group in groupby(events, key=lambda event: event.ticket_id)]


def fold_recorded(events: Iterable[RecordedRow]) -> list[Visit]:
    """Fold events that are sorted by ticket, then by order of happening, with all that they tell."""
    return [_fold_one(without_undone(group)) for _, group in groupby(events, key=lambda event: event.ticket_id)]


def _quoted_seconds(detail: Mapping[str, Any]) -> tuple[float, float] | None:
    """Return the median that was forecast, and the upper end of the quoted range, in seconds."""
    quoted, shown = detail.get("told_seconds"), detail.get("told_minutes")
    if not quoted:
        return None
    return float(quoted[0]), float(shown[1]) * 60 if shown else float(quoted[1])


def _fold_one(kept: Sequence[RecordedRow]) -> Visit:
    issue, turns = kept[0], fold_turns(kept)
    for turn, part in zip(turns, split(kept), strict=True):
        tell(turn, part)
    spans = [_span(event, after.at) for event, after in pairwise(kept)]
    if kept[-1].to_state != State.ENDED:
        spans.append(_span(kept[-1], None))
    return Visit(
        issued=issue.at,
        turns=turns,
        day=issue.day,
        language=str(issue.detail.get("language", "")),
        quoted_seconds=_quoted_seconds(issue.detail),
        spans=spans,
    )


def _span(event: RecordedRow, end: datetime | None) -> Span:
    counter = event.counter if event.to_state in AT_COUNTER else None
    return Span(event.to_state, event.queue, counter, event.at, end)
