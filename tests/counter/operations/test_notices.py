"""Messages that managers post on the screens."""

from __future__ import annotations

from tests.cast import Caller


def test_a_message_is_shown_to_everybody(mia: Caller, visitor: Caller) -> None:
    posted = mia.post("/locations/downtown/notices", {"words": {"en": "The elevator is out of order."}})
    assert posted.status_code == 201
    assert {"en": "The elevator is out of order."} in visitor.get("/locations/downtown/board").get_json()["notices"]
