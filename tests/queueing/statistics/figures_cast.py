"""Lives of tickets and counters written as lines, such as "08:10 call 1", for golden tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from queueing.statistics import FoldedServiceDay, fold_day
from queueing.statistics.slots import SlotQuarters
from queueing.statistics.visits import Visit, fold_recorded
from queueing.tickets.model import Act, Outcome, State
from queueing.tickets.moves import MOVES
from services_catalog.hours import Hours, Interval

ZONE = ZoneInfo("America/Chicago")
MONDAY = date(2026, 11, 23)
_ids = count(1)


def at(clock: str, day: date = MONDAY) -> datetime:
    """Return a wall-clock time of a day in Minneapolis, such as `08:30` or `08:30:00`, in UTC."""
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=ZONE).astimezone(UTC)


@dataclass(frozen=True)
class Event:
    """A ticket's event, as the database gives it."""

    ticket_id: int
    day: date
    at: datetime
    act: str
    by: str
    counter: str | None
    to_state: str
    outcome: str | None
    queue: str = "permits"
    service: str = "building-permit"
    detail: dict[str, Any] = field(default_factory=dict)
    done: Sequence[dict[str, Any]] | None = None
    resolved: bool | None = None
    priority: str | None = "standard"


@dataclass(frozen=True)
class CounterEventRow:
    """A counter's event, as the database gives it."""

    at: datetime
    counter: str
    state: str
    serves: Sequence[str] = ("permits",)
    day: date = MONDAY
    agent: str = "ana"


def life(*lines: str, day: date = MONDAY, by: str = "staff:1", **detail: Any) -> list[Event]:
    """Return the events of one ticket: each line is "TIME ACT [COUNTER or SERVICE]", the first its issue.

    A transfer's or the next service is its queue as well. An undo goes back to the state before the last act.
    What a service came to follows its end: `+SERVICE`, `+SERVICE*2` for what was done, `settled` or `open`.
    """
    ticket, counter = next(_ids), None
    state, queue, service = State.WAITING, "permits", "building-permit"
    before: list[tuple[State, str, str]] = []
    events = []
    for line in lines:
        clock, act, *more = line.split()
        if act == Act.UNDO:
            state, queue, service = before.pop()
        else:
            before.append((state, queue, service))
            state = State.ENDED if act == Act.QUICK else MOVES[Act(act)].target if act in MOVES else state
        if act == Act.CALL:
            counter = more[0] if more else "1"
        if act in {Act.TRANSFER, Act.ONWARD}:
            queue = service = more.pop(0)
        outcome = Outcome.SERVED if act == Act.QUICK else MOVES[Act(act)].outcome if act in MOVES else None
        extra = {"language": "en", **detail} if act in {Act.ISSUE, Act.QUICK} else {}
        moment, came_to = at(clock, day), (done(more), resolved(more))
        events.append(Event(ticket, day, moment, act, by, counter, state, outcome, queue, service, extra, *came_to))
    return events


def done(words: Sequence[str]) -> list[dict[str, Any]] | None:
    """Return what a line has as done, as its event stores it."""
    found = [(service, count) for service, _, count in (word[1:].partition("*") for word in words if word[0] == "+")]
    return [{"service": service, "count": int(count or 1)} for service, count in found] or None


def resolved(words: Sequence[str]) -> bool | None:
    """Return whether a line has the service as resolved; None when it has neither word."""
    return next((word == "settled" for word in words if word in {"settled", "open"}), None)


def visit(*lines: str, **given: Any) -> Visit:
    """Return one ticket's life, folded."""
    return fold_recorded(life(*lines, **given))[0]


def open_from(opens: str, closes: str) -> Hours:
    """Return the hours of a center that opens so on every day of the week."""
    interval = Interval(time.fromisoformat(opens), time.fromisoformat(closes))
    return Hours(zone=str(ZONE), weekly=dict.fromkeys(range(7), (interval,)))


def slots(
    visits: Sequence[Visit] = (),
    seats: Sequence[CounterEventRow] = (),
    *,
    day: date = MONDAY,
    minutes: int = 30,
    hours: Hours | None = None,
    now: str = "18:00",
) -> list[SlotQuarters]:
    """Return the slots of a day on which the center opens from 8:00 to 10:00, as they stand at a wall-clock time."""
    return folded(visits, seats, day=day, hours=hours or open_from("08:00", "10:00"), now=at(now, day)).slots(minutes)


def folded(
    visits: Sequence[Visit], seats: Sequence[CounterEventRow] = (), *, day: date = MONDAY, hours: Hours, now: datetime
) -> FoldedServiceDay:
    """Return a folded day."""
    return fold_day(day, visits, seats, hours, now)
