"""Every call of the staff's API: what it answers, and how each refusal is worded."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from queueing.identity.accounts import Role
from tests.cast import Agent, Caller, Kiosk, SteppedClock
from tests.conftest import Tokens
from tests.counter.conftest import Person, SignIn

BILL = "utility-bill-question"
"""A service of another queue than a building permit."""


@pytest.fixture
def desk(client: FlaskClient, token: Tokens) -> Agent:
    """Counter 3 downtown, which serves permits, open."""
    agent = Agent(client, token(Role.AGENT, "downtown", "3"), counter="3")
    agent.open()
    return agent


@pytest.fixture
def called(kiosk: Kiosk, desk: Agent) -> dict[str, Any]:
    """A ticket called to the desk."""
    kiosk.ticket()
    return desk.call()


def queue(agent: Caller, location: str = "downtown") -> dict[str, Any]:
    answer = agent.get(f"/locations/{location}/queue")
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def test_call_next_tells_the_ticket_and_why(kiosk: Kiosk, desk: Agent) -> None:
    issued = kiosk.ticket(language="so")
    called = desk.call()
    assert (called["id"], called["state"], called["counter"]) == (issued["id"], "called", "3")
    assert called["why"].endswith("the only one you serve")


def test_call_next_with_nobody_waiting_is_204(desk: Agent) -> None:
    answer = desk.post(f"{desk.desk}/call-next")
    assert (answer.status_code, answer.data) == (204, b"")


def test_a_counter_holds_one_visitor_at_a_time(kiosk: Kiosk, desk: Agent, called: dict[str, Any]) -> None:
    kiosk.ticket()
    answer = desk.post(f"{desk.desk}/call-next")
    assert answer.status_code == 409
    assert answer.get_json()["type"] == "counter-busy"
    assert answer.get_json()["detail"] == f"Counter 3 still has {called['number']}. Finish, return or hold it first."


# The acts after a call, each with the state and outcome that it leads to.
WAYS = [
    (["recall"], "called", None),
    (["start"], "serving", None),
    (["start", "finish"], "ended", "served"),
    (["no-show"], "ended", "no_show"),
    (["hold"], "held", None),
    (["start", "hold"], "held", None),
    (["hold", "resume"], "serving", None),
    (["return"], "waiting", None),
    (["start", "return"], "waiting", None),
    (["hold", "return"], "waiting", None),
    (["no-show", "reinstate"], "waiting", None),
    (["start", "undo"], "called", None),
    (["undo"], "waiting", None),
    (["start", "finish", "undo"], "serving", None),
]


@pytest.mark.parametrize(("acts", "state", "outcome"), WAYS, ids=lambda value: "-".join(value) if value else "")
def test_acts_lead_where_they_should(
    desk: Agent, called: dict[str, Any], acts: list[str], state: str, outcome: str | None
) -> None:
    now = [desk.does(called, act) for act in acts][-1]
    assert (now["state"], now["outcome"]) == (state, outcome)


# What was done before, the act, the refusal's slug, and its sentence about a number.
REFUSED = [
    ([], "finish", "wrong-state", "{} is called to counter 3, so finish does not apply."),
    ([], "resume", "wrong-state", "{} is called to counter 3, so resume does not apply."),
    ([], "reinstate", "wrong-state", "{} is called to counter 3, so reinstate does not apply."),
    (["start"], "start", "wrong-state", "{} is being served at counter 3, so start does not apply."),
    (["start"], "recall", "wrong-state", "{} is being served at counter 3, so recall does not apply."),
    (["start"], "no-show", "wrong-state", "{} is being served at counter 3, so no-show does not apply."),
    (["hold"], "finish", "wrong-state", "{} is on hold, so finish does not apply."),
    (["return"], "start", "wrong-state", "{} is waiting, so start does not apply."),
    (["no-show"], "recall", "wrong-state", "{} has ended (no-show), so recall does not apply."),
    (["start", "finish"], "reinstate", "wrong-state", "{} has ended (served), so reinstate does not apply."),
    (["recall"], "undo", "wrong-state", "The last thing that happened to {} cannot be undone."),
]


@pytest.mark.parametrize(("before", "act", "slug", "words"), REFUSED, ids=lambda value: str(value)[:24])
def test_what_makes_no_sense_is_refused_in_words(
    desk: Agent, called: dict[str, Any], before: list[str], act: str, slug: str, words: str
) -> None:
    for each in before:
        desk.does(called, each)
    answer = desk.act(called, act)
    problem = answer.get_json()
    assert (answer.status_code, answer.content_type) == (409, "application/problem+json")
    assert (problem["type"], problem["status"]) == (slug, 409)
    assert problem["detail"] == words.format(called["number"])


def test_undo_is_refused_when_it_is_no_longer_fresh(desk: Agent, called: dict[str, Any], clock: SteppedClock) -> None:
    clock.step(seconds=11)
    answer = desk.act(called, "undo")
    assert (answer.status_code, answer.get_json()["type"]) == (409, "too-late")


def test_a_missed_visitor_comes_back_only_for_a_while(desk: Agent, called: dict[str, Any], clock: SteppedClock) -> None:
    desk.does(called, "no-show")
    clock.step(minutes=31)
    answer = desk.act(called, "reinstate")
    assert (answer.status_code, answer.get_json()["type"]) == (409, "too-late")


def test_resume_needs_a_free_open_counter(kiosk: Kiosk, desk: Agent, called: dict[str, Any]) -> None:
    desk.does(called, "hold", reason="Filling in a form")
    kiosk.ticket()
    desk.call()
    assert desk.act(called, "resume").get_json()["type"] == "counter-busy"
    assert desk.act(called, "resume", counter="1").get_json()["type"] == "counter-not-open"
    assert desk.act(called, "resume", counter="9").status_code == 404


def test_a_transfer_keeps_number_and_arrival_and_carries_the_note(desk: Agent, called: dict[str, Any]) -> None:
    moved = desk.does(called, "transfer", service="general-help", reason="Asks for the form")
    assert (moved["number"], moved["issued_at"]) == (called["number"], called["issued_at"])
    assert (moved["state"], moved["service"]["id"]) == ("waiting", "general-help")
    (seen,) = queue(desk)["tickets"]
    assert (seen["queue"], seen["reason"]) == ("info", "Asks for the form")


@pytest.mark.parametrize(
    ("service", "status", "slug"),
    [
        ("no-such-service", 404, "not-found"),
        ("gas-smell", 409, "not-offered"),
        ("", 422, "malformed"),
        ("../etc", 422, "malformed"),
    ],
)
def test_a_transfer_goes_only_where_tickets_are_given(
    desk: Agent, called: dict[str, Any], service: str, status: int, slug: str
) -> None:
    answer = desk.act(called, "transfer", service=service)
    assert (answer.status_code, answer.get_json()["type"]) == (status, slug)


# A body for the counter, and the state, reason and served queues that follow; None: what the catalog says.
SEATS: list[tuple[dict[str, Any], str, str, list[str] | None]] = [
    ({"open": True}, "open", "", None),
    ({"open": True, "services": ["info"]}, "open", "", ["info"]),
    ({"open": True, "services": ["building-permit", "info"]}, "open", "", ["info", "permits"]),
    ({"open": False, "reason": "Lunch"}, "paused", "Lunch", None),
    ({"open": False}, "closed", "", None),
]


@pytest.mark.parametrize(("body", "state", "reason", "serves"), SEATS, ids=str)
def test_a_counter_is_opened_paused_closed_and_serves_what_it_is_told(
    ana: Agent, body: dict[str, Any], state: str, reason: str, serves: list[str] | None
) -> None:
    answer = ana.put(ana.desk, body)
    seen = answer.get_json()
    assert answer.status_code == 200, answer.text
    assert (seen["state"], seen["reason"], seen["serves"]) == (state, reason, serves or seen["may_serve"])


@pytest.mark.parametrize(
    ("path", "body", "status", "slug"),
    [
        ("/locations/downtown/counters/9", {"open": True}, 404, "not-found"),
        ("/locations/downtown/counters/9", {"open": True, "keep_agent": True}, 404, "not-found"),
        ("/locations/nowhere/counters/1", {"open": True}, 404, "not-found"),
        ("/locations/east-lake/counters/1", {"open": True}, 403, "not-allowed"),
        ("/locations/downtown/counters/1", {"open": True, "services": ["connections"]}, 422, "malformed"),
        ("/locations/downtown/counters/1", {}, 422, "malformed"),
        ("/locations/downtown/counters/1", {"open": True, "color": "red"}, 422, "malformed"),
        ("/locations/downtown/counters/1", {"open": False, "reason": "x" * 201}, 422, "malformed"),
    ],
)
def test_a_counter_refuses_what_it_cannot_be(
    ana: Agent, path: str, body: dict[str, Any], status: int, slug: str
) -> None:
    answer = ana.put(path, body)
    assert (answer.status_code, answer.get_json()["type"]) == (status, slug)


def test_a_counter_does_not_close_on_a_visitor(desk: Agent, called: dict[str, Any]) -> None:
    answer = desk.put(desk.desk, {"open": False})
    assert (answer.status_code, answer.get_json()["type"]) == (409, "counter-busy")


def test_a_closed_counter_calls_nobody(kiosk: Kiosk, ana: Agent) -> None:
    kiosk.ticket()
    answer = ana.post(f"{ana.desk}/call-next")
    assert (answer.status_code, answer.get_json()["detail"]) == (409, "Counter 1 is not open. Open it first.")


def test_a_manager_changes_what_a_counter_serves_and_the_agent_stays(amy: Person, mia: Caller) -> None:
    assert amy.put("/locations/downtown/counters/1", {"open": True}).get_json()["agent"] == "amy"
    changed = mia.put(
        "/locations/downtown/counters/1", {"open": True, "services": ["info"], "keep_agent": True}
    ).get_json()
    assert (changed["agent"], changed["serves"]) == ("amy", ["info"])


def test_whoever_opens_a_counter_takes_it_over_with_its_visitor(
    amy: Person, sign_in: SignIn, kiosk: Kiosk, desk: Agent
) -> None:
    amy.put(desk.desk, {"open": True})
    ticket = kiosk.ticket()
    assert amy.post(f"{desk.desk}/call-next").get_json()["id"] == ticket["id"]
    bea = sign_in("bea", Role.AGENT, "downtown")
    seen = bea.put(desk.desk, {"open": True}).get_json()
    assert (seen["agent"], seen["ticket"]) == ("bea", ticket["id"])
    assert bea.post(f"/tickets/{ticket['id']}/start").status_code == 200


# Who may not, and what they are told.
STRANGERS = [("nobody", 401, "sign-in-needed"), ("kiosk", 403, "not-allowed"), ("eli", 403, "not-allowed")]
ACTS = [
    *((act, None) for act in ["recall", "start", "finish", "no-show", "hold", "resume", "return", "reinstate", "undo"]),
    ("transfer", {"service": BILL}),
]


@pytest.mark.parametrize(("name", "status", "slug"), STRANGERS)
def test_strangers_do_and_see_nothing(
    visitor: Caller, kiosk: Kiosk, eli: Agent, desk: Agent, called: dict[str, Any], name: str, status: int, slug: str
) -> None:
    stranger = {"nobody": visitor, "kiosk": kiosk, "eli": eli}[name]
    answers = [
        stranger.get("/locations/downtown/queue"),
        stranger.put(desk.desk, {"open": False}),
        stranger.post(f"{desk.desk}/call-next"),
        *(stranger.post(f"/tickets/{called['id']}/{act}", body) for act, body in ACTS),
    ]
    assert {(answer.status_code, answer.get_json()["type"]) for answer in answers} == {(status, slug)}
    (seen,) = queue(desk)["tickets"]
    assert seen["state"] == "called"


def test_an_unknown_ticket_is_404(ana: Agent) -> None:
    answers = [ana.post(f"/tickets/nothing-like-it/{act}", body) for act, body in ACTS]
    assert {(answer.status_code, answer.get_json()["type"]) for answer in answers} == {(404, "not-found")}


def test_the_staff_view_holds_what_an_agent_needs(kiosk: Kiosk, desk: Agent, clock: SteppedClock) -> None:
    kiosk.ticket(language="so", needs=["mobility"])
    clock.step(minutes=4)
    view = queue(desk)
    (ticket,) = view["tickets"]
    assert ticket["service"]["name"] == "Building permit"
    assert (ticket["interpreter"], ticket["needs"], ticket["priority"]) == ("Somali", ["mobility"], "accessible")
    assert (ticket["waited_seconds"], ticket["target_seconds"]) == (240, 900)
    (line,) = (line for line in view["queues"] if line["waiting"])
    assert (line["letter"], line["longest_wait_seconds"], line["counters_open"]) == ("P", 240, 1)


def test_those_who_missed_a_call_are_listed_while_they_may_come_back(
    kiosk: Kiosk, desk: Agent, visitor: Caller, clock: SteppedClock
) -> None:
    left, missing, served = kiosk.ticket(), kiosk.ticket(), kiosk.ticket()
    visitor.post(f"/tickets/{left['id']}/leave")
    clock.step(minutes=1)
    assert desk.call()["id"] == missing["id"]
    desk.does(missing, "no-show")
    assert desk.call()["id"] == served["id"]
    desk.does(served, "start")
    desk.does(served, "finish")
    assert [(each["id"], each["outcome"]) for each in queue(desk)["missed"]] == [
        (missing["id"], "no_show"),
        (left["id"], "left"),
    ]
    clock.step(minutes=29, seconds=30)
    assert [each["id"] for each in queue(desk)["missed"]] == [missing["id"]]
    desk.does(missing, "reinstate")
    assert queue(desk)["missed"] == []


def test_an_agent_issues_a_ticket_at_the_desk_once(desk: Agent) -> None:
    order = {"service": "building-permit", "language": "hmn", "needs": ["hearing"]}
    first = desk.post("/locations/downtown/tickets", order, Idempotency_Key="one-dialog")
    again = desk.post("/locations/downtown/tickets", order, Idempotency_Key="one-dialog")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json()["id"] == again.get_json()["id"]


def test_a_token_of_a_counter_resumes_there(kiosk: Kiosk, ana: Agent, token: Tokens) -> None:
    ana.open("building-permit")
    kiosk.ticket()
    ticket = ana.call()
    ana.does(ticket, "hold")
    other = Agent(ana.client, token(Role.AGENT, "downtown", "4"), counter="4")
    other.open()
    assert other.does(ticket, "resume")["counter"] == "4"
