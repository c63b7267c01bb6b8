"""Golden tables: what the events of a ticket come to."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from queueing.figures import DEFINITIONS, fold_visit, measure, quantile, summarise
from queueing.figures.shapes import SlotFlow, StaffTime, WaitFigures
from queueing.figures.slots import flow, slots_of, waits_at
from tests.queueing.figures_cast import MONDAY, ZONE, at, life, visit

MINUTE = 60.0

STRAIGHT = ("08:00 issue", "08:10 call", "08:11 start", "08:20 finish")
RECALLED = ("08:00 issue", "08:10 call", "08:12 recall", "08:13 start", "08:20 finish")
MISSED = ("08:00 issue", "08:10 call", "08:12 recall", "08:15 no_show")
WALKED_OUT = ("08:00 issue", "08:25 leave")
CALLED_THEN_LEFT = ("08:00 issue", "08:10 call", "08:11 leave")
TRANSFERRED = (
    *("08:00 issue", "08:10 call", "08:11 start", "08:15 transfer zoning"),
    *("08:40 call 2", "08:41 start", "08:51 finish"),
)
HELD = ("08:00 issue", "08:10 call", "08:11 start", "08:15 hold", "08:25 resume", "08:30 finish")
HELD_BEFORE_START = ("08:00 issue", "08:10 call", "08:12 hold", "08:25 resume", "08:30 finish")
RETURNED = ("08:00 issue", "08:10 call", "08:11 start", "08:12 return", "08:30 call", "08:31 hold", "08:35 resume")
REINSTATED = (*MISSED, "08:16 reinstate", "08:20 call", "08:21 start", "08:30 finish")
CALL_UNDONE = ("08:00 issue", "08:10 call", "08:10:05 undo")
FINISH_UNDONE = (*STRAIGHT, "08:20:05 undo", "08:30 finish")
NO_SHOW_UNDONE = (*MISSED, "08:15:05 undo", "08:16 start", "08:20 finish")
CLOSED_ON = ("15:50 issue", "15:59 close")


@pytest.mark.parametrize(
    ("lines", "wait", "service", "outcome"),
    [
        (STRAIGHT, 10, 9, "served"),
        (RECALLED, 12, 7, "served"),  # the wait runs to the last call, a recall among them
        (MISSED, 12, None, "no_show"),
        (WALKED_OUT, None, None, "left"),  # never called: no wait
        (CALLED_THEN_LEFT, 10, None, "left"),
        (TRANSFERRED, 40, 10, "served"),  # from the issue on; the second service's own time
        (HELD, 10, 19, "served"),  # time on hold is within the service
        (HELD_BEFORE_START, 10, 5, "served"),  # being taken up again is the start
        (RETURNED, 30, None, None),  # still here
        (REINSTATED, 20, 9, "served"),  # the missed call is no longer the last
        (CALL_UNDONE, None, None, None),  # what was undone never was
        (FINISH_UNDONE, 10, 19, "served"),
        (NO_SHOW_UNDONE, 12, 4, "served"),
        (CLOSED_ON, None, None, "not_reached"),
    ],
)
def test_a_visit_comes_to(lines: tuple[str, ...], wait: float | None, service: float | None, outcome: str) -> None:
    found = fold_visit(life(*lines))
    assert found.wait_seconds == (None if wait is None else wait * MINUTE)
    assert found.service_seconds == (None if service is None else service * MINUTE)
    assert found.outcome == outcome


def test_a_start_before_a_return_does_not_lengthen_the_next_service() -> None:
    assert visit(*RETURNED, "08:40 finish").service_seconds == 5 * MINUTE


def test_folding_again_gives_the_same() -> None:
    assert visit(*REINSTATED) == visit(*REINSTATED)


def test_no_shows_and_walk_outs_are_shares_of_arrivals_told_apart() -> None:
    found = measure([visit(*STRAIGHT), visit(*MISSED), visit(*WALKED_OUT), visit(*CALLED_THEN_LEFT)], {})
    assert (found.arrivals, found.called, found.no_show_share, found.left_share) == (4, 3, 0.25, 0.5)


def test_the_service_level_is_of_those_called_and_by_the_queue_they_ended_in() -> None:
    visits = [visit(*STRAIGHT), visit(*TRANSFERRED), visit(*WALKED_OUT)]
    found = measure(visits, {"permits": 10 * MINUTE, "zoning": 39 * MINUTE})
    assert found.within_target_share == 0.5  # ten minutes is within ten; forty is not within thirty-nine


def test_means_quantiles_and_counts() -> None:
    visits = [visit("08:00 issue", f"08:{m:02} call", "09:00 start", "09:10 finish") for m in (0, 10, 20, 30)]
    found = summarise(visits, {})
    assert (found.mean_wait_seconds, found.p50_wait_seconds) == (15 * MINUTE, 15 * MINUTE)
    assert found.p90_wait_seconds == pytest.approx(27 * MINUTE)
    assert (found.longest_wait_seconds, found.mean_service_seconds, found.served) == (30 * MINUTE, 10 * MINUTE, 4)
    assert measure([visit(*TRANSFERRED), visit(*RECALLED)], {}).transfers == 1
    assert measure([visit(*TRANSFERRED), visit(*RECALLED)], {}).recalls == 1


def test_the_estimate_is_held_against_the_first_call() -> None:
    told = [visit(*TRANSFERRED, told_seconds=[12 * 60, 15 * 60]), visit(*RECALLED, told_seconds=[4 * 60, 9 * 60])]
    found = measure([*told, visit(*STRAIGHT), visit(*WALKED_OUT, told_seconds=[60, 120])], {})
    assert (found.estimates, found.median_estimate_error_seconds, found.within_p90_share) == (2, 4 * MINUTE, 0.5)


def test_nothing_comes_to_nothing() -> None:
    found = measure([], {})
    assert (found.arrivals, found.mean_wait_seconds, found.no_show_share, found.within_target_share) == (0, *[None] * 3)
    assert quantile([], 0.5) is None


def test_every_figure_has_its_definition() -> None:
    figures = {*WaitFigures.model_fields, *StaffTime.model_fields, *SlotFlow.model_fields} - {"start", "end"}
    assert figures <= set(DEFINITIONS)


OPEN = (at("08:00"), at("10:00"))
EVENING = at("18:00")


def test_slots_are_half_open() -> None:
    visits = [visit("08:29:59 issue"), visit("08:30:00 issue"), visit("08:59:59 issue"), visit("09:00:00 issue")]
    slots = slots_of(MONDAY, ZONE, 30, opening=[OPEN], visits=visits, now=EVENING)
    assert [slot.start for slot in slots] == [at("08:00"), at("08:30"), at("09:00"), at("09:30")]
    assert [sum(slot.holds(visit.issued) for visit in visits) for slot in slots] == [1, 2, 1, 0]


@pytest.mark.parametrize(
    ("minutes", "number"),
    [(15, 8), (30, 4), (60, 2)],
)
def test_slots_end_with_the_opening_hours(minutes: int, number: int) -> None:
    assert len(slots_of(MONDAY, ZONE, minutes, opening=[OPEN], visits=[], now=EVENING)) == number


def test_slots_reach_from_the_first_to_the_last_happening_but_not_ahead() -> None:
    visits = [visit("07:50 issue", "10:00 call", "10:31 start")]
    assert slots_of(MONDAY, ZONE, 30, opening=[OPEN], visits=visits, now=EVENING)[0].start == at("07:30")
    assert slots_of(MONDAY, ZONE, 30, opening=[OPEN], visits=visits, now=EVENING)[-1].start == at("10:00")
    assert slots_of(MONDAY, ZONE, 30, opening=[OPEN], visits=visits, now=at("08:45"))[-1].start == at("08:30")
    assert slots_of(MONDAY, ZONE, 30, opening=[OPEN], visits=[], now=at("07:00")) == []
    assert slots_of(MONDAY, ZONE, 30, opening=[], visits=[], now=EVENING) == []


@pytest.mark.parametrize(
    ("day", "hours", "twice", "never"),
    [
        (date(2026, 11, 1), 25, "01:30", None),  # clocks go back: 01:30 comes twice
        (date(2026, 3, 8), 23, None, "02:30"),  # clocks go forward: 02:30 never comes
        (MONDAY, 24, None, None),
    ],
)
def test_a_day_has_the_slots_that_it_has(day: date, hours: int, twice: str | None, never: str | None) -> None:
    whole = [(at("00:00", day), at("23:59:59", day))]
    slots = slots_of(day, ZONE, 30, opening=whole, visits=[], now=at("23:59:59", day))
    local = [f"{slot.start.astimezone(ZONE):%H:%M}" for slot in slots]
    assert len(slots) == 2 * hours
    assert all(before.end == after.start for before, after in pairwise(slots))
    assert twice is None or local.count(twice) == 2
    assert never is None or never not in local


def test_whoever_is_not_called_is_carried_into_the_next_slot() -> None:
    visits = [
        visit("08:05 issue", "08:20 call", "08:21 start"),  # came and was called in the first slot
        visit("08:25 issue", "08:40 call"),  # carried into the second
        visit("08:10 issue", "08:30:00 call"),  # called as the second begins: carried into it
        visit("08:15 issue", "09:10 leave"),  # carried twice, then left
        visit("08:30:00 issue", "09:05 call"),  # came as the second began
        visit("08:05 issue", "08:10 call", "08:15 transfer zoning", "08:50 call 2"),  # waits again
    ]
    slots = slots_of(MONDAY, ZONE, 30, opening=[OPEN], visits=visits, now=EVENING)
    flows = [flow(slot, visits, EVENING) for slot in slots]
    assert [one.carried_in for one in flows] == [0, 4, 2, 0]
    assert [one.carried_out for one in flows] == [4, 2, 0, 0]
    assert [one.calls for one in flows] == [2, 3, 1, 0]


def test_now_ends_the_slot_that_lasts() -> None:
    waiting = [visit("08:05 issue")]
    slot = slots_of(MONDAY, ZONE, 30, opening=[OPEN], visits=waiting, now=at("08:10"))[0]
    assert flow(slot, waiting, at("08:10")).carried_out == 1
    assert not waits_at(waiting[0], at("08:05"))


def test_an_undone_call_was_no_call() -> None:
    visits = [visit(*CALL_UNDONE)]
    slot = slots_of(MONDAY, ZONE, 30, opening=[OPEN], visits=visits, now=EVENING)[0]
    assert (flow(slot, visits, EVENING).calls, flow(slot, visits, EVENING).carried_out) == (0, 1)
