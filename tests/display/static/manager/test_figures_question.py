"""The question of the figures page: which days a period means, what the address holds, what cannot be asked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser_modules import Modules

QUESTION = "/display/static/manager/figures_question.js"
TODAY = "2026-11-23"
"""A Monday."""

PERIODS = [
    ("today", TODAY, (TODAY, TODAY), "one day"),
    ("yesterday", TODAY, ("2026-11-22", "2026-11-22"), "a Sunday, open or not"),
    ("yesterday", "2026-03-01", ("2026-02-28", "2026-02-28"), "over the end of a short month"),
    ("yesterday", "2028-03-01", ("2028-02-29", "2028-02-29"), "a leap day"),
    ("yesterday", "2026-01-01", ("2025-12-31", "2025-12-31"), "over the end of a year"),
    ("this-week", TODAY, (TODAY, TODAY), "a week begins on Monday"),
    ("this-week", "2026-11-29", (TODAY, "2026-11-29"), "and ends on Sunday"),
    ("last-week", TODAY, ("2026-11-16", "2026-11-22"), "Monday to Sunday"),
    ("last-week", "2026-11-29", ("2026-11-16", "2026-11-22"), "the same from a Sunday"),
    ("week", TODAY, ("2026-11-17", TODAY), "seven days with today"),
    ("week", "2026-03-12", ("2026-03-06", "2026-03-12"), "over the night in which clocks go forward"),
    ("month", TODAY, ("2026-10-27", TODAY), "28 days with today, over the night in which clocks go back"),
    ("this-month", TODAY, ("2026-11-01", TODAY), "from the first on"),
    ("last-month", TODAY, ("2026-10-01", "2026-10-31"), "a whole month"),
    ("last-month", "2026-01-31", ("2025-12-01", "2025-12-31"), "of the year before"),
    ("last-month", "2028-03-31", ("2028-02-01", "2028-02-29"), "a leap month"),
]

FREE = [
    ("2026-11-02", "2026-11-06", ("2026-11-02", "2026-11-06"), "both given"),
    ("2026-11-02", "", ("2026-11-02", "2026-11-02"), "only the first: that one day"),
    ("", "2026-11-06", (TODAY, "2026-11-06"), "only the last: from today"),
    ("", "", (TODAY, TODAY), "neither: today"),
]

USUAL = {"period": "today", "from": TODAY, "to": TODAY, "by": "service", "minutes": "30", "than": ""}
ADDRESSES = [
    ("", {}, "an address without a question"),
    ("?period=yesterday", {"period": "yesterday", "from": "2026-11-22", "to": "2026-11-22"}, "a period"),
    ("?period=tea&by=tea&slot_minutes=7", {}, "what is not known is as usual"),
    ("?by=queue&slot_minutes=15", {"by": "queue", "minutes": "15"}, "another cut, shorter slots"),
    ("?from=2026-11-02", {"period": "days", "from": "2026-11-02", "to": "2026-11-02"}, "days alone are a period"),
    (
        "?period=days&from=2026-02-30x&to=2026-11-06",
        {"period": "days", "to": "2026-11-06"},
        "a first day that is none is today",
    ),
    ("?period=yesterday&from=2026-11-02", {"period": "yesterday", "from": "2026-11-22", "to": "2026-11-22"}, "named"),
    ("?than=center:east-lake", {"than": "center:east-lake"}, "compared with another center"),
]

LIMITS = [
    ({}, "", "today"),
    ({"from": "2026-11-24"}, "The first day comes after the last.", "backwards"),
    ({"from": "2025-11-23"}, "", "366 days"),
    ({"from": "2025-11-22"}, "Ask for at most 366 days at once.", "367 days"),
    ({"from": "2026-10-24", "by": "slot"}, "", "31 days by slot"),
    ({"from": "2026-10-23", "by": "slot"}, "By slot, ask for at most 31 days at once.", "32 days by slot"),
    ({"from": "2026-10-23", "by": "day"}, "", "32 days by day"),
]

WEEK = {"from": "2026-11-16", "to": "2026-11-22"}
COMPARISONS = [
    ({"than": ""}, None, "with nothing"),
    ({"than": "tea"}, None, "with what is not known"),
    ({"than": "before"}, ("downtown", "2026-11-16", "2026-11-16"), "a Monday with the Monday before"),
    ({"than": "before", **WEEK}, ("downtown", "2026-11-09", "2026-11-15"), "a week with the week before"),
    (
        {"than": "before", "from": "2026-11-16"},
        ("downtown", "2026-11-02", "2026-11-09"),
        "eight days with those two weeks before, so that no day is in both",
    ),
    ({"than": "year"}, ("downtown", "2025-11-24", "2025-11-24"), "52 weeks before, the same weekday"),
    ({"than": "center:east-lake", **WEEK}, ("east-lake", "2026-11-16", "2026-11-22"), "another center, the same days"),
]

SPANS = [
    (TODAY, TODAY, 1, "one day"),
    ("2026-10-31", "2026-11-02", 3, "over the night in which clocks go back"),
    ("2028-02-28", "2028-03-01", 3, "over a leap day"),
    ("2026-11-24", TODAY, 0, "backwards"),
]


@pytest.mark.parametrize(("period", "today", "days"), [row[:3] for row in PERIODS], ids=[row[3] for row in PERIODS])
def test_the_days_of_a_period(modules: Modules, period: str, today: str, days: tuple[str, str]) -> None:
    assert tuple(modules.call(QUESTION, "daysOf", period, today, "", "")) == days


@pytest.mark.parametrize(("first", "last", "days"), [row[:3] for row in FREE], ids=[row[3] for row in FREE])
def test_days_that_are_chosen_one_by_one(modules: Modules, first: str, last: str, days: tuple[str, str]) -> None:
    assert tuple(modules.call(QUESTION, "daysOf", "days", TODAY, first, last)) == days


@pytest.mark.parametrize(("search", "asked"), [row[:2] for row in ADDRESSES], ids=[row[2] for row in ADDRESSES])
def test_the_question_in_an_address(modules: Modules, search: str, asked: dict[str, str]) -> None:
    question = modules.call(QUESTION, "readQuestion", search, TODAY)
    assert question == {**USUAL, **asked}
    written = modules.call(QUESTION, "writeQuestion", question)
    assert modules.call(QUESTION, "readQuestion", written, TODAY) == question, "as written, so read"


@pytest.mark.parametrize(("asked", "why"), [row[:2] for row in LIMITS], ids=[row[2] for row in LIMITS])
def test_what_cannot_be_asked(modules: Modules, asked: dict[str, Any], why: str) -> None:
    assert modules.call(QUESTION, "whyNotAsked", {**USUAL, **asked}) == why


@pytest.mark.parametrize(("asked", "than"), [row[:2] for row in COMPARISONS], ids=[row[2] for row in COMPARISONS])
def test_with_what_a_question_is_compared(
    modules: Modules, asked: dict[str, Any], than: tuple[str, ...] | None
) -> None:
    compared = modules.call(QUESTION, "comparisonOf", {**USUAL, **asked}, "downtown")
    assert (compared and (compared["location"], compared["from"], compared["to"])) == than


@pytest.mark.parametrize(("first", "last", "days"), [row[:3] for row in SPANS], ids=[row[3] for row in SPANS])
def test_a_span_counts_both_ends(modules: Modules, first: str, last: str, days: int) -> None:
    assert modules.call(QUESTION, "span", first, last) == days
