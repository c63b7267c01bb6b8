"""Send a visitor on: where to, where in line, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Agent, Kiosk, SteppedClock, in_service

PLACES = [
    ("front", ["sent", "first", "second"], "before all who wait"),
    ("sorted", ["first", "sent", "second"], "where their arrival puts them"),
    ("end", ["first", "second", "sent"], "behind their queue"),
]


@pytest.mark.parametrize(("place", "order", "why"), PLACES, ids=[row[2] for row in PLACES])
def test_a_visitor_is_sent_to_a_place_in_line(
    kiosk: Kiosk, ana: Agent, ben: Agent, clock: SteppedClock, place: str, order: list[str], why: str
) -> None:
    names = {}
    for name in ("first", "sent", "second"):
        names[kiosk.ticket("report-theft" if name == "sent" else "building-permit")["id"]] = name
        clock.step(minutes=1)
    ana.open("reports")
    ana.does(ana.call(), "transfer", service="building-permit", place=place)
    ben.open("building-permit")
    called = []
    for _ in order:
        ticket = ben.call()
        called.append(names[ticket["id"]])
        ben.does(ticket, "start")
        ben.does(ticket, "finish")
    assert called == order, why


def test_the_front_is_before_every_queue(kiosk: Kiosk, ana: Agent, ben: Agent, clock: SteppedClock) -> None:
    sent = kiosk.ticket("report-theft")
    kiosk.ticket("building-permit")
    clock.step(minutes=30)
    ana.does(sent, "transfer", service="general-help", place="front")
    ben.open("building-permit", "general-help")
    assert ben.call()["id"] == sent["id"]


def test_a_note_goes_along_and_the_service_stays_when_only_a_counter_is_named(
    kiosk: Kiosk, ana: Agent, ben: Agent
) -> None:
    ana.open()
    ben.open()
    kiosk.ticket("report-theft")
    sent = ana.does(ana.call(), "transfer", counter="2", note="Has the form", reason="Knows the case")
    assert sent["service"]["id"] == "report-theft"
    (seen,) = ana.get("/locations/downtown/queue").get_json()["tickets"]
    assert (seen["note"], seen["reason"], seen["for_counter"]) == ("Has the form", "Knows the case", "2")


REFUSED: list[tuple[dict[str, Any], int, str, str]] = [
    ({}, 422, "malformed", "nowhere"),
    ({"counter": "2", "agent": "ben"}, 422, "malformed", "two goals"),
    ({"counter": "2"}, 409, "counter-not-open", "a closed counter"),
    ({"counter": "9"}, 404, "not-found", "no such counter"),
    ({"agent": "ben"}, 409, "counter-not-open", "an agent who is not here"),
    ({"service": "gas-smell"}, 409, "not-offered", "a service without tickets"),
]


@pytest.mark.parametrize(("goal", "status", "slug", "why"), REFUSED, ids=[row[3] for row in REFUSED])
def test_nobody_is_sent_to_where_nobody_would_call_them(
    kiosk: Kiosk, ana: Agent, goal: dict[str, Any], status: int, slug: str, why: str
) -> None:
    ticket = kiosk.ticket("report-theft")
    answer = ana.act(ticket, "transfer", **goal)
    assert (answer.status_code, answer.get_json()["type"]) == (status, slug), why
    assert ana.get(f"/tickets/{ticket['id']}").get_json()["service"]["id"] == "report-theft"


def test_a_transfer_keeps_the_number_and_the_seniority(
    kiosk: Kiosk, ana: Agent, ben: Agent, clock: SteppedClock
) -> None:
    visitor = in_service(kiosk, ana)
    clock.step(minutes=1)
    kiosk.ticket("building-permit")
    moved = ana.does(visitor, "transfer", service="building-permit", reason="wrong line")
    assert (moved["number"], moved["issued_at"], moved["service"]["id"]) == (
        visitor["number"],
        visitor["issued_at"],
        "building-permit",
    )
    ben.open("building-permit")
    assert ben.call()["number"] == visitor["number"]


def test_a_transfer_to_nowhere_changes_nothing(kiosk: Kiosk, ana: Agent) -> None:
    visitor = in_service(kiosk, ana)
    assert ana.act(visitor, "transfer", service="no-such-thing").status_code == 404
    assert ana.act(visitor, "transfer", service="crime-in-progress").status_code == 409
    assert ana.get(f"/tickets/{visitor['id']}").get_json()["state"] == "serving"
