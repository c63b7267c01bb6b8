"""Another catalog over the same database: what an administrator's edit and a restart leave behind."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from services_catalog.catalog import Catalog


def changed(
    catalog: Catalog,
    *,
    queues: Mapping[str, str | None] | None = None,
    services: Mapping[str, str | None] | None = None,
    counters: Collection[str] = (),
    location: str = "downtown",
) -> Catalog:
    """Return the catalog after an edit.

    `queues` and `services` map an id to its new one, or to None where it is removed; a removed queue takes its
    services with it. `counters` are removed from the location.
    """
    new_queue, new_service = dict(queues or {}), dict(services or {})
    gone = {queue for queue, new in new_queue.items() if new is None}
    kept = [each for each in catalog.services.values() if new_service.get(each.id, each.id) and each.queue not in gone]
    after = [
        replace(each, id=new_service.get(each.id) or each.id, queue=new_queue.get(each.queue or "", each.queue))
        for each in kept
    ]
    left = [each for each in catalog.queues.values() if each.id not in gone]
    centers = {
        id_: replace(
            center,
            counters=tuple(
                replace(each, serves=frozenset(new_queue.get(queue, queue) or "" for queue in each.serves) - {""})
                for each in center.counters
                if id_ != location or each.id not in counters
            ),
        )
        for id_, center in catalog.locations.items()
    }
    return replace(
        catalog,
        queues={(id_ := new_queue.get(each.id) or each.id): replace(each, id=id_) for each in left},
        services={each.id: each for each in after},
        locations=centers,
    )
