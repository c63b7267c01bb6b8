"""The catalog's TOML files as they are written, before their values are checked.

A file that cannot be read is one fault with its line, and a table without keys that is marked unreadable.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from typing import Any

from services_catalog.faults import Fault, label

_AT = re.compile(r"(?P<what>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)")
_CAUSES = {
    "Illegal character": 'a text ends without its quote (")',
    "Invalid value": 'this value cannot be read: is a quote (") or a bracket missing?',
    "Invalid date or datetime": "no calendar has this date",
    "Cannot overwrite a value": "this key is there a second time",
    "Cannot declare": "this table is there a second time",
}
_UNIQUE = {
    "id": "duplicate id {!r}",
    "tag": "duplicate language {!r}",
    "letter": "duplicate letter {!r}",
    "date": "duplicate closure of {}",
}
_USUAL_CAUSE = 'a quote ("), a comma or a bracket is missing here or just before'


@dataclass(frozen=True, slots=True)
class TomlTable:
    """One table of a catalog file. `key` is its position in the file, empty for the whole file."""

    file: str
    key: str
    table: dict[str, Any]
    readable: bool = True

    def text(self, name: str) -> str:
        """Return the text at `name`; empty when it is missing or is no text."""
        value = self.table.get(name)
        return value.strip() if isinstance(value, str) else ""

    def tables(self, name: str) -> list[TomlTable]:
        """Return the tables of the list at `name`; what is no table is left out."""
        value = self.table.get(name)
        items = value if isinstance(value, list) else []
        return [
            TomlTable(self.file, self._at(name) + label(item, position), item)
            for position, item in enumerate(items, start=1)
            if isinstance(item, dict)
        ]

    def child(self, name: str) -> TomlTable:
        """Return the table at `name`; empty and unreadable when there is none."""
        value = self.table.get(name)
        return TomlTable(self.file, self._at(name), value if isinstance(value, dict) else {}, isinstance(value, dict))

    def fault(self, name: str, message: str) -> Fault:
        """Return a fault at the key `name`, or at the table itself when `name` is empty."""
        return Fault(self.file, self._at(name) if name else self.key, message)

    def _at(self, name: str) -> str:
        return f"{self.key}.{name}" if self.key else name


def duplicates(tables: Sequence[TomlTable]) -> Iterator[Fault]:
    """Yield a fault for what only one table of a list may have and two do, in these tables and in the lists inside."""
    for name, sentence in _UNIQUE.items():
        seen: dict[str, TomlTable] = {}
        for table in tables:
            if name not in table.table:
                continue
            value = str(table.table[name]).strip()
            first = seen.setdefault(value, table)
            if value and first is not table:
                owner = first.file if first.file != table.file else first.key if first.key != table.key else ""
                yield table.fault(name, sentence.format(value) + (f": {owner} has it" if owner else ""))
    for table in tables:
        for name, value in table.table.items():
            if isinstance(value, list):
                yield from duplicates(table.tables(name))


@dataclass
class Folder:
    """A folder of catalog files, and the faults of those that could not be read."""

    root: Traversable
    faults: list[Fault] = field(default_factory=list)

    def has(self, file: str) -> bool:
        """Return whether there is such a file."""
        return self._entry(file).is_file()

    def read(self, file: str) -> TomlTable:
        """Return the whole of one TOML file."""
        try:
            text = self._entry(file).read_text(encoding="utf-8")
        except FileNotFoundError:
            return self._unreadable(file, "is missing")
        except UnicodeDecodeError:
            return self._unreadable(file, "is not UTF-8 text")
        try:
            return TomlTable(file, "", tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            return self._unreadable(file, syntax_fault(str(error), text))

    def read_all(self, folder: str) -> list[TomlTable]:
        """Return the TOML files of a folder by name, without the empty ones; a folder with no file is a fault."""
        entry = self._entry(folder)
        names = sorted(e.name for e in entry.iterdir() if e.name.endswith(".toml")) if entry.is_dir() else []
        if not names:
            return [self._unreadable(folder, "has no .toml file")]
        files = [self.read(f"{folder}/{name}") for name in names]
        return [file for file in files if file.table or not file.readable]

    def _unreadable(self, file: str, message: str) -> TomlTable:
        self.faults.append(Fault(file, "", message))
        return TomlTable(file, "", {}, readable=False)

    def _entry(self, file: str) -> Traversable:
        return self.root.joinpath(*file.split("/"))


def syntax_fault(error: str, text: str) -> str:
    """Return the sentence for what Python's TOML reader says of a text, with the line and the likely cause."""
    found = _AT.fullmatch(error)
    what, line = (found["what"], found["line"]) if found else (error, None)
    cause = next((cause for start, cause in _CAUSES.items() if what.startswith(start)), _USUAL_CAUSE)
    return f"is not TOML at line {line or len(text.rstrip().splitlines())}: {cause}"
