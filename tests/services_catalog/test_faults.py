"""A fault as a line, and the names of keys and values in it."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from services_catalog.faults import Fault, kind_of, label, must_be

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
