"""Visits, each folded from the events of one ticket."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import Any

from queueing.statistics.turns import Turn, add_recorded_details, fold_turns, split_turns
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
    """One ticket from issue to end, as a list of turns (`queueing.statistics.turns`).

    Only `fold_recorded` fills in the day, the language, the quoted wait (P50 and the upper end of the quoted range, in
    seconds), and the spans.
    """

    issued: datetime
    turns: list[Turn]
    day: date | None = None
    language: str = ""
    quoted_seconds: tuple[float, float] | None = None
    spans: list[Span] = field(default_factory=list)

    @property
    def calls(self) -> list[datetime]:
        """The moments of all calls, without recalls."""
        return [call for turn in self.turns for call in turn.calls]

    @property
    def moments(self) -> list[datetime]:
        """The moment of issue, and each turn's last call and end."""
        last = (at for turn in self.turns for at in (turn.called, turn.ended) if at)
        return [self.issued, *last]


def fold_visit(events: Iterable[OutcomeRow]) -> Visit:
    """Return the visit of one ticket's events, given in order from its issue on; undone acts are left out."""
    standing = without_undone(events)
    return Visit(standing[0].at, fold_turns(standing))


def fold_visits(events: Iterable[OutcomeRow]) -> list[Visit]:
    """Return the visits of events sorted by ticket, then by time."""
    return [fold_visit(group) for _, group in groupby(events, key=lambda event: event.ticket_id)]


def fold_recorded(events: Iterable[RecordedRow]) -> list[Visit]:
    """Return the visits of events sorted by ticket, then by time, with every detail that is recorded."""
    return [_fold_one(without_undone(group)) for _, group in groupby(events, key=lambda event: event.ticket_id)]


def _quoted_seconds(detail: Mapping[str, Any]) -> tuple[float, float] | None:
    """Return the quoted P50 and the upper end of the quoted range, in seconds; None when no wait was quoted."""
    quoted, shown = detail.get("told_seconds"), detail.get("told_minutes")
    if not quoted:
        return None
    return float(quoted[0]), float(shown[1]) * 60 if shown else float(quoted[1])


def _fold_one(events: Sequence[RecordedRow]) -> Visit:
    issue, turns = events[0], fold_turns(events)
    for turn, turn_events in zip(turns, split_turns(events), strict=True):
        add_recorded_details(turn, turn_events)
    spans = [_span(event, after.at) for event, after in pairwise(events)]
    if events[-1].to_state != State.ENDED:
        spans.append(_span(events[-1], None))
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
