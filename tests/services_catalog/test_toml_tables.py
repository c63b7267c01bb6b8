"""Files as they are written: what can be read of them, what cannot, and what is there twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from services_catalog.faults import Fault
from services_catalog.loader import check
from services_catalog.toml_tables import Folder, TomlTable, duplicates, syntax_fault
from tests.services_catalog import small_catalog

GROUPS = """[[group]]
id = "build"
category = "permit"
name = { en = "Build", es = "Construir" }
services = ["building-permit", "fire"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small catalog with every kind of file, which is sound."""
    small_catalog.write(tmp_path)
    (tmp_path / "groups.toml").write_text(GROUPS, encoding="utf-8")
    assert check(tmp_path) == []
    return tmp_path


# file, a text in it, the same without a quote, the line
LOST_QUOTES = [
    ("languages.toml", 'tag = "es"', 'tag = "es', 4),
    ("languages.toml", 'interface = true },\n  { tag = "ar"', 'interface = true },\n  { tag = ar"', 5),
    ("categories.toml", 'id = "permit"', 'id = permit"', 2),
    ("queues.toml", 'letter = "C"', 'letter = "C', 4),
    ("texts.toml", '"Call 911."', '"Call 911.', 3),
    ("words.toml", 'en = "a, the"', 'en = "a, the', 5),
    ("guidance.toml", 'first = "danger"', 'first = danger"', 2),
    ("groups.toml", '"building-permit", ', '"building-permit, ', 5),
    ("departments/planning.toml", 'id = "planning"', 'id = "planning', 3),
    ("departments/planning.toml", 'id = "fire"', "id = fire", 21),
    ("locations/downtown.toml", 'id = "downtown"', 'id = "downtown', 2),
    ("locations/downtown.toml", 'serves = ["permits"]', 'serves = [permits"]', 21),
]


@pytest.mark.parametrize(("file", "old", "new", "line"), LOST_QUOTES)
def test_a_missing_quote_is_one_fault_with_its_line(folder: Path, file: str, old: str, new: str, line: int) -> None:
    """Every file that refers to something in this one stays without a fault."""
    small_catalog.change(folder, file, old, new)
    (fault,) = check(folder)
    assert (fault.file, fault.key) == (file, "")
    assert fault.message.startswith(f"is not TOML at line {line}: ")
    assert "quote" in fault.message


def test_a_file_with_a_syntax_error_does_not_hide_the_faults_of_others(folder: Path) -> None:
    small_catalog.change(folder, "queues.toml", 'letter = "C"', 'letter = "C')
    small_catalog.change(folder, "locations/downtown.toml", '"America/Chicago"', '"Mars/Olympus"')
    small_catalog.change(folder, "guidance.toml", 'service = "fire"', 'service = "flood"')
    assert [(fault.file, fault.key) for fault in check(folder)] == [
        ("guidance.toml", "outcome[911].service"),
        ("locations/downtown.toml", "timezone"),
        ("queues.toml", ""),
    ]


SYNTAX = [
    ("Illegal character '\\n' (at line 13, column 15)", 13, 'a text ends without its quote (")'),
    ("Invalid value (at line 2, column 6)", 2, 'this value cannot be read: is a quote (") or a bracket missing?'),
    ("Invalid date or datetime (at line 9, column 12)", 9, "no calendar has this date"),
    ("Cannot overwrite a value (at line 4, column 9)", 4, "this key is there a second time"),
    ("Cannot declare ('hours',) twice (at line 7, column 7)", 7, "this table is there a second time"),
    ("Unclosed array (at end of document)", 3,
     'a quote ("), a comma or a bracket is missing here or just before'),
    ("something new", 3, 'a quote ("), a comma or a bracket is missing here or just before'),
]  # fmt: skip


@pytest.mark.parametrize(("error", "line", "cause"), SYNTAX)
def test_a_syntax_error_is_a_line_and_a_likely_cause(error: str, line: int, cause: str) -> None:
    assert syntax_fault(error, "a\nb\nc\n\n") == f"is not TOML at line {line}: {cause}"


WRITTEN = [
    ('id = "a"\nid = "b"', "is not TOML at line 2: this key is there a second time"),
    ('[hours]\nmonday = "closed"\n[hours]', "is not TOML at line 3: this table is there a second time"),
    ("day = 2028-02-30", "is not TOML at line 1: no calendar has this date"),
    ('list = ["a" "b"]', 'is not TOML at line 1: a quote ("), a comma or a bracket is missing here or just before'),
]


@pytest.mark.parametrize(("text", "message"), WRITTEN)
def test_what_pythons_reader_says_of_a_file(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "x.toml").write_text(text)
    source = Folder(tmp_path)
    assert not source.read("x.toml").readable
    assert source.faults == [Fault("x.toml", "", message)]


def test_an_empty_file_of_a_folder_is_left_out_and_an_empty_folder_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "locations").mkdir()
    source = Folder(tmp_path)
    assert [file.readable for file in source.read_all("locations")] == [False]
    assert source.faults == [Fault("locations", "", "has no .toml file")]
    (tmp_path / "locations" / "b.toml").write_text("# nothing yet")
    (tmp_path / "locations" / "c.toml").write_text('id = "c"')
    assert [file.file for file in source.read_all("locations")] == ["locations/c.toml"]
    assert source.has("locations/b.toml") and not source.has("locations/a.toml")


def test_a_table_is_read_key_by_key_whatever_is_in_it() -> None:
    table = TomlTable(
        "x.toml", "", {"id": " a ", "n": 7, "counter": [{"id": "1"}, {"name": "x"}, 7], "rules": {"k": 1}}
    )
    assert (table.text("id"), table.text("n"), table.text("gone")) == ("a", "", "")
    assert [one.key for one in table.tables("counter")] == ["counter[1]", "counter[#2]"], "named by id or by position"
    assert table.tables("n") == [], "no list"
    assert table.child("rules").fault("k", "is odd") == Fault("x.toml", "rules.k", "is odd")
    assert not table.child("n").readable, "no table"
    assert table.tables("counter")[0].fault("", "is odd").key == "counter[1]", "the table itself"


TWICE = [
    ({"queue": [{"id": "a"}, {"id": "a"}]}, "queue[a].id", "duplicate id 'a'"),
    ({"queue": [{"id": "a", "letter": "P"}, {"id": "b", "letter": "P"}]}, "queue[b].letter",
     "duplicate letter 'P': queue[a] has it"),
    ({"language": [{"tag": "en"}, {"tag": "en"}]}, "language[en].tag", "duplicate language 'en'"),
    ({"closure": [{"date": "2026-12-25"}, {"date": "2026-12-25"}]}, "closure[#2].date",
     "duplicate closure of 2026-12-25: closure[#1] has it"),
    ({"question": [{"id": "q", "choice": [{"id": "a"}, {"id": "a"}]}]}, "question[q].choice[a].id", "duplicate id 'a'"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "key", "message"), TWICE)
def test_what_only_one_table_of_a_list_may_have(table: dict[str, object], key: str, message: str) -> None:
    assert list(duplicates([TomlTable("x.toml", "", table)])) == [Fault("x.toml", key, message)]


def test_an_id_of_another_file_is_named_with_its_file() -> None:
    files = [TomlTable(name, "", {"id": "downtown"}) for name in ("a.toml", "b.toml")]
    assert list(duplicates(files)) == [Fault("b.toml", "id", "duplicate id 'downtown': a.toml has it")]
    apart = [TomlTable("x.toml", "", {"question": [{"id": q, "choice": [{"id": "yes"}]} for q in ("a", "b")]})]
    assert list(duplicates(apart)) == [], "two questions may both have a choice yes"
