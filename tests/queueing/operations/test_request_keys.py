"""A key is bound to who sent it and to what was sent with it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from queueing.db import Database
from queueing.operations import TicketOrder, issue
from queueing.operations.request_keys import RequestKey, stated
from queueing.refusals import KeyReused
from queueing.tickets.model import Ticket
from queueing.waits.context import LocationWaits, ViewContext
from services_catalog.catalog import Location
from tests.cast import MONDAY_MORNING, PERMIT, Agent, Caller, Kiosk, packaged

PATH = "/locations/downtown/tickets"
ORDER = {"service": PERMIT, "language": "es", "needs": ["hearing"], "print": False, "then": ["report-theft"]}


def test_the_same_key_and_body_of_one_sender_is_one_ticket(kiosk: Kiosk) -> None:
    first, again = (kiosk.post(PATH, ORDER, Idempotency_Key="tap") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json()["id"] == again.get_json()["id"]


def test_a_body_that_says_the_defaults_is_the_same_body(kiosk: Kiosk) -> None:
    first = kiosk.post(PATH, {"service": PERMIT}, Idempotency_Key="tap")
    again = kiosk.post(PATH, {"service": PERMIT, "language": "en", "needs": [], "then": []}, Idempotency_Key="tap")
    assert (first.get_json()["id"], again.status_code) == (again.get_json()["id"], 200)


OTHER_BODIES = [
    ("service", "report-theft"),
    ("language", "so"),
    ("needs", []),
    ("needs", ["vision"]),
    ("print", True),
    ("then", []),
]


@pytest.mark.parametrize(("member", "value"), OTHER_BODIES, ids=str)
def test_the_same_key_with_another_body_is_refused(kiosk: Kiosk, member: str, value: object) -> None:
    first = kiosk.post(PATH, ORDER, Idempotency_Key="tap").get_json()
    refused = kiosk.post(PATH, {**ORDER, member: value}, Idempotency_Key="tap")
    assert (refused.status_code, refused.get_json()["type"]) == (409, "key-reused")
    assert first["id"] not in refused.text
    assert first["number"] not in refused.text
    assert kiosk.post(PATH, ORDER, Idempotency_Key="tap").get_json()["id"] == first["id"], "the first stands"


def test_somebody_elses_key_shows_nothing_of_theirs(kiosk: Kiosk, ana: Agent, ben: Agent) -> None:
    answers = [sender.post(PATH, ORDER, Idempotency_Key="tap") for sender in (kiosk, ana, ben)]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.get_json()["id"] for answer in answers}) == 3
    again = [sender.post(PATH, ORDER, Idempotency_Key="tap") for sender in (kiosk, ana, ben)]
    assert [answer.get_json()["id"] for answer in again] == [answer.get_json()["id"] for answer in answers]


def test_one_key_is_for_a_ticket_or_for_a_quick_service_at_one_counter(ana: Agent, ben: Agent) -> None:
    ana.open()
    issued = ana.post(PATH, {"service": PERMIT}, Idempotency_Key="one")
    quick = ana.post(f"{ana.desk}/quick", {"service": PERMIT}, Idempotency_Key="one")
    assert (issued.status_code, quick.status_code, quick.get_json()["type"]) == (201, 409, "key-reused")
    ana.post(f"{ana.desk}/quick", {"service": PERMIT}, Idempotency_Key="two")
    elsewhere = ana.post(f"{ben.desk}/quick", {"service": PERMIT}, Idempotency_Key="two")
    assert (elsewhere.status_code, elsewhere.get_json()["type"]) == (409, "key-reused")


def test_what_a_ticket_keeps_is_no_key_that_anybody_could_send(kiosk: Kiosk, ana: Agent, database: Database) -> None:
    mine = kiosk.post(PATH, ORDER, Idempotency_Key="tap").get_json()["id"]
    with database.read() as session:
        stored = session.scalars(sa.select(Ticket.idempotency_key)).one()
    assert stored
    assert stored != "tap"
    for sender in (kiosk, ana):
        assert sender.post(PATH, ORDER, Idempotency_Key=stored).get_json()["id"] != mine


def test_a_ticket_of_before_keys_were_bound_answers_to_its_own_sender(
    kiosk: Kiosk, ana: Agent, database: Database
) -> None:
    old = kiosk.post(PATH, ORDER, Idempotency_Key="tap").get_json()["id"]
    with database.write() as session:
        session.execute(sa.update(Ticket).values(idempotency_key="tap", request_digest=None))
    again = kiosk.post(PATH, ORDER, Idempotency_Key="tap")
    assert (again.status_code, again.get_json()["id"]) == (200, old)
    other = ana.post(PATH, ORDER, Idempotency_Key="tap")
    assert (other.status_code, other.get_json()["id"] != old) == (201, True)


def test_without_a_key_each_is_its_own(visitor: Caller, kiosk: Kiosk) -> None:
    assert len({kiosk.ticket()["id"] for _ in range(2)}) == 2
    key = RequestKey("downtown", None, "device:1", ("order",))
    assert (key.stored, key.digest) == (None, None)


def test_both_databases_hold_a_key_to_one_order(either: Database, downtown: Location) -> None:
    context = ViewContext(packaged(), downtown, MONDAY_MORNING, forecast=lambda: LocationWaits({}, {}))

    def order(by: str, service: str = PERMIT) -> str:
        with either.write() as session:
            wanted = TicketOrder(service, idempotency_key="tap")
            return issue(session, context=context, order=wanted, by=by)[0].number

    assert [order("device:1"), order("device:2"), order("device:1")] == ["P001", "P002", "P001"]
    with pytest.raises(KeyReused):
        order("device:1", "report-theft")


def test_a_phones_code_is_one_ticket_whatever_it_asks_for_and_no_key_shows_it(
    kiosk: Kiosk, database: Database, downtown: Location
) -> None:
    context = ViewContext(packaged(), downtown, MONDAY_MORNING, forecast=lambda: LocationWaits({}, {}))

    def order(service: str, by: str) -> str:
        with database.write() as session:
            wanted = TicketOrder(service, phone_code="scanned")
            return issue(session, context=context, order=wanted, by=by)[0].public_id

    first = order(PERMIT, "visitor")
    assert order("report-theft", "visitor") == first
    assert order(PERMIT, "staff:1") == first, "also in a browser where staff are signed in"
    for key in ("scanned", "phone:scanned"):
        assert kiosk.post(PATH, {"service": PERMIT}, Idempotency_Key=key).get_json()["id"] != first


def test_only_what_is_not_by_default_is_said() -> None:
    assert stated(TicketOrder(PERMIT, needs=("vision",))) == {"service": PERMIT, "needs": ("vision",)}
