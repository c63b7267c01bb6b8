"""What the forecast's model learns from events as the database stores them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from queueing.calendar.hours import minutes_of
from queueing.simulation import StateTracker
from queueing.waits.snapshot import center_of
from queueing.waits.training import replay_day
from services_catalog.catalog import Catalog, Location

DAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@dataclass(frozen=True)
class TicketEventRow:
    """A ticket's event."""

    act: str
    at: datetime
    ticket_id: int = 1
    day: date = DAY
    counter: str | None = "1"
    service: str = "report-theft"
    priority: str | None = "standard"


@dataclass(frozen=True)
class CounterEventRow:
    """A counter's event."""

    at: datetime
    state: str
    counter: str = "1"
    day: date = DAY
    agent: str = "ana"


CLOCKS = [
    (date(2026, 11, 23), datetime(2026, 11, 23, 6, 0, tzinfo=UTC), 0.0, "midnight"),
    (date(2026, 3, 8), datetime(2026, 3, 8, 8, 0, tzinfo=UTC), 120.0, "two hours into the short night"),
    (date(2026, 11, 1), datetime(2026, 11, 1, 18, 0, tzinfo=UTC), 780.0, "noon after the long night: an hour more"),
]


@pytest.mark.parametrize(("day", "moment", "minutes", "why"), CLOCKS, ids=[row[3] for row in CLOCKS])
def test_minutes_are_time_gone_by(downtown: Location, day: date, moment: datetime, minutes: float, why: str) -> None:
    assert minutes_of(downtown, day, moment) == minutes, why


def replayed(catalog: Catalog, downtown: Location, acts: list[tuple[str, float]]) -> StateTracker:
    """Return the tracker after one visitor's acts at so many minutes past nine, at an open counter."""
    tracker = StateTracker(center_of(catalog, downtown))
    rows = [TicketEventRow(act, NINE + timedelta(minutes=minute)) for act, minute in acts]
    replay_day(tracker, downtown, rows, [CounterEventRow(NINE, "open")], ended=False)
    return tracker


LIVES = [
    ([("issue", 0), ("call", 5), ("start", 6), ("finish", 16)], 1, "a service teaches its minutes"),
    ([("issue", 0), ("call", 5), ("start", 6), ("hold", 9), ("resume", 30), ("finish", 40)], 0, "a held one does not"),
    ([("issue", 0), ("call", 5), ("start", 6), ("transfer", 9)], 0, "nor one sent on"),
    ([("issue", 0), ("call", 5), ("no_show", 9)], 0, "nor one who never came"),
    ([("issue", 0), ("transfer", 3)], 0, "nor one moved while waiting"),
    ([("issue", 0), ("call", 5), ("start", 6), ("note", 7), ("finish", 9)], 1, "a note changes nothing"),
    ([("issue", 0), ("call", 5), ("start", 6), ("flag", 7), ("finish", 9)], 0, "a time not representative is left out"),
    ([("issue", 0), ("call", 5), ("start", 6), ("flag", 7), ("unflag", 8), ("finish", 9)], 1, "unless it is after all"),
    ([("issue", 0), ("call", 5), ("start", 6), ("onward", 9), ("call", 12)], 1, "of a longer visit the first teaches"),
    ([("quick", 0)], 0, "a quick service was no visit"),
]


@pytest.mark.parametrize(("acts", "taught", "why"), LIVES, ids=[row[2] for row in LIVES])
def test_only_straight_visits_teach_service_times(
    catalog: Catalog, downtown: Location, acts: list[tuple[str, float]], taught: int, why: str
) -> None:
    tracker = replayed(catalog, downtown, acts)
    assert len(tracker.model.residuals) == taught, why
    assert not tracker.waiting
    assert not tracker.visits


def test_a_service_that_is_gone_from_the_catalog_is_passed_over(catalog: Catalog, downtown: Location) -> None:
    tracker = StateTracker(center_of(catalog, downtown))
    rows = [TicketEventRow("issue", NINE, service="long-gone"), TicketEventRow("issue", NINE, ticket_id=2)]
    replay_day(tracker, downtown, rows, [], ended=False)
    assert [ticket.service for ticket in tracker.waiting.values()] == ["report-theft"]
