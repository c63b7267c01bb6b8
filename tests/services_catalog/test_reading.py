"""One table, read key by key: what is asked for, what is wrong, what nobody knows."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

from services_catalog.reading import Fault, Section, Source, kind_of, parts


def section(**table: object) -> Section:
    """A section of a file `x.toml`, for two languages, with these keys."""
    source = Source(Path("/nowhere"), known_languages=frozenset({"en", "es"}), interface_languages=("en", "es"))
    return Section(source, "x.toml", "", table)


def faults(of: Section) -> list[tuple[str, str]]:
    return [(fault.key, fault.message) for fault in of.source.faults]


def test_what_nobody_asked_for_is_unknown_and_the_known_keys_are_named() -> None:
    one = section(id="a", colour="red")
    assert one.text("id") == "a"
    one.finish()
    assert faults(one) == [("colour", "unknown key (known here: id)")]


def test_a_key_that_is_known_but_not_read_is_no_fault() -> None:
    one = section(refer="911")
    one.knows("refer")
    one.finish()
    assert faults(one) == []


def test_reading_goes_on_after_a_fault() -> None:
    one = section(minutes="ten", name={"en": "A"}, flag=1)
    assert (one.text("id"), one.number("minutes"), one.flag("flag")) == ("", 0.0, False)
    assert one.words("name") == {"en": "A"}
    assert [key for key, _ in faults(one)] == ["id", "minutes", "flag", "name.es"]


NUMBERS = [
    (5, 5.0, None, "a whole number"),
    (2.5, 2.5, None, "a part of a minute"),
    (-1, -1.0, "must be at least 0, not -1", "less than nothing"),
    (True, 0.0, "must be a number, not true or false", "true is no number, whatever Python thinks"),
    ([1], 0.0, "must be a number, not a list", "several"),
]


@pytest.mark.parametrize(("written", "read", "message", "why"), NUMBERS)
def test_numbers(written: object, read: float, message: str | None, why: str) -> None:
    one = section(n=written)
    assert one.number("n") == read, why
    assert faults(one) == ([("n", message)] if message else []), why


DAYS = [
    (date(2026, 12, 24), date(2026, 12, 24), "a TOML date"),
    ("2026-12-24", date(2026, 12, 24), "the same with quotes"),
    ("24.12.2026", None, "another order"),
    ("2026-02-29", None, "a day that year does not have"),
    (datetime(2026, 12, 24, 8), None, "a date with a time"),  # noqa: DTZ001 - TOML's own local form
    (20261224, None, "a number"),
]


@pytest.mark.parametrize(("written", "read", "why"), DAYS)
def test_days(written: object, read: date | None, why: str) -> None:
    one = section(d=written)
    assert one.day("d") == read, why
    assert bool(faults(one)) is (read is None), why


def test_a_missing_day_is_a_fault_only_where_one_is_needed() -> None:
    one = section()
    assert one.day("last_day") is None
    assert faults(one) == []
    one.day("date", required=True)
    assert faults(one) == [("date", "missing key")]


def test_sayings_are_parted_at_commas() -> None:
    one = section(said_as={"en": "tow, my car is gone ,, ", "xx": "?"})
    assert one.synonyms("said_as") == {"en": ("tow", "my car is gone")}
    assert faults(one) == [("said_as.xx", "unknown language 'xx'")]
    assert parts(" a ,b,") == ("a", "b")


def test_sections_are_named_by_id_or_by_place() -> None:
    one = section(counter=[{"id": "1"}, {"name": "x"}, 7])
    assert [each.key for each in one.sections("counter")] == ["counter[1]", "counter[#2]"]
    assert faults(one) == [("counter", "must be a list of tables, and in it, not a number")]


def test_a_table_that_is_no_table() -> None:
    one = section(rules="fifo")
    assert one.section("rules").table == {}
    assert faults(one) == [("rules", "must be a table, not text")]


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


def test_faults_sort_by_file_and_key() -> None:
    later, sooner = Fault("b.toml", "a", "x"), Fault("a.toml", "z", "x")
    assert sorted([later, sooner]) == [sooner, later]
