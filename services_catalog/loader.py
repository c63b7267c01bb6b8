"""TOML files -> `Catalog`. Every fault at once, by file and key.

A catalog folder holds `languages.toml`, `queues.toml`, `categories.toml`, `texts.toml`,
`guidance.toml`, perhaps `groups.toml`, one file a department in `departments/` and one a center in `locations/`.
The packaged one is read as package data, so that it works from a wheel.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Protocol, TypeVar

from services_catalog.catalog import (
    Catalog,
    Category,
    Department,
    Kind,
    Language,
    Location,
    Queue,
    Service,
    Vocabulary,
    Words,
)
from services_catalog.groups_file import with_groups
from services_catalog.guidance_file import read_guidance
from services_catalog.location_file import read_location
from services_catalog.reading import Fault, Section, Source, parts

__all__ = ["CatalogError", "Fault", "check", "load"]

SOURCES = ("city", "typical")


class CatalogError(Exception):
    """The catalog has faults; `faults` holds all of them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def load(folder: Path | None = None) -> Catalog:
    """Return the catalog of `folder`, or the packaged one. Raises `CatalogError` on any fault."""
    source = source_of(folder)
    catalog = _read(source)
    if source.faults:
        raise CatalogError(sorted(set(source.faults)))
    return catalog


def check(folder: Path | None = None) -> list[Fault]:
    """Return every fault of the catalog in `folder`, by file and key; empty when it is sound."""
    source = source_of(folder)
    _read(source)
    return sorted(set(source.faults))


def source_of(folder: Path | None) -> Source:
    """Return where to read from: `folder`, or the packaged data when it is None."""
    return Source(files("services_catalog") / "data" if folder is None else folder)


def _read(source: Source) -> Catalog:
    if not source.root.is_dir():
        source.report(str(source.root), "", "is not a folder")
        return Catalog({}, {}, {}, {}, {}, {})
    languages = _languages(source)
    source.known_languages = frozenset(languages) | {"en"}
    source.interface_languages = tuple(tag for tag, one in languages.items() if one.interface)
    categories = _categories(source)
    queues = _queues(source)
    departments, services, sections = _departments(source, _Shared.read(source), categories, queues)
    locations: dict[str, Location] = {}
    for file in source.files_in("locations"):
        section = source.open(file)
        if section.table:
            _keep(locations, read_location(section, queues, languages), section, "id")
    catalog = Catalog(
        departments=departments,
        categories=with_groups(source, categories, services),
        queues=queues,
        services=services,
        locations=locations,
        languages=languages,
        vocabulary=_vocabulary(source),
        guidance=read_guidance(source, services),
    )
    for service, section in sections:
        _check_places(service, section, catalog)
    return catalog


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_Thing = TypeVar("_Thing", bound=_Named)


def _keep(kept: dict[str, _Thing], thing: _Thing, section: Section, name: str) -> None:
    """Add `thing` by its id; an id that is taken is a fault and the first one stays."""
    if thing.id in kept:
        section.fault(name, f"duplicate id {thing.id!r}")
    elif thing.id:
        kept[thing.id] = thing


def _languages(source: Source) -> dict[str, Language]:
    top = source.open("languages.toml")
    languages: dict[str, Language] = {}
    for section in top.sections("language"):
        language = Language(
            tag=section.text("tag"),
            own_name=section.text("own_name"),
            english_name=section.text("english_name"),
            direction=section.choice("direction", ("ltr", "rtl"), "ltr"),
            interface=section.flag("interface"),
            signed=section.flag("signed"),
        )
        section.finish()
        if language.tag in languages:
            section.fault("tag", f"duplicate language {language.tag!r}")
        languages.setdefault(language.tag, language)
    top.finish()
    if not languages or next(iter(languages)) != "en" or not languages["en"].interface:
        top.fault("language", "the first must be English (en) with interface = true: it is the fallback")
    return languages


def _categories(source: Source) -> dict[str, Category]:
    top = source.open("categories.toml")
    categories: dict[str, Category] = {}
    for section in top.sections("category"):
        category = Category(section.text("id"), section.words("name"), section.text("icon", ""))
        section.finish()
        _keep(categories, category, section, "id")
    top.finish()
    return categories


def _queues(source: Source) -> dict[str, Queue]:
    top = source.open("queues.toml")
    queues: dict[str, Queue] = {}
    letters: dict[str, str] = {}
    for section in top.sections("queue"):
        queue = Queue(
            id=section.text("id"),
            letter=section.text("letter"),
            name=section.words("name"),
            target_minutes=section.number("target_minutes"),
            discreet=section.flag("discreet"),
        )
        section.finish()
        _keep(queues, queue, section, "id")
        if queue.letter and not (len(queue.letter) == 1 and "A" <= queue.letter <= "Z"):
            section.fault("letter", f"must be one letter A to Z, not {queue.letter!r}")
        elif queue.letter in letters:
            section.fault("letter", f"duplicate letter {queue.letter!r}: queue {letters[queue.letter]!r} has it")
        letters.setdefault(queue.letter, queue.id)
    top.finish()
    return queues


