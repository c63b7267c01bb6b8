"""The cast of the push tests: the city's key, and a phone that subscribes to a ticket's messages."""

from __future__ import annotations

from typing import Any

from kiosk.push.encryption import new_key
from queueing.db import Database
from queueing.phones import subscriptions
from tests.cast import Caller
from tests.kiosk.push.push_service import Phone

HELP = "general-help"
CITY_KEY = new_key()


def follow(visitor: Caller, ticket: dict[str, Any], phone: Phone, language: str = "en") -> int:
    """Subscribe a phone to a ticket's messages; return the HTTP status."""
    return visitor.put(f"/tickets/{ticket['id']}/push", phone.subscription(language)).status_code


def followers(database: Database) -> int:
    """How many phones are subscribed."""
    with database.read() as session:
        return len(subscriptions.followed(session))
