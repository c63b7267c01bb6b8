"""Every word for visitors is said in every language: nothing missing, nothing stale, no field lost on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
PACKAGES = ("kiosk", "counter", "display", "services_catalog", "queueing")
KEYWORDS = {"gettext": None, "ngettext": (1, 2), "mark": None}
TRANSLATIONS = ROOT / "queueing" / "translations"
LANGUAGES = sorted(folder.name for folder in TRANSLATIONS.iterdir() if (folder / "messages.po").is_file())
FIELD = re.compile(r"\{\w*\}")

MsgId = str | tuple[str, ...]


def messages_in_use() -> dict[MsgId, str]:
    """Return every message of the source with the file that says it."""
    used: dict[MsgId, str] = {}
    for package in PACKAGES:
        found = extract_from_dir(
            ROOT / package,
            method_map=[("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")],
            keywords=KEYWORDS,
        )
        for file, _line, message, _comments, _context in found:
            # A named field beside the message is not a message.
            used.setdefault(
                message if isinstance(message, str) else tuple(m for m in message if m), f"{package}/{file}"
            )
    return used


def catalog_of(language: str) -> Catalog:
    """Return a language's catalog as it is written."""
    with (TRANSLATIONS / language / "messages.po").open("rb") as lines:
        return read_po(lines, locale=None, abort_invalid=True)


def messages_of(language: str) -> Iterator[Message]:
    """Every entry of a language but its header."""
    return (message for message in catalog_of(language) if message.id)


def texts(entry: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """An id or a translation as its forms."""
    return (entry,) if isinstance(entry, str) else tuple(entry or ())


def test_something_is_said() -> None:
    assert len(messages_in_use()) > 100
    assert LANGUAGES == ["es", "hmn", "so"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing_or_stale(language: str) -> None:
    used = messages_in_use()
    known = {texts(message.id) for message in messages_of(language)}
    missing = {f"{file}: {message}" for message, file in used.items() if texts(message) not in known}
    assert not missing
    stale = known - {texts(message) for message in used}
    assert not stale


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_untranslated(language: str) -> None:
    forms = catalog_of(language).num_plurals
    untold = [
        message.id
        for message in messages_of(language)
        if message.fuzzy
        or not all(texts(message.string))
        or (isinstance(message.id, tuple) and len(texts(message.string)) != forms)
    ]
    assert not untold


@pytest.mark.parametrize("language", LANGUAGES)
def test_fields_are_the_same(language: str) -> None:
    differing = [
        (message.id, said)
        for message in messages_of(language)
        for said in texts(message.string)
        if sorted(FIELD.findall(said)) != sorted(FIELD.findall(texts(message.id)[-1]))
    ]
    assert not differing


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_says_who_has_read_it(language: str) -> None:
    first = (TRANSLATIONS / language / "messages.po").read_text().splitlines()[0]
    assert re.fullmatch(r"# Written .+; (not yet read by one|read by .+)\.", first), first
