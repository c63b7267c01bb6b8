"""Calls for help, the quiet alarm, alerts that were seen: who may, who is told what."""

from __future__ import annotations

from typing import Any

import pytest

from queueing.identity.accounts import Role
from tests.cast import Agent, Caller, Kiosk, SteppedClock
from tests.counter.conftest import SignIn

CALLS = "/locations/downtown/calls"
SEEN = "/locations/downtown/alerts/seen"


def staff_view(caller: Caller) -> dict[str, Any]:
    """What staff see."""
    return dict(caller.get("/locations/downtown/queue").get_json())


def test_an_agent_calls_and_hears_that_the_manager_comes(sign_in: SignIn, clock: SteppedClock) -> None:
    amy, max_ = sign_in("amy", Role.AGENT, "downtown"), sign_in("max", Role.MANAGER, "downtown")
    made = amy.post(CALLS, {"kind": "help", "counter": "2", "note": "Needs a supervisor"})
    assert made.status_code == 201
    assert amy.post(CALLS, {"kind": "help", "counter": "2"}).get_json()["id"] == made.get_json()["id"]
    (alert,) = staff_view(max_)["alerts"]
    assert alert["words"] == "Counter 2 (amy) calls for help. Needs a supervisor"
    answer = f"{CALLS}/{alert['call']}/answer"
    assert amy.post(answer).get_json()["detail"] == "A manager answers calls for help."
    assert max_.post(answer).get_json()["answered_by"] == "max"
    assert staff_view(amy)["calls"][0]["answered_by"] == "max"
    assert staff_view(max_)["alerts"] == []
    clock.step(minutes=11)
    assert staff_view(amy)["calls"] == []


def test_a_quiet_alarm_is_seen_by_staff_alone_and_answered_by_anybody(
    sign_in: SignIn, visitor: Caller, kiosk: Kiosk
) -> None:
    amy, bea = sign_in("amy", Role.AGENT, "downtown"), sign_in("bea", Role.AGENT, "downtown")
    before = visitor.get("/locations/downtown/board").get_json()
    number = amy.post(CALLS, {"kind": "alarm", "counter": "2"}).get_json()["id"]
    after = visitor.get("/locations/downtown/board").get_json()
    assert {**before, "version": 0} == {**after, "version": 0}, "nothing of it on a public screen"
    assert staff_view(bea)["alerts"][0]["kind"] == "alarm"
    assert bea.post(f"{CALLS}/{number}/answer").status_code == 200
    second = amy.post(f"{CALLS}/{number}/answer")
    assert (second.status_code, second.get_json()["detail"]) == (409, "bea has answered this call already.")
    assert kiosk.post(CALLS, {"kind": "alarm", "counter": "2"}).status_code == 403


def test_who_called_takes_it_back(sign_in: SignIn) -> None:
    amy, bea = sign_in("amy", Role.AGENT, "downtown"), sign_in("bea", Role.AGENT, "downtown")
    number = amy.post(CALLS, {"kind": "help", "counter": "2"}).get_json()["id"]
    assert bea.post(f"{CALLS}/{number}/withdraw").status_code == 403
    assert amy.post(f"{CALLS}/{number}/withdraw").status_code == 200
    assert staff_view(amy)["calls"] == []


REFUSED = [
    ("POST", CALLS, {"kind": "help", "counter": "99"}, 404),
    ("POST", CALLS, {"kind": "emergency", "counter": "1"}, 422),
    ("POST", CALLS, {"kind": "help"}, 422),
    ("POST", f"{CALLS}/77/answer", None, 404),
    ("POST", "/locations/east-lake/calls", {"kind": "help", "counter": "1"}, 403),
    ("POST", SEEN, {"key": "longest:permits"}, 404),
]


@pytest.mark.parametrize(("method", "path", "body", "status"), REFUSED)
def test_what_makes_no_sense_is_refused(
    mia: Caller, method: str, path: str, body: dict[str, Any] | None, status: int
) -> None:
    assert mia._call(method, path, body).status_code == status


def test_an_alert_is_seen_once_and_says_by_whom(sign_in: SignIn, kiosk: Kiosk, ana: Agent, clock: SteppedClock) -> None:
    max_, mo = sign_in("max", Role.MANAGER, "downtown"), sign_in("mo", Role.MANAGER, "downtown")
    kiosk.ticket()
    clock.step(minutes=5)
    (alert,) = staff_view(max_)["alerts"]
    assert alert["words"].startswith("No open counter serves Building")
    assert max_.post(SEEN, {"key": alert["key"]}).get_json()["seen_by"] == "max"
    second = mo.post(SEEN, {"key": alert["key"]})
    assert (second.status_code, second.get_json()["detail"]) == (409, "max has seen this already.")
    assert staff_view(mo)["alerts"][0]["seen_by"] == "max"
    assert ana.post(SEEN, {"key": alert["key"]}).status_code == 403
