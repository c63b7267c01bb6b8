"""A fault names its file and key, and says in a clerk's words what is wrong there."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

from services_catalog.faults import Fault, kind_of, label, must_be
from services_catalog.loader import check
from services_catalog.location_file import RulesTable
from tests.services_catalog import small_catalog

LANGUAGES = "languages.toml"
CATEGORIES = "categories.toml"
QUEUES = "queues.toml"
TEXTS = "texts.toml"
WORDS = "words.toml"
GUIDANCE = "guidance.toml"
PLANNING = "departments/planning.toml"
DOWNTOWN = "locations/downtown.toml"
PERMIT = "service[building-permit]"

KINDS = [
    ("a", "text"),
    (1, "a number"),
    (1.5, "a number"),
    (True, "true or false"),
    ([], "a list"),
    ({}, "a table"),
    (date(2026, 1, 1), "a date"),
    (datetime(2026, 1, 1), "a date with a time"),  # noqa: DTZ001 - TOML's own local form
    (time(8), "a time of day"),
]


@pytest.mark.parametrize(("value", "name"), KINDS)
def test_a_wrong_value_is_named_as_a_clerk_would(value: object, name: str) -> None:
    assert kind_of(value) == name
    assert must_be("a queue", value) == f"must be a queue, not {name}"


def test_faults_sort_by_file_and_key() -> None:
    later, sooner = Fault("b.toml", "a", "x"), Fault("a.toml", "z", "x")
    assert sorted([later, sooner]) == [sooner, later]


LABELS = [
    ({"id": "a", "tag": "b"}, "[a]", "by its id"),
    ({"tag": "es"}, "[es]", "a language by its tag"),
    ({"name": "x"}, "[#2]", "else by its position"),
]


@pytest.mark.parametrize(("table", "name", "why"), LABELS)
def test_a_table_of_a_list_has_a_label(table: dict[str, object], name: str, why: str) -> None:
    assert label(table, 2) == name, why


UNKNOWN_RULE = f"unknown key (known here: {', '.join(sorted(RulesTable.model_fields))})"

# file, old text, new text, key, sentence: each wrong value is this one fault and no other
ONE_FAULT = [
    (LANGUAGES, 'own_name = "Español"', "own_name = 7", "language[es].own_name", "must be text, not a number"),
    (LANGUAGES, 'direction = "rtl"', "direction = true", "language[ar].direction",
     "must be one of 'ltr' or 'rtl', not true or false"),
    (LANGUAGES, '"Spanish", interface = true', '"Spanish", interface = true, signed = 1', "language[es].signed",
     "must be true or false, not a number"),
    (CATEGORIES, 'icon = "permit"', 'icon = ["permit"]', "category[permit].icon", "must be text, not a list"),
    (CATEGORIES, ', es = "Permisos"', "", "category[permit].name.es", "not translated: no 'es'"),
    (QUEUES, "target_minutes = 15", "target_minutes = -15", "queue[permits].target_minutes",
     "must be at least 0, not -15"),
    (QUEUES, "target_minutes = 15", "target_minutes = nan", "queue[permits].target_minutes",
     "must be a number, not nan"),
    (QUEUES, 'letter = "C"', 'letter = "c"', "queue[police].letter", "must be one letter A to Z, not 'c'"),
    (QUEUES, 'letter = "C"', 'letter = "P"', "queue[police].letter", "duplicate letter 'P': queue[permits] has it"),
    (TEXTS, ', es = "Su factura."', "", "bring.bill.es", "not translated: no 'es'"),
    (TEXTS, "[bring]", "[bring]\ncard = 'Your card.'", "bring.card",
     'must be a text by language, like { en = "Zoning", es = "…" }, not text'),
    (WORDS, 'en = "now"', "en = 7", "now.en", "must be text, not a number"),
    (WORDS, 'en = ["permit, permission"]', 'en = "permit"', "alike.en", "must be a list of texts, not text"),
    (WORDS, 'en = ["permit, permission"]', 'xx = ["permit"]', "alike.xx", "unknown key (known here: en, es)"),
    (GUIDANCE, 'first = "danger"', 'first = "hello"', "first", "unknown question 'hello'"),
    (GUIDANCE, 'route = "911"', 'route = "112"', "outcome[911].route",
     "must be one of '911', 'online', '311', 'ticket' or 'person', not '112'"),
    (GUIDANCE, 'id = "danger"\n', 'id = "danger"\nhint = "x"\n', "question[danger].hint",
     "unknown key (known here: choice, id, text)"),
    (GUIDANCE, 'text = { en = "Yes"', 'text = { en = "  "', "question[danger].choice[yes].text.en",
     "must not be empty"),
    (QUEUES, 'id = "permits", ', "", "queue[#1].id", "missing key"),
    (PLANNING, 'id = "building-permit"\n', "", "service[#1].id", "missing key"),
    (DOWNTOWN, 'id = "downtown"\n', "", "id", "missing key"),
    (PLANNING, 'source = "city"', 'source = "hearsay"', "service[fire].source",
     "must be one of 'city' or 'typical', not 'hearsay'"),
    (PLANNING, 'kind = "emergency"', 'kind = "panic"', "service[fire].kind",
     "must be one of 'ticket', 'referral' or 'emergency', not 'panic'"),
    (PLANNING, 'bring = "bill"', 'bring = "cash"', f"{PERMIT}.bring", "unknown text 'cash': texts.toml has bill"),
    (PLANNING, 'bring = "bill"', "typical_minutes = 0.25", f"{PERMIT}.typical_minutes",
     "must be at least 0.5, not 0.25"),
    (PLANNING, 'bring = "bill"', 'online_url = "http://x.org"', f"{PERMIT}.online_url",
     "must begin with https://, not 'http://x.org'"),
    (PLANNING, 'bring = "bill"', 'locations = ["uptown"]', f"{PERMIT}.locations", "unknown location 'uptown'"),
    (PLANNING, 'bring = "bill"', 'queue = "police"', f"{PERMIT}.locations",
     "no counter at 'downtown' serves the queue 'police'"),
    (PLANNING, 'refer = "911"\n', "", "service[fire].refer", "missing key: say where and when this is done"),
    (PLANNING, 'id = "planning"', 'id = ["planning"]', "department.id", "must be text, not a list"),
    (DOWNTOWN, '"8:00-16:00"', "08:00:00", "hours.monday", "must be text, not a time of day"),
    (DOWNTOWN, '"8:00-16:00"', '"8 to 4"', "hours.monday", "is not hours like 9:00-16:00: '8 to 4'"),
    (DOWNTOWN, '"America/Chicago"', '"Chicago"', "timezone",
     "unknown time zone 'Chicago': write one like America/Chicago"),
    (DOWNTOWN, '["en", "es"]', '["en", "ar"]', "languages",
     "the screens do not speak 'ar': interface is not true for it"),
    (DOWNTOWN, "2028-01-04", "2025-01-04", "last_day", "2025-01-04 is before first_day 2026-01-05"),
    (DOWNTOWN, "date = 2026-12-25", 'date = "Christmas"', "closure[#1].date",
     "is not a date like 2026-12-24: 'Christmas'"),
    (DOWNTOWN, "[[counter]]", "[counter]", "counter", "must be a list of tables, not a table"),
    (DOWNTOWN, 'serves = ["permits"]', 'serves = ["permits"]\nbreaks = "noon"', "counter[1].breaks",
     "is not hours like 9:00-16:00: 'noon'"),
    (DOWNTOWN, 'url = "none:"', 'url = "none:"\nwidth_dots = 7', "printer[kiosk-1].width_dots",
     "must be at least 8, not 7"),
    (DOWNTOWN, "accessible = 25", "accessible = -5", "rules.head_start_minutes.accessible",
     "must be at least 0, not -5"),
    (DOWNTOWN, "[rules]", "[rules]\nwarn_below_chance = 75", "rules.warn_below_chance",
     "is a chance from 0 to 1, not 75"),
    (DOWNTOWN, "[rules]", "[rules]\nlater_times = 1.5", "rules.later_times", "must be a whole number, not 1.5"),
    (DOWNTOWN, "[rules]", "[rules]\nalerts = { paused_minutes = 5 }", "rules.alerts", UNKNOWN_RULE),
    (DOWNTOWN, "[rules]", "[alerts]\nagain_minutes = 0\n[rules]", "alerts.again_minutes",
     "must be at least 1, not 0"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "key", "sentence"), ONE_FAULT)
def test_a_wrong_value_is_one_fault_in_plain_words(
    tmp_path: Path, file: str, old: str, new: str, key: str, sentence: str
) -> None:
    folder = small_catalog.write(tmp_path)
    small_catalog.change(folder, file, old, new)
    assert check(folder) == [Fault(file, key, sentence)]
