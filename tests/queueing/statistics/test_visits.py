"""Visits folded from the events of one ticket: spans, calls, and the quoted wait."""

from __future__ import annotations

from typing import Any

import pytest

from queueing.statistics import fold_recorded, fold_visit, fold_visits
from tests.queueing.statistics.figures_cast import MONDAY, at, life, visit
from tests.queueing.statistics.ticket_lives import (
    CALL_UNDONE,
    FINISH_UNDONE,
    HELD,
    REINSTATED,
    RETURNED,
    STRAIGHT,
    TRANSFERRED,
    WALKED_OUT,
)


def test_folding_again_gives_the_same() -> None:
    assert visit(*REINSTATED) == visit(*REINSTATED)


@pytest.mark.parametrize(
    ("lines", "spans"),
    [
        (
            STRAIGHT,
            [
                ("waiting", "permits", None, "08:00", "08:10"),
                ("called", "permits", "1", "08:10", "08:11"),
                ("serving", "permits", "1", "08:11", "08:20"),
            ],
        ),
        (WALKED_OUT, [("waiting", "permits", None, "08:00", "08:25")]),
        (CALL_UNDONE, [("waiting", "permits", None, "08:00", None)]),  # still waiting
        (
            TRANSFERRED[:5],
            [
                ("waiting", "permits", None, "08:00", "08:10"),
                ("called", "permits", "1", "08:10", "08:11"),
                ("serving", "permits", "1", "08:11", "08:15"),
                ("waiting", "zoning", None, "08:15", "08:40"),
                ("called", "zoning", "2", "08:40", None),
            ],
        ),
        (
            HELD[:5],
            [
                ("waiting", "permits", None, "08:00", "08:10"),
                ("called", "permits", "1", "08:10", "08:11"),
                ("serving", "permits", "1", "08:11", "08:15"),
                ("held", "permits", None, "08:15", "08:25"),  # on hold a visitor is at no counter
                ("serving", "permits", "1", "08:25", None),
            ],
        ),
    ],
)
def test_a_visit_has_a_span_for_each_state(
    lines: tuple[str, ...], spans: list[tuple[str, str, str | None, str, str | None]]
) -> None:
    found = [(span.state, span.queue, span.counter, span.start, span.end) for span in visit(*lines).spans]
    assert found == [
        (state, queue, counter, at(start), at(end) if end else None) for state, queue, counter, start, end in spans
    ]


@pytest.mark.parametrize(
    ("detail", "quoted"),
    [
        ({}, None),
        ({"told_seconds": [300.5, 900.0]}, (300.5, 900.0)),
        # The range on the ticket is what the visitor was quoted: its upper end, in minutes.
        ({"told_seconds": [300.5, 900.0], "told_minutes": [5, 20]}, (300.5, 1200.0)),
    ],
)
def test_the_quoted_wait_is_the_median_and_the_upper_end(
    detail: dict[str, Any], quoted: tuple[float, float] | None
) -> None:
    assert visit(*STRAIGHT, **detail).quoted_seconds == quoted


def test_calls_and_moments_are_those_of_every_turn() -> None:
    found = visit(*TRANSFERRED)
    assert found.calls == [at("08:10"), at("08:40")]
    assert found.moments == [at("08:00"), at("08:10"), at("08:15"), at("08:40"), at("08:51")]
    assert (found.issued, found.day, found.language) == (at("08:00"), MONDAY, "en")


def test_events_sorted_by_ticket_are_one_visit_each() -> None:
    events = [*life(*STRAIGHT), *life(*WALKED_OUT), *life(*RETURNED)]
    assert [len(found.turns[0].calls) for found in fold_visits(events)] == [1, 0, 2]
    assert [found.turns[0].outcome for found in fold_recorded(events)] == ["served", "left", None]


def test_an_undone_act_never_was() -> None:
    assert fold_visit(life(*CALL_UNDONE)).moments == [at("08:00")]
    assert fold_visit(life(*FINISH_UNDONE)).moments == [at("08:00"), at("08:10"), at("08:30")]
