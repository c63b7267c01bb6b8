"""TOML files become a catalog, or every fault of them is told at once."""

from __future__ import annotations

import shutil
import tomllib
from dataclasses import FrozenInstanceError
from importlib.resources import files
from pathlib import Path

import pytest

from services_catalog.catalog import Catalog, Kind, Policy
from services_catalog.loader import CatalogError, Fault, check, load
from tests.services_catalog import small_catalog

LANGUAGES = "languages.toml"
QUEUES = "queues.toml"
PLANNING = "departments/planning.toml"
DOWNTOWN = "locations/downtown.toml"
GUIDANCE = "guidance.toml"
PERMIT = "service[building-permit]"

# file, old text, new text, the key of the fault, words of its message, and what the clerk did
FAULTS = [
    (PLANNING, 'bring = "bill"', 'brings = "bill"', f"{PERMIT}.brings", "unknown key", "misspelt a key"),
    (DOWNTOWN, "[rules]", "[rules]\nnap_minutes = 5", "rules.nap_minutes", "unknown key", "made up a rule"),
    (DOWNTOWN, 'monday = "', 'funday = "', "hours.funday", "unknown key", "made up a weekday"),
    (PLANNING, 'id = "building-permit"\n', "", "service[#1].id", "missing key", "forgot an id"),
    (DOWNTOWN, 'address = "505 4th Ave. South"\n', "", "address", "missing key", "forgot the address"),
    (QUEUES, "target_minutes = 15, name", "name", "queue[permits].target_minutes", "missing key", "no target"),
    (PLANNING, "typical_minutes = 12", 'typical_minutes = "12"', "usual.typical_minutes",
     "must be a number, not text", "put quotes around a number"),
    (QUEUES, "discreet = true", 'discreet = "yes"', "queue[police].discreet",
     "must be true or false, not text", "wrote yes"),
    (DOWNTOWN, 'serves = ["permits"]', 'serves = "permits"', "counter[1].serves",
     "must be a list of texts, not text", "forgot the brackets"),
    (QUEUES, 'name = { en = "Permits", es = "Permisos" }', 'name = "Permits"', "queue[permits].name",
     "must be a text by language", "wrote one language only"),
    (PLANNING, 'locations = ["downtown"]', "locations = [1]", "usual.locations",
     "must be a list of texts, but one of them is a number", "wrote a number for a location"),
    (DOWNTOWN, '"8:00-16:00"', '"16:00-8:00"', "hours.monday", "ends before it begins", "swapped the hours"),
    (DOWNTOWN, '"8:00-16:00"', '"8:00-8:00"', "hours.monday", "ends before it begins", "left no time at all"),
    (DOWNTOWN, "13:00-16:00", "11:30-16:00", "hours.tuesday", "hours cross", "let two openings overlap"),
    (DOWNTOWN, '"8:00-16:00"', '"8 to 4"', "hours.monday", "is not hours like", "wrote hours in words"),
    (DOWNTOWN, '"8:00-16:00"', '"8:00-25:00"', "hours.monday", "is not hours like", "a clock with 25 hours"),
    (DOWNTOWN, 'serves = ["permits"]', 'serves = ["permits", "zoo"]', "counter[1].serves",
     "unknown queue 'zoo'", "a counter for a queue that is not there"),
    (QUEUES, 'letter = "C"', 'letter = "P"', "queue[police].letter", "duplicate letter 'P'", "P twice"),
    (QUEUES, 'letter = "C"', 'letter = "c9"', "queue[police].letter", "must be one letter", "not a letter"),
    (QUEUES, 'id = "police"', 'id = "permits"', "queue[permits].id", "duplicate id 'permits'", "one id twice"),
    (PLANNING, 'id = "fire"', 'id = "building-permit"', f"{PERMIT}.id", "duplicate id", "one function twice"),
    (DOWNTOWN, "[[printer]]", '[[counter]]\nid = "1"\nname = { en = "X", es = "X" }\nserves = []\n[[printer]]',
     "counter[1].id", "duplicate id '1'", "two counters of one number"),
    (LANGUAGES, 'tag = "ar"', 'tag = "es"', "language[es].tag", "duplicate language 'es'", "Spanish twice"),
    (DOWNTOWN, "America/Chicago", "America/Chikago", "timezone", "unknown time zone", "misspelt the zone"),
    (DOWNTOWN, "America/Chicago", "../etc/passwd", "timezone", "unknown time zone", "a path for a zone"),
    (PLANNING, 'category = "permit"', 'category = "fun"', f"{PERMIT}.category", "unknown category", "no such button"),
    (PLANNING, 'queue = "permits"', 'queue = "zoo"', f"{PERMIT}.queue", "unknown queue 'zoo'", "no such queue"),
    (PLANNING, 'locations = ["downtown"]', 'locations = ["uptown"]', f"{PERMIT}.locations",
     "unknown location 'uptown'", "no such center"),
    (PLANNING, 'bring = "bill"', 'department = "zoo"', f"{PERMIT}.department", "unknown department", "another one"),
    (PLANNING, 'bring = "bill"', 'bring = "cash"', f"{PERMIT}.bring", "unknown text 'cash'", "no such shared text"),
    (PLANNING, 'es = "remodelar"', 'sp = "remodelar"', f"{PERMIT}.said_as.sp", "unknown language 'sp'", "sp for es"),
    (DOWNTOWN, '["en", "es"]', '["en", "fr"]', "languages", "unknown language 'fr'", "a language not listed"),
    (DOWNTOWN, '["en", "es"]', '["en", "ar"]', "languages", "the screens do not speak 'ar'", "one not translated"),
    (PLANNING, 'name = { en = "Building permit", es', "name = { es", f"{PERMIT}.name.en", "no English", "no English"),
    (PLANNING, ', es = "Permiso de construcción"', "", f"{PERMIT}.name.es", "not translated: no 'es'", "no Spanish"),
    (PLANNING, '"Permiso de construcción"', '" "', f"{PERMIT}.name.es", "must not be empty", "a blank for a name"),
    (PLANNING, 'queue = "permits"\n', "", f"{PERMIT}.queue", "a ticket needs a queue", "a ticket to nowhere"),
    (PLANNING, 'refer = "911"', 'refer = "911"\nqueue = "permits"', "service[fire].queue",
     "only a ticket has a queue", "a queue for an emergency"),
    (PLANNING, 'refer = "911"\n', "", "service[fire].refer", "say where", "did not say where else"),
    (PLANNING, 'queue = "permits"', 'queue = "police"', f"{PERMIT}.locations",
     "no counter at 'downtown' serves the queue 'police'", "nobody there to serve it"),
    (PLANNING, 'kind = "emergency"', 'kind = "panic"', "service[fire].kind", "must be one of", "no such kind"),
    (PLANNING, 'source = "city"', 'source = "hearsay"', "service[fire].source", "must be one of", "no such source"),
    (PLANNING, 'bring = "bill"', 'online_url = "http://x.org"', f"{PERMIT}.online_url", "https://", "not secure"),
    (DOWNTOWN, '"none:"', '"http://printer"', "printer[kiosk-1].url", "is not a printer", "a web address"),
    (DOWNTOWN, '"none:"', '"tcp://printer"', "printer[kiosk-1].url", "is not a printer", "no port"),
    (DOWNTOWN, '"none:"', '"tcp://printer:70000"', "printer[kiosk-1].url", "is not a printer", "no such port"),
    (DOWNTOWN, "[hours]", "[hours", "", "is not TOML", "lost a bracket"),
    (DOWNTOWN, "2028-01-04", "2028-02-30", "", "is not TOML", "a day no calendar has"),
    (DOWNTOWN, "2028-01-04", '"4 January"', "last_day", "is not a date like", "a date in words"),
    (DOWNTOWN, "2028-01-04", "2028-01-04T10:00:00", "last_day", "must be a date", "a date with a time"),
    (DOWNTOWN, "last_day = 2028", "last_day = 2025", "last_day", "is before first_day", "ends before it begins"),
    (DOWNTOWN, 'date = 2026-12-25\n', "", "closure[#1].date", "missing key", "a closure of no day"),
    (DOWNTOWN, "[[counter]]", '[[closure]]\ndate = 2026-12-25\nreason = "again"\n[[counter]]', "closure[#2].date",
     "duplicate closure", "closed twice"),
    (DOWNTOWN, 'policy = "fifo"', 'policy = "loudest"', "rules.policy", "must be one of", "no such policy"),
    (DOWNTOWN, "accessible = 25", "accessible = -5", "rules.head_start_minutes.accessible", "at least 0", "minus"),
    (DOWNTOWN, "accessible = 25", "famous = 25", "rules.head_start_minutes.famous", "unknown key", "no such class"),
    (DOWNTOWN, "[rules]", "[rules]\nrecalls_before_no_show = 1.5", "rules.recalls_before_no_show",
     "must be a whole number", "half a recall"),
    (DOWNTOWN, "[rules]", "[alerts]\nbeyond_target = 2.5\n[rules]", "alerts.beyond_target",
     "must be a whole number", "half a visitor"),
    (DOWNTOWN, "[rules]", "[alerts]\nlongest_wait = 30\n[rules]", "alerts.longest_wait",
     "unknown key", "no alert of that name"),
    (DOWNTOWN, "[rules]", "[alerts]\nparts_down = 'no'\n[rules]", "alerts.parts_down",
     "must be true or false", "a switch in words"),
    (DOWNTOWN, "[rules]", "[rules]\nday_ends_minutes = -1", "rules.day_ends_minutes",
     "at least 0", "ends before it closes"),
    (DOWNTOWN, ', es = "Bienvenidos."', "", "notice[#1].text.es", "not translated", "a notice in English only"),
    (LANGUAGES, 'direction = "rtl"', 'direction = "up"', "language[ar].direction", "must be one of", "upwards"),
    (LANGUAGES, 'english_name = "English", interface = true', 'english_name = "English"', "language",
     "the first must be English", "switched English off"),
    (GUIDANCE, 'ask = "what"', 'ask = "why"', "question[danger].choice[no].ask", "unknown question", "asks nothing"),
    (GUIDANCE, 'go = "911"', 'go = "912"', "question[danger].choice[yes].go", "unknown outcome", "ends nowhere"),
    (GUIDANCE, 'service = "fire"', 'service = "flood"', "outcome[911].service", "unknown service", "no function"),
    (GUIDANCE, 'route = "911"', 'route = "ticket"', "outcome[911].route", "is 'ticket'", "a ticket for a fire"),
    (GUIDANCE, 'ask = "what"', 'ask = "danger"', "question[danger]", "a question too many", "asks in a circle"),
    ("words.toml", 'en = ["permit, permission"]', 'xx = ["permit"]', "alike.xx", "unknown key", "no such language"),
    ("categories.toml", 'icon = "permit"', 'icon = 7', "category[permit].icon", "must be text", "icon by number"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small catalog that is sound."""
    return small_catalog.write(tmp_path)


def test_the_small_catalog_is_sound_before_it_is_broken(folder: Path) -> None:
    assert check(folder) == []


@pytest.mark.parametrize(("file", "old", "new", "key", "message", "why"), FAULTS)
def test_a_fault_is_told_by_file_and_key(
    folder: Path, file: str, old: str, new: str, key: str, message: str, why: str
) -> None:
    small_catalog.change(folder, file, old, new)
    told = [(fault.file, fault.key) for fault in check(folder) if message in fault.message]
    assert (file, key) in told, f"the clerk {why}: {check(folder)}"
    with pytest.raises(CatalogError):
        load(folder)


def test_every_fault_is_told_at_once(folder: Path) -> None:
    small_catalog.change(folder, PLANNING, 'bring = "bill"', 'brings = "bill"')
    small_catalog.change(folder, DOWNTOWN, "13:00-16:00", "11:30-16:00")
    small_catalog.change(folder, DOWNTOWN, 'serves = ["permits"]', 'serves = ["permits", "zoo"]')
    small_catalog.change(folder, DOWNTOWN, "America/Chicago", "Mars/Olympus")
    small_catalog.change(folder, QUEUES, 'letter = "C"', 'letter = "P"')
    told = check(folder)
    assert [(fault.file, fault.key) for fault in told] == [
        (PLANNING, f"{PERMIT}.brings"),
        (DOWNTOWN, "counter[1].serves"),
        (DOWNTOWN, "hours.tuesday"),
        (DOWNTOWN, "timezone"),
        (QUEUES, "queue[police].letter"),
    ]
    with pytest.raises(CatalogError) as refused:
        load(folder)
    assert list(refused.value.faults) == told, "load refuses with the same faults that check tells"
    assert str(refused.value).count("\n") == len(told) - 1, "one line a fault"


def test_relations_are_checked_beside_wrong_values_of_the_same_file(folder: Path) -> None:
    """What is there twice, leads nowhere or stands in no group is found although other values are wrong too."""
    small_catalog.change(
        folder, QUEUES, 'id = "police", letter = "C", target_minutes = 15', 'id = "permits", letter = 7'
    )
    small_catalog.change(folder, GUIDANCE, 'go = "person"', 'go = "911"')
    small_catalog.change(folder, GUIDANCE, "text = { en", "texts = { en")
    small_catalog.change(folder, DOWNTOWN, 'address = "505 4th Ave. South"', "address = 505")
    small_catalog.change(folder, DOWNTOWN, "[[counter]]", "[[closure]]\ndate = 2026-12-25\nreason = 7\n[[counter]]")
    assert [(fault.file, fault.key) for fault in check(folder)] == [
        (GUIDANCE, "outcome[person]"),
        (GUIDANCE, "question[danger].text"),
        (GUIDANCE, "question[danger].texts"),
        (DOWNTOWN, "address"),
        (DOWNTOWN, "closure[#2].date"),
        (DOWNTOWN, "closure[#2].reason"),
        (QUEUES, "queue[permits].id"),
        (QUEUES, "queue[permits].letter"),
        (QUEUES, "queue[permits].target_minutes"),
    ]


def test_a_fault_reads_as_a_line() -> None:
    assert str(Fault("queues.toml", "queue[a].letter", "missing key")) == "queues.toml: queue[a].letter: missing key"
    assert str(Fault("queues.toml", "", "is missing")) == "queues.toml: is missing"


MISSING = [
    (LANGUAGES, "languages.toml", "no languages at all"),
    (GUIDANCE, "guidance.toml", "no guidance"),
    (PLANNING, "departments", "a folder with no department in it"),
    (DOWNTOWN, "locations", "a folder with no center in it"),
]


@pytest.mark.parametrize(("gone", "told_of", "why"), MISSING)
def test_a_missing_file_is_a_fault(folder: Path, gone: str, told_of: str, why: str) -> None:
    (folder / gone).unlink()
    assert told_of in [fault.file for fault in check(folder)], why
    assert len(check(folder)) == 1, "what refers to something in it is not a fault too"


def test_a_missing_folder_is_one_fault(tmp_path: Path) -> None:
    (fault,) = check(tmp_path / "nowhere")
    assert fault.message == "is not a folder"


def test_a_file_of_another_encoding_is_a_fault(folder: Path) -> None:
    (folder / QUEUES).write_bytes("queue = [] # Español".encode("latin-1"))
    assert Fault(QUEUES, "", "is not UTF-8 text") in check(folder)


def test_what_a_block_does_not_say_comes_from_usual(folder: Path) -> None:
    permit = load(folder).services["building-permit"]
    assert (permit.queue, permit.category, permit.source, permit.typical_minutes) == (
        "permits",
        "permit",
        "typical",
        12,
    )
    assert permit.department == "planning"
    assert permit.bring["es"] == "Su factura.", "a shared text by its name"
    assert permit.said_as == {"en": ("remodel", "build a deck"), "es": ("remodelar",)}


def test_what_a_block_says_wins_over_usual(folder: Path) -> None:
    fire = load(folder).services["fire"]
    assert (fire.kind, fire.queue, fire.source) == (Kind.EMERGENCY, None, "city")
    assert fire.refer["en"] == "Call 911."


def test_a_location_is_read_whole(folder: Path) -> None:
    downtown = load(folder).locations["downtown"]
    assert downtown.rules.policy is Policy.FIFO
    assert downtown.rules.head_start_minutes == {"accessible": 25.0, "appointment": 30.0, "returned": 15.0}
    assert downtown.rules.undo_seconds == 10.0, "what is not said keeps its default"
    assert downtown.notices[0]["es"] == "Bienvenidos."
    assert [len(downtown.hours.weekly[day]) for day in range(7)] == [1, 2, 0, 0, 0, 0, 0]


def test_a_catalog_cannot_be_changed_by_accident(folder: Path) -> None:
    with pytest.raises(FrozenInstanceError):
        load(folder).services["fire"].id = "water"  # type: ignore[misc]


def test_a_city_copies_the_packaged_catalog_and_breaks_it(tmp_path: Path) -> None:
    """The five faults that the city's own people are most likely to make, in one go."""
    folder = tmp_path / "catalog"
    shutil.copytree(str(files("services_catalog") / "data"), folder)
    assert check(folder) == [], "the copy is sound before"
    small_catalog.change(folder, "departments/police.toml", 'queue = "firearms"', 'queue = "firearms"\ncue = 1')
    small_catalog.change(folder, DOWNTOWN, 'friday = "9:00-16:00"', 'friday = "9:00-13:00, 12:00-16:00"')
    small_catalog.change(folder, DOWNTOWN, '"utilities", ', '"untilities", ')
    small_catalog.change(folder, QUEUES, 'letter = "Z"', 'letter = "P"')
    small_catalog.change(folder, "locations/east-lake.toml", "America/Chicago", "America/Minneapolis")
    assert {(fault.file, fault.key) for fault in check(folder)} == {
        ("departments/police.toml", "service[firearm-permit].cue"),
        (DOWNTOWN, "hours.friday"),
        (DOWNTOWN, "counter[1].serves"),
        ("locations/east-lake.toml", "timezone"),
        (QUEUES, "queue[zoning].letter"),
    }


def test_the_packaged_catalog_is_sound(catalog: Catalog) -> None:
    assert check() == []
    assert catalog == load(), "the same from one load to the next"


def test_every_file_says_how_to_edit_it() -> None:
    data = Path(str(files("services_catalog") / "data"))
    written = list(data.rglob("*.toml"))
    assert len(written) > 20
    for file in written:
        text = file.read_text(encoding="utf-8")
        top = text.split("\n\n")[0]
        assert top.startswith("#") and "clerk" in top, f"{file.name} does not tell a clerk how to edit it"
        assert "now-serving catalog check" in text, f"{file.name} does not say how it is checked"
        if "so = " in text and file.name not in ("words.toml",):
            assert "ative speaker" in text, f"{file.name} does not say who has not read its translations"
        tomllib.loads(text)
