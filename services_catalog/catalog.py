"""What a city offers at its walk-in centers, as frozen dataclasses that read no files and no clock.

The loader builds them from TOML; everything above reads them. Text for people is a mapping from
a BCP 47 language tag to text; English (`en`) is always there and is the fallback.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from statistics import median

from services_catalog.guidance import Guidance
from services_catalog.hours import Hours, Interval

Words = Mapping[str, str]
"""One text in several languages, by BCP 47 tag. English is always present."""


def in_language(words: Words, language: str) -> str:
    """Return `words` in `language`, else in English, else the empty string."""
    return words.get(language) or words.get("en", "")


class Kind(StrEnum):
    """What choosing a service leads to."""

    TICKET = "ticket"
    REFERRAL = "referral"
    EMERGENCY = "emergency"


class Policy(StrEnum):
    """How a location decides which visitor is next."""

    EARLIEST_DUE = "earliest-due"
    FIFO = "fifo"


@dataclass(frozen=True, slots=True)
class Language:
    """A language that a visitor may ask for.

    With `interface` the screens speak it. With `signed` it is a sign language.
    `direction` is "ltr" or "rtl", the direction of its script.
    """

    tag: str
    own_name: str
    english_name: str
    direction: str = "ltr"
    interface: bool = False
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A few services of a category that the kiosk shows together; `services` are their ids in order."""

    id: str
    name: Words
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Category:
    """One of the large buttons that a visitor sees first. Without groups it shows all its services."""

    id: str
    name: Words
    icon: str = ""
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Queue:
    """Visitors who wait for the same kind of counter.

    `letter` begins their numbers; `target_minutes` is the wait that the location aims for.
    Public screens show a `discreet` queue by its letter alone.
    """

    id: str
    letter: str
    name: Words
    target_minutes: float
    discreet: bool = False


@dataclass(frozen=True, slots=True)
class Department:
    """A city department, or a partner such as Metro Transit."""

    id: str
    name: Words


@dataclass(frozen=True, slots=True)
class Service:
    """One service of the city that a visitor may come for.

    Only a ticket has a `queue`. `said_as` holds, by language, what people call the service.
    `source` is "city" when the city named it, "typical" when any city hall has it.
    `typical_minutes` is how long an agent needs. `bring` says what a visitor should have ready,
    `refer` where and when else the service is given. `script` is what an agent needs to know.
    """

    id: str
    department: str
    category: str
    name: Words
    kind: Kind
    locations: tuple[str, ...]
    source: str
    queue: str | None = None
    typical_minutes: float = 10.0
    bring: Words = field(default_factory=dict)
    refer: Words = field(default_factory=dict)
    said_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    online_url: str = ""
    script: str = ""


@dataclass(frozen=True, slots=True)
class Counter:
    """A desk at which an agent serves visitors: the queues it serves when opened, and its daily planned breaks."""

    id: str
    name: Words
    serves: frozenset[str]
    breaks: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class Printer:
    """A receipt printer: the URL that its bytes go to, and how many dots wide it prints."""

    id: str
    url: str
    width_dots: int = 576


@dataclass(frozen=True, slots=True)
class AlertRules:
    """When a manager is alerted, in minutes and visitors; 0 switches that alert off.

    An alert that a manager has seen is raised again after `again_minutes` if its reason still holds.
    """

    longest_wait_minutes: float = 30.0
    beyond_target: int = 5
    unserved_minutes: float = 2.0
    paused_minutes: float = 30.0
    parts_down: bool = True
    again_minutes: float = 30.0


