"""The kiosk's own words, as the page gets them."""

from __future__ import annotations

import re

from kiosk.screen_text import WORDS, texts_by_language
from queueing.i18n import languages

FIELD = re.compile(r"\{\w+\}")


def test_every_language_says_every_word() -> None:
    said = texts_by_language()
    assert set(said) == set(languages())
    assert all(set(words) == set(WORDS) for words in said.values())
    assert said["en"] == dict(WORDS)
    assert said["es"]["take_ticket"] == "Tomar un turno"


def test_fields_are_left_for_the_page() -> None:
    for words in texts_by_language().values():
        assert FIELD.findall(words["ticket_taken"]) == ["{number}", "{ahead}"]
