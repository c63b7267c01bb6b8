"""A ticket is issued once a key, with its number and first event, or not at all."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from queueing import operations
from queueing.operations import TicketOrder
from queueing.refusals import LocationClosed, NotFound, NotOffered, TooLateToday
from queueing.schemas import Wait
from queueing.tickets.model import Ticket, TicketEvent
from queueing.waits.context import LocationWaits, ViewContext
from tests.queueing.operations.conftest import Center

QUEUE = "reports"


def issued(center: Center, waits: LocationWaits, *, by_staff: bool = False) -> Ticket:
    """Issue a ticket with these forecasts."""
    context = ViewContext(center.catalog, center.location, center.now, forecast=lambda: waits)
    with center.database.write() as session:
        order = TicketOrder("report-theft", by_staff=by_staff)
        ticket, _ = operations.issue(session, context=context, order=order, by="visitor")
        session.flush()
        session.expunge(ticket)
        return ticket


def test_numbers_run_by_letter_and_the_same_key_is_the_same_ticket(center: Center) -> None:
    first = center.issue(idempotency_key="tap-1")
    assert center.issue(idempotency_key="tap-1") == first
    second, permit = center.issue(), center.issue("building-permit")
    numbers = [center.read(ticket).number for ticket in (first, second, permit)]
    assert numbers == ["R001", "R002", "P001"]


def test_the_forecast_of_joining_is_the_quoted_wait(center: Center) -> None:
    wait = Wait(p50_seconds=600, p90_seconds=1200, low_minutes=10, high_minutes=20)
    ticket = issued(center, LocationWaits({}, {QUEUE: wait}))
    assert (ticket.quoted_p50, ticket.quoted_p90, ticket.quoted_ahead) == (600, 1200, 0)
    with center.database.read() as session:
        event = session.scalars(sa.select(TicketEvent)).one()
    assert event.detail["told_seconds"] == [600.0, 1200.0], "the figures read it of the event"


def test_after_the_last_call_only_staff_add_a_visitor(center: Center) -> None:
    hopeless = LocationWaits({}, {}, in_time={QUEUE: 0.0})
    with pytest.raises(TooLateToday):
        issued(center, hopeless)
    assert issued(center, hopeless, by_staff=True).number == "R001", "the refusal used up no number"


@pytest.mark.parametrize(
    ("service", "refusal"),
    [("no-such-service", NotFound), ("crime-prevention", NotOffered)],
    ids=["unknown", "another center's"],
)
def test_what_gives_no_ticket_here_is_refused(center: Center, service: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        center.issue(service)


def test_a_closed_center_gives_none(center: Center) -> None:
    center.step(hours=9)
    with pytest.raises(LocationClosed):
        center.issue()
