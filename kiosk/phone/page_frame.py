"""The template variables that every page on a visitor's phone has: the center's name and the languages."""

from __future__ import annotations

from typing import Any

from queueing.i18n import Translator, languages
from queueing.web.request import runtime
from services_catalog.catalog import Location, in_language


def frame_of(location: Location, say: Translator) -> dict[str, Any]:
    """Return the template variables of any phone's page at a location, in the language of `say`."""
    return {
        "location": location,
        "location_name": in_language(location.name, say.tag),
        "interface_languages": [runtime().catalog.languages[tag] for tag in location.languages if tag in languages()],
        "lang": say.tag,
        "dir": "ltr",
        "gettext": say.gettext,
        "training": say.gettext("Training: this is not the real time."),
    }
