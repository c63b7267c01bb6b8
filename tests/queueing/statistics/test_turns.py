"""Golden tables: the turns folded from the events of a ticket."""

from __future__ import annotations

import pytest

from queueing.statistics import fold_visit
from queueing.statistics.turns import fold_turns, split_turns
from queueing.tickets.events import without_undone
from tests.queueing.statistics.figures_cast import at, life, visit
from tests.queueing.statistics.ticket_lives import (
    CALL_UNDONE,
    CALLED_THEN_LEFT,
    CLOSED_ON,
    FINISH_UNDONE,
    FLAGGED,
    FLAGGED_FIRST,
    HELD,
    HELD_BEFORE_START,
    MINUTE,
    MISSED,
    MISSED_THE_NEXT,
    MOVED_WHILE_WAITING,
    NEXT_MOVED,
    NO_SHOW_UNDONE,
    ONWARD_UNDONE,
    RECALLED,
    REINSTATED,
    RETURNED,
    SENDING_UNDONE,
    SENT_TO_A_COUNTER,
    SENT_UNSTARTED,
    SERVED_TWICE,
    STRAIGHT,
    TRANSFERRED,
    UNFLAGGED,
    WALKED_OUT,
)


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
def test_the_turn_of_a_visit_of_one_service(
    lines: tuple[str, ...], wait: float | None, service: float | None, outcome: str
) -> None:
    (found,) = fold_visit(life(*lines)).turns
    assert found.wait_seconds == (None if wait is None else wait * MINUTE)
    assert found.service_seconds == (None if service is None else service * MINUTE)
    assert found.outcome == outcome


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
def test_the_turns_of_a_visit_of_several_services(
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
def test_an_interpreters_time_is_measured_apart(lines: tuple[str, ...], minutes: float) -> None:
    (found,) = visit("08:00 issue", "08:10 call", "08:11 start", *lines, "08:20 finish").turns
    assert found.interpreter_seconds == minutes * MINUTE
    assert found.service_seconds == 9 * MINUTE


def test_a_quick_service_lasts_the_minutes_that_were_noted() -> None:
    assert visit("08:05 quick", minutes=3).turns[0].service_seconds == 3 * MINUTE


def test_a_start_before_a_return_does_not_lengthen_the_next_service() -> None:
    assert visit(*RETURNED, "08:40 finish").turns[0].service_seconds == 5 * MINUTE


@pytest.mark.parametrize(
    ("lines", "events_by_turn"),
    [
        (STRAIGHT, [["issue", "call", "start", "finish"]]),
        (SERVED_TWICE, [["issue", "call", "start", "onward"], ["onward", "call", "start", "finish"]]),
        (SENT_UNSTARTED, [["issue", "call", "transfer"], ["transfer", "leave"]]),
        (MOVED_WHILE_WAITING, [["issue", "transfer", "call", "start", "finish"]]),  # nobody had called them
    ],
)
def test_events_are_split_where_a_turn_ends(lines: tuple[str, ...], events_by_turn: list[list[str]]) -> None:
    assert [[event.act for event in turn_events] for turn_events in split_turns(life(*lines))] == events_by_turn


def test_an_undo_takes_itself_and_the_act_before_away() -> None:
    assert [event.act for event in without_undone(life(*CALL_UNDONE))] == ["issue"]
    whole = life(*STRAIGHT)
    assert without_undone(whole) == whole


@pytest.mark.parametrize(
    ("lines", "calls", "recalls", "transfers", "seen_before"),
    [
        (STRAIGHT, ["08:10"], 0, 0, False),
        (("08:00 issue", "08:10 call", "08:12 recall", "08:13 recall"), ["08:10"], 2, 0, False),
        (("08:00 issue", "08:10 call", "08:12 return", "08:20 call"), ["08:10", "08:20"], 0, 0, False),
        (("08:00 issue", "08:10 call", "08:11 start", "08:12 return", "08:20 call"), ["08:10", "08:20"], 0, 0, True),
        (MOVED_WHILE_WAITING, ["08:30"], 0, 1, False),
    ],
)
def test_calls_and_contacts_of_a_turn(
    lines: tuple[str, ...], calls: list[str], recalls: int, transfers: int, seen_before: bool
) -> None:
    (found,) = fold_turns(life(*lines))
    assert found.calls == [at(call) for call in calls]
    assert (found.recalls, found.transfers, found.seen_before) == (recalls, transfers, seen_before)


def test_a_turn_after_one_that_was_sent_on_has_been_seen_before() -> None:
    assert [turn.seen_before for turn in fold_turns(life(*SENT_UNSTARTED))] == [False, True]
    assert [turn.seen_before for turn in fold_turns(life(*SERVED_TWICE))] == [False, False]


def test_a_turn_counts_for_the_agent_who_acted_last_at_the_counter() -> None:
    assert [turn.agent for turn in visit(*SERVED_TWICE, by="staff:7").turns] == ["staff:7", "staff:7"]
    assert [turn.agent for turn in visit("08:00 issue", "08:25 leave", by="staff:7").turns] == [""]


@pytest.mark.parametrize(
    ("end", "done", "resolved"),
    [
        ("08:20 finish", None, None),
        ("08:20 finish +zoning*2 settled", {"zoning": 2}, True),
        ("08:20 finish +zoning +building-permit open", {"zoning": 1, "building-permit": 1}, False),
        ("08:20 no_show", None, None),
    ],
)
def test_what_was_done_by_the_end_of_a_turn(end: str, done: dict[str, int] | None, resolved: bool | None) -> None:
    (found,) = visit(*STRAIGHT[:2], end).turns
    assert (found.done, found.resolved) == (done, resolved)
