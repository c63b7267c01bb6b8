"""Reading catalog tables so that every fault is found at once, each by file and key.

A `Section` wraps one TOML table. Whoever builds from it asks for the keys it knows; what
was never asked for is an unknown key. A wrong or missing value is reported and replaced by
a harmless one, so that reading goes on and the next fault is found too.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.resources.abc import Traversable

from services_catalog.catalog import Words


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in the catalog: `file` is relative to its folder, `key` the place in it."""

    file: str
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.message}" if self.key else f"{self.file}: {self.message}"


_KINDS = {
    bool: "true or false",
    str: "text",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "a table",
    datetime: "a date with a time",
    date: "a date",
}


def parts(text: str) -> tuple[str, ...]:
    """Split a clerk's list at its commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def kind_of(value: object) -> str:
    """Name the TOML kind of `value` as a clerk would."""
    return next((name for kind, name in _KINDS.items() if isinstance(value, kind)), "a time of day")


@dataclass
class Source:
    """Where the tables come from, the faults found so far, and the languages words must be in."""

    root: Traversable
    faults: list[Fault] = field(default_factory=list)
    known_languages: frozenset[str] = frozenset({"en"})
    interface_languages: tuple[str, ...] = ("en",)

    def report(self, file: str, key: str, message: str) -> None:
        """Remember one fault."""
        self.faults.append(Fault(file, key, message))

    def has(self, file: str) -> bool:
        """Tell whether there is such a file."""
        return self._entry(file).is_file()

    def open(self, file: str) -> Section:
        """Read one TOML file; a missing or malformed one is a fault and an empty section."""
        table: dict[str, object] = {}
        try:
            table = tomllib.loads(self._entry(file).read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.report(file, "", "is missing")
        except UnicodeDecodeError:
            self.report(file, "", "is not UTF-8 text")
        except tomllib.TOMLDecodeError as error:
            self.report(file, "", f"is not TOML: {error}")
        return Section(self, file, "", table)

    def files_in(self, folder: str) -> list[str]:
        """Return the TOML files of a folder by name; a folder with none is a fault."""
        entry = self._entry(folder)
        names = sorted(e.name for e in entry.iterdir() if e.name.endswith(".toml")) if entry.is_dir() else []
        if not names:
            self.report(folder, "", "has no .toml file")
        return [f"{folder}/{name}" for name in names]

    def _entry(self, file: str) -> Traversable:
        return self.root.joinpath(*file.split("/"))


class Section:
    """One table of a catalog file, read key by key."""

    def __init__(self, source: Source, file: str, key: str, table: Mapping[str, object]) -> None:
        self.source = source
        self.file = file
        self.key = key
        self.table = table
        self._asked: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self.table

    def where(self, name: str) -> str:
        """Return the full key of `name` in this section."""
        return f"{self.key}.{name}" if self.key else name

    def fault(self, name: str, message: str) -> None:
        """Report a fault at `name`, or at the section itself when `name` is empty."""
        self.source.report(self.file, self.where(name) if name else self.key, message)

    def knows(self, *names: str) -> None:
        """Say that these keys belong here, whether or not anything comes to read them."""
        self._asked.update(names)

    def finish(self) -> None:
        """Report every key that nobody asked for."""
        for name in self.table:
            if name not in self._asked:
                known = ", ".join(sorted(self._asked))
                self.fault(name, f"unknown key (known here: {known})")

    def text(self, name: str, default: str | None = None) -> str:
        """Return text at `name`; with no default it must be there and not be empty."""
        value = self._get(name, required=default is None)
        if value is None:
            return default or ""
        if not isinstance(value, str):
            self._wrong(name, "text", value)
            return default or ""
        if default is None and not value.strip():
            self.fault(name, "must not be empty")
        return value.strip()

    def number(self, name: str, default: float | None = None, *, least: float = 0.0) -> float:
        """Return a number at `name`, at least `least`."""
        value = self._get(name, required=default is None)
        if value is None:
            return default or 0.0
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._wrong(name, "a number", value)
            return default or 0.0
        if value < least:
            self.fault(name, f"must be at least {least:g}, not {value:g}")
        return float(value)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return true or false at `name`, `default` when it is not there."""
        value = self._get(name, required=False)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self._wrong(name, "true or false", value)
        return False

    def day(self, name: str, *, required: bool = False) -> date | None:
        """Return the calendar date at `name`, written 2026-12-24 with or without quotes."""
        value = self._get(name, required=required)
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                self.fault(name, f"is not a date like 2026-12-24: {value!r}")
                return None
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self._wrong(name, "a date like 2026-12-24", value)
        return None

    def texts(self, name: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return a list of texts at `name`."""
        value = self._get(name, required=default is None)
        if value is None:
            return default or ()
        if not isinstance(value, list):
            self._wrong(name, "a list of texts", value)
            return default or ()
        for item in value:
            if not isinstance(item, str):
                self._wrong(name, "a list of texts, and in it", item)
        return tuple(item for item in value if isinstance(item, str))

    def words(self, name: str, *, required: bool = True) -> Words:
        """Return one text in every interface language; English first of all."""
        value = self._get(name, required=required)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._wrong(name, 'a text by language, like { en = "Zoning", es = "…" }', value)
            return {}
        words = dict(self._by_language(name, value))
        for tag in ("en", *self.source.interface_languages):
            if tag not in value:
                missing = "no English text" if tag == "en" else f"not translated: no {tag!r}"
                if tag != "en" or f"{name}.en" not in self._asked:
                    self.fault(f"{name}.{tag}", missing)
                self._asked.add(f"{name}.{tag}")
        return words

    def synonyms(self, name: str) -> dict[str, tuple[str, ...]]:
        """Return what people call a thing, by language: texts with commas between the sayings."""
        value = self._get(name, required=False)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._wrong(name, 'sayings by language, like { en = "tow, towed car" }', value)
            return {}
        return {tag: parts(text) for tag, text in self._by_language(name, value)}

    def choice(self, name: str, options: Iterable[str], default: str | None = None) -> str:
        """Return one of `options` at `name`; the first of them stands in for a wrong one."""
        allowed = list(options)
        value = self.text(name, default)
        if value in allowed:
            return value
        if value:
            self.fault(name, f"must be one of {', '.join(allowed)}, not {value!r}")
        return allowed[0]

    def section(self, name: str, *, required: bool = False) -> Section:
        """Return the table at `name`, empty when it is not there."""
        value = self._get(name, required=required)
        if value is not None and not isinstance(value, dict):
            self._wrong(name, "a table", value)
        return Section(self.source, self.file, self.where(name), value if isinstance(value, dict) else {})

    def sections(self, name: str, *, required: bool = True) -> Iterator[Section]:
        """Yield the tables of the list at `name`, each keyed by its id where it has one."""
        value = self._get(name, required=required)
        if value is not None and not isinstance(value, list):
            self._wrong(name, "a list of tables", value)
        for position, item in enumerate(value if isinstance(value, list) else [], start=1):
            if not isinstance(item, dict):
                self._wrong(name, "a list of tables, and in it", item)
                continue
            label = item.get("id", item.get("tag", f"#{position}"))
            yield Section(self.source, self.file, self.where(f"{name}[{label}]"), item)

    def _by_language(self, name: str, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        for tag, text in table.items():
            if tag not in self.source.known_languages:
                self.fault(f"{name}.{tag}", f"unknown language {tag!r}")
            elif not isinstance(text, str):
                self._wrong(f"{name}.{tag}", "text", text)
            elif not text.strip():
                self.fault(f"{name}.{tag}", "must not be empty")
            else:
                yield tag, text.strip()

    def _get(self, name: str, *, required: bool) -> object:
        self._asked.add(name)
        if required and name not in self.table:
            self.fault(name, "missing key")
        return self.table.get(name)

    def _wrong(self, name: str, wanted: str, value: object) -> None:
        self.fault(name, f"must be {wanted}, not {kind_of(value)}")