@dataclass
class _Shared:
    """Texts that several functions share, by their id: where else to go, what to bring."""

    refer: Mapping[str, Words]
    bring: Mapping[str, Words]

    @classmethod
    def read(cls, source: Source) -> _Shared:
        top = source.open("texts.toml")
        found: dict[str, dict[str, Words]] = {}
        for kind in ("refer", "bring"):
            section = top.section(kind, required=True)
            found[kind] = {name: section.words(name) for name in section.table}
        top.finish()
        return cls(found["refer"], found["bring"])


def _departments(
    source: Source, shared: _Shared, categories: Mapping[str, Category], queues: Mapping[str, Queue]
) -> tuple[dict[str, Department], dict[str, Service], list[tuple[Service, Section]]]:
    """Read every department file. Each service comes with its section too, for later faults."""
    departments: dict[str, Department] = {}
    services: dict[str, Service] = {}
    found: list[tuple[Service, Section]] = []
    for file in source.files_in("departments"):
        top = source.open(file)
        if not top.table:
            continue
        own = top.section("department", required=True)
        department = Department(own.text("id"), own.words("name"))
        own.finish()
        _keep(departments, department, own, "id")
        usual = top.section("usual")
        usual.knows("category", "kind", "queue", "locations", "source", "typical_minutes", "refer")
        for section in top.sections("service"):
            service = _service(section, usual, department.id, shared)
            if service.category and service.category not in categories:
                section.fault("category", f"unknown category {service.category!r}")
            if service.queue and service.queue not in queues:
                section.fault("queue", f"unknown queue {service.queue!r}")
            _keep(services, service, section, "id")
            found.append((service, section))
        usual.finish()
        top.finish()
    return departments, services, found


def _service(section: Section, usual: Section, department: str, shared: _Shared) -> Service:
    """Build one function; what it does not say itself is taken from the file's `[usual]`."""

    def default(name: str) -> str | None:
        return usual.text(name) if name in usual else None

    kind = Kind(section.choice("kind", list(Kind), default("kind") or Kind.TICKET))
    if "department" in section and section.text("department") != department:
        section.fault("department", f"unknown department here: this file is {department!r}")
    queue = section.text("queue", (default("queue") or "") if kind is Kind.TICKET else "")
    if kind is Kind.TICKET and not queue:
        section.fault("queue", "a ticket needs a queue")
    if kind is not Kind.TICKET and queue:
        section.fault("queue", f"only a ticket has a queue, and this is {kind.value!r}")
    refer = _words_or_shared(section, usual if kind is not Kind.TICKET else None, "refer", shared.refer)
    if kind is not Kind.TICKET and not refer and "refer" not in section:
        section.fault("refer", "missing key: say where and when this is done")
    minutes = usual.number("typical_minutes") if "typical_minutes" in usual else 10.0
    service = Service(
        id=section.text("id"),
        department=department,
        category=section.text("category", default("category")),
        name=section.words("name"),
        kind=kind,
        locations=section.texts("locations", usual.texts("locations") if "locations" in usual else None),
        source=section.choice("source", SOURCES, default("source")),
        queue=queue or None,
        typical_minutes=section.number("typical_minutes", minutes, least=0.5),
        bring=_words_or_shared(section, None, "bring", shared.bring),
        refer=refer,
        said_as=section.synonyms("said_as"),
        online_url=section.text("online_url", ""),
        script=section.text("script", ""),
    )
    section.finish()
    if service.online_url and not service.online_url.startswith("https://"):
        section.fault("online_url", f"must begin with https://, not {service.online_url!r}")
    return service


def _words_or_shared(section: Section, usual: Section | None, name: str, shared: Mapping[str, Words]) -> Words:
    """Words written here, or the id of a shared text in texts.toml, or the file's usual one."""
    holder = usual if usual is not None and name in usual and name not in section else section
    if not isinstance(holder.table.get(name), str):
        return holder.words(name, required=False)
    shared_id = holder.text(name)
    if shared_id not in shared:
        holder.fault(name, f"unknown text {shared_id!r}: texts.toml has {', '.join(shared)}")
    return shared.get(shared_id, {})


def _vocabulary(source: Source) -> Vocabulary:
    top = source.open("words.toml")
    alike = top.section("alike", required=True)
    groups = {tag: alike.texts(tag, ()) for tag in source.interface_languages}
    alike.finish()
    vocabulary = Vocabulary(
        alike={tag: tuple(frozenset(parts(group)) for group in some) for tag, some in groups.items()},
        small={tag: frozenset(some) for tag, some in top.synonyms("small").items()},
        now={tag: frozenset(some) for tag, some in top.synonyms("now").items()},
    )
    top.finish()
    return vocabulary


def _check_places(service: Service, section: Section, catalog: Catalog) -> None:
    """Each location of a service must exist, and for a ticket have a counter for its queue."""
    for place in service.locations:
        location = catalog.locations.get(place)
        if location is None:
            section.fault("locations", f"unknown location {place!r}")
        elif service.queue in catalog.queues and not any(service.queue in c.serves for c in location.counters):
            section.fault("locations", f"no counter at {place!r} serves the queue {service.queue!r}")
