"""A ticket is issued once, numbered from 001, and never when it could not be served."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from queueing.db import Database
from queueing.tickets.model import Ticket, TicketEvent
from tests.cast import Caller, Kiosk, SteppedClock


def test_a_visitor_takes_a_ticket_and_it_says_everything(kiosk: Kiosk) -> None:
    ticket = kiosk.ticket("building-permit", language="es")
    assert ticket["number"].endswith("001")
    assert ticket["state"] == "waiting"
    assert ticket["ahead"] == 0
    assert ticket["language"] == "es"
    assert ticket["issued_at"] == "2026-11-23T15:30:00Z"
    assert ticket["follow_url"].endswith(f"/t/{ticket['id']}")


def test_numbers_count_up_in_each_queue_apart(kiosk: Kiosk) -> None:
    numbers = [
        kiosk.ticket(service)["number"] for service in ("building-permit", "building-permit", "police-report-copy")
    ]
    assert [number[1:] for number in numbers] == ["001", "002", "001"]
    assert numbers[0][0] == numbers[1][0] != numbers[2][0]


def test_numbers_start_again_with_the_locations_own_day(kiosk: Kiosk, clock: SteppedClock) -> None:
    kiosk.ticket()
    clock.step(days=1)
    assert kiosk.ticket()["number"].endswith("001")


def test_a_double_tap_makes_one_ticket(kiosk: Kiosk, database: Database) -> None:
    order = {"service": "building-permit"}
    first = kiosk.post("/locations/downtown/tickets", order, Idempotency_Key="tap-1")
    again = kiosk.post("/locations/downtown/tickets", order, Idempotency_Key="tap-1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json()
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Ticket)) == 1


def test_without_a_key_every_tap_is_its_own_ticket(kiosk: Kiosk) -> None:
    assert kiosk.ticket()["id"] != kiosk.ticket()["id"]


REFUSED = [
    ("nonsense", {"service": "no-such-thing"}, 404, "not-found", "an unknown service"),
    ("emergency", {"service": "crime-in-progress"}, 409, "not-offered", "911 needs no ticket"),
    ("malformed", {"service": ""}, 422, "malformed", "an empty id"),
    ("missing", {}, 422, "malformed", "nothing asked for"),
    ("unknown member", {"service": "building-permit", "name": "Ada"}, 422, "malformed", "no personal data is taken"),
    ("wrong type", {"service": 7}, 422, "malformed", "a number is no id"),
    ("language", {"service": "building-permit", "language": "xx"}, 422, "malformed", "no such language"),
]


@pytest.mark.parametrize(("name", "order", "status", "slug", "why"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_cannot_be_is_refused_and_changes_nothing(
    kiosk: Kiosk, database: Database, name: str, order: dict[str, Any], status: int, slug: str, why: str
) -> None:
    answer = kiosk.post("/locations/downtown/tickets", order)
    problem = answer.get_json()
    assert (answer.status_code, problem["type"]) == (status, slug), why
    assert answer.content_type == "application/problem+json"
    assert problem["detail"]
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(TicketEvent)) == 0


HOURS = [
    (datetime(2026, 11, 23, 13, 59, 59, tzinfo=UTC), 409, "a second before eight on a Monday"),
    (datetime(2026, 11, 23, 14, 0, tzinfo=UTC), 201, "eight o'clock"),
    (datetime(2026, 11, 23, 21, 59, 59, tzinfo=UTC), 201, "the last second before four"),
    (datetime(2026, 11, 23, 22, 0, tzinfo=UTC), 409, "four o'clock: the door is shut"),
    (datetime(2026, 11, 27, 14, 30, tzinfo=UTC), 409, "Fridays open at nine"),
    (datetime(2026, 11, 28, 16, 0, tzinfo=UTC), 409, "a Saturday"),
]


@pytest.mark.parametrize(("moment", "status", "why"), HOURS, ids=[row[2] for row in HOURS])
def test_tickets_are_issued_while_it_is_open(
    kiosk: Kiosk, clock: SteppedClock, moment: datetime, status: int, why: str
) -> None:
    clock.set(moment)
    assert kiosk.post("/locations/downtown/tickets", {"service": "building-permit"}).status_code == status, why


def test_closed_says_when_it_opens_and_whom_to_call(kiosk: Kiosk, clock: SteppedClock) -> None:
    clock.set(datetime(2026, 11, 27, 23, 0, tzinfo=UTC))
    problem = kiosk.post("/locations/downtown/tickets", {"service": "building-permit"}).get_json()
    assert problem["type"] == "closed"
    assert "opens Monday November 30 at 08:00" in problem["detail"]
    assert "612-673-3000" in problem["detail"]
    assert problem["opens_next"] == "2026-11-30T14:00:00+00:00"


def test_the_same_key_answers_even_after_closing(kiosk: Kiosk, clock: SteppedClock) -> None:
    order = {"service": "building-permit"}
    first = kiosk.post("/locations/downtown/tickets", order, Idempotency_Key="late").get_json()
    clock.set(datetime(2026, 11, 23, 22, 0, tzinfo=UTC))
    again = kiosk.post("/locations/downtown/tickets", order, Idempotency_Key="late")
    assert (again.status_code, again.get_json()["number"]) == (200, first["number"])


def test_only_a_kiosk_or_an_agent_issues_and_only_at_home(visitor: Caller, kiosk: Kiosk) -> None:
    order = {"service": "building-permit"}
    assert visitor.post("/locations/downtown/tickets", order).status_code == 401
    assert kiosk.post("/locations/east-lake/tickets", order).status_code == 403
