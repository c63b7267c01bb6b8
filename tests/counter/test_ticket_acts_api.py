"""The staff's acts on a ticket: every one is a route, takes what it says, and refuses the rest; agents by name."""

from __future__ import annotations

import inspect
from datetime import datetime
from inspect import signature
from typing import Any

import pytest

from queueing.app import App
from queueing.counters.model import CounterState
from queueing.db import Database
from queueing.identity.accounts import Role
from tests.cast import MONDAY_MORNING, Agent, Kiosk, SteppedClock
from tests.counter.conftest import Person, SignIn
from tests.desk_states import OPERATIONS


@pytest.fixture
def ticket(kiosk: Kiosk) -> dict[str, Any]:
    """A visitor who waits."""
    return kiosk.ticket("report-theft")


def test_every_act_is_a_described_route(ana: Agent, app: App) -> None:
    views = {
        rule.rule.rpartition("/")[2]: app.view_functions[rule.endpoint]
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("ticket_acts_api.")
    }
    assert set(views) == set(OPERATIONS)
    paths = ana.get("/openapi.json").get_json()["paths"]
    for act, view in views.items():
        described = paths[f"/api/v1/tickets/{{ticket}}/{act}"]["post"]
        assert described["summary"] == view.__doc__
        takes_words = "body" in signature(inspect.unwrap(view)).parameters
        assert ("requestBody" in described) == takes_words, act


# An act, the members of its published body, and those that have to be sent.
BODIES = [
    ("call", {"reason", "counter"}, {"reason"}, "out of turn, for a reason"),
    ("return", {"reason"}, set(), "a reason may be given"),
    ("void", {"reason"}, {"reason"}, "never without a reason"),
    ("hold", {"reason", "until", "minutes"}, set(), "a form to fill in, for as long as it takes"),
    ("transfer", {"service", "counter", "agent", "place", "note", "reason"}, set(), "one goal of three"),
]


@pytest.mark.parametrize(("act", "members", "needed", "why"), BODIES, ids=[row[0] for row in BODIES])
def test_an_acts_body_is_published_as_it_is_taken(
    ana: Agent, act: str, members: set[str], needed: set[str], why: str
) -> None:
    described = ana.get("/openapi.json").get_json()
    body = described["paths"][f"/api/v1/tickets/{{ticket}}/{act}"]["post"]["requestBody"]
    name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    schema = described["components"]["schemas"][name]
    assert set(schema["properties"]) == members, why
    assert set(schema.get("required", [])) == needed, why


# An act, what is said with it, and what is wrong with that.
MALFORMED: list[tuple[str, dict[str, Any], str]] = [
    ("call", {}, "a reason is needed"),
    ("call", {"reason": "  "}, "blanks are no reason"),
    ("void", {"reason": ""}, "a reason is needed"),
    ("finish", {"done": [{"service": "report-theft", "count": 0}]}, "nothing done is not done"),
    ("finish", {"done": "all"}, "a list is wanted"),
    ("hold", {"minutes": -1}, "no time runs back"),
    ("hold", {"until": "2026-11-23T10:00:00"}, "a time needs its zone"),
    ("transfer", {"service": "building-permit", "place": "middle"}, "no such place"),
    ("interpreter", {"state": "bored"}, "no such state"),
    ("note", {"note": "x" * 401}, "too long"),
    ("note", {}, "a note is needed"),
    ("flag", {"untimed": "perhaps"}, "yes or no"),
]


@pytest.mark.parametrize(("act", "said", "why"), MALFORMED, ids=[f"{row[0]}: {row[2]}" for row in MALFORMED])
def test_what_is_not_understood_changes_nothing(
    ana: Agent, ticket: dict[str, Any], act: str, said: dict[str, Any], why: str
) -> None:
    answer = ana.act(ticket, act, **said)
    assert (answer.status_code, answer.get_json()["type"]) == (422, "malformed"), why
    assert ana.get(f"/tickets/{ticket['id']}").get_json()["state"] == "waiting"


