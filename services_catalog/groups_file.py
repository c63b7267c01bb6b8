"""groups.toml: the groups in which a category shows its services.

The file is optional: without it a category shows all its services at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pydantic import field_validator

from services_catalog.catalog import Category, Group
from services_catalog.faults import Fault
from services_catalog.fields import CategoryId, Table, Tables, Text, Texts, Words
from services_catalog.references import References
from services_catalog.toml_tables import TomlTable

FILE = "groups.toml"
MOST_SERVICES = 12
MOST_GROUPS = 8
"""More than these are a long list on the kiosk's screen."""


class GroupTable(Table):
    """One group of groups.toml."""

    id: Text
    category: CategoryId
    name: Words
    services: Texts

    @field_validator("services")
    @classmethod
    def _few(cls, services: tuple[str, ...]) -> tuple[str, ...]:
        if not 0 < len(services) <= MOST_SERVICES:
            raise ValueError(f"has {len(services)} functions: 1 to {MOST_SERVICES} can be read at a glance")
        return services


class GroupsFile(Table):
    """groups.toml."""

    group: Tables[GroupTable]

    def grouped(self, categories: Mapping[str, Category]) -> dict[str, Category]:
        """Return the categories with their groups, in the order of the file."""
        groups = [(one.category, Group(one.id, one.name, one.services)) for one in self.group]
        return {
            id_: replace(category, groups=tuple(group for owner, group in groups if owner == id_))
            for id_, category in categories.items()
        }


def group_faults(file: TomlTable, references: References) -> Iterator[Fault]:
    """Yield the faults between groups, services and categories: each service stands once, in its own category."""
    groups = [one for one in file.tables("group") if not references["category"].lacks(one.text("category"))]
    placed: dict[str, str] = {}
    for group in groups:
        yield from _service_faults(group, references, placed)
    counts = Counter(group.text("category") for group in groups)
    for category, count in counts.items():
        if count > MOST_GROUPS:
            yield file.fault(f"category[{category}]", f"has {count} groups: {MOST_GROUPS} is the most")
    for id_, service in references["service"].found.items():
        category = service.text("category")
        if counts[category] and id_ not in placed:
            yield file.fault("group", f"{id_!r} is in no group of its category {category!r}")


def _service_faults(group: TomlTable, references: References, placed: dict[str, str]) -> Iterator[Fault]:
    """Yield what is wrong with the services of one group; `placed` remembers each service's group."""
    category, services = group.text("category"), group.table.get("services")
    for id_ in services if isinstance(services, list) else []:
        if not isinstance(id_, str):
            continue
        service = references["service"].found.get(id_)
        own = service.text("category") if service else ""
        if references["service"].lacks(id_):
            yield group.fault("services", f"unknown function {id_!r}")
        elif own and category and own != category:
            yield group.fault("services", f"{id_!r} is of the category {own!r}, not {category!r}")
        elif id_ in placed:
            yield group.fault("services", f"{id_!r} is already in the group {placed[id_]!r}")
        placed.setdefault(id_, group.text("id"))
