"""What a phone holds after it began with a kiosk's code: a signed cookie, good for one ticket."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from flask import session

from queueing.web.request import site
from services_catalog.catalog import Location


@dataclass(frozen=True, slots=True)
class Pass:
    """A phone's right to one ticket at a location until a moment; `ticket` is the one it took."""

    KEY: ClassVar[str] = "phone"

    location: str
    code: str
    until: str
    language: str
    ticket: str = ""


def begin_pass(place: Location, code: str, language: str, now: datetime) -> None:
    """Give this phone its pass, for the location's minutes from `now`; the pass it has for the code stays."""
    held = held_pass(place)
    if held and held.code == code:
        speak(held, language)
        return
    until = now + timedelta(minutes=place.rules.phone_minutes)
    _keep(Pass(place.id, code, until.isoformat(), language))


def held_pass(place: Location) -> Pass | None:
    """Return this phone's pass at a location, or None when it has none that is still good."""
    kept = session.get(Pass.KEY)
    if not kept or kept["location"] != place.id:
        return None
    held = Pass(**kept)
    return held if site().real_now() < datetime.fromisoformat(held.until) else None


def speak(held: Pass, language: str) -> Pass:
    """Go on in another language."""
    return _keep(replace(held, language=language))


def spend(held: Pass, ticket: str) -> Pass:
    """Note the ticket that was taken with it."""
    return _keep(replace(held, ticket=ticket))


def _keep(held: Pass) -> Pass:
    session[Pass.KEY] = asdict(held)
    return held
