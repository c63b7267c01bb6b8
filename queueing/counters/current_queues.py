"""In which queue a ticket waits by the present catalog, which may have changed since the ticket was issued.

A ticket whose queue is gone waits in the queue that its service has now. Where the service is gone, too, every
counter may call it. A queue is gone from a location when no service there joins it, or no counter there serves it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from queueing.tickets.model import Ticket
from services_catalog.catalog import Catalog, Kind, Location

EVERY_COUNTER = ""
"""Stands for a queue where none is left: every counter may call the ticket."""


@dataclass(frozen=True, slots=True)
class CurrentQueues:
    """A location's queues by its present catalog.

    `joined` are those that its services join, `kept` those of them that a counter serves, `by_service` the
    queue of each service that gives tickets there.
    """

    joined: frozenset[str]
    kept: frozenset[str]
    by_service: Mapping[str, str]

    @classmethod
    def of(cls, catalog: Catalog, location: Location) -> CurrentQueues:
        """Return the queues of a location."""
        joined = frozenset(queue.id for queue in catalog.queues_at(location.id))
        served = frozenset[str]().union(*(counter.serves for counter in location.counters))
        services = [service for service in catalog.services_at(location.id) if service.kind is Kind.TICKET]
        by_service = {each.id: each.queue for each in services if each.queue and each.queue in served}
        return cls(joined, joined & served, by_service)

    def queue(self, queue: str, service: str) -> str:
        """Return the queue in which a ticket of `queue` and `service` waits now, or EVERY_COUNTER."""
        return queue if queue in self.kept else self.by_service.get(service, EVERY_COUNTER)

    def waits_for(self, serves: Collection[str]) -> sa.ColumnElement[bool]:
        """Return the condition on a ticket that a counter which serves those queues may call it."""
        theirs = sorted(service for service, queue in self.by_service.items() if queue in serves)
        moved = sa.or_(Ticket.service.in_(theirs), Ticket.service.not_in(sorted(self.by_service)))
        return sa.or_(Ticket.queue.in_(sorted(serves)), sa.and_(Ticket.queue.not_in(sorted(self.kept)), moved))

    def served(self, by_catalog: frozenset[str], chosen: Collection[str] | None) -> frozenset[str]:
        """Return what a counter serves: the queues chosen for it that are left, else those of the catalog."""
        return (frozenset(chosen or ()) & self.joined) or by_catalog
