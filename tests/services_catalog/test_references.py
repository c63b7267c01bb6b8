"""What the files declare: found whatever else is wrong in them, and never called unknown when a file is unreadable."""

from __future__ import annotations

import pytest

from services_catalog.references import Known, References, references_in
from services_catalog.toml_tables import TomlTable

LANGUAGES = [{"tag": "es", "interface": True}, {"tag": "ar"}, {"tag": "so", "interface": "yes"}]


def declared(**lists: object) -> References:
    """What is declared when the shared files hold these lists, and nothing where one is missing."""
    names = {"languages": "language", "categories": "category", "queues": "queue", "guidance": "question"}
    shared = {
        name: TomlTable(f"{name}.toml", "", {key: lists[key]} if key in lists else {}, readable=key in lists)
        for name, key in names.items()
    }
    shared["texts"] = TomlTable("texts.toml", "", {"bring": lists.get("bring", {})})
    services = [TomlTable("departments/a.toml", "", {"service": lists.get("service", [])})]
    return references_in(shared, services, [TomlTable("locations/a.toml", "", {"id": lists.get("location", "")})])


QUEUES = [
    ([{"id": "a"}], "a", False, "declared"),
    ([{"id": "a", "letter": 7, "colour": "red"}], "a", False, "declared, whatever else is wrong with it"),
    ([{"id": "a"}], "b", True, "not declared"),
    ([{"id": "a"}, {"letter": "B"}], "b", False, "it may be the one whose id is missing"),
    ([{"id": "a"}], "", False, "nothing is named"),
    ("a", "b", False, "the list is no list"),
]


@pytest.mark.parametrize(("queues", "name", "lacks", "why"), QUEUES)
def test_what_is_unknown(queues: object, name: str, *, lacks: bool, why: str) -> None:
    assert declared(queue=queues)["queue"].lacks(name) is lacks, why


def test_nothing_of_an_unreadable_file_is_unknown() -> None:
    assert not declared()["queue"].lacks("zoo")
    assert not References()["queue"].lacks("zoo"), "nor when nothing was read at all"
    assert Known(complete=True).lacks("zoo"), "a file without any entry is another matter"


def test_every_kind_is_found() -> None:
    known = declared(
        category=[{"id": "c"}], question=[{"id": "q"}], bring={"bill": {}}, service=[{"id": "s"}], location="l"
    )
    found = {kind: list(known[kind].found) for kind in ("category", "question", "bring", "service", "location")}
    assert found == {"category": ["c"], "question": ["q"], "bring": ["bill"], "service": ["s"], "location": ["l"]}
    assert known["bring"].lacks("card") and known["location"].lacks("uptown")


def test_every_text_must_be_in_english_and_in_what_the_screens_speak() -> None:
    assert declared(language=LANGUAGES).interface_languages == ("en", "es")
    assert declared().interface_languages == ("en",)
