"""The files that departments and locations share: languages, categories, queues, texts and the search's words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo

from services_catalog.catalog import Category, Language, Queue, Vocabulary
from services_catalog.faults import Fault
from services_catalog.fields import (
    Flag,
    Number,
    OptionalText,
    Sayings,
    Table,
    Tables,
    Text,
    Texts,
    Words,
    parts,
    references,
)
from services_catalog.toml_tables import TomlTable


def _letter(value: str) -> str:
    if len(value) != 1 or not "A" <= value <= "Z":
        raise ValueError(f"must be one letter A to Z, not {value!r}")
    return value


def _interface_language(tag: str, info: ValidationInfo) -> str:
    known = references(info)
    if known["language"].complete and tag not in known.interface_languages:
        raise ValueError(f"unknown key (known here: {', '.join(known.interface_languages)})")
    return tag


class LanguageTable(Table):
    """One language of languages.toml."""

    tag: Text
    own_name: Text
    english_name: Text
    direction: Literal["ltr", "rtl"] = "ltr"
    interface: Flag = False
    signed: Flag = False


class LanguagesFile(Table):
    """languages.toml."""

    language: Tables[LanguageTable]

    def built(self) -> dict[str, Language]:
        """Return the languages by tag, in the order of the file."""
        return {one.tag: Language(**dict(one)) for one in self.language}


class CategoryTable(Table):
    """One category of categories.toml."""

    id: Text
    name: Words
    icon: OptionalText = ""


class CategoriesFile(Table):
    """categories.toml."""

    category: Tables[CategoryTable]

    def built(self) -> dict[str, Category]:
        """Return the categories by id, still without their groups."""
        return {one.id: Category(**dict(one)) for one in self.category}


class QueueTable(Table):
    """One queue of queues.toml."""

    id: Text
    letter: Annotated[Text, AfterValidator(_letter)]
    name: Words
    target_minutes: Number
    discreet: Flag = False


class QueuesFile(Table):
    """queues.toml."""

    queue: Tables[QueueTable]

    def built(self) -> dict[str, Queue]:
        """Return the queues by id, in the order of the file."""
        return {one.id: Queue(**dict(one)) for one in self.queue}


class TextsFile(Table):
    """texts.toml: texts that several services share, by their id: where else to go, and what to bring."""

    refer: dict[str, Words]
    bring: dict[str, Words]


class WordsFile(Table):
    """words.toml: what the search knows of a language besides the catalog's own texts."""

    alike: dict[Annotated[str, AfterValidator(_interface_language)], Texts]
    small: Sayings = Field(default_factory=dict)
    now: Sayings = Field(default_factory=dict)

    def built(self) -> Vocabulary:
        """Return the words as the search takes them."""
        return Vocabulary(
            alike={tag: tuple(frozenset(parts(group)) for group in groups) for tag, groups in self.alike.items()},
            small={tag: frozenset(words) for tag, words in self.small.items()},
            now={tag: frozenset(words) for tag, words in self.now.items()},
        )


def language_faults(file: TomlTable) -> Iterator[Fault]:
    """Yield a fault when languages.toml does not begin with English: it stands in for missing translations."""
    first = next(iter(file.tables("language")), file).table
    if file.readable and (first.get("tag") != "en" or first.get("interface") is not True):
        yield file.fault("language", "the first must be English (en) with interface = true: it is the fallback")
