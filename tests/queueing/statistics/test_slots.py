"""Slots of a day, as golden tables: half-open, carried over, both clock changes, a day reopened, counters' time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from queueing.statistics.slots import staff_time
from tests.queueing.statistics.figures_cast import MONDAY, ZONE, CounterEventRow, at, folded, open_from, slots, visit

ISSUED = ("08:29:59", "08:30:00", "08:59:59", "09:00:00")


def test_slots_are_half_open() -> None:
    found = slots([visit(f"{time} issue", f"{time} call") for time in ISSUED])
    assert [slot.start for slot in found] == [at("08:00"), at("08:30"), at("09:00"), at("09:30")]
    assert [slot.flow.calls for slot in found] == [1, 2, 1, 0]


@pytest.mark.parametrize(("minutes", "number"), [(15, 8), (30, 4), (60, 2)])
def test_slots_end_with_the_opening_hours(minutes: int, number: int) -> None:
    assert len(slots(minutes=minutes)) == number


def test_slots_reach_from_the_first_to_the_last_happening_but_not_ahead() -> None:
    visits = [visit("07:50 issue", "10:00 call", "10:31 start")]
    assert slots(visits)[0].start == at("07:30")
    assert slots(visits)[-1].start == at("10:00")
    assert slots(visits, now="08:45")[-1].start == at("08:30")
    assert slots(now="07:00") == []
    assert slots(hours=replace(open_from("08:00", "10:00"), weekly={})) == []


@pytest.mark.parametrize(
    ("day", "hours", "twice", "never"),
    [
        (date(2026, 11, 1), 25, "01:30", None),  # clocks go back: 01:30 comes twice
        (date(2026, 3, 8), 23, None, "02:30"),  # clocks go forward: 02:30 never comes
        (MONDAY, 24, None, None),
    ],
)
def test_a_day_has_the_slots_that_it_has(day: date, hours: int, twice: str | None, never: str | None) -> None:
    # A visit in each half-hour of the night tells that each stands in its own slot.
    found = slots(day=day, hours=open_from("00:00", "23:59:59"), now="23:59:59")
    local = [f"{slot.start.astimezone(ZONE):%H:%M}" for slot in found]
    assert len(found) == 2 * hours
    assert all(before.end == after.start for before, after in pairwise(found))
    assert twice is None or local.count(twice) == 2
    assert never is None or never not in local


CARRIED = [
    ("08:05 issue", "08:20 call", "08:21 start"),  # came and was called in the first slot
    ("08:25 issue", "08:40 call"),  # carried into the second
    ("08:10 issue", "08:30:00 call"),  # called as the second begins: carried into it
    ("08:15 issue", "09:10 leave"),  # carried twice, then left
    ("08:30:00 issue", "09:05 call"),  # came as the second began
    ("08:05 issue", "08:10 call", "08:15 transfer zoning", "08:50 call 2"),  # waits again
    ("08:06 issue", "08:07 transfer zoning", "08:40 call 2"),  # moved while waiting: still one visitor
]


def test_visitors_not_called_are_carried_into_the_next_slot() -> None:
    flows = [slot.flow for slot in slots([visit(*lines) for lines in CARRIED])]
    assert [one.carried_in for one in flows] == [0, 5, 2, 0]
    assert [one.carried_out for one in flows] == [5, 2, 0, 0]
    assert [one.calls for one in flows] == [2, 4, 1, 0]


def test_an_hour_carries_what_its_quarters_carry() -> None:
    visits = [visit(*lines) for lines in CARRIED]
    eight, nine = (slot.flow for slot in slots(visits, minutes=60))
    assert (eight.carried_in, eight.carried_out, eight.calls) == (0, 2, 6)
    assert (nine.carried_in, nine.carried_out, nine.calls) == (2, 0, 1)


def test_now_ends_the_slot_that_lasts() -> None:
    (now,) = slots([visit("08:05 issue")], [CounterEventRow(at("08:00"), "1", "open")], now="08:10")
    assert now.flow.carried_out == 1
    assert staff_time([now.totals]).staffed_seconds == 600
    assert staff_time([now.totals]).counters_open == 1


def test_an_undone_call_was_no_call() -> None:
    first = slots([visit("08:00 issue", "08:10 call", "08:10:05 undo")])[0].flow
    assert (first.calls, first.carried_out) == (0, 1)


def test_a_day_that_was_reopened_goes_on() -> None:
    visits = [
        visit("09:50 issue", "10:00 close", "10:40 reinstate", "10:50 call", "10:51 start", "11:00 finish"),
        visit("09:55 issue", "10:00 close"),  # nobody put this one back
    ]
    found = slots(
        visits,
        [
            CounterEventRow(at("09:00"), "1", "open"),
            CounterEventRow(at("10:00"), "1", "closed"),
            CounterEventRow(at("10:40"), "1", "open"),
        ],
    )
    late = {f"{slot.start.astimezone(ZONE):%H:%M}": slot for slot in found[3:]}
    assert list(late) == ["09:30", "10:00", "10:30", "11:00"]
    assert [slot.flow.carried_in for slot in late.values()] == [0, 2, 0, 0]
    assert [slot.flow.calls for slot in late.values()] == [0, 0, 1, 0]
    assert staff_time([late["10:00"].totals]).staffed_seconds == 0
    assert staff_time([late["10:30"].totals]).staffed_seconds == 20 * 60
    assert [one.turns[0].outcome for one in visits] == ["served", "not_reached"]
    assert visits[0].turns[0].wait_seconds == 60 * 60


def test_a_ticket_that_the_next_morning_ends_adds_no_slot_to_its_day() -> None:
    tuesday = date(2026, 11, 24)
    whole = folded([visit("09:55 issue")], hours=open_from("08:00", "10:00"), now=at("09:00", tuesday))
    assert whole.slots(30)[-1].end == at("10:00")
    assert whole.slots(30)[-1].flow.carried_out == 1


NINE_SEAT = CounterEventRow(at("08:00"), "1", "open")


@pytest.mark.parametrize(("start", "end", "share"), [("08:00", "08:15", 0.2), ("08:15", "08:30", 1.0)])
def test_counters_time_is_cut_at_the_slot(start: str, end: str, share: float) -> None:
    served = visit("07:50 issue", "08:10 call", "08:12 start", "08:30 finish")
    (slot,) = [one for one in slots([served], [NINE_SEAT], minutes=15) if one.start == at(start)]
    assert slot.end == at(end)
    assert staff_time([slot.totals]).staffed_seconds == 15 * 60
    assert staff_time([slot.totals]).serving_share == share


def test_shares_add_up_and_counters_are_a_mean() -> None:
    seats = [NINE_SEAT, CounterEventRow(at("08:30"), "2", "open")]
    found = staff_time([slots([], seats, minutes=60)[0].totals])
    assert found.counters_open == 1.5
    assert found.staffed_seconds == 90 * 60
    shares = [getattr(found, name) for name in type(found).model_fields if name.endswith("_share")]
    assert sum(shares) == pytest.approx(1)


def test_without_staffed_time_there_are_no_shares() -> None:
    found = staff_time([])
    assert (found.counters_open, found.staffed_seconds, found.idle_share) == (0, 0, None)
