"""An emergency reported at a kiosk rings at the staff's screens, once, until it is answered or withdrawn."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from queueing.identity.accounts import Role
from tests.cast import Agent, Caller, Kiosk
from tests.conftest import Tokens

HERE = "/locations/downtown/emergencies"


def tell(kiosk: Caller, service: str = "weapon") -> dict[str, Any]:
    """Tell of an emergency; it must be heard."""
    answer = kiosk.post(HERE, {"service": service})
    assert answer.status_code == 201, answer.text
    return dict(answer.get_json())


def calls_seen(agent: Agent) -> list[dict[str, Any]]:
    """The emergencies on the staff's screens that nobody has answered."""
    view = agent.get("/locations/downtown/queue").get_json() or {}
    return [one for one in view["calls"] if one["kind"] == "emergency" and one["answered_at"] is None]


def test_staff_hear_at_once_what_and_where(kiosk: Kiosk, ana: Agent, mia: Caller) -> None:
    told = tell(kiosk)
    assert not told["coming"]
    (heard,) = calls_seen(ana)
    assert heard["id"] == told["id"]
    assert heard["note"] == "A weapon seen, found or used"
    alerts = (mia.get("/locations/downtown/queue").get_json() or {})["alerts"]
    assert any("Emergency" in one["words"] for one in alerts)


def test_the_glass_says_when_somebody_comes(kiosk: Kiosk, ana: Agent) -> None:
    told = tell(kiosk)
    assert ana.post(f"/locations/downtown/calls/{told['id']}/answer").status_code == 200
    assert (kiosk.get(f"{HERE}/{told['id']}").get_json() or {})["coming"]
    assert kiosk.post(f"{HERE}/{told['id']}/withdraw").status_code == 409  # somebody is on the way, and comes
    assert not calls_seen(ana)


def test_a_second_touch_rings_no_second_time(kiosk: Kiosk, ana: Agent) -> None:
    first, second = tell(kiosk), tell(kiosk, "gas-smell")
    assert first["id"] == second["id"]
    (heard,) = calls_seen(ana)
    assert heard["note"] == "Smell of gas or rotten eggs"  # as it was told last


def test_a_mistake_is_withdrawn_by_the_kiosk_that_reported_it(kiosk: Kiosk, ana: Agent) -> None:
    told = tell(kiosk)
    answer = kiosk.post(f"{HERE}/{told['id']}/withdraw")
    assert (answer.get_json() or {}) == {"id": told["id"], "coming": False, "withdrawn": True}
    assert not calls_seen(ana)
    assert tell(kiosk)["id"] != told["id"]  # and danger after all rings again


def test_the_danger_button_reports_without_a_service(kiosk: Kiosk, ana: Agent) -> None:
    assert kiosk.post(HERE, {}).status_code == 201
    assert calls_seen(ana)[0]["note"] == ""


def test_other_callers_may_not_report(client: FlaskClient, kiosk: Kiosk, visitor: Caller, token: Tokens) -> None:
    assert visitor.post(HERE, {}).status_code == 401
    other = Caller(client, token(Role.KIOSK, "east-lake"))
    assert other.post(HERE, {}).status_code == 403
    told, beside = tell(kiosk), Caller(client, token(Role.KIOSK, "downtown"))
    assert beside.get(f"{HERE}/{told['id']}").status_code == 404
    assert beside.post(f"{HERE}/{told['id']}/withdraw").status_code == 404