def test_a_visitor_sent_to_an_agent_is_called_where_that_agent_sits(
    amy: Person, sign_in: SignIn, kiosk: Kiosk, ticket: dict[str, Any]
) -> None:
    bea = sign_in("bea", Role.AGENT, "downtown")
    here, there = "/locations/downtown/counters/1", "/locations/downtown/counters/2"
    amy.put(here, {"open": True, "services": ["reports"]})
    refused = amy.post(f"/tickets/{ticket['id']}/transfer", {"agent": "bea"})
    assert refused.get_json()["detail"] == "bea sits at no counter now."
    bea.put(there, {"open": True, "services": ["reports"]})
    assert amy.post(f"/tickets/{ticket['id']}/transfer", {"agent": "bea"}).status_code == 200
    (seen,) = amy.get("/locations/downtown/queue").get_json()["tickets"]
    assert (seen["for_agent"], seen["only_at"]) == ("bea", ["2"])
    assert amy.post(f"{here}/call-next").status_code == 204
    assert bea.post(f"{there}/call-next").get_json()["id"] == ticket["id"]


def test_an_agent_at_two_counters_calls_who_was_sent_to_them_at_either_once(
    amy: Person, ticket: dict[str, Any]
) -> None:
    for counter in ("1", "2"):
        amy.put(f"/locations/downtown/counters/{counter}", {"open": True, "services": ["info"]})
    amy.post(f"/tickets/{ticket['id']}/transfer", {"agent": "amy"})
    (seen,) = amy.get("/locations/downtown/queue").get_json()["tickets"]
    assert seen["only_at"] == ["1", "2"]
    assert amy.post("/locations/downtown/counters/2/call-next").get_json()["counter"] == "2"
    assert amy.post("/locations/downtown/counters/1/call-next").status_code == 204


def test_an_agent_who_gets_up_leaves_who_was_sent_to_them_to_anybody(
    amy: Person, sign_in: SignIn, ticket: dict[str, Any]
) -> None:
    bea = sign_in("bea", Role.AGENT, "downtown")
    desk = "/locations/downtown/counters/1"
    amy.put(desk, {"open": True, "services": ["reports"]})
    amy.post(f"/tickets/{ticket['id']}/transfer", {"agent": "amy"})
    bea.put(desk, {"open": True, "services": ["reports"]})
    assert bea.post(f"{desk}/call-next").get_json()["id"] == ticket["id"]


def test_two_browsers_at_one_counter_hold_one_visitor(amy: Person, kiosk: Kiosk, ticket: dict[str, Any]) -> None:
    kiosk.ticket("report-theft")
    desk = "/locations/downtown/counters/1"
    amy.put(desk, {"open": True})
    again = Person(amy.client)
    assert again.put(desk, {"open": True}).status_code == 200
    assert amy.post(f"{desk}/call-next").status_code == 200
    assert again.post(f"{desk}/call-next").get_json()["type"] == "counter-busy"
    assert again.post(f"/tickets/{ticket['id']}/start").status_code == 200
    assert amy.post(f"/tickets/{ticket['id']}/start").get_json()["type"] == "wrong-state"


def test_a_page_beats_only_for_whoever_sits_there(
    amy: Person, sign_in: SignIn, eli: Agent, database: Database, clock: SteppedClock
) -> None:
    desk = "/locations/downtown/counters/1"

    def heard_of() -> datetime | None:
        with database.read() as session:
            return session.get_one(CounterState, ("downtown", "1")).seen_at

    amy.put(desk, {"open": True})
    assert amy.post(f"{desk}/beat").status_code == 204
    assert heard_of() == MONDAY_MORNING
    clock.step(minutes=1)
    assert sign_in("bea", Role.AGENT, "downtown").post(f"{desk}/beat").status_code == 204
    assert heard_of() == MONDAY_MORNING, "somebody else's page says nothing of hers"
    assert amy.post("/locations/downtown/counters/9/beat").status_code == 404
    assert eli.post(f"{desk}/beat").status_code == 403
