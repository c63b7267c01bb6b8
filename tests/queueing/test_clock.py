"""The clock: aware UTC, started anywhere, at any pace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

import pytest

from queueing.clock import Clock, parse_moment
from queueing.refusals import InvalidRequest

MINNEAPOLIS = ZoneInfo("America/Chicago")

MOMENTS = [
    ("2026-11-23T09:30", datetime(2026, 11, 23, 15, 30, tzinfo=UTC), "without an offset it is local to the center"),
    ("2026-07-01T09:30", datetime(2026, 7, 1, 14, 30, tzinfo=UTC), "in summer too"),
    ("2026-11-23T09:30Z", datetime(2026, 11, 23, 9, 30, tzinfo=UTC), "with an offset it is what it says"),
    ("2026-11-23", datetime(2026, 11, 23, 6, 0, tzinfo=UTC), "a date is its midnight"),
]


@pytest.mark.parametrize(("text", "moment", "why"), MOMENTS, ids=[row[2] for row in MOMENTS])
def test_moments_are_read(text: str, moment: datetime, why: str) -> None:
    assert parse_moment(text, MINNEAPOLIS) == moment, why


def test_what_is_no_time_is_refused_in_words() -> None:
    with pytest.raises(InvalidRequest, match="not an ISO time"):
        parse_moment("tomorrow", MINNEAPOLIS)


def test_a_clock_started_elsewhere_runs_and_says_so() -> None:
    start = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
    clock = Clock(start)
    assert timedelta(0) <= clock.now() - start < timedelta(seconds=5)
    assert clock.simulated
    assert not Clock().simulated


def test_at_pace_sixty_a_second_is_a_minute() -> None:
    start = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
    clock = Clock(start, pace=60)
    begun = monotonic()
    clock.sleep(3)
    slept = monotonic() - begun
    assert 0.05 <= slept < 2.5, "three of its seconds are a twentieth of one"
    assert clock.now() - start >= timedelta(seconds=59 * slept)
