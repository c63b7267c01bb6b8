"""A phone gets a message when the visitor should come, is called, or was not found; otherwise none."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from kiosk.push.messages import MISSED, NEAR, NEAR_SECONDS, PushMessage, message_of
from queueing.schemas import Wait
from queueing.tickets.model import Outcome, State, Ticket
from tests.cast import MONDAY_MORNING

NOW = MONDAY_MORNING
SOON = NOW + timedelta(minutes=1)


def message(*, ahead: int = 3, p50: float | None = 900.0, language: str = "en", **ticket: Any) -> PushMessage | None:
    """The message for the holder of A004; `p50` is None while no counter serves it."""
    made = Ticket(number="A004", **{"recalls": 0, "state": State.WAITING, **ticket})
    wait = None if p50 is None else Wait(p50_seconds=p50, p90_seconds=2 * p50, low_minutes=1, high_minutes=9)
    return message_of(made, ahead=ahead, wait=wait, location_name="Downtown", language=language, now=NOW)


WAITING = [
    (3, 900.0, None, False),  # three ahead, and a quarter of an hour
    (3, NEAR_SECONDS + 1, None, False),  # a second too long
    (3, NEAR_SECONDS, None, True),  # five minutes by the forecast
    (0, 900.0, None, True),  # nobody ahead, however long it takes
    (0, None, None, False),  # nobody ahead, but no counter serves it
    (0, 0.0, SOON, False),  # the visitor asked for time
    (0, 0.0, NOW, True),  # and it is over
]


@pytest.mark.parametrize(("ahead", "p50", "ready_at", "near"), WAITING)
def test_a_waiting_visitor_is_sent_for_when_the_turn_is_near(
    ahead: int, p50: float | None, ready_at: datetime | None, near: bool
) -> None:
    expected = PushMessage(NEAR, "Almost your turn", "A004 · Downtown", "en") if near else None
    assert message(ahead=ahead, p50=p50, ready_at=ready_at) == expected


CALLED: dict[str, Any] = {"state": State.CALLED, "called_at": NOW, "counter": "2"}
OTHERS: list[tuple[dict[str, Any], str | None]] = [
    (CALLED, "It is your turn"),
    ({**CALLED, "recalls": 1}, "We called you. Please come back."),
    ({"state": State.ENDED, "outcome": Outcome.NO_SHOW}, "We called you. Please come back."),
    ({"state": State.SERVING, "counter": "2"}, None),  # they are at the counter
    ({"state": State.HELD}, None),  # the agent has asked them to stay close
    ({"state": State.ENDED, "outcome": Outcome.SERVED}, None),
    ({"state": State.ENDED, "outcome": Outcome.LEFT}, None),  # they know it themselves
    ({"state": State.ENDED, "outcome": Outcome.VOIDED}, None),
]


@pytest.mark.parametrize(("ticket", "title"), OTHERS)
def test_each_state_of_a_ticket_has_its_message_or_none(ticket: dict[str, Any], title: str | None) -> None:
    found = message(**ticket)
    assert (found.title if found else None) == title


def test_every_call_is_a_message_of_its_own() -> None:
    calls: list[dict[str, Any]] = [
        CALLED,
        {**CALLED, "counter": "3"},  # the same call, at another counter: the same message
        {**CALLED, "called_at": SOON},  # called once more after it was postponed
        {**CALLED, "recalls": 1},  # recalled
        {**CALLED, "recalls": 1, "called_at": SOON},  # recalled twice
    ]
    keys = [found.key for found in (message(**call) for call in calls) if found]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 4
    assert not {NEAR, MISSED} & set(keys)


@pytest.mark.parametrize(
    ("language", "tag", "title"),
    [
        ("es", "es", "Es su turno"),
        ("am", "en", "It is your turn"),  # the interface has no Amharic
    ],
)
def test_the_payload_is_a_notification_in_the_phones_language(language: str, tag: str, title: str) -> None:
    found = message(language=language, **CALLED)
    assert found
    payload = json.loads(found.payload())
    assert (payload["title"], payload["lang"]) == (title, tag)
    assert set(payload) == {"title", "body", "lang"}
    assert payload["body"].startswith("A004 · ")
    assert len(found.payload()) < 4000, "more than a push service takes"
