"""A department's services: what they take from `[usual]`, and what is reported there once."""

from __future__ import annotations

from pathlib import Path

import pytest

from services_catalog.catalog import Kind
from services_catalog.department_file import with_usual
from services_catalog.faults import Fault
from services_catalog.loader import check, load
from services_catalog.toml_tables import TomlTable
from tests.services_catalog import small_catalog

FILE = "departments/planning.toml"
USUAL = {"kind": "ticket", "queue": "permits", "refer": "311", "source": "city"}

# what the service says, and what it has then
FILLED = [
    ({}, {"kind": "ticket", "queue": "permits", "source": "city"}, "a ticket takes the queue, and needs no other way"),
    ({"kind": "referral"}, {"kind": "referral", "refer": "311", "source": "city"}, "a referral takes where to go"),
    ({"queue": "police"}, {"kind": "ticket", "queue": "police", "source": "city"}, "what it says itself wins"),
]


@pytest.mark.parametrize(("says", "has", "why"), FILLED)
def test_a_service_takes_what_it_does_not_say_from_usual(says: dict[str, str], has: dict[str, str], why: str) -> None:
    file = TomlTable(FILE, "", {"usual": USUAL, "service": [says]})
    assert with_usual(file).table["service"] == [has], why


def test_a_key_that_is_known_but_not_used_is_no_fault(tmp_path: Path) -> None:
    folder = small_catalog.write(tmp_path)
    small_catalog.change(folder, FILE, '[usual]\nkind = "ticket"', '[usual]\nkind = "ticket"\nrefer = "911"')
    small_catalog.change(folder, FILE, 'kind = "emergency"\n', 'kind = "emergency"\n')
    assert check(folder) == []
    assert load(folder).services["building-permit"].refer == {}, "a ticket is done here"


WRONG_USUAL = [
    ("typical_minutes = 12", 'typical_minutes = "12"', "usual.typical_minutes", "must be a number, not text"),
    ("typical_minutes = 12", "typical_minutes = 0.1", "usual.typical_minutes", "must be at least 0.5, not 0.1"),
    ('kind = "ticket"', 'kind = "tickets"', "usual.kind",
     "must be one of 'ticket', 'referral' or 'emergency', not 'tickets'"),
    ('queue = "permits"', "queue = 7", "usual.queue", "must be text, not a number"),
    ('category = "permit"', "category = []", "usual.category", "must be text, not a list"),
    ('source = "typical"', 'source = "gossip"', "usual.source", "must be one of 'city' or 'typical', not 'gossip'"),
    ("typical_minutes = 12", 'refer = "112"', "usual.refer", "unknown text '112': texts.toml has 911"),
    ("typical_minutes = 12", 'cue = "permits"', "usual.cue",
     "unknown key (known here: category, kind, locations, queue, refer, source, typical_minutes)"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "key", "sentence"), WRONG_USUAL)
def test_a_wrong_usual_value_is_one_fault_however_many_services_take_it(
    tmp_path: Path, old: str, new: str, key: str, sentence: str
) -> None:
    folder = small_catalog.write(tmp_path)
    small_catalog.change(folder, FILE, old, new)
    assert check(folder) == [Fault(FILE, key, sentence)]


def test_a_wrong_usual_value_does_not_hide_what_a_service_says_wrongly_itself(tmp_path: Path) -> None:
    folder = small_catalog.write(tmp_path)
    small_catalog.change(folder, FILE, "typical_minutes = 12", 'typical_minutes = "12"')
    small_catalog.change(folder, FILE, 'bring = "bill"', "typical_minutes = true")
    assert [fault.key for fault in check(folder)] == [
        "service[building-permit].typical_minutes",
        "usual.typical_minutes",
    ]


def test_an_id_that_another_department_has_is_named_with_its_file(tmp_path: Path) -> None:
    folder = small_catalog.write(tmp_path)
    text = (folder / FILE).read_text(encoding="utf-8")
    (folder / "departments/zoning.toml").write_text(text, encoding="utf-8")
    assert [str(fault) for fault in check(folder)] == [
        f"departments/zoning.toml: {key}.id: duplicate id {id_!r}: {FILE} has it"
        for key, id_ in [
            ("department", "planning"),
            ("service[building-permit]", "building-permit"),
            ("service[fire]", "fire"),
        ]
    ]


def test_shared_texts_are_filled_in(tmp_path: Path) -> None:
    fire = load(small_catalog.write(tmp_path)).services["fire"]
    assert (fire.kind, fire.refer, fire.bring) == (Kind.EMERGENCY, {"en": "Call 911.", "es": "Llame al 911."}, {})
