"""The session of a phone that used a kiosk's code: a signed cookie, good for one ticket."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from flask import session

from queueing.web.request import runtime
from services_catalog.catalog import Location


@dataclass(frozen=True, slots=True)
class PhoneSession:
    """A phone's right to one ticket at a location.

    `code` is the random part of the code it used, `until` the end in ISO 8601, `ticket` the id of the ticket it took.
    """

    KEY: ClassVar[str] = "phone"

    location: str
    code: str
    until: str
    language: str
    ticket: str = ""


def start_phone_session(location: Location, code: str, language: str, now: datetime) -> None:
    """Start this phone's session, for the location's minutes from `now`; one that it has for the same code goes on."""
    current = phone_session_at(location)
    if current and current.code == code:
        set_language(current, language)
        return
    until = now + timedelta(minutes=location.rules.phone_minutes)
    _store(PhoneSession(location.id, code, until.isoformat(), language))


def phone_session_at(location: Location) -> PhoneSession | None:
    """Return this phone's session at a location, or None when it has none or it has ended."""
    stored = session.get(PhoneSession.KEY)
    if not stored or stored["location"] != location.id:
        return None
    current = PhoneSession(**stored)
    return current if runtime().real_now() < datetime.fromisoformat(current.until) else None


def set_language(current: PhoneSession, language: str) -> PhoneSession:
    """Store the session with another language, and return it."""
    return _store(replace(current, language=language))


def set_ticket(current: PhoneSession, ticket: str) -> PhoneSession:
    """Store the session with the id of the ticket that was taken with it, and return it."""
    return _store(replace(current, ticket=ticket))


def _store(changed: PhoneSession) -> PhoneSession:
    session[PhoneSession.KEY] = asdict(changed)
    return changed
