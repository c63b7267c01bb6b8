"""The catalog's TOML files become a `Catalog`, or every fault in them at once, by file and key.

A catalog folder holds `languages.toml`, `queues.toml`, `categories.toml`, `texts.toml`, `words.toml`,
`guidance.toml`, perhaps `groups.toml`, one file a department in `departments/` and one a location in `locations/`.
The packaged one is read as package data, so that it works from a wheel.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from services_catalog.catalog import Catalog
from services_catalog.department_file import DepartmentFile, department_faults, with_usual, without_repeats
from services_catalog.faults import Fault
from services_catalog.groups_file import GroupsFile, group_faults
from services_catalog.guidance_file import GuidanceFile, guidance_faults
from services_catalog.location_file import LocationFile
from services_catalog.references import references_in
from services_catalog.sentences import faults_in
from services_catalog.shared_files import (
    CategoriesFile,
    LanguagesFile,
    QueuesFile,
    TextsFile,
    WordsFile,
    language_faults,
)
from services_catalog.toml_tables import Folder, TomlTable, duplicates

__all__ = ["CatalogError", "Fault", "check", "load"]

_Shape = TypeVar("_Shape", bound=BaseModel)
_SHARED = ("languages", "categories", "queues", "texts", "words", "guidance")


class CatalogError(Exception):
    """The catalog has faults; `faults` holds all of them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def load(folder: Path | None = None) -> Catalog:
    """Return the catalog of `folder`, or the packaged one. Raises `CatalogError` on any fault."""
    catalog, faults = _read(folder)
    if catalog is None:
        raise CatalogError(faults)
    return catalog


def check(folder: Path | None = None) -> list[Fault]:
    """Return every fault of the catalog in `folder`, by file and key; empty when it is sound."""
    return _read(folder)[1]


@dataclass
class _Reader:
    """Reads the files of a folder by their shapes, and gathers every fault."""

    source: Folder

    def __post_init__(self) -> None:
        source = self.source
        self.shared = {name: source.read(f"{name}.toml") for name in _SHARED}
        self.groups = source.read("groups.toml") if source.has("groups.toml") else None
        self.departments = [with_usual(file) for file in source.read_all("departments")]
        self.locations = source.read_all("locations")
        self.references = references_in(self.shared, self.departments, self.locations)
        self.faults = [*source.faults, *self._faults_between()]

    def shaped(self, shape: type[_Shape], file: TomlTable) -> _Shape | None:
        """Return the content of a file in its shape; None when it does not fit, which is a fault, or was not read."""
        if not file.readable:
            return None
        try:
            return shape.model_validate(file.table, context=self.references)
        except ValidationError as error:
            faults = faults_in(error, shape, file)
            self.faults += without_repeats(file, faults) if shape is DepartmentFile else faults
        return None

    def _faults_between(self) -> Iterator[Fault]:
        """Yield what is wrong between tables, each of which may be right by itself."""
        shared, departments = self.shared, self.departments
        yield from duplicates([*shared.values(), *([self.groups] if self.groups else [])])
        yield from duplicates([file.child("department") for file in departments])
        yield from duplicates([service for file in departments for service in file.tables("service")])
        yield from duplicates(self.locations)
        yield from language_faults(shared["languages"])
        yield from guidance_faults(shared["guidance"], self.references)
        for file in departments:
            yield from department_faults(file)
        if self.groups:
            yield from group_faults(self.groups, self.references)


def _read(folder: Path | None) -> tuple[Catalog | None, list[Fault]]:
    """Return the catalog of `folder` and no faults, or no catalog and every fault."""
    root: Traversable = files("services_catalog") / "data" if folder is None else folder
    if not root.is_dir():
        return None, [Fault(str(root), "", "is not a folder")]
    reader = _Reader(Folder(root))
    languages = reader.shaped(LanguagesFile, reader.shared["languages"])
    categories = reader.shaped(CategoriesFile, reader.shared["categories"])
    queues = reader.shaped(QueuesFile, reader.shared["queues"])
    texts = reader.shaped(TextsFile, reader.shared["texts"])
    words = reader.shaped(WordsFile, reader.shared["words"])
    guidance = reader.shaped(GuidanceFile, reader.shared["guidance"])
    groups = reader.shaped(GroupsFile, reader.groups) if reader.groups else None
    departments = [one for file in reader.departments if (one := reader.shaped(DepartmentFile, file))]
    locations = [it.built() for file in reader.locations if (it := reader.shaped(LocationFile, file))]
    if reader.faults or not (languages and categories and queues and texts and words and guidance):
        return None, sorted(set(reader.faults))
    catalog = Catalog(
        departments={one.department.id: one.department.built() for one in departments},
        categories=groups.grouped(categories.built()) if groups else categories.built(),
        queues=queues.built(),
        services={service.id: service for one in departments for service in one.services(texts)},
        locations={one.id: one for one in locations},
        languages=languages.built(),
        vocabulary=words.built(),
        guidance=guidance.built(),
    )
    return catalog, []
