"""What a phone in a pocket is told, and when: almost your turn, you are called, we called and did not find you."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from kiosk.screen_text import ENDINGS
from queueing.i18n import mark, translator
from queueing.schemas import Wait
from queueing.tickets.model import Outcome, State, Ticket

NEAR_SECONDS = 300.0
"""Who waits no longer than this, by the median forecast, comes back to the center now."""
NEAR = "near"
MISSED = "missed"
HEARD_WITHIN_SECONDS = 600
"""A push service that cannot reach the phone for so long may drop the message."""

ALMOST = mark("Almost your turn")
PLEASE_COME = mark("We called you. Please come back.")


@dataclass(frozen=True, slots=True)
class PushMessage:
    """One message. `key` tells it apart from the last one, so that a phone hears each once."""

    key: str
    title: str
    body: str
    language: str

    def payload(self) -> bytes:
        """Return what the phone's page gets: words for a notification, and their language."""
        said = {"title": self.title, "body": self.body, "lang": self.language}
        return json.dumps(said, ensure_ascii=False).encode()


def message_of(
    ticket: Ticket, *, ahead: int, wait: Wait | None, location_name: str, language: str, now: datetime
) -> PushMessage | None:
    """Return what the holder of a ticket should know at this moment, if anything.

    `ahead` and `wait` are of a waiting ticket; `wait` is None while no counter serves it.
    """
    say = translator(language)
    counter = say.gettext("Go to counter {counter}", counter=ticket.counter or "")
    if ticket.state == State.CALLED and ticket.called_at:
        again = ticket.recalls > 0
        title = say.gettext(PLEASE_COME if again else "It is your turn")
        # A call that follows another one is news, whichever counter it is at.
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
