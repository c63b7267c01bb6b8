"""The visitor's side of the API: what is offered, where, when, and in which language."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from queueing.tickets.needs import Need
from tests.cast import Agent, Caller, Kiosk, SteppedClock


def test_both_centers_are_listed_with_what_a_visitor_must_know(visitor: Caller) -> None:
    places = {location["id"]: location for location in visitor.get("/locations").get_json()["locations"]}
    assert set(places) == {"downtown", "east-lake"}
    downtown = places["downtown"]
    assert downtown["open"] is True
    assert downtown["closes_at"] == "2026-11-23T22:00:00Z"
    assert downtown["hours"] == [{"opens": "08:00", "closes": "16:00"}]
    assert downtown["timezone"] == "America/Chicago"
    assert downtown["phone"] == "612-673-3000"


def test_a_closed_location_shows_when_it_opens(visitor: Caller, clock: SteppedClock) -> None:
    clock.set(datetime(2026, 11, 24, 16, 0, tzinfo=UTC))
    east_lake = visitor.get("/locations/east-lake").get_json()
    assert (east_lake["open"], east_lake["opens_next"]) == (False, "2026-11-24T17:00:00Z"), "Tuesdays from eleven"


def test_services_say_what_is_offered_and_why_not(visitor: Caller) -> None:
    found = visitor.get("/locations/downtown/services").get_json()["services"]
    kinds = {service["kind"] for service in found}
    assert kinds == {"ticket", "referral", "emergency"}
    for service in found:
        assert service["offered"] == (service["kind"] == "ticket"), service
        assert (service["reason"] is None) == service["offered"]


def test_a_closed_location_offers_no_service_and_gives_the_reason(visitor: Caller, clock: SteppedClock) -> None:
    clock.set(datetime(2026, 11, 28, 16, 0, tzinfo=UTC))
    found = visitor.get("/locations/downtown/services").get_json()["services"]
    assert not any(service["offered"] for service in found)
    assert {service["reason"] for service in found if service["kind"] == "ticket"} == {"Closed now."}


def test_search_knows_every_language_whatever_the_answer_is_in(visitor: Caller) -> None:
    for phrase in ("gun permit", "permiso para comprar un arma", "gun permt"):
        best = visitor.get(f"/locations/downtown/services?q={phrase}&lang=es&limit=3").get_json()["services"]
        assert "firearm-permit" in [service["id"] for service in best], phrase
        assert len(best) <= 3


def test_a_wait_is_shown_where_a_counter_serves(visitor: Caller, ana: Agent) -> None:
    def wait() -> object:
        found = visitor.get("/locations/downtown/services?q=report theft&limit=1").get_json()["services"]
        return found[0]["wait"]

    assert wait() is None
    ana.open()
    assert wait() is not None


def test_another_locations_services_are_listed_on_request(visitor: Caller) -> None:
    asked = "/locations/east-lake/services?q=building+permit"
    near = (visitor.get(asked).get_json() or {})["services"]
    assert "building-permit" not in [one["id"] for one in near]
    first = (visitor.get(f"{asked}&everywhere=true").get_json() or {})["services"][0]
    assert (first["id"], first["offered"]) == ("building-permit", False)
    assert first["reason"] == "This service is not offered here."
    every = (visitor.get("/locations/east-lake/services?everywhere=true").get_json() or {})["services"]
    assert len(every) >= 250


@pytest.mark.parametrize("personal", ["name", "phone", "email", "address"])
def test_personal_data_is_refused(kiosk: Kiosk, personal: str) -> None:
    refused = kiosk.post("/locations/downtown/tickets", {"service": "building-permit", personal: "Ana"})
    assert (refused.status_code, refused.get_json()["type"]) == (422, "malformed")
    assert kiosk.ticket()["ahead"] == 0


@pytest.mark.parametrize("need", ["zzz", "Accessible", ""])
def test_an_unknown_need_is_refused_and_the_known_ones_are_named(kiosk: Kiosk, need: str) -> None:
    answer = kiosk.post("/locations/downtown/tickets", {"service": "report-theft", "needs": [need]})
    assert (answer.status_code, answer.get_json()["type"]) == (422, "malformed")
    assert "sign-language" in answer.get_json()["detail"], "the clerk reads which needs there are"


@pytest.mark.parametrize("need", list(Need))
def test_every_known_need_is_taken(kiosk: Kiosk, need: Need) -> None:
    assert kiosk.ticket("report-theft", needs=[need])["needs"] == [need]
