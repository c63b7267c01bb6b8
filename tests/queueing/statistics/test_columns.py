"""Visits as columns of whole numbers, worked out by hand, and the same again from their bytes."""

from __future__ import annotations

import numpy as np
import pytest

from queueing.statistics.columns import COLUMNS, CORRECTION_TYPE, OUTCOMES, SMALL_COLUMNS, Columns, columns_of, joined
from tests.queueing.statistics.figures_cast import at, visit
from tests.queueing.statistics.ticket_lives import MISSED, SERVED_TWICE, STRAIGHT, TRANSFERRED, WALKED_OUT

SECOND = 1_000_000


def column(name: str, *lives: tuple[str, ...], **detail: object) -> list[int]:
    """Return one column of some lives."""
    return [int(value) for value in columns_of([visit(*life, **detail) for life in lives]).values[name]]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # One straight, one missed after a recall, one who left, and one of two services.
        ("wait", [600, 720, -1, 600, 300]),
        ("service_time", [540, -1, -1, 540, 840]),
        ("issued", [0, 0, 0, 0, 0]),
        ("error", [-1, -1, -1, -1, -1]),
        ("interpreter", [0, 0, 0, 0, 0]),
    ],
)
def test_durations_are_microseconds_a_row_a_turn(name: str, expected: list[int]) -> None:
    found = column(name, STRAIGHT, MISSED, WALKED_OUT, SERVED_TWICE)
    assert found == [value if value == -1 else value * SECOND for value in expected]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("recalls", [0, 1, 0, 0, 0]),
        ("transfers", [0, 0, 0, 0, 0]),
        ("followed", [0, 0, 0, 1, 0]),  # another turn of the visit came after it
        ("known", [0, 0, 0, 0, 1]),  # the same agent had the visit's first turn
        ("quick", [0, 0, 0, 0, 0]),
        ("unsaid", [1, 0, 0, 1, 1]),  # of those served nobody said whether all was resolved
        ("unsettled", [0, 0, 0, 0, 0]),
    ],
)
def test_counts_and_flags_a_row_a_turn(name: str, expected: list[int]) -> None:
    assert column(name, STRAIGHT, MISSED, WALKED_OUT, SERVED_TWICE) == expected


def test_outcomes_are_codes() -> None:
    found = column("outcome", STRAIGHT, MISSED, WALKED_OUT, TRANSFERRED, ("08:00 issue",))
    assert [OUTCOMES[code] for code in found] == ["served", "no_show", "left", "sent_on", "served", None]


@pytest.mark.parametrize(
    ("quoted", "error", "within"),
    [
        ([480.0, 900.0], 120, 1),  # called after 600 seconds
        ([700.0, 900.0], 100, 1),
        ([300.0, 600.0], 300, 1),
        ([300.0, 599.0], 300, 0),
    ],
)
def test_an_estimate_is_held_against_the_first_call(quoted: list[float], error: int, within: int) -> None:
    assert column("error", STRAIGHT, told_seconds=quoted) == [error * SECOND]
    assert column("foretold", STRAIGHT, told_seconds=quoted) == [within]
    assert column("error", SERVED_TWICE, told_seconds=quoted) == [error * SECOND, -1], "of the first turn only"


def test_texts_are_places_in_sorted_names() -> None:
    found = columns_of([visit(*STRAIGHT, language="so"), visit(*SERVED_TWICE, by="staff:2"), visit(*WALKED_OUT)])
    assert {name: list(texts) for name, texts in found.names.items()} == {
        "queue": ["permits", "zoning"],
        "service": ["building-permit", "zoning"],
        "language": ["en", "so"],
        "agent": ["", "staff:1", "staff:2"],
    }
    assert found.values["queue"].tolist() == [0, 0, 1, 0]
    assert found.values["language"].tolist() == [1, 0, 0, 0]
    assert found.values["agent"].tolist() == [1, 2, 2, 0]


@pytest.mark.parametrize(
    ("end", "corrections"),
    [
        ("08:20 finish", []),  # nobody said: the service waited for, once
        ("08:20 finish +building-permit", []),
        ("08:20 finish +building-permit*3", [[0, 0, 2]]),
        ("08:20 finish +building-permit +zoning*2", [[0, 1, 2]]),
        ("08:20 finish +zoning", [[0, 0, -1], [0, 1, 1]]),  # not what was waited for
        ("08:20 no_show", []),
    ],
)
def test_what_was_done_differs_from_the_service_waited_for(end: str, corrections: list[list[int]]) -> None:
    assert columns_of([visit(*STRAIGHT[:3], end)]).corrections.tolist() == corrections


def test_issue_counts_from_midnight_or_from_the_first() -> None:
    visits = [visit("08:10 issue"), visit("08:00 issue")]
    assert columns_of(visits).values["issued"].tolist() == [600 * SECOND, 0]
    assert columns_of(visits, at("07:00")).values["issued"].tolist() == [4200 * SECOND, 3600 * SECOND]


def test_columns_come_back_from_their_bytes_each_as_narrow_as_its_values() -> None:
    visits = [visit(*STRAIGHT), visit(*SERVED_TWICE), visit(*STRAIGHT[:3], "08:20 finish +zoning*2")]
    whole = columns_of(visits)
    stored, types = whole.to_bytes()
    of = dict(zip(COLUMNS, types, strict=True))
    # 840 seconds are more microseconds than fit in 16 bits, and fewer than fit in 32.
    assert (of["wait"], of["service_time"], of["queue"]) == ("<i4", "<i4", "|i1")
    assert {of[name] for name in SMALL_COLUMNS} == {"|i1"}
    widths = sum(np.dtype(kind).itemsize for kind in types)
    assert len(stored) == len(whole) * widths + whole.corrections.size * np.dtype(CORRECTION_TYPE).itemsize
    again = Columns.from_bytes(stored, len(whole), types, whole.names)
    assert all((again.values[name] == whole.values[name]).all() for name in COLUMNS)
    assert (len(again), again.corrections.tolist()) == (4, whole.corrections.tolist())


def test_nothing_is_no_rows() -> None:
    empty = columns_of([])
    stored, types = empty.to_bytes()
    assert (len(empty), stored, set(types)) == (0, b"", {"|i1"})
    assert len(Columns.from_bytes(stored, 0, types, empty.names)) == 0


def test_joined_arrays_are_as_wide_as_the_widest() -> None:
    found = joined([np.array([1], np.int8), np.array([300], np.int16)])
    assert found.tolist() == [1, 300]
    assert found.dtype == np.int16
    assert joined([]).tolist() == []
