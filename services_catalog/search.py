"""What a visitor types -> services, best first."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz, process

from services_catalog.catalog import Catalog, Service


@dataclass(frozen=True, slots=True)
class Match:
    """A service that answers what was typed, and how well, from 0 to 100."""

    service: Service
    score: float


class Index:
    """Finds services by any of their names, in every language at once."""

    def __init__(self, catalog: Catalog) -> None:
        self._words = {
            (service.id, number): said.lower()
            for service in catalog.services.values()
            for number, said in enumerate([*service.name.values(), *sum(service.said_as.values(), ())])
        }
        self._services = catalog.services

    def search(self, text: str, location: str | None = None, limit: int = 10) -> list[Match]:
        """Return at most `limit` services, best first."""
        best: dict[str, float] = {}
        for _, score, key in process.extract(text.lower(), self._words, scorer=fuzz.WRatio, limit=200):
            best[key[0]] = max(best.get(key[0], 0.0), score)
        ranked = sorted(best.items(), key=lambda item: -item[1])
        found = [Match(self._services[name], score) for name, score in ranked]
        return [m for m in found if location is None or location in m.service.locations][:limit]
