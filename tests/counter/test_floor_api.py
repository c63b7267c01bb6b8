"""What managers change: hours, messages. Each with who may not and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Agent, Caller, Kiosk, SteppedClock

TODAY = "/locations/downtown/days/2026-11-23"
NOTICES = "/locations/downtown/notices"


def hours(visitor: Caller) -> list[tuple[str, str]]:
    """Today's hours as anybody sees them."""
    return [(each["opens"], each["closes"]) for each in visitor.get("/locations/downtown").get_json()["hours"]]


# A body, and the hours that follow. The usual ones on a Monday are 08:00 to 16:00.
CHANGES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"closed": True}, []),
    ({"opens": "10:00", "closes": "14:30"}, [("10:00", "14:30")]),
    ({"opens": "08:00", "closes": "09:30"}, [("08:00", "09:30")]),
    ({}, [("08:00", "16:00")]),
]


@pytest.mark.parametrize(("body", "then"), CHANGES, ids=str)
def test_the_hours_of_a_day_are_changed_with_a_reason(
    mia: Caller, visitor: Caller, body: dict[str, Any], then: list[tuple[str, str]]
) -> None:
    answer = mia.put(TODAY, {**body, "reason": "Weather"})
    assert answer.status_code == 200, answer.text
    assert (hours(visitor), answer.get_json()["reason"]) == (then, "Weather")


def test_closed_now_takes_no_more_tickets_and_serves_those_who_hold_one(mia: Caller, kiosk: Kiosk, ana: Agent) -> None:
    ana.open("building-permit")
    held = kiosk.ticket()
    mia.put(TODAY, {"opens": "08:00", "closes": "09:30", "reason": "Power outage"})
    refused = kiosk.post("/locations/downtown/tickets", {"service": "building-permit"})
    assert (refused.status_code, refused.get_json()["type"]) == (409, "closed")
    assert ana.call()["id"] == held["id"]


def test_a_day_is_closed_and_reopened(mia: Caller, kiosk: Kiosk) -> None:
    assert mia.put(TODAY, {"closed": True, "reason": "Weather"}).status_code == 200
    refused = kiosk.post("/locations/downtown/tickets", {"service": "building-permit"})
    assert (refused.status_code, refused.get_json()["type"]) == (409, "closed")
    assert mia.put(TODAY, {"reason": "It has cleared up"}).status_code == 200
    kiosk.ticket()


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (TODAY, {"closed": True}, 422),
        (TODAY, {"closed": True, "reason": ""}, 422),
        (TODAY, {"opens": "10:00", "reason": "Half of it"}, 422),
        (TODAY, {"opens": "16:00", "closes": "08:00", "reason": "Crossed"}, 422),
        (TODAY, {"opens": "08:00Z", "closes": "16:00Z", "reason": "Which zone?"}, 422),
        (TODAY, {"opens": "25:00", "closes": "26:00", "reason": "No such hour"}, 422),
        ("/locations/downtown/days/2026-02-30", {"closed": True, "reason": "No such day"}, 422),
        ("/locations/nowhere/days/2026-11-23", {"closed": True, "reason": "Nowhere"}, 404),
        ("/locations/east-lake/days/2026-11-23", {"closed": True, "reason": "Not mine"}, 403),
    ],
)
def test_hours_that_cannot_be_are_refused(mia: Caller, path: str, body: dict[str, Any], status: int) -> None:
    assert mia.put(path, body).status_code == status


def test_a_message_is_posted_and_taken_down(mia: Caller, visitor: Caller, ana: Agent) -> None:
    words = {"en": "The elevator is out of order.", "es": "El ascensor no funciona."}
    assert mia.post(NOTICES, {"words": words}).status_code == 201
    (posted,) = mia.get("/locations/downtown/queue").get_json()["posted"]
    assert posted["words"] == words
    assert words in visitor.get("/locations/downtown/board").get_json()["notices"]
    answer = mia.delete(f"{NOTICES}/{posted['id']}")
    assert (answer.status_code, answer.get_json()["notices"]) == (200, [])
    assert mia.get("/locations/downtown/queue").get_json()["posted"] == []
    again = mia.delete(f"{NOTICES}/{posted['id']}")
    assert (again.status_code, again.get_json()["detail"]) == (404, "That message is not up.")


@pytest.mark.parametrize(
    "words",
    [{}, {"es": "Sin inglés"}, {"en": ""}, {"en": " "}, {"en": "x" * 241}, {"en": "Hello", "klingon": "nuqneH"}],
    ids=str,
)
def test_a_message_needs_english_and_known_languages(mia: Caller, words: dict[str, str]) -> None:
    answer = mia.post(NOTICES, {"words": words})
    assert (answer.status_code, answer.get_json()["type"]) == (422, "malformed")


