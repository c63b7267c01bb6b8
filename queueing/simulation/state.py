"""The state of one center at one moment, from which a forecast starts.

All times are minutes after the location's midnight, all durations minutes, both floats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from queueing.tickets.ordering import due_minutes
from services_catalog.catalog import Policy

BREAK_SLACK = 15.0
"""A pause that begins up to so many minutes before a planned break is that break."""


Stream = tuple[str, str]
"""A queue's id and a class; its visitors are called in the order in which they are due."""


@dataclass(frozen=True, slots=True)
class SimulatedQueue:
    """A queue; `target` is its target wait in minutes, which sets when its tickets are due."""

    id: str
    target: float


@dataclass(frozen=True, slots=True)
class SimulatedService:
    """A service; `typical` is the catalog's service time in minutes, above 0."""

    id: str
    queue: str
    typical: float


@dataclass(frozen=True, slots=True)
class CounterPlan:
    """A counter's plan for the day.

    `queues` are the ids that it serves, `agent` the person (empty when unknown), `opens` and `closes`
    minutes after midnight (None: not planned), `breaks` pairs of (start, length) in minutes.
    """

    id: str
    queues: frozenset[str]
    agent: str = ""
    opens: float | None = None
    closes: float | None = None
    breaks: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Center:
    """One location: its queues, services and desks by id, and the head start in minutes of each class."""

    queues: Mapping[str, SimulatedQueue]
    services: Mapping[str, SimulatedService]
    desks: Mapping[str, CounterPlan]
    head_starts: Mapping[str, float] = field(default_factory=dict)
    policy: Policy = Policy.EARLIEST_DUE

    def due(self, issued: float, queue: str, priority: str) -> float:
        """Return when a ticket issued at `issued` is due, by the rule that orders the live queue."""
        head_start = self.head_starts.get(priority, 0.0)
        target = self.queues[queue].target if queue in self.queues else 0.0
        return due_minutes(issued, target, head_start, self.policy)


class CounterActivity(StrEnum):
    """What a counter is doing."""

    SHUT = "shut"  # not yet open today
    READY = "ready"  # nobody at it; wrapping up, or free
    CALLED = "called"  # has called a visitor, who has not come yet
    SERVING = "serving"
    PAUSED = "paused"
    CLOSED = "closed"  # for the rest of the day


@dataclass(frozen=True, slots=True)
class SimulatedCounter:
    """A counter now.

    `since` is when `doing` began (minutes after midnight; no matter when SHUT or CLOSED). `wrapping` tells
    of a READY counter that its last visit ended at `since`. `service` and `waited` (minutes from issue to
    call) are those of the visitor CALLED or SERVING. `wanted` is since when somebody whom a READY counter
    serves has waited all the while (None: nobody has, or it is not known). `then` is what it does
    after its visitor when that is already known: PAUSED or CLOSED. `breaks` are the planned (start, length)
    not yet over or taken.
    """

    desk: CounterPlan
    doing: CounterActivity
    since: float = 0.0
    wrapping: bool = False
    wanted: float | None = None
    service: str | None = None
    waited: float = 0.0
    then: CounterActivity | None = None
    breaks: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class SimulatedTicket:
    """A waiting ticket: `issued` and `due` in minutes after midnight; `seq` breaks ties, the lower first.

    It is not called before `ready`, in minutes after midnight, where the visitor has asked for time.
    """

    id: str
    queue: str
    service: str
    priority: str
    issued: float
    due: float
    seq: int = 0
    ready: float | None = None

    @property
    def stream(self) -> Stream:
        """The stream it waits in; a visitor who asked for time holds up no other, and so has a stream of their own."""
        return (self.queue, self.priority) if self.ready is None else (self.queue, f"ready from {self.ready}")


@dataclass(frozen=True, slots=True)
class Booking:
    """An appointment of today whose visitor has not come yet: `slot` in minutes after midnight."""

    id: str
    service: str
    slot: float


@dataclass(frozen=True, slots=True)
class Joiner:
    """A visitor who would join `queue` with class `priority` at `at` (None: now), and whose wait is asked for."""

    queue: str
    priority: str = "standard"
    at: float | None = None


@dataclass(frozen=True, slots=True)
class CenterState:
    """A center at `now` (minutes after midnight): every counter, waiting ticket and outstanding booking."""

    center: Center
    now: float
    counters: tuple[SimulatedCounter, ...]
    waiting: tuple[SimulatedTicket, ...] = ()
    bookings: tuple[Booking, ...] = ()
