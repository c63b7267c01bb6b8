"""A fault of the catalog, and the words in which its key and its wrong value are named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in the catalog: `file` is relative to its folder, `key` the position in that file."""

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


def kind_of(value: object) -> str:
    """Return what a clerk would call the TOML kind of `value`."""
    return next((name for kind, name in _KINDS.items() if isinstance(value, kind)), "a time of day")


def must_be(wanted: str, value: object) -> str:
    """Return the sentence for a value of a wrong kind, such as "must be a number, not text"."""
    return f"must be {wanted}, not {kind_of(value)}"


def label(table: Mapping[str, object], position: int) -> str:
    """Return how a key names one table of a list: its id or tag, else its position, counted from 1."""
    return f"[{table.get('id', table.get('tag', f'#{position}'))}]"