@pytest.mark.parametrize("name", ["visitor", "kiosk", "ana"])
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", TODAY, {"closed": True, "reason": "Mischief"}),
        ("POST", NOTICES, {"words": {"en": "Mischief"}}),
        ("DELETE", f"{NOTICES}/1", None),
    ],
)
def test_only_managers_run_the_floor(
    request: pytest.FixtureRequest, name: str, method: str, path: str, body: dict[str, Any] | None
) -> None:
    caller: Caller = request.getfixturevalue(name)
    assert caller._call(method, path, body).status_code == (401 if name == "visitor" else 403)


def test_a_posted_message_outlives_the_day_until_it_is_taken_down(
    mia: Caller, visitor: Caller, clock: SteppedClock
) -> None:
    mia.post(NOTICES, {"words": {"en": "Closed on Thanksgiving."}})
    clock.step(days=2)
    assert visitor.get("/locations/downtown").get_json()["notices"] == [{"en": "Closed on Thanksgiving."}]
    (posted,) = mia.get("/locations/downtown/queue").get_json()["posted"]
    assert mia.delete(f"{NOTICES}/{posted['id']}").status_code == 200
    assert visitor.get("/locations/downtown").get_json()["notices"] == []


QUEUE = "/locations/downtown/queues/permits"
SAID = "Hoy ya no se dan turnos para esto. El sistema para esto no funciona ahora. Abrimos: mañana a las 8:00 a.m."


def test_a_closed_queue_says_why_in_every_language_and_serves_who_holds_a_ticket(
    mia: Caller, kiosk: Kiosk, ana: Agent, visitor: Caller
) -> None:
    ana.open("building-permit")
    held = kiosk.ticket()
    closed = mia.put(QUEUE, {"open": False, "reason": "The system for this does not work now."})
    assert closed.get_json() == {"id": "permits", "open": False, "reason": "The system for this does not work now."}
    lines = visitor.get("/locations/downtown/board").get_json()["waiting"]
    told = next(line["closed"] for line in lines if line["letter"] == "P")
    assert told["es"] == SAID
    assert sorted(told) == ["en", "es", "hmn", "so"]
    assert [line["letter"] for line in lines if line["closed"]] == ["P"]
    refused = kiosk.post("/locations/downtown/tickets", {"service": "building-permit"})
    assert (refused.status_code, refused.get_json()["type"]) == (409, "not-offered")
    assert ana.call()["id"] == held["id"]
    added = ana.post("/locations/downtown/tickets", {"service": "building-permit"})
    assert added.status_code == 201, "staff add whom they see fit"
    offered = {each["id"]: each for each in visitor.get("/locations/downtown/services?lang=es").get_json()["services"]}
    assert (offered["building-permit"]["offered"], offered["building-permit"]["reason"]) == (False, told["es"])
    assert offered["report-theft"]["offered"]
    assert mia.put(QUEUE, {"open": True}).get_json()["open"]
    kiosk.ticket()


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (QUEUE, {"open": False}, 422),
        (QUEUE, {"open": False, "reason": "  "}, 422),
        (QUEUE, {"open": True}, 409),
        ("/locations/downtown/queues/nothing", {"open": False, "reason": "?"}, 404),
        ("/locations/east-lake/queues/info", {"open": False, "reason": "?"}, 403),
    ],
)
def test_a_queue_that_cannot_be_closed_or_opened(mia: Caller, path: str, body: dict[str, Any], status: int) -> None:
    assert mia.put(path, body).status_code == status


def test_a_message_goes_when_its_time_has_come(mia: Caller, visitor: Caller, clock: SteppedClock) -> None:
    words = {"en": "Free flu shots until noon.", "es": "Vacunas gratis.", "so": "Tallaal.", "hmn": "Txhaj tshuaj."}
    assert mia.post(NOTICES, {"words": words, "until": "2026-11-23T09:00:00-06:00"}).status_code == 409
    assert mia.post(NOTICES, {"words": words, "until": "2026-11-23T12:00:00-06:00"}).status_code == 201
    (posted,) = mia.get("/locations/downtown/queue").get_json()["posted"]
    clock.step(hours=2.4)
    assert visitor.get("/locations/downtown").get_json()["notices"] == [words]
    clock.step(hours=0.1)
    assert visitor.get("/locations/downtown").get_json()["notices"] == []
    assert visitor.get("/locations/downtown/board").get_json()["notices"] == []
    assert mia.delete(f"{NOTICES}/{posted['id']}").status_code == 404


def test_a_ticket_is_found_by_its_number_ended_or_not(mia: Caller, kiosk: Kiosk, eli: Agent) -> None:
    ticket = kiosk.ticket()
    kiosk.post(f"/tickets/{ticket['id']}/leave")
    (found,) = mia.get("/locations/downtown/tickets?number=p001").get_json()["tickets"]
    assert (found["id"], found["outcome"]) == (ticket["id"], "left")
    assert mia.get("/locations/downtown/tickets?number=P777").get_json() == {"tickets": []}
    assert eli.get("/locations/downtown/tickets?number=P001").status_code == 403
