"""Simulated visitors: how many come an hour, and how long their services take."""

from __future__ import annotations

from random import Random

from queueing.demo.visitors import service_minutes, visitors_per_hour
from services_catalog.catalog import Catalog
from tests.cast import PERMIT


def test_visitors_come_for_every_queue_and_no_counter_drowns(catalog: Catalog) -> None:
    for location in catalog.locations.values():
        per_hour = visitors_per_hour(catalog, location)
        assert set(per_hour) == {queue.id for queue in catalog.queues_at(location.id)}
        assert 2 < sum(per_hour.values()) / len(location.counters) < 8


def test_services_take_about_their_typical_minutes(catalog: Catalog) -> None:
    luck, service = Random(1), catalog.services[PERMIT]
    drawn = [service_minutes(service, luck) for _ in range(2000)]
    assert 0.9 < sum(drawn) / len(drawn) / service.typical_minutes < 1.1
