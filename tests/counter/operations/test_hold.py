"""Beside the straight way: hold, resume, return, transfer, reinstate, leave."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Agent, Kiosk, in_service


def test_on_hold_the_counter_is_free_and_the_visitor_keeps_their_place(kiosk: Kiosk, ana: Agent) -> None:
    first = in_service(kiosk, ana)
    kiosk.ticket("report-theft")
    assert ana.does(first, "hold", reason="filling in a form")["state"] == "held"
    second = ana.call()
    refused = ana.act(first, "resume")
    assert (refused.status_code, refused.get_json()["type"]) == (409, "counter-busy")
    ana.does(second, "start")
    ana.does(second, "finish")
    resumed = ana.does(first, "resume")
    assert (resumed["state"], resumed["counter"]) == ("serving", "1")


def test_a_held_visitor_may_go_on_at_another_counter(kiosk: Kiosk, ana: Agent, ben: Agent) -> None:
    held = ana.does(in_service(kiosk, ana), "hold")
    ben.open()
    assert ben.does(held, "resume", counter="2")["counter"] == "2"


HOLDS: list[tuple[dict[str, Any], str | None]] = [
    ({}, None),
    ({"minutes": 10}, "2026-11-23T15:40:00Z"),
    ({"until": "2026-11-23T10:15:00-06:00"}, "2026-11-23T16:15:00Z"),
]


@pytest.mark.parametrize(("said", "until"), HOLDS, ids=str)
def test_a_hold_says_since_when_and_until(kiosk: Kiosk, ana: Agent, said: dict[str, Any], until: str | None) -> None:
    ticket = in_service(kiosk, ana)
    ana.does(ticket, "hold", reason="Filling in a form", **said)
    (seen,) = ana.get("/locations/downtown/queue").get_json()["tickets"]
    assert (seen["held_for"], seen["held_at"], seen["held_until"]) == ("1", "2026-11-23T15:30:00Z", until)
    ana.does(ticket, "resume")
    (seen,) = ana.get("/locations/downtown/queue").get_json()["tickets"]
    assert (seen["held_at"], seen["held_until"]) == (None, None)


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"until": "2026-11-23T09:00:00-06:00"}, "too-late"),
        ({"until": "2026-11-23T10:15:00-06:00", "minutes": 5}, "malformed"),
    ],
    ids=str,
)
def test_nobody_is_held_until_what_cannot_be(kiosk: Kiosk, ana: Agent, said: dict[str, Any], refused: str) -> None:
    ticket = in_service(kiosk, ana)
    assert ana.act(ticket, "hold", **said).get_json()["type"] == refused
