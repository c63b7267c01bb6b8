"""Dates, times and ranges, as each language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from queueing.i18n import languages, translator

ZONE = ZoneInfo("America/Chicago")
NOON = datetime(2026, 11, 23, 18, 5, tzinfo=UTC)

TIMES = [("en", "12:05 PM"), ("es", "12:05 p.m."), ("hmn", "12:05 PM")]
DATES = [
    ("en", "Monday, November 23, 2026", "as the United States write it"),
    ("es", "lunes, 23 de noviembre de 2026", "day before month"),
]


def test_english_comes_first() -> None:
    assert languages()[0] == "en"
    assert set(languages()) == {"en", "es", "so", "hmn"}


@pytest.mark.parametrize(("language", "written"), TIMES)
def test_times(language: str, written: str) -> None:
    assert translator(language).time(NOON, ZONE).replace("\xa0", " ") == written


@pytest.mark.parametrize(("language", "written", "why"), DATES, ids=[row[0] for row in DATES])
def test_dates(language: str, written: str, why: str) -> None:
    assert translator(language).date(date(2026, 11, 23)) == written, why


def test_a_language_that_cldr_does_not_know_writes_month_and_day_in_digits() -> None:
    assert translator("hmn").date(date(2026, 11, 23)).endswith("lub 11 hlis tim 23, 2026")


@pytest.mark.parametrize(("low", "high", "said"), [(5, 15, "About 5 to 15 minutes"), (0, 5, "Less than 5 minutes")])
def test_a_wait_is_a_range(low: int, high: int, said: str) -> None:
    assert translator("en").wait(low, high) == said


def test_a_language_without_words_speaks_english() -> None:
    assert translator("vi").tag == "en"
