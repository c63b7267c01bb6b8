"""`groups.toml` -> each category's groups, with every fault by its key.

The file is optional: without it a category shows all its functions at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from services_catalog.catalog import Category, Group, Service
from services_catalog.reading import Section, Source

FILE = "groups.toml"
MOST_SERVICES = 12
MOST_GROUPS = 8
"""More than these are a long list on the glass."""


def with_groups(
    source: Source, categories: Mapping[str, Category], services: Mapping[str, Service]
) -> dict[str, Category]:
    """Return the categories with their groups, in the file's order; faults go to `source`."""
    if not source.has(FILE):
        return dict(categories)
    top = source.open(FILE)
    found: dict[str, list[Group]] = {category: [] for category in categories}
    ids: set[str] = set()
    placed: dict[str, str] = {}
    for section in top.sections("group"):
        group, category = _group(section), section.text("category")
        section.finish()
        if group.id in ids:
            section.fault("id", f"duplicate id {group.id!r}")
        ids.add(group.id)
        if category not in categories:
            section.fault("category", f"unknown category {category!r}")
            continue
        found[category].append(group)
        _check_services(section, group, category, services, placed)
    top.finish()
    _check_whole(top, found, services, placed)
    return {id_: replace(category, groups=tuple(found[id_])) for id_, category in categories.items()}


def _group(section: Section) -> Group:
    group = Group(section.text("id"), section.words("name"), section.texts("services"))
    if not 0 < len(group.services) <= MOST_SERVICES:
        section.fault("services", f"has {len(group.services)} functions: 1 to {MOST_SERVICES} can be read at a glance")
    return group


def _check_services(
    section: Section, group: Group, category: str, services: Mapping[str, Service], placed: dict[str, str]
) -> None:
    for id_ in group.services:
        service = services.get(id_)
        if service is None:
            section.fault("services", f"unknown function {id_!r}")
        elif service.category != category:
            section.fault("services", f"{id_!r} is of the category {service.category!r}, not {category!r}")
        elif id_ in placed:
            section.fault("services", f"{id_!r} is already in the group {placed[id_]!r}")
        placed.setdefault(id_, group.id)


def _check_whole(
    top: Section, found: Mapping[str, list[Group]], services: Mapping[str, Service], placed: Mapping[str, str]
) -> None:
    for category, groups in found.items():
        if len(groups) > MOST_GROUPS:
            top.fault(f"category[{category}]", f"has {len(groups)} groups: {MOST_GROUPS} is the most")
    for service in services.values():
        if found.get(service.category) and service.id not in placed:
            top.fault("group", f"{service.id!r} is in no group of its category {service.category!r}")
