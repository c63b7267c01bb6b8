"""Shortly before closing: which visitors are warned, refused or still served, and the message they get."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from queueing.i18n import languages
from queueing.identity.accounts import Role
from queueing.waits.last_call import is_doubtful, is_unlikely, rough_chance
from services_catalog.catalog import Rules
from tests.cast import Agent, Caller, Kiosk, SteppedClock
from tests.conftest import Tokens

RULES = Rules(refuse_below_chance=0.25, warn_below_chance=0.75)
AT_15_50 = datetime(2026, 11, 23, 21, 50, tzinfo=UTC)
"""Monday, ten minutes before Downtown closes; East Lake is open until 17:00."""


@pytest.mark.parametrize(
    ("chance", "unlikely", "doubtful"),
    [(0.0, True, True), (0.24, True, True), (0.25, False, True), (0.74, False, True), (0.75, False, False)],
)
def test_the_locations_rules_set_the_chances(chance: float, *, unlikely: bool, doubtful: bool) -> None:
    assert (is_unlikely(chance, RULES), is_doubtful(chance, RULES)) == (unlikely, doubtful)


def test_rules_of_zero_give_tickets_until_closing() -> None:
    never = Rules(refuse_below_chance=0, warn_below_chance=0)
    assert not is_doubtful(0.0, never)


@pytest.mark.parametrize(
    ("left", "waiting", "counters", "chance"),
    [(60, 0, 1, 1.0), (60, 6, 1, 1.0), (60, 7, 1, 0.0), (60, 7, 2, 1.0), (10, 0, 2, 0.5), (10, 1, 1, 0.5)],
)
def test_without_a_forecast_typical_minutes_and_the_target_decide(
    left: float, waiting: int, counters: int, chance: float
) -> None:
    assert rough_chance(left=left, waiting=waiting, typical=10, counters=counters, target=15) == chance


def ask(kiosk: Kiosk, service: str = "general-help", **order: Any) -> Any:
    return kiosk.post("/locations/downtown/tickets", {"service": service, **order})


@pytest.fixture
def full(kiosk: Kiosk, ana: Agent, clock: SteppedClock) -> list[dict[str, Any]]:
    """At 15:50 one counter serves, and six wait for it."""
    ana.open("info")
    tickets = [kiosk.ticket("general-help") for _ in range(7)]
    clock.set(AT_15_50)
    ana.does(ana.call(), "start")
    return tickets[1:]


def test_no_ticket_is_given_for_a_turn_after_closing(
    kiosk: Kiosk, ana: Agent, visitor: Caller, full: list[dict[str, Any]]
) -> None:
    refused = ask(kiosk)
    assert refused.status_code == 409
    problem = refused.get_json()
    assert problem["type"] == "too-late-today"
    assert problem["detail"] == (
        "We could most likely not serve you before we close at 4:00 PM. We open tomorrow at 8:00 AM."
    )
    service = visitor.get("/locations/downtown/services?q=general help&limit=1").get_json()["services"][0]
    assert (service["offered"], service["reason"]) == (False, problem["detail"])
    assert ana.post("/locations/downtown/tickets", {"service": "general-help"}).status_code == 201, "staff may add"
    held = visitor.get(f"/tickets/{full[-1]['id']}").get_json()
    assert held["wait"], "who holds a ticket is still served, and told when"


def test_an_agent_who_seems_to_have_left_refuses_no_ticket(kiosk: Kiosk, ana: Agent, clock: SteppedClock) -> None:
    ana.open("info")
    kiosk.ticket("general-help")
    clock.step(minutes=90)
    assert ask(kiosk).status_code == 201


def test_a_ticket_given_before_is_given_again(kiosk: Kiosk, ana: Agent, clock: SteppedClock) -> None:
    ana.open("info")
    for _ in range(7):
        kiosk.ticket("general-help")
    path, order = "/locations/downtown/tickets", {"service": "general-help"}
    first = kiosk.post(path, order, Idempotency_Key="tap")
    clock.set(AT_15_50)
    again = kiosk.post(path, order, Idempotency_Key="tap")
    assert (first.status_code, again.status_code) == (201, 200)
    assert kiosk.post(path, order, Idempotency_Key="other").status_code == 409


def test_the_refusal_is_in_the_visitors_language(kiosk: Kiosk, full: list[dict[str, Any]]) -> None:
    said = {language: ask(kiosk, language=language).get_json()["detail"] for language in languages()}
    assert [language for language, words in said.items() if "most likely" in words] == ["en"]
    assert all("8" in words for words in said.values()), "when it opens again"
    assert not any(".." in words for words in said.values())


def test_the_board_says_it_for_the_glass(kiosk: Kiosk, visitor: Caller, full: list[dict[str, Any]]) -> None:
    lines = {line["letter"]: line for line in visitor.get("/locations/downtown/board").get_json()["waiting"]}
    assert lines["A"]["closing"]["unlikely"]
    assert set(lines["A"]["closing"]["words"]) == set(languages())
    assert not lines["P"]["closing"]["unlikely"], "nobody waits for it, but nobody serves it either"
    assert "may not be able" in lines["P"]["closing"]["words"]["en"]


def test_in_the_morning_no_visitor_is_warned(visitor: Caller, ana: Agent) -> None:
    ana.open()
    lines = visitor.get("/locations/downtown/board").get_json()["waiting"]
    assert {line["closing"] for line in lines} == {None}


def test_another_center_that_could_is_named(
    client: FlaskClient, token: Tokens, kiosk: Kiosk, eli: Agent, full: list[dict[str, Any]]
) -> None:
    service = "general-help"
    eli.open()
    there = Kiosk(client, token(Role.KIOSK, "east-lake"), "east-lake")
    offered = there.get("/locations/east-lake/services?limit=500").get_json()["services"]
    assert service in {one["id"] for one in offered if one["offered"]}
    problem = ask(kiosk, service).get_json()
    assert "Today you can also go to East Lake Safety Center, 2228 East Lake Street, Minneapolis." in problem["detail"]
    assert problem["elsewhere"] == "east-lake"


def test_a_warned_visitor_gets_a_ticket(kiosk: Kiosk, clock: SteppedClock) -> None:
    clock.set(AT_15_50)
    service = kiosk.get("/locations/downtown/services?q=building permit&limit=1").get_json()["services"][0]
    assert service["offered"]
    assert service["warning"].startswith("We may not be able to serve you before we close at 4:00 PM.")
    kiosk.ticket(service["id"])
