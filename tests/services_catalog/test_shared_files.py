"""Languages, categories, queues, texts and the search's words, as a clerk writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from services_catalog.faults import Fault
from services_catalog.loader import load
from services_catalog.shared_files import language_faults
from services_catalog.toml_tables import TomlTable
from tests.services_catalog import small_catalog

ENGLISH = {"tag": "en", "interface": True}
FIRST = [
    ({"language": [ENGLISH, {"tag": "es"}]}, True, "English first"),
    ({"language": [{"tag": "es", "interface": True}, ENGLISH]}, False, "Spanish first"),
    ({"language": [{"tag": "en"}]}, False, "the screens do not speak English"),
    ({"language": [{"tag": "en", "interface": "true"}]}, False, "true in quotes"),
    ({"language": []}, False, "no language"),
    ({}, False, "no list of languages"),
]


@pytest.mark.parametrize(("table", "sound", "why"), FIRST)
def test_the_first_language_is_english(table: dict[str, object], *, sound: bool, why: str) -> None:
    message = "the first must be English (en) with interface = true: it is the fallback"
    faults = list(language_faults(TomlTable("languages.toml", "", table)))
    assert faults == ([] if sound else [Fault("languages.toml", "language", message)]), why


def test_a_file_that_could_not_be_read_has_no_further_fault() -> None:
    assert list(language_faults(TomlTable("languages.toml", "", {}, readable=False))) == []


def test_the_shared_files_are_read_in_their_order(tmp_path: Path) -> None:
    catalog = load(small_catalog.write(tmp_path))
    assert list(catalog.languages) == ["en", "es", "ar"]
    assert (catalog.languages["ar"].direction, catalog.languages["es"].direction) == ("rtl", "ltr")
    assert [(queue.letter, queue.discreet, queue.target_minutes) for queue in catalog.queues.values()] == [
        ("P", False, 15.0),
        ("C", True, 15.0),
    ]
    assert catalog.categories["permit"].name == {"en": "Permits", "es": "Permisos"}
    assert catalog.vocabulary.alike == {"en": (frozenset({"permit", "permission"}),)}
    assert catalog.vocabulary.small == {"en": frozenset({"a", "the"})}
    assert catalog.vocabulary.now == {"en": frozenset({"now"})}
