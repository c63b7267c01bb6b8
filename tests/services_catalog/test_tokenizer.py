"""Words as the search sees them."""

from __future__ import annotations

import pytest

from services_catalog.tokenizer import fold, stem, tokens

FOLDED = [
    ("Dueño", "dueno", "accents and tildes go"),
    ("GRÚA", "grua", "so do capitals"),
    ("su'aal", "suaal", "an apostrophe inside a Somali word"),
    ("won’t", "wont", "a curly one"),
    ("½ Straße", "1⁄2 strasse", "whatever else people paste"),
]


@pytest.mark.parametrize(("written", "folded", "why"), FOLDED)
def test_folding(written: str, folded: str, why: str) -> None:
    assert fold(written) == folded, why


def test_words_are_parted_at_everything_that_is_no_letter() -> None:
    assert tokens("My car -- it's been TOWED!? (downtown_lot)") == [
        "my",
        "car",
        "its",
        "been",
        "towed",
        "downtown",
        "lot",
    ]
    assert tokens("  \n ") == []
    assert tokens("¿¡!?") == []


SAME = [
    ("en", "towed", "towing", "two forms of one word"),
    ("en", "permit", "permits", "one and many"),
    ("en", "planning", "plans", "a doubled letter"),
    ("en", "licenses", "license", "an e that stays or goes"),
    ("es", "robaron", "robado", "two forms of robar"),
    ("es", "multa", "multas", "one and many"),
    ("es", "construccion", "construcciones", "an ending with an accent once"),
    ("so", "gaariga", "gaari", "with and without the article"),
    ("so", "gaarigayga", "gaarigaaga", "mine and yours"),
    ("so", "biyaha", "biyo", "an article that changes the ending"),
    ("hmn", "tsheb", "tsheb", "Hmong words have no endings"),
]


@pytest.mark.parametrize(("language", "one", "other", "why"), SAME)
def test_forms_of_a_word_share_their_stem(language: str, one: str, other: str, why: str) -> None:
    assert stem(one, language) == stem(other, language), why


APART = [
    ("en", "bus", "bush", "a short word keeps its letters"),
    ("hmn", "dev", "dej", "a dog and water"),
]


@pytest.mark.parametrize(("language", "one", "other", "why"), APART)
def test_different_words_keep_apart(language: str, one: str, other: str, why: str) -> None:
    assert stem(one, language) != stem(other, language), why


def test_a_contraction_is_its_two_words() -> None:
    assert tokens("I don't, dont, can't") == ["i", "do", "not", "do", "not", "cannot"]
