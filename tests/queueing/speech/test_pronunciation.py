"""What is written, as people say it."""

from __future__ import annotations

import pytest

from queueing.speech import number_said, spoken

SAID = [
    ("en", "Your number is P042.", "Your number is P, zero, four, two."),
    ("es", "Su número es C107.", "Su número es C, uno, cero, siete."),
    ("en", "Call 911 now", "Call nine, one, one now"),
    ("es", "311 · 612‑673‑3000", "tres, uno, uno , seis, uno, dos; seis, siete, tres; tres, cero, cero, cero"),
    ("en", "Open until 4:00 PM", "Open until 4 PM"),
    ("en", "One moment…", "One moment."),
    ("en", "505 4th Ave. South, room 1911", "505 4th Ave. South, room 1911"),
    ("vi", "P042", "P, 0, 4, 2"),
]


@pytest.mark.parametrize(("language", "written", "said"), SAID)
def test_what_is_written_is_said_as_people_say_it(language: str, written: str, said: str) -> None:
    assert spoken(written, language) == said


def test_a_number_may_have_more_letters_and_digits_than_ours() -> None:
    assert number_said("AB1042", "en") == "A, B, one, zero, four, two"
