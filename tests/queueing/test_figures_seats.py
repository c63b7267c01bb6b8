"""How the staffed time of counters was spent, as golden tables."""

from __future__ import annotations

import pytest

from queueing.figures.seats import both, merged, spent, staff_time, total, without
from queueing.figures.slots import Slot
from queueing.figures.visits import Visit
from tests.queueing.figures_cast import Seat, at, visit

NINE = at("09:00")
HOUR = Slot(at("08:00"), NINE)


def minutes(seats: list[Seat], visits: list[Visit]) -> dict[str, float]:
    """Minutes by kind that counters spent until nine."""
    return {kind: total(spans) / 60 for kind, spans in spent(seats, visits, NINE).items() if spans}


OPENED = Seat(at("08:00"), "1", "open")
PAUSED, PAUSED_LATER = Seat(at("08:20"), "1", "paused"), Seat(at("08:35"), "1", "paused")
SERVED = visit("07:50 issue", "08:10 call", "08:12 start", "08:30 finish")
WAITS = visit("08:20 issue", "08:40 call", "08:40 start")


@pytest.mark.parametrize(
    ("seats", "visits", "expected"),
    [
        ([], [SERVED], {}),
        ([OPENED], [], {"idle": 60}),
        ([OPENED], [SERVED], {"wrap_up": 10, "calling": 2, "serving": 18, "idle": 30}),  # free, first while one waits
        ([OPENED], [SERVED, WAITS], {"wrap_up": 20, "calling": 2, "serving": 38}),
        ([Seat(at("08:00"), "1", "open", ("zoning",))], [SERVED], {"calling": 2, "serving": 18, "idle": 40}),
        ([OPENED, PAUSED_LATER], [SERVED], {"wrap_up": 10, "calling": 2, "serving": 18, "idle": 5, "break": 25}),
        ([OPENED, PAUSED], [SERVED], {"wrap_up": 10, "calling": 2, "serving": 18, "break": 30}),
        ([OPENED, Seat(at("08:40"), "1", "closed")], [], {"idle": 40}),
        ([OPENED, Seat(at("08:30"), "2", "open")], [], {"idle": 90}),
    ],
)  # fmt: skip
def test_staffed_time_is_spent(seats: list[Seat], visits: list[Visit], expected: dict[str, float]) -> None:
    assert minutes(seats, visits) == expected


def test_shares_add_up_and_counters_are_a_mean() -> None:
    seats = [OPENED, Seat(at("08:30"), "2", "open")]
    found = staff_time([(spent(seats, [SERVED], NINE), [HOUR])])
    assert found.counters_open == 1.5
    assert found.staffed_seconds == 90 * 60
    shares = [getattr(found, name) for name in type(found).model_fields if name.endswith("_share")]
    assert sum(shares) == pytest.approx(1)


def test_time_is_cut_at_the_slot() -> None:
    found = staff_time([(spent([OPENED], [SERVED], NINE), [Slot(at("08:00"), at("08:15"))])])
    assert found.staffed_seconds == 15 * 60
    assert found.serving_share == 0.2


def test_nobody_sat_there() -> None:
    found = staff_time([])
    assert (found.counters_open, found.staffed_seconds, found.idle_share) == (0, 0, None)


def test_intervals() -> None:
    a, b, c, d = (at(f"08:{minute}") for minute in ("00", "10", "20", "30"))
    assert merged([(c, d), (a, b), (b, c), (d, d)]) == [(a, d)]
    assert both([(a, c)], [(b, d)]) == [(b, c)]
    assert without([(a, d)], [(b, c)]) == [(a, b), (c, d)]
    assert without([(a, b)], [(a, b)]) == []
