"""How the staffed time of counters was spent, as golden tables."""

from __future__ import annotations

import pytest

from queueing.statistics.counter_time import difference, intersection, time_by_kind, union
from queueing.statistics.visits import Visit
from tests.queueing.statistics.figures_cast import CounterEventRow, at, visit

NINE = at("09:00")


def minutes(seats: list[CounterEventRow], visits: list[Visit]) -> dict[str, float]:
    """Minutes by kind that counters spent until nine."""
    return {
        kind: sum((end - start).total_seconds() for start, end in spans) / 60
        for kind, spans in time_by_kind(seats, visits, NINE).items()
        if spans
    }


OPENED = CounterEventRow(at("08:00"), "1", "open")
PAUSED, PAUSED_LATER = CounterEventRow(at("08:20"), "1", "paused"), CounterEventRow(at("08:35"), "1", "paused")
SERVED = visit("07:50 issue", "08:10 call", "08:12 start", "08:30 finish")
WAITS = visit("08:20 issue", "08:40 call", "08:40 start")


@pytest.mark.parametrize(
    ("seats", "visits", "expected"),
    [
        ([], [SERVED], {}),
        ([OPENED], [], {"idle": 60}),
        ([OPENED], [SERVED], {"wrap_up": 10, "calling": 2, "serving": 18, "idle": 30}),  # free, first while one waits
        ([OPENED], [SERVED, WAITS], {"wrap_up": 20, "calling": 2, "serving": 38}),
        ([CounterEventRow(at("08:00"), "1", "open", ("zoning",))], [SERVED], {"calling": 2, "serving": 18, "idle": 40}),
        ([OPENED, PAUSED_LATER], [SERVED], {"wrap_up": 10, "calling": 2, "serving": 18, "idle": 5, "break": 25}),
        ([OPENED, PAUSED], [SERVED], {"wrap_up": 10, "calling": 2, "serving": 18, "break": 30}),
        ([OPENED, CounterEventRow(at("08:40"), "1", "closed")], [], {"idle": 40}),
        ([OPENED, CounterEventRow(at("08:30"), "2", "open")], [], {"idle": 90}),
    ],
)  # fmt: skip
def test_staffed_time_is_spent(seats: list[CounterEventRow], visits: list[Visit], expected: dict[str, float]) -> None:
    assert minutes(seats, visits) == expected


def test_intervals() -> None:
    a, b, c, d = (at(f"08:{minute}") for minute in ("00", "10", "20", "30"))
    assert union([(c, d), (a, b), (b, c), (d, d)]) == [(a, d)]
    assert intersection([(a, c)], [(b, d)]) == [(b, c)]
    assert difference([(a, d)], [(b, c)]) == [(a, b), (c, d)]
    assert difference([(a, b)], [(a, b)]) == []
