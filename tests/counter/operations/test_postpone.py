"""Ten more minutes: the turn comes later, those who were due meanwhile go first, and nobody is called who asked."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.cast import Agent, Caller, Kiosk, SteppedClock

HELP = "general-help"


def later(who: Caller, ticket: dict[str, Any]) -> int:
    """Ask for more minutes; return the status."""
    return who.post(f"/tickets/{ticket['id']}/later").status_code


def test_who_was_called_too_early_is_called_again_in_time(
    kiosk: Kiosk, visitor: Caller, ana: Agent, clock: SteppedClock
) -> None:
    first, second = kiosk.ticket(HELP), kiosk.ticket(HELP)
    ana.open()
    assert ana.call()["id"] == first["id"]
    assert later(visitor, first) == 200
    view = visitor.get(f"/tickets/{first['id']}").get_json() or {}
    assert (view["state"], view["counter"], view["ahead"]) == ("waiting", None, 1)
    assert ana.call()["id"] == second["id"]  # the counter is free for the next at once
    ana.does(second, "no-show")
    assert ana.post(f"{ana.desk}/call-next").status_code == 204  # nobody is called who asked for time
    clock.step(minutes=10)
    assert ana.call()["id"] == first["id"]


def test_staff_see_it_and_may_call_by_name(kiosk: Kiosk, visitor: Caller, ana: Agent) -> None:
    ticket = kiosk.ticket(HELP)
    assert later(visitor, ticket) == 200
    (waiting,) = (ana.get("/locations/downtown/queue").get_json() or {})["tickets"]
    assert (waiting["reason"], waiting["ready_at"]) == ("Asked for 10 more minutes", "2026-11-23T15:40:00Z")
    ana.open()
    assert ana.act(ticket, "call", counter="1", reason="is here").status_code == 200


def test_once_as_the_location_says(kiosk: Kiosk, visitor: Caller, ana: Agent, clock: SteppedClock) -> None:
    ticket = kiosk.ticket(HELP)
    assert later(visitor, ticket) == 200
    clock.step(minutes=11)
    refused = visitor.post(f"/tickets/{ticket['id']}/later")
    assert (refused.status_code, (refused.get_json() or {})["type"]) == (409, "not-later")
    ana.open()
    assert ana.call()["id"] == ticket["id"]
    assert later(visitor, ticket) == 409


@pytest.mark.parametrize("acts", [["start"], ["start", "hold"], ["start", "finish"], ["no-show"]])
def test_not_once_it_is_served_or_over(kiosk: Kiosk, visitor: Caller, ana: Agent, acts: list[str]) -> None:
    ticket = kiosk.ticket(HELP)
    ana.open()
    ana.call()
    for act in acts:
        ana.does(ticket, act)
    assert later(visitor, ticket) == 409


def test_the_phone_offers_it_while_it_may_be_done(client: FlaskClient, kiosk: Kiosk, ana: Agent) -> None:
    ticket = kiosk.ticket(HELP, language="es")
    page = f"/t/{ticket['id']}"
    assert "Necesito 10 minutos más" in client.get(page).text
    answer = client.post(f"{page}/later?lang=es")
    assert (answer.status_code, answer.location) == (303, f"{page}?lang=es")
    shown = client.get(page).text
    assert "no lo llamaremos antes de las 9:40 a.m." in shown
    assert "Necesito 10 minutos más" not in shown
    assert client.post(f"{page}/later?lang=es").status_code == 303  # a second press changes nothing
    assert len((ana.get("/locations/downtown/queue").get_json() or {})["tickets"]) == 1
