"""Screens that beat are up; one that fell silent is down."""

from __future__ import annotations

from queueing.app import App
from queueing.identity import devices
from queueing.identity.accounts import Role
from tests.cast import Agent, Caller, SteppedClock


def test_a_screen_that_stops_beating_is_down_within_a_minute(app: App, ana: Agent, clock: SteppedClock) -> None:
    with app.runtime.database.write() as session:
        _, code = devices.new_pairing(
            session, kind=Role.KIOSK, location="downtown", name="door", now=app.runtime.real_now()
        )
    screen = Caller(ana.client, ana.post("/pair", {"code": code}).get_json()["token"])

    def state() -> str:
        parts = ana.get("/locations/downtown/queue").get_json()["parts"]
        return str(next(part["state"] for part in parts if part["name"] == "door"))

    assert screen.post("/heartbeat", {}).status_code == 200
    assert state() == "up"
    clock.step(seconds=30)
    assert state() == "up"
    clock.step(seconds=25)
    assert state() == "down"
    screen.post("/heartbeat", {})
    assert state() == "up"
    screen.post("/heartbeat", {"can_be_heard": False})
    assert state() == "silent"
    screen.post("/heartbeat", {})
    assert state() == "silent", "a screen that has not tested itself again is as it was"
    screen.post("/heartbeat", {"can_be_heard": True})
    assert state() == "up"


def test_a_manager_reads_when_each_screen_was_last_heard_of_and_nobody_else(
    app: App, ana: Agent, mia: Caller, clock: SteppedClock
) -> None:
    for name in ("door", "hall"):
        code = mia.post("/locations/downtown/pairings", {"kind": "kiosk", "name": name}).get_json()["code"]
        if name == "door":
            mia.post("/pair", {"code": code})
    (door,) = mia.get("/locations/downtown/devices").get_json()["devices"]  # the hall's waits for its code
    assert (door["name"], door["kind"], door["state"]) == ("door", "kiosk", "up")
    assert door["seen_at"] == door["paired_at"]
    clock.step(minutes=2)
    (door,) = mia.get("/locations/downtown/devices").get_json()["devices"]
    assert door["state"] == "down"
    assert ana.get("/locations/downtown/devices").status_code == 403
    assert mia.delete(f"/locations/downtown/devices/{door['id']}").status_code == 204
    assert mia.get("/locations/downtown/devices").get_json() == {"devices": []}
