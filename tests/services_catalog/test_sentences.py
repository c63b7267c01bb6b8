"""Pydantic's errors in a clerk's words: the key, the sentence, and none of Pydantic's own words."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import pytest
from pydantic import ValidationError

from services_catalog.fields import Flag, Number, Table, Tables, Text, Texts, Whole
from services_catalog.sentences import faults_in, key_of
from services_catalog.toml_tables import TomlTable


class Color(StrEnum):
    RED = "red"
    BLUE = "blue"


class Desk(Table):
    id: Text
    color: Color = Color.RED
    side: Literal["left", "right"] = "left"
    drawers: Whole = 1


class Room(Table):
    desk: Tables[Desk] = ()
    rules: Desk | None = None
    doors: Texts = ()
    height: Number = 1
    quiet: Flag = False
    notes: dict[str, Text] = {}  # noqa: RUF012 - Pydantic copies it


SENTENCES = [
    ({"desk": [{"id": "1", "colour": "red"}]}, "desk[1].colour",
     "unknown key (known here: color, drawers, id, side)", "a key of a table in a list"),
    ({"rules": {"id": "1", "nap": 1}}, "rules.nap", "unknown key (known here: color, drawers, id, side)", "of a table"),
    ({"windows": 2}, "windows", "unknown key (known here: desk, doors, height, notes, quiet, rules)", "of the file"),
    ({"desk": [{"color": "red"}]}, "desk[#1].id", "missing key", "a table without an id"),
    ({"desk": [{"id": "1", "color": "green"}]}, "desk[1].color", "must be one of 'red' or 'blue', not 'green'", "odd"),
    ({"desk": [{"id": "1", "color": 7}]}, "desk[1].color", "must be one of 'red' or 'blue', not a number", "color 7"),
    ({"desk": [{"id": "1", "side": "up"}]}, "desk[1].side", "must be one of 'left' or 'right', not 'up'", "a side"),
    ({"desk": ["1"]}, "desk", "must be a list of tables, but one of them is text", "a text for a table"),
    ({"doors": ["a", 2]}, "doors", "must be a list of texts, but one of them is a number", "a number for a text"),
    ({"rules": []}, "rules", "must be a table, not a list", "a list for a table"),
    ({"notes": "x"}, "notes", "must be a table, not text", "a text for a table of texts"),
    ({"notes": {"a": 1}}, "notes.a", "must be text, not a number", "a number in it"),
    ({"height": "2"}, "height", "must be a number, not text", "quotes"),
    ({"height": -2}, "height", "must be at least 0, not -2", "below the floor"),
    ({"height": float("nan")}, "height", "must be a number, not nan", "no number"),
    ({"quiet": "no"}, "quiet", "must be true or false, not text", "a word"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "key", "sentence", "why"), SENTENCES)
def test_an_error_becomes_a_key_and_a_sentence(table: dict[str, object], key: str, sentence: str, why: str) -> None:
    with pytest.raises(ValidationError) as error:
        Room.model_validate(table)
    (fault,) = faults_in(error.value, Room, TomlTable("room.toml", "", table))
    assert (fault.file, fault.key, fault.message) == ("room.toml", key, sentence), why


def test_every_error_of_a_file_is_a_fault() -> None:
    table = {"desk": [{"id": ""}, {}], "height": "2", "windows": 2}
    with pytest.raises(ValidationError) as error:
        Room.model_validate(table)
    keys = [fault.key for fault in faults_in(error.value, Room, TomlTable("room.toml", "", table))]
    assert keys == ["desk[].id", "desk[#2].id", "height", "windows"]


KEYS = [
    (("counter", 0, "serves"), "counter[1].serves", "by its id"),
    (("counter", 1), "counter[#2]", "by its position"),
    (("counter", 2), "counter", "what is no table has no label"),
    (("hours", "monday"), "hours.monday", "a key in a table"),
    (("alike", "xx", "[key]"), "alike.xx", "a wrong key is its own key"),
    (("directions", "es"), "directions.es", "a key that is not there"),
    ((), "", "the whole file"),
]


@pytest.mark.parametrize(("position", "key", "why"), KEYS)
def test_a_position_is_named_by_ids(position: tuple[int | str, ...], key: str, why: str) -> None:
    table = {"counter": [{"id": "1"}, {"name": "x"}, 7], "hours": {"monday": ""}, "alike": {"xx": []}}
    assert key_of(position, table) == key, why
