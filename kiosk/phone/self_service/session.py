"""What a phone holds after it began with a kiosk's code: a signed cookie, good for one ticket."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from flask import session

from queueing.web.request import runtime
from services_catalog.catalog import Location


@dataclass(frozen=True, slots=True)
class PhoneSession:
    """A phone's right to one ticket at a location until a moment; `ticket` is the one it took."""

    KEY: ClassVar[str] = "phone"

    location: str
    code: str
    until: str
    language: str
    ticket: str = ""


def begin_pass(location: Location, code: str, language: str, now: datetime) -> None:
    """Give this phone its pass, for the location's minutes from `now`; the pass it has for the code stays."""
    held = held_pass(location)
    if held and held.code == code:
        speak(held, language)
        return
    until = now + timedelta(minutes=location.rules.phone_minutes)
    _keep(PhoneSession(location.id, code, until.isoformat(), language))


def held_pass(location: Location) -> PhoneSession | None:
    """Return this phone's pass at a location, or None when it has none that is still good."""
    kept = session.get(PhoneSession.KEY)
    if not kept or kept["location"] != location.id:
        return None
    held = PhoneSession(**kept)
    return held if runtime().real_now() < datetime.fromisoformat(held.until) else None


def speak(held: PhoneSession, language: str) -> PhoneSession:
    """Go on in another language."""
    return _keep(replace(held, language=language))


def spend(held: PhoneSession, ticket: str) -> PhoneSession:
    """Note the ticket that was taken with it."""
    return _keep(replace(held, ticket=ticket))


def _keep(held: PhoneSession) -> PhoneSession:
    session[PhoneSession.KEY] = asdict(held)
    return held
