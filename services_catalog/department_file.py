"""One file of departments/: a department of the city, and the services that it offers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator

from services_catalog import catalog
from services_catalog.catalog import Department, Kind, Service
from services_catalog.faults import Fault
from services_catalog.fields import (
    CategoryId,
    Number,
    OptionalText,
    QueueId,
    Sayings,
    Table,
    Tables,
    Text,
    Texts,
    Words,
    references,
    several,
    shared_text,
)
from services_catalog.location_file import may_serve
from services_catalog.shared_files import TextsFile
from services_catalog.toml_tables import TomlTable

Source = Literal["city", "typical"]
"""Where a service comes from: the city named it, or it is typical of any city hall."""

Minutes = Annotated[Number, Field(ge=0.5)]
Refer = Annotated[catalog.Words | str, shared_text("refer")]
Bring = Annotated[catalog.Words | str, shared_text("bring")]


class DepartmentTable(Table):
    """The department itself."""

    id: Text
    name: Words

    def built(self) -> Department:
        """Return the department."""
        return Department(**dict(self))


class UsualTable(Table):
    """The values that a service of this file takes where it gives none itself."""

    category: Text | None = None
    kind: Kind | None = None
    queue: Text | None = None
    locations: Texts | None = None
    source: Source | None = None
    typical_minutes: Minutes | None = None
    refer: Refer | None = None


class ServiceTable(Table):
    """One service, with the values that it takes from `[usual]` filled in."""

    id: Text
    department: Text | None = None
    category: CategoryId
    name: Words
    kind: Kind = Kind.TICKET
    queue: QueueId | None = Field(default=None, validate_default=True)
    locations: Texts
    source: Source
    typical_minutes: Minutes = 10.0
    bring: Bring = Field(default_factory=dict)
    refer: Refer | None = Field(default=None, validate_default=True)
    said_as: Sayings = Field(default_factory=dict)
    online_url: OptionalText = ""
    script: OptionalText = ""

    def texts(self, shared: TextsFile) -> dict[str, catalog.Words]:
        """Return what to bring and where else to go, in words."""
        return {
            "bring": shared.bring[self.bring] if isinstance(self.bring, str) else self.bring,
            "refer": shared.refer[self.refer] if isinstance(self.refer, str) else self.refer or {},
        }

    @field_validator("queue")
    @classmethod
    def _queue_of_a_ticket(cls, queue: str | None, info: ValidationInfo) -> str | None:
        kind = info.data.get("kind")
        if kind is Kind.TICKET and queue is None:
            raise ValueError("a ticket needs a queue")
        if kind in (Kind.REFERRAL, Kind.EMERGENCY) and queue is not None:
            raise ValueError(f"only a ticket has a queue, and this is {kind.value!r}")
        return queue

    @field_validator("locations")
    @classmethod
    def _served_there(cls, locations: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        known, queue = references(info)["location"], info.data.get("queue")
        problems = [f"unknown location {one!r}" for one in locations if known.lacks(one)]
        for one in locations:
            if queue and one in known.found and not may_serve(known.found[one], queue):
                problems.append(f"no counter at {one!r} serves the queue {queue!r}")
        if problems:
            raise several(("", problem) for problem in problems)
        return locations

    @field_validator("refer")
    @classmethod
    def _says_where_else(cls, refer: object, info: ValidationInfo) -> object:
        if refer is None and info.data.get("kind") in (Kind.REFERRAL, Kind.EMERGENCY):
            raise ValueError("missing key: say where and when this is done")
        return refer

    @field_validator("online_url")
    @classmethod
    def _secure(cls, url: str) -> str:
        if url and not url.startswith("https://"):
            raise ValueError(f"must begin with https://, not {url!r}")
        return url


class DepartmentFile(Table):
    """A whole file of departments/."""

    department: DepartmentTable
    usual: UsualTable = UsualTable()
    service: Tables[ServiceTable]

    def services(self, texts: TextsFile) -> list[Service]:
        """Return the services, with the department's id and the shared texts filled in."""
        return [Service(**{**dict(one), **one.texts(texts), "department": self.department.id}) for one in self.service]


def with_usual(file: TomlTable) -> TomlTable:
    """Return the file with what each service takes from `[usual]` filled in: a queue for tickets, else where to go."""
    usual = file.child("usual").table

    def filled(service: dict[str, Any]) -> dict[str, Any]:
        kind = service.get("kind", usual.get("kind", "ticket"))
        unfit = "refer" if kind == "ticket" else "queue"
        return {name: usual[name] for name in UsualTable.model_fields if name in usual and name != unfit} | service

    services = file.table.get("service")
    if not isinstance(services, list):
        return file
    table = {**file.table, "service": [filled(one) if isinstance(one, dict) else one for one in services]}
    return TomlTable(file.file, "", table, file.readable)


def department_faults(file: TomlTable) -> Iterator[Fault]:
    """Yield a fault for each service that names another department than its file's."""
    own = file.child("department").text("id")
    for service in file.tables("service"):
        if own and service.text("department") not in ("", own):
            yield service.fault("department", f"unknown department here: this file is {own!r}")


def without_repeats(file: TomlTable, faults: list[Fault]) -> list[Fault]:
    """Leave out faults that services have only because `[usual]` is wrong: they are reported there, once."""
    usual = file.child("usual").table
    wrong = [name for name in usual if any(_is_at(fault, f"usual.{name}") for fault in faults)]
    taken = [
        f"{one.key}.{name}" for one in file.tables("service") for name in wrong if one.table.get(name) == usual[name]
    ]
    return [fault for fault in faults if not any(_is_at(fault, key) for key in taken)]


def _is_at(fault: Fault, key: str) -> bool:
    return fault.key == key or fault.key.startswith(f"{key}.")
