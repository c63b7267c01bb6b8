"""What a clerk may write in a center's file, and what of it is refused."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, time
from pathlib import Path

import pytest

from services_catalog.catalog import AlertRules, Rules
from services_catalog.hours import Interval
from services_catalog.loader import check, load
from services_catalog.location_file import AlertsTable, HeadStartTable, RulesTable, is_printer, may_serve
from services_catalog.toml_tables import TomlTable
from tests.services_catalog import small_catalog

DOWNTOWN = "locations/downtown.toml"

PRINTERS = [
    ("tcp://192.0.2.10:9100", True, "a network printer"),
    ("tcp://printer.lobby.local:9100", True, "by its name"),
    ("tcp://[2001:db8::7]:9100", True, "by its IPv6 address"),
    ("tcp://printer", False, "without a port"),
    ("tcp://printer:0", False, "port zero is nobody's"),
    ("tcp://printer:65535", True, "the highest port"),
    ("tcp://printer:65536", False, "one port too many"),
    ("tcp://:9100", False, "without a host"),
    ("tcp://a b:9100", False, "a space in the host"),
    ("file:/dev/usb/lp0", True, "a device file"),
    ("file:", False, "no file"),
    ("cups:Lobby_1", True, "a CUPS queue"),
    ("cups:", False, "no queue"),
    ("usb:04b8:0e28", True, "vendor and product"),
    ("usb:04b8", False, "vendor only"),
    ("usb:04bz:0e28", False, "not hexadecimal"),
    ("spool:var/slips", True, "a folder"),
    ("spool:", False, "no folder"),
    ("none:", True, "the number on the glass only"),
    ("none", False, "without its colon"),
    ("http://printer:9100", False, "a web address"),
]


@pytest.mark.parametrize(("url", "good", "why"), PRINTERS)
def test_a_printer_is_named_by_its_url(url: str, *, good: bool, why: str) -> None:
    assert is_printer(url) is good, why


HOURS = [
    ("8:00-16:00", (Interval(time(8), time(16)),), "one opening"),
    ("08:00 - 16:00", (Interval(time(8), time(16)),), "with a nought and spaces"),
    ("13:00-16:00, 8:00-12:00", (Interval(time(8), time(12)), Interval(time(13), time(16))), "put in order"),
    (
        "8:00-12:00, 12:00-16:00",
        (Interval(time(8), time(12)), Interval(time(12), time(16))),
        "touching is not crossing",
    ),
    ("closed", (), "said in a word"),
    ("", (), "or left empty"),
]


@pytest.mark.parametrize(("text", "intervals", "why"), HOURS)
def test_hours_are_written_as_people_write_them(
    tmp_path: Path, text: str, intervals: tuple[Interval, ...], why: str
) -> None:
    folder = small_catalog.write(tmp_path)
    small_catalog.change(folder, DOWNTOWN, '"8:00-16:00"', f'"{text}"')
    assert load(folder).locations["downtown"].hours.weekly[0] == intervals, why


def test_a_closure_may_have_hours_of_its_own(tmp_path: Path) -> None:
    folder = small_catalog.write(tmp_path)
    small_catalog.change(folder, DOWNTOWN, "date = 2026-12-25", 'date = 2026-12-25\nhours = "8:00-12:00"')
    hours = load(folder).locations["downtown"].hours
    assert hours.intervals_on(date(2026, 12, 25)) == (Interval(time(8), time(12)),)
    assert hours.reason_on(date(2026, 12, 25)) == "Christmas Day"


def test_the_closure_shown_in_the_packaged_file_works_when_the_signs_are_taken_away(tmp_path: Path) -> None:
    folder = small_catalog.write(tmp_path)
    packaged = Path(__file__).parents[2] / "services_catalog" / "data" / DOWNTOWN
    example = packaged.read_text(encoding="utf-8").split("# [[closure]]", 1)[1].split("\n\n")[0]
    lines = ["[[closure]]", *(line.removeprefix("# ") for line in example.splitlines())]
    small_catalog.change(folder, DOWNTOWN, '[[closure]]\ndate = 2026-12-25\nreason = "Christmas Day"', "\n".join(lines))
    assert check(folder) == []
    hours = load(folder).locations["downtown"].hours
    assert hours.intervals_on(date(2026, 12, 25)) == ()
    assert hours.intervals_on(date(2026, 12, 24)) == (Interval(time(8), time(12)),)


def test_a_center_sets_when_its_manager_is_alerted_and_its_day_ends(tmp_path: Path) -> None:
    folder = small_catalog.write(tmp_path)
    set_here = "[alerts]\nlongest_wait_minutes = 12.5\nparts_down = false\n\n[rules]\nday_ends_minutes = 20"
    small_catalog.change(folder, DOWNTOWN, "[rules]", set_here)
    rules = load(folder).locations["downtown"].rules
    assert (rules.day_ends_minutes, rules.alerts.longest_wait_minutes, rules.alerts.parts_down) == (20, 12.5, False)
    assert rules.alerts.beyond_target == 5, "what is not said stays as usual"


def test_every_priority_class_may_have_its_head_start_set() -> None:
    assert set(HeadStartTable.model_fields) == set(Rules().head_start_minutes)
    assert set(RulesTable.model_fields) | {"alerts"} == {field.name for field in fields(Rules)}
    assert set(AlertsTable.model_fields) == {field.name for field in fields(AlertRules)}


def test_a_center_that_sets_no_rules_has_the_usual_ones(tmp_path: Path) -> None:
    folder = small_catalog.write(tmp_path)
    small_catalog.change(folder, DOWNTOWN, '[rules]\npolicy = "fifo"\nhead_start_minutes = { accessible = 25 }\n', "")
    assert load(folder).locations["downtown"].rules == Rules()


LOCATIONS = [
    ({"counter": [{"serves": ["a"]}, {"serves": ["b"]}]}, True, "the second counter serves it"),
    ({"counter": [{"serves": ["a"]}]}, False, "no counter serves it"),
    ({"counter": []}, False, "there is no counter"),
    ({"counter": [{"serves": "a"}]}, True, "what a counter serves cannot be read"),
    ({}, True, "the counters cannot be read"),
]


@pytest.mark.parametrize(("table", "may", "why"), LOCATIONS)
def test_a_location_may_serve_a_queue(table: dict[str, object], *, may: bool, why: str) -> None:
    assert may_serve(TomlTable("x.toml", "", table), "b") is may, why