@dataclass(frozen=True, slots=True)
class Rules:
    """What a location may set about a ticket's life. Times are in minutes, unless the name says otherwise.

    The chances, from 0 to 1, are those of a call before closing: below `refuse_below_chance` the kiosk
    gives no ticket any more, below `warn_below_chance` it warns the visitor; 0 never refuses or warns.
    A counter whose agent's page is gone for `away_minutes` is paused; 0 never pauses one.
    `phone_minutes` is how long a phone that scanned the kiosk's code may take its ticket; 0 shows no code.
    A visitor may postpone their own turn by `later_minutes`, `later_times` times.
    """

    policy: Policy = Policy.EARLIEST_DUE
    head_start_minutes: Mapping[str, float] = field(
        default_factory=lambda: {"accessible": 20.0, "appointment": 30.0, "returned": 15.0}
    )
    recalls_before_no_show: int = 0
    reinstate_minutes: float = 30.0
    last_ticket_minutes: float = 0.0
    undo_seconds: float = 10.0
    away_minutes: float = 5.0
    day_ends_minutes: float = 60.0
    alerts: AlertRules = field(default_factory=AlertRules)
    refuse_below_chance: float = 0.25
    warn_below_chance: float = 0.75
    phone_minutes: float = 20.0
    later_minutes: float = 10.0
    later_times: int = 1


@dataclass(frozen=True, slots=True)
class Location:
    """A walk-in center: its address, hours, counters, printers and rules."""

    id: str
    name: Words
    address: str
    directions: Words
    timezone: str
    hours: Hours
    counters: tuple[Counter, ...]
    languages: tuple[str, ...]
    printers: tuple[Printer, ...] = ()
    phone: str = ""
    notices: tuple[Words, ...] = ()
    rules: Rules = field(default_factory=Rules)

    def counter(self, counter_id: str) -> Counter | None:
        """Return the counter of that id, or None."""
        return next((c for c in self.counters if c.id == counter_id), None)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the search knows of a language besides the catalog's own texts, by language tag.

    `alike` holds groups of words that mean the same to a visitor, `small` the words that carry
    little meaning, and `now` the words of a visitor in a hurry.
    """

    alike: Mapping[str, tuple[frozenset[str], ...]] = field(default_factory=dict)
    small: Mapping[str, frozenset[str]] = field(default_factory=dict)
    now: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Catalog:
    """Everything on offer, by id. `loader.load` builds it and has checked every reference."""

    departments: Mapping[str, Department]
    categories: Mapping[str, Category]
    queues: Mapping[str, Queue]
    services: Mapping[str, Service]
    locations: Mapping[str, Location]
    languages: Mapping[str, Language]
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    guidance: Guidance = field(default_factory=Guidance)

    @cached_property
    def interface_languages(self) -> tuple[str, ...]:
        """The tags of the languages that every screen speaks, English first."""
        return tuple(tag for tag, language in self.languages.items() if language.interface)

    def service(self, service_id: str) -> Service:
        """Return the service of that id, which the database may still name after the catalog has dropped it.

        A service that is gone has its id as its name, gives no tickets anywhere and belongs to no department.
        """
        return self.services.get(service_id) or Service(
            id=service_id,
            department="",
            category="",
            name={"en": _readable(service_id)},
            kind=Kind.TICKET,
            locations=(),
            source="",
        )

    def queue(self, queue_id: str) -> Queue:
        """Return the queue of that id; one that is gone has its id as its name and the catalog's median target."""
        return self.queues.get(queue_id) or Queue(
            id=queue_id,
            letter="",
            name={"en": _readable(queue_id)},
            target_minutes=median([queue.target_minutes for queue in self.queues.values()] or [0.0]),
            discreet=True,
        )

    def target_seconds(self, queues: Iterable[str]) -> dict[str, float]:
        """Return the target wait of each of these queues."""
        return {queue: self.queue(queue).target_minutes * 60 for queue in queues}

    def services_at(self, location: str) -> tuple[Service, ...]:
        """Return every service that the location offers or refers from, in catalog order."""
        return tuple(s for s in self.services.values() if location in s.locations)

    def queues_at(self, location: str) -> tuple[Queue, ...]:
        """Return the queues that some service at the location joins, in catalog order."""
        joined = {s.queue for s in self.services_at(location)}
        return tuple(q for q in self.queues.values() if q.id in joined)


def _readable(id_: str) -> str:
    return id_.replace("-", " ").capitalize()
