"""Which of the catalog's words a typed word may mean, and how surely."""

from __future__ import annotations

import pytest

from services_catalog.catalog import Vocabulary
from services_catalog.lexicon import Lexicon, Phrases
from services_catalog.tokenizer import stem

WRITTEN: Phrases = [
    (0, "en", ["my", "car", "towed"]),
    (0, "es", ["grua", "se", "llevo", "mi", "carro"]),
    (0, "so", ["gaarigayga", "la", "jiiday"]),
    (1, "en", ["parking", "ticket"]),
    (1, "hmn", ["them", "nqi", "nplua"]),
    (1, "hmn", ["them", "nqi"]),
    (2, "en", ["barber", "shop", "of", "them"]),
    (2, "en", ["streetlight"]),
    (2, "so", ["guri", "dumin"]),
]
KNOWN = Vocabulary(
    alike={"en": (frozenset({"car", "vehicle", "truck"}),)},
    small={"en": frozenset({"my", "of", "them"}), "es": frozenset({"se", "mi"})},
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(WRITTEN, 3, ("en", "es", "so", "hmn"), KNOWN)


MET = [
    ("towed", "en", "towed", "the word itself"),
    ("towing", "en", "towed", "another form of it"),
    ("vehicles", "en", "car", "a word that means the same"),
    ("tick", "en", "ticket", "half a word"),
    ("tikcet", "en", "ticket", "two letters swapped"),
    ("streetligt", "en", "streetlight", "a letter lost"),
    ("vehicel", "en", "car", "an error in a word that means the same"),
    ("barbershop", "en", "barber", "one word for two"),
    ("gaarigaygii", "so", "gaarigayga", "another ending"),
    ("dumiyo", "so", "dumin", "another form of a verb"),
    ("nplua", "hmn", "nplua", "the word itself, in Hmong"),
]


@pytest.mark.parametrize(("typed", "language", "word", "why"), MET)
def test_a_typed_word_meets_the_catalogs(lexicon: Lexicon, typed: str, language: str, word: str, why: str) -> None:
    assert (language, stem(word, language)) in lexicon.terms_of(typed), why


NOT_MET = ["x", "xy", "zzzz", "q1q1", "parrot"]


@pytest.mark.parametrize("typed", NOT_MET)
def test_other_words_meet_nothing(lexicon: Lexicon, typed: str) -> None:
    assert lexicon.terms_of(typed) == {}


def test_only_the_last_word_may_go_on(lexicon: Lexicon) -> None:
    assert ("en", stem("ticket", "en")) in lexicon.terms_of("tick", last=False), "half a word is no word: it may be cut"
    assert ("en", stem("parking", "en")) in lexicon.terms_of("park")
    longer = ("en", stem("streetlight", "en"))
    assert longer in lexicon.terms_of("street", last=True)


def test_the_word_itself_is_worth_most(lexicon: Lexicon) -> None:
    itself, alike, half, wrong = (
        lexicon.terms_of(typed)["en", stem(word, "en")]
        for typed, word in [("car", "car"), ("truck", "car"), ("tick", "ticket"), ("tikcet", "ticket")]
    )
    assert itself == 1.0
    assert itself > alike > half
    assert itself > wrong


def test_a_small_word_weighs_little(lexicon: Lexicon) -> None:
    assert lexicon.weights["en", "my"] < lexicon.weights["en", "car"] / 2


def test_a_word_that_is_small_in_one_language_may_say_much_in_another(lexicon: Lexicon) -> None:
    assert ("hmn", "them") in lexicon.terms_of("them"), "to pay"
    assert lexicon.weights["hmn", "them"] > lexicon.weights["en", "them"]


def test_what_is_written_as_one_word_is_joined(lexicon: Lexicon) -> None:
    assert lexicon.join_split_words(["street", "light", "out"]) == ["streetlight", "out"]
    assert lexicon.join_split_words(["my", "car"]) == ["my", "car"]
    assert lexicon.join_split_words([]) == []


SPOKEN = [
    (["my", "car"], {"en"}, "English"),
    (["mi", "carro"], {"es"}, "Spanish, by a small word and another"),
    (["them", "nqi"], {"hmn"}, "Hmong, though one of them is English too"),
    (["carro", "towed"], {"en", "es"}, "as much of one as of the other"),
]


@pytest.mark.parametrize(("typed", "languages", "why"), SPOKEN)
def test_the_language_that_is_typed_is_told(lexicon: Lexicon, typed: list[str], languages: set[str], why: str) -> None:
    assert lexicon.likely_languages(typed) == languages, why


def test_a_rare_word_of_the_same_meaning_weighs_no_more_than_the_one_typed() -> None:
    written: Phrases = [(0, "en", ["car"]), (1, "en", ["car"]), (2, "en", ["automobile"])]
    known = Vocabulary(alike={"en": (frozenset({"car", "automobile"}),)})
    lexicon = Lexicon(written, 3, ("en",), known)
    worth = {term: lexicon.weights[term] * likeness for term, likeness in lexicon.terms_of("car").items()}
    assert lexicon.weights["en", stem("automobile", "en")] > lexicon.weights["en", "car"], "it is rarer"
    assert worth["en", stem("automobile", "en")] < worth["en", "car"]
