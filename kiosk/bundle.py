"""Everything that a kiosk shows before a ticket is taken, as one JSON text: words, languages, categories, services.

The page holds it, so that a touch is answered without a round trip. Texts that many services
share are sent once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.location_text import center_text
from kiosk.qr import qr_path
from kiosk.screen_text import texts_by_language
from services_catalog.catalog import Catalog, Category, Language, Location, Service
from services_catalog.guidance import Guidance

GENERAL_HELP = "general-help"
"""The id of the service for visitors who want a person and do not say for what."""
MOST_PHRASES = 12
"""How many phrases of a service, in each language, a kiosk searches itself while the server does not answer."""
NO_PRINTER = "none:"


@dataclass(frozen=True, slots=True)
class KioskBundle:
    """A location's bundle as JSON, and its ETag."""

    text: str
    etag: str


def bundle_of(catalog: Catalog, location: Location) -> KioskBundle:
    """Return a location's bundle: every service, with the other locations for those not done at this one."""
    texts = _Texts()
    services = [_service(service, catalog, texts, location) for service in catalog.services.values()]
    used = {service["category"] for service in services}
    others = [other for other in catalog.locations.values() if other.id != location.id]
    addresses = {service["online"] for service in services if service["online"]}
    general = catalog.services.get(GENERAL_HELP)
    bundle = {
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
        "words": texts_by_language(),
        "languages": [_language(language) for language in catalog.languages.values()],
        "centers": {other.id: center_text(other) for other in others},
        "categories": [_category(category) for category in catalog.categories.values() if category.id in used],
        "guidance": _guidance(catalog.guidance),
        "services": services,
        "texts": texts.all,
        "qr": {address: qr_path(address) for address in sorted(addresses)},
    }
    text = json.dumps(bundle, ensure_ascii=False, separators=(",", ":"), default=dict)
    return KioskBundle(text, hashlib.sha256(text.encode()).hexdigest()[:20])


class _Texts:
    """Texts in several languages, each listed once and named by its index."""

    def __init__(self) -> None:
        self.all: list[Mapping[str, str]] = []
        self._index: dict[str, int] = {}

    def index_of(self, words: Mapping[str, str]) -> int | None:
        """Return the index of a text in `all`; None for an empty one."""
        if not words:
            return None
        known = json.dumps(dict(words), sort_keys=True)
        if known not in self._index:
            self._index[known] = len(self.all)
            self.all.append(words)
        return self._index[known]


def _category(category: Category) -> dict[str, Any]:
    groups = [{"id": group.id, "name": group.name, "services": group.services} for group in category.groups]
    return {"id": category.id, "icon": category.icon, "name": category.name, "groups": groups}


def _guidance(guidance: Guidance) -> dict[str, Any]:
    """Return the questions that a report is asked, and the outcomes they lead to."""
    return {
        "first": guidance.first,
        "questions": {
            question.id: {
                "text": question.text,
                "choices": [
                    {"id": choice.id, "text": choice.text, "ask": choice.ask, "go": choice.go}
                    for choice in question.choices
                ],
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
        "department": texts.index_of(catalog.departments[service.department].name),
        "kind": service.kind,
        "centers": [] if location.id in service.locations else service.locations,
        "letter": catalog.queues[service.queue].letter if service.queue else None,
        "bring": texts.index_of(service.bring),
        "refer": texts.index_of(service.refer),
        "online": service.online_url,
        "said": [phrase for phrases in service.said_as.values() for phrase in phrases[:MOST_PHRASES]],
    }


def _language(language: Language) -> dict[str, Any]:
    return {
        "tag": language.tag,
        "name": language.own_name,
        "english": language.english_name,
        "dir": language.direction,
        "signed": language.signed,
    }
