"""Counts, means, shares and quantiles of visits, against plain sums worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from queueing.statistics import measure, quantile, summarise
from queueing.statistics.columns import columns_of
from queueing.statistics.measures import MeasuredTurns, quantiles
from tests.queueing.statistics.figures_cast import visit
from tests.queueing.statistics.ticket_lives import (
    CALLED_THEN_LEFT,
    MINUTE,
    MISSED,
    MISSED_THE_NEXT,
    RECALLED,
    SERVED_TWICE,
    STRAIGHT,
    TRANSFERRED,
    WALKED_OUT,
)


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([7.0], 0.9, 7.0),
        ([1.0, 3.0], 0.5, 2.0),
        ([1.0, 2.0, 4.0, 8.0], 0.5, 3.0),
        ([1.0, 2.0, 4.0, 8.0], 0.9, 4 + 4 * 0.7),  # place 2.7 of 0 to 3
        ([1.0, 2.0, 4.0, 8.0], 0.0, 1.0),
        ([1.0, 2.0, 4.0, 8.0], 1.0, 8.0),
    ],
)
def test_a_quantile_lies_on_the_line_between_its_neighbours(values: list[float], share: float, expected: float) -> None:
    assert quantile(values, share) == pytest.approx(expected)
    assert quantiles(values[::-1], share) == pytest.approx([expected]), "in any order"


def test_groups_are_measured_each_for_itself() -> None:
    """Waits of 10, 12 and 10 minutes: the missed one is the second group, the third is empty."""
    days = [columns_of([visit(*STRAIGHT), visit(*MISSED)]), columns_of([visit(*STRAIGHT)])]
    sheet = MeasuredTurns.of(days, {"permits": 11 * MINUTE})
    first, second, third = sheet.by(np.array([0, 1, 0], np.int32), 3)
    assert (first.arrivals, first.served, first.mean_wait_seconds, first.within_target_share) == (2, 2, 600.0, 1.0)
    assert (second.arrivals, second.no_show, second.mean_wait_seconds) == (1, 1, 720.0)
    assert (second.recalls, second.within_target_share, second.mean_service_seconds) == (1, 0.0, None)
    assert (third.arrivals, third.mean_wait_seconds, third.done) == (0, None, 0)
    assert sheet.total().mean_wait_seconds == (600 + 720 + 600) / 3


def test_a_visit_of_two_services_arrives_in_each_of_their_groups_if_turns_are_counted() -> None:
    sheet = MeasuredTurns.of([columns_of([visit(*SERVED_TWICE)])], {})
    groups = np.array([0, 1], np.int32)
    assert [group.arrivals for group in sheet.by(groups, 2)] == [0, 1], "as the visit ended"
    assert [group.arrivals for group in sheet.by(groups, 2, turns=True)] == [1, 1]


def test_what_was_done_counts_in_the_group_that_it_is_given() -> None:
    column = columns_of([visit(*STRAIGHT[:3], "08:20 finish +zoning*2")])
    sheet = MeasuredTurns.of([column], {})
    of_turn, other = sheet.by(np.array([0], np.int32), 2)
    assert (of_turn.done, other.done) == (2, 0)
    names = column.names["service"]
    assert list(names) == ["building-permit", "zoning"]
    done_in = column.corrections[:, 1].astype(np.int32)
    assert [group.done for group in sheet.by(np.array([0], np.int32), 2, done_in)] == [0, 2]


def test_no_shows_and_walk_outs_are_separate_shares_of_arrivals() -> None:
    found = measure([visit(*STRAIGHT), visit(*MISSED), visit(*WALKED_OUT), visit(*CALLED_THEN_LEFT)], {})
    assert (found.arrivals, found.called, found.no_show_share, found.left_share) == (4, 3, 0.25, 0.5)


def test_the_service_level_is_of_all_waits_each_by_its_own_queue() -> None:
    visits = [visit(*STRAIGHT), visit(*TRANSFERRED), visit(*WALKED_OUT)]
    found = measure(visits, {"permits": 10 * MINUTE, "zoning": 24 * MINUTE})
    assert found.within_target_share == 2 / 3  # ten minutes twice within ten; twenty-five is not within twenty-four


def test_a_visit_of_several_services_is_one_visit_with_several_waits() -> None:
    found = measure([visit(*SERVED_TWICE), visit(*TRANSFERRED), visit(*MISSED_THE_NEXT[:6])], {})
    assert (found.arrivals, found.served, found.no_show) == (3, 2, 1)
    assert (found.services, found.finished, found.sent_on, found.called) == (6, 4, 1, 6)
    assert found.mean_wait_seconds == (10 + 5 + 10 + 25 + 10 + 5) / 6 * MINUTE
    assert found.mean_service_seconds == (9 + 14 + 10 + 9) / 4 * MINUTE


# How services end, what was done by then, and how much of that was settled at first contact.
CAME_TO = [
    ([("08:20 finish settled",)], 1, 1.0),  # nobody said what: the one that they waited for, once
    ([("08:20 finish +building-permit*2 +zoning settled",)], 3, 1.0),
    ([("08:20 finish +zoning open",)], 1, 0.0),  # something else, and not what they came for
    ([("08:20 finish settled",), ("08:20 finish open",), ("08:20 finish",)], 3, 0.5),  # unsaid is neither
    ([("08:12 return", "08:15 call", "08:16 start", "08:20 finish settled")], 1, 0.0),  # not at the first contact
    ([("08:12 transfer zoning", "08:15 call", "08:16 start", "08:20 finish settled")], 1, 0.0),
    ([("08:12 onward zoning settled", "08:15 call", "08:16 start", "08:20 finish settled")], 2, 1.0),
    ([("08:12 onward zoning +building-permit*3 settled", "08:15 leave")], 3, 1.0),
    ([("08:20 finish +zoning*4 settled", "08:20:05 undo", "08:30 finish open")], 1, 0.0),
    ([("08:12 leave",)], 0, None),
]


@pytest.mark.parametrize(("ends", "done", "share"), CAME_TO, ids=str)
def test_what_was_done_and_settled_is_counted(ends: list[tuple[str, ...]], done: int, share: float | None) -> None:
    found = measure([visit("08:00 issue", "08:10 call", "08:11 start", *lines) for lines in ends], {})
    assert (found.done, found.first_contact_share) == (done, share)


def test_a_quick_service_done_several_times_is_one_visit() -> None:
    found = measure([visit("08:05 quick +building-permit*3 settled")], {})
    assert (found.arrivals, found.finished, found.done, found.first_contact_share) == (1, 1, 3, 1.0)


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


def test_quick_services_and_interpreters_are_counted_without_a_wait() -> None:
    quick = visit("08:05 quick", minutes=3)
    heard = visit("08:00 issue", "08:10 call", "08:11 start", "08:12 interp_on", "08:15 interp_done", "08:20 finish")
    found = measure([quick, heard, visit(*STRAIGHT)], {})
    assert (found.arrivals, found.served, found.quick, found.called) == (3, 3, 1, 2)
    assert (found.interpreted, found.interpreter_seconds) == (1, 3 * MINUTE)
    assert (found.mean_wait_seconds, found.mean_service_seconds) == (10 * MINUTE, 7 * MINUTE)


def test_no_visits_have_no_measures() -> None:
    found = measure([], {})
    assert (found.arrivals, found.mean_wait_seconds, found.no_show_share, found.within_target_share) == (0, *[None] * 3)
    assert quantile([], 0.5) is None
