"""What one catalog file may refer to in another: the ids that all files declare, collected before values are checked.

So a queue with a wrong letter is still a queue to a counter that serves it, and one pass finds every fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from services_catalog.toml_tables import TomlTable


@dataclass(frozen=True, slots=True)
class Known:
    """Every table of one kind, by id; of two with the same id the first.

    It is not `complete` when a file could not be read or an id is missing: then nothing can be called unknown.
    """

    found: Mapping[str, TomlTable] = field(default_factory=dict)
    complete: bool = False

    def lacks(self, name: str) -> bool:
        """Return whether `name` is certainly no table of this kind."""
        return bool(name) and self.complete and name not in self.found


_NOTHING = Known()


@dataclass(frozen=True, slots=True)
class References:
    """What is known, by kind: "language", "queue" and so on.

    `interface_languages` are the tags of those languages that every text must have, English first.
    """

    known: Mapping[str, Known] = field(default_factory=dict)
    interface_languages: tuple[str, ...] = ("en",)

    def __getitem__(self, kind: str) -> Known:
        return self.known.get(kind, _NOTHING)


def references_in(
    shared: Mapping[str, TomlTable], departments: Iterable[TomlTable], locations: Iterable[TomlTable]
) -> References:
    """Return what the files declare: the shared ones by name, then those of the two folders."""
    languages = _listed([shared["languages"]], "language", "tag")
    spoken = (tag for tag, language in languages.found.items() if language.table.get("interface") is True)
    texts = {kind: shared["texts"].child(kind) for kind in ("refer", "bring")}
    return References(
        {
            "language": languages,
            "category": _listed([shared["categories"]], "category"),
            "queue": _listed([shared["queues"]], "queue"),
            "question": _listed([shared["guidance"]], "question"),
            "outcome": _listed([shared["guidance"]], "outcome"),
            "service": _listed(departments, "service"),
            "location": _identified(locations),
            **{kind: Known(dict.fromkeys(table.table, table), table.readable) for kind, table in texts.items()},
        },
        tuple(dict.fromkeys(("en", *spoken))),
    )


def _listed(files: Iterable[TomlTable], name: str, key: str = "id") -> Known:
    lists = [(file.tables(name), isinstance(file.table.get(name), list)) for file in files]
    known = _identified((table for tables, _ in lists for table in tables), key)
    return Known(known.found, known.complete and all(there for _, there in lists))


def _identified(tables: Iterable[TomlTable], key: str = "id") -> Known:
    found: dict[str, TomlTable] = {}
    complete = True
    for table in tables:
        name = table.text(key)
        complete = complete and bool(name)
        if name:
            found.setdefault(name, table)
    return Known(found, complete)
