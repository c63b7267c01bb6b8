"""Golden tables: what the events of a ticket come to."""

from __future__ import annotations

import pytest

from queueing.statistics import DEFINITIONS, fold_visit, measure, quantile, summarise
from queueing.statistics.schemas import SlotFlow, StaffTime, WaitFigures
from tests.queueing.statistics.figures_cast import life, visit

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
FLAGGED = ("08:00 issue", "08:10 call", "08:11 start", "08:12 flag", "08:20 finish")
UNFLAGGED = ("08:00 issue", "08:10 call", "08:11 start", "08:12 flag", "08:13 unflag", "08:20 finish")
CLOSED_ON = ("15:50 issue", "15:59 close")


@pytest.mark.parametrize(
    ("lines", "wait", "service", "outcome"),
    [
        (STRAIGHT, 10, 9, "served"),
        (RECALLED, 12, 7, "served"),  # the wait runs to the last call, a recall among them
        (MISSED, 12, None, "no_show"),
        (WALKED_OUT, None, None, "left"),  # never called: no wait
        (CALLED_THEN_LEFT, 10, None, "left"),
        (HELD, 10, 19, "served"),  # time on hold is within the service
        (HELD_BEFORE_START, 10, 5, "served"),  # being taken up again is the start
        (RETURNED, 30, None, None),  # still here; sent back to the same line, they wait on
        (REINSTATED, 20, 9, "served"),  # the missed call is no longer the last
        (CALL_UNDONE, None, None, None),  # what was undone never was
        (FINISH_UNDONE, 10, 19, "served"),
        (NO_SHOW_UNDONE, 12, 4, "served"),
        (CLOSED_ON, None, None, "not_reached"),
        (FLAGGED, 10, None, "served"),  # a time that is not representative is none
        (UNFLAGGED, 10, 9, "served"),
        (("08:05 quick",), None, None, "served"),
    ],
)
def test_a_visit_of_one_service_comes_to(
    lines: tuple[str, ...], wait: float | None, service: float | None, outcome: str
) -> None:
    (found,) = fold_visit(life(*lines)).turns
    assert found.wait_seconds == (None if wait is None else wait * MINUTE)
    assert found.service_seconds == (None if service is None else service * MINUTE)
    assert found.outcome == outcome


SERVED_TWICE = (
    *("08:00 issue", "08:10 call", "08:11 start", "08:20 onward zoning"),
    *("08:25 call 2", "08:26 start", "08:40 finish"),
)
THREE = (*SERVED_TWICE[:-1], "08:40 onward licenses", "08:55 no_show")
MOVED_WHILE_WAITING = ("08:00 issue", "08:05 transfer zoning", "08:30 call", "08:31 start", "08:41 finish")
SENT_UNSTARTED = ("08:00 issue", "08:10 call", "08:12 transfer zoning", "08:30 leave")
SENT_TO_A_COUNTER = (
    *("08:00 issue", "08:10 call", "08:11 start", "08:15 transfer building-permit"),
    *("08:20 call 2", "08:21 start", "08:30 finish"),
)
NEXT_MOVED = (*SERVED_TWICE[:4], "08:22 transfer licenses", "08:30 call", "08:31 start", "08:35 finish")
ONWARD_UNDONE = (*SERVED_TWICE[:4], "08:20:05 undo", "08:30 finish")
SENDING_UNDONE = (*SENT_UNSTARTED[:3], "08:12:05 undo", "08:13 start", "08:20 finish")
MISSED_THE_NEXT = (*SERVED_TWICE[:5], "08:27 no_show", "08:28 reinstate", "08:40 call", "08:41 start", "08:50 finish")
FLAGGED_FIRST = (*SERVED_TWICE[:3], "08:15 flag", *SERVED_TWICE[3:])

PERMIT = "building-permit"


@pytest.mark.parametrize(
    ("lines", "turns"),
    [
        # The second wait begins when the first service ends; each has its own time.
        (SERVED_TWICE, [(PERMIT, 10, 9, "served"), ("zoning", 5, 14, "served")]),
        # A counter sent them on: it has not served them, and they wait anew.
        (TRANSFERRED, [(PERMIT, 10, None, "sent_on"), ("zoning", 25, 10, "served")]),
        (SENT_UNSTARTED, [(PERMIT, 10, None, "sent_on"), ("zoning", None, None, "left")]),
        # Nobody had called them: they have waited for zoning all along.
        (MOVED_WHILE_WAITING, [("zoning", 30, 10, "served")]),
        (NEXT_MOVED, [(PERMIT, 10, 9, "served"), ("licenses", 10, 4, "served")]),
        (SENT_TO_A_COUNTER, [(PERMIT, 20, 9, "served")]),  # the same service elsewhere is one, as one sent back is
        (ONWARD_UNDONE, [(PERMIT, 10, 19, "served")]),
        (SENDING_UNDONE, [(PERMIT, 10, 7, "served")]),
        (MISSED_THE_NEXT, [(PERMIT, 10, 9, "served"), ("zoning", 20, 9, "served")]),
        (FLAGGED_FIRST, [(PERMIT, 10, None, "served"), ("zoning", 5, 14, "served")]),
        (SERVED_TWICE[:4], [(PERMIT, 10, 9, "served"), ("zoning", None, None, None)]),
    ],
)
def test_each_service_of_a_visit_comes_to(
    lines: tuple[str, ...], turns: list[tuple[str, float | None, float | None, str | None]]
) -> None:
    found = [(turn.service, turn.wait_seconds, turn.service_seconds, turn.outcome) for turn in visit(*lines).turns]
    assert found == [
        (name, wait and wait * MINUTE, service and service * MINUTE, outcome) for name, wait, service, outcome in turns
    ]


# What an interpreter did in a service from 08:11 to 08:20, and the minutes on the line.
INTERPRETED = [
    (("08:11:30 interp_asked", "08:13 interp_on", "08:16 interp_done"), 3),
    (("08:13 interp_on", "08:15 interp_done", "08:18 interp_on"), 4),  # the second ends with the visit
    (("08:13 interp_asked",), 0),
]


@pytest.mark.parametrize(("lines", "minutes"), INTERPRETED, ids=str)
def test_an_interpreters_time_is_kept_apart(lines: tuple[str, ...], minutes: float) -> None:
    (found,) = visit("08:00 issue", "08:10 call", "08:11 start", *lines, "08:20 finish").turns
    assert found.interpreter_seconds == minutes * MINUTE
    assert found.service_seconds == 9 * MINUTE


def test_a_quick_service_lasts_the_minutes_that_were_noted() -> None:
    assert visit("08:05 quick", minutes=3).turns[0].service_seconds == 3 * MINUTE


def test_a_start_before_a_return_does_not_lengthen_the_next_service() -> None:
    assert visit(*RETURNED, "08:40 finish").turns[0].service_seconds == 5 * MINUTE


def test_folding_again_gives_the_same() -> None:
    assert visit(*REINSTATED) == visit(*REINSTATED)


def test_no_shows_and_walk_outs_are_shares_of_arrivals_told_apart() -> None:
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


def test_nothing_comes_to_nothing() -> None:
    found = measure([], {})
    assert (found.arrivals, found.mean_wait_seconds, found.no_show_share, found.within_target_share) == (0, *[None] * 3)
    assert quantile([], 0.5) is None


def test_every_figure_has_its_definition() -> None:
    figures = {*WaitFigures.model_fields, *StaffTime.model_fields, *SlotFlow.model_fields} - {"start", "end"}
    assert figures <= set(DEFINITIONS)
