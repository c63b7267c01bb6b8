"""The messages that a phone gets, and when: almost your turn, you are called, we called and did not find you."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from kiosk.screen_text import ENDINGS
from queueing.i18n import mark, translator
from queueing.schemas import Wait
from queueing.tickets.model import Outcome, State, Ticket

NEAR_SECONDS = 300.0
"""A visitor whose median forecast is no longer than this is asked to come back to the center."""
NEAR = "near"
MISSED = "missed"
TTL_SECONDS = 600
"""The TTL header: how long a push service keeps a message for a phone that it cannot reach."""

ALMOST = mark("Almost your turn")
PLEASE_COME = mark("We called you. Please come back.")


@dataclass(frozen=True, slots=True)
class PushMessage:
    """One message. `key` differs from that of the message before, so that each is sent once."""

    key: str
    title: str
    body: str
    language: str

    def payload(self) -> bytes:
        """Return the JSON that the phone's page gets: a notification's title and body, and their language."""
        notification = {"title": self.title, "body": self.body, "lang": self.language}
        return json.dumps(notification, ensure_ascii=False).encode()


def message_of(
    ticket: Ticket, *, ahead: int, wait: Wait | None, location_name: str, language: str, now: datetime
) -> PushMessage | None:
    """Return the message for the holder of a ticket at this moment, or None.

    `ahead` (visitors before it) and `wait` (its forecast) matter while the ticket waits; `wait` is None while no
    counter serves it.
    """
    say = translator(language)
    counter = say.gettext("Go to counter {counter}", counter=ticket.counter or "")
    if ticket.state == State.CALLED and ticket.called_at:
        again = ticket.recalls > 0
        title = say.gettext(PLEASE_COME if again else "It is your turn")
        # Each call is a message of its own, whichever counter it is at.
        key = f"{'again' if again else 'called'} {ticket.called_at:%H:%M:%S.%f}"
        return PushMessage(key, title, f"{ticket.number} · {counter}", say.tag)
    if ticket.outcome == Outcome.NO_SHOW:
        words = say.gettext(ENDINGS[Outcome.NO_SHOW])
        return PushMessage(MISSED, say.gettext(PLEASE_COME), f"{ticket.number} · {words}", say.tag)
    if ticket.state == State.WAITING and _is_near(ticket, ahead, wait, now):
        return PushMessage(NEAR, say.gettext(ALMOST), f"{ticket.number} · {location_name}", say.tag)
    return None


def _is_near(ticket: Ticket, ahead: int, wait: Wait | None, now: datetime) -> bool:
    if wait is None or (ticket.ready_at and ticket.ready_at > now):
        return False
    return ahead == 0 or wait.p50_seconds <= NEAR_SECONDS
