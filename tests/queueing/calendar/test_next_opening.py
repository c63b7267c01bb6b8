"""When a location opens next, said as people say it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from queueing.calendar.next_opening import opening_sentence
from queueing.i18n import translator
from services_catalog.catalog import Location

NOW = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)  # Monday, 7:00 in Minneapolis
OPENINGS = [
    ("en", datetime(2026, 11, 23, 14, 0, tzinfo=UTC), "We open today at 8:00 AM.", "later the same day"),
    ("en", datetime(2026, 11, 24, 14, 0, tzinfo=UTC), "We open tomorrow at 8:00 AM.", "the next day"),
    ("en", datetime(2026, 11, 25, 14, 0, tzinfo=UTC), "We open Wednesday at 8:00 AM.", "within a week by its weekday"),
    (
        "en",
        datetime(2026, 12, 2, 14, 0, tzinfo=UTC),
        "We open Wednesday, December 2, 2026 at 8:00 AM.",
        "later by date",
    ),
    ("es", datetime(2026, 11, 24, 14, 0, tzinfo=UTC), "Abrimos: mañana a las 8:00 a.m.", "one full stop after a.m."),
]


@pytest.mark.parametrize(("language", "opens", "sentence", "why"), OPENINGS, ids=[row[3] for row in OPENINGS])
def test_the_sentence(downtown: Location, language: str, opens: datetime, sentence: str, why: str) -> None:
    assert opening_sentence(translator(language), opens, NOW, downtown.hours) == sentence, why
