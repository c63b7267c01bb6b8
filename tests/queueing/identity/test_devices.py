"""Pairing codes of screens work once, for a quarter of an hour."""

from __future__ import annotations

from datetime import timedelta

import pytest

from queueing.app import App
from queueing.identity import devices
from queueing.identity.accounts import Role
from queueing.refusals import NotFound
from tests.cast import Caller, Kiosk, SteppedClock


def test_a_pairing_code_works_once_and_not_for_long(app: App, visitor: Caller, clock: SteppedClock) -> None:
    def code() -> str:
        now = app.runtime.real_now()
        with app.runtime.database.write() as session:
            return devices.new_pairing(session, kind=Role.KIOSK, location="downtown", name="door", now=now)[1]

    first, late = code(), code()
    paired = visitor.post("/pair", {"code": first.lower().replace("-", " ")})
    assert paired.status_code == 200
    assert {key: paired.get_json()[key] for key in ("kind", "location", "name")} == {
        "kind": "kiosk",
        "location": "downtown",
        "name": "door",
    }
    assert Kiosk(visitor.client, paired.get_json()["token"]).ticket()["state"] == "waiting"
    assert visitor.post("/pair", {"code": first}).status_code == 404
    in_a_while = app.runtime.real_now() + timedelta(minutes=16)
    with pytest.raises(NotFound), app.runtime.database.write() as session:
        devices.pair(session, code=late, now=in_a_while, seen_at=clock.now())
