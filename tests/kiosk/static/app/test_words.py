"""Words in the visitor's language: what stands in for a missing one, and how a wait is said."""

from __future__ import annotations

import pytest

from tests.browser_modules import Modules

WORDS = "/kiosk/static/app/words.js"
SPOKEN = {
    "en": {"hello": "Hello", "range": "{low} to {high} minutes", "less_than": "less than {high} minutes"},
    "es": {"hello": "Hola", "range": "de {low} a {high} minutos"},
}


def say(modules: Modules, lang: str, key: str, fields: dict[str, object] | None = None) -> str:
    """What `speaker` says for a key."""
    said = modules.run(
        WORDS,
        "(words, [all, lang, key, fields]) => words.speaker(all, lang)(key, fields ?? undefined)",
        [SPOKEN, lang, key, fields],
    )
    assert isinstance(said, str)
    return said


@pytest.mark.parametrize(
    ("lang", "key", "fields", "words"),
    [
        ("es", "hello", None, "Hola"),
        pytest.param("so", "hello", None, "Hello", id="English for a language without words"),
        pytest.param("es", "less_than", {"high": 5}, "less than 5 minutes", id="English for a missing word"),
        pytest.param("en", "unknown", None, "unknown", id="the key itself is better than nothing"),
        pytest.param("en", "range", {"low": 5, "high": 10}, "5 to 10 minutes", id="fields are filled in"),
        pytest.param("en", "range", {"low": 0}, "0 to {high} minutes", id="zero is a value; a missing field stays"),
    ],
)
def test_words_are_said_in_the_language_or_in_english(
    modules: Modules, lang: str, key: str, fields: dict[str, object] | None, words: str
) -> None:
    assert say(modules, lang, key, fields) == words


@pytest.mark.parametrize(
    ("lang", "words", "text"),
    [
        ("es", {"en": "Dog", "es": "Perro"}, "Perro"),
        ("so", {"en": "Dog", "es": "Perro"}, "Dog"),
        pytest.param("es", {"en": "Dog", "es": ""}, "Dog", id="an empty translation is none"),
        pytest.param("es", None, "", id="nothing to say"),
    ],
)
def test_a_text_of_the_catalog_is_given_in_the_language_or_in_english(
    modules: Modules, lang: str, words: dict[str, str] | None, text: str
) -> None:
    given = modules.run(WORDS, "(words, [lang, text]) => words.translator(lang)(text)", [lang, words])
    assert given == text


@pytest.mark.parametrize(
    ("wait", "text"),
    [
        ({"low_minutes": 5, "high_minutes": 10}, "5 to 10 minutes"),
        pytest.param({"low_minutes": 0, "high_minutes": 5}, "less than 5 minutes", id="from nothing on"),
        pytest.param(None, "", id="not known"),
    ],
)
def test_a_wait_is_a_range_of_minutes(modules: Modules, wait: dict[str, int] | None, text: str) -> None:
    said = modules.run(WORDS, "(words, [all, wait]) => words.waitText(words.speaker(all, 'en'), wait)", [SPOKEN, wait])
    assert said == text


def test_often_spoken_languages_are_those_that_the_center_knows(modules: Modules) -> None:
    languages = [{"tag": tag} for tag in ("en", "ru", "am", "fr")]
    found = modules.call(WORDS, "oftenSpoken", {"languages": languages})
    assert [language["tag"] for language in found] == ["am", "ru"]
