"""All that a kiosk shows before a ticket, as one JSON text: words, languages, categories, services.

The page holds it, so that a touch is answered without a round trip. Texts that many services
share are sent once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.location_text import center_words
from kiosk.qr import qr_path
from kiosk.screen_text import said_in_every_language
from services_catalog.catalog import Catalog, Category, Language, Location, Service
from services_catalog.guidance import Guidance

GENERAL_HELP = "general-help"
"""The service of whoever wants a person, and does not say for what."""
MOST_SAID = 12
"""So many sayings of a language a kiosk holds itself, the usual ones first: enough for while the server is late."""
NO_PRINTER = "none:"


@dataclass(frozen=True, slots=True)
class KioskBundle:
    """A location's offer as JSON, and the tag that changes with it."""

    text: str
    etag: str


def bundle_of(catalog: Catalog, location: Location) -> KioskBundle:
    """Return what a location's kiosk holds: all functions, with where else for those not done here."""
    texts = _Texts()
    services = [_service(service, catalog, texts, location) for service in catalog.services.values()]
    used = {service["category"] for service in services}
    others = [one for one in catalog.locations.values() if one.id != location.id]
    addresses = {service["online"] for service in services if service["online"]}
    general = catalog.services.get(GENERAL_HELP)
    offer = {
        "location": {
            "id": location.id,
            "name": location.name,
            "address": location.address,
            "phone": location.phone,
            "phones": location.rules.phone_minutes > 0,
            "paper": any(not printer.url.startswith(NO_PRINTER) for printer in location.printers),
        },
        "general": GENERAL_HELP if general and location.id in general.locations else None,
        "interface": [tag for tag in location.languages if tag in catalog.interface_languages],
        "words": said_in_every_language(),
        "languages": [_language(language) for language in catalog.languages.values()],
        "centers": {one.id: center_words(one) for one in others},
        "categories": [_category(one) for one in catalog.categories.values() if one.id in used],
        "guidance": _guidance(catalog.guidance),
        "services": services,
        "texts": texts.kept,
        "qr": {address: qr_path(address) for address in sorted(addresses)},
    }
    text = json.dumps(offer, ensure_ascii=False, separators=(",", ":"), default=dict)
    return KioskBundle(text, hashlib.sha256(text.encode()).hexdigest()[:20])


class _Texts:
    """Texts in several languages, each kept once and named by its place."""

    def __init__(self) -> None:
        self.kept: list[Mapping[str, str]] = []
        self._place: dict[str, int] = {}

    def place_of(self, words: Mapping[str, str]) -> int | None:
        """Return where a text stands; None for an empty one."""
        if not words:
            return None
        known = json.dumps(dict(words), sort_keys=True)
        if known not in self._place:
            self._place[known] = len(self.kept)
            self.kept.append(words)
        return self._place[known]


def _category(category: Category) -> dict[str, Any]:
    groups = [{"id": one.id, "name": one.name, "services": one.services} for one in category.groups]
    return {"id": category.id, "icon": category.icon, "name": category.name, "groups": groups}


def _guidance(guidance: Guidance) -> dict[str, Any]:
    """Return the questions and ends of a report's way, as the page walks them."""
    return {
        "first": guidance.first,
        "questions": {
            question.id: {
                "text": question.text,
                "choices": [{"id": one.id, "text": one.text, "ask": one.ask, "go": one.go} for one in question.choices],
            }
            for question in guidance.questions.values()
        },
        "outcomes": {
            outcome.id: {"route": outcome.route, "service": outcome.service, "reason": outcome.reason}
            for outcome in guidance.outcomes.values()
        },
    }


def _service(service: Service, catalog: Catalog, texts: _Texts, location: Location) -> dict[str, Any]:
    return {
        "id": service.id,
        "category": service.category,
        "name": service.name,
        "department": texts.place_of(catalog.departments[service.department].name),
        "kind": service.kind,
        "centers": [] if location.id in service.locations else service.locations,
        "letter": catalog.queues[service.queue].letter if service.queue else None,
        "bring": texts.place_of(service.bring),
        "refer": texts.place_of(service.refer),
        "online": service.online_url,
        "said": [said for phrases in service.said_as.values() for said in phrases[:MOST_SAID]],
    }


def _language(language: Language) -> dict[str, Any]:
    return {
        "tag": language.tag,
        "name": language.own_name,
        "english": language.english_name,
        "dir": language.direction,
        "signed": language.signed,
    }
