"""What the ticket's tables hold apart: who is ahead, and one visitor at a counter."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from queueing.db import Database
from queueing.tickets.model import AT_COUNTER, LIVE, State, Ticket, ahead_of
from tests.cast import Kiosk, SteppedClock


def test_ahead_are_those_who_wait_in_the_same_queue_and_are_due_before(
    kiosk: Kiosk, clock: SteppedClock, database: Database
) -> None:
    for service in ("report-theft", "building-permit", "report-theft", "report-theft"):
        kiosk.ticket(service)
        clock.step(minutes=1)
    with database.read() as session:
        tickets = session.scalars(sa.select(Ticket).order_by(Ticket.id)).all()
        assert [ahead_of(session, ticket) for ticket in tickets] == [0, 0, 1, 2]


def test_the_database_itself_lets_a_counter_hold_one_ticket(kiosk: Kiosk, database: Database) -> None:
    for _ in range(2):
        kiosk.ticket("report-theft")
    with pytest.raises(IntegrityError), database.write() as session:
        session.execute(sa.update(Ticket).values(state=State.CALLED, counter="1"))


def test_a_ticket_is_at_a_counter_only_while_it_lives() -> None:
    assert AT_COUNTER < LIVE
    assert State.ENDED not in LIVE


def test_a_counter_holds_only_the_called_and_the_serving() -> None:
    assert AT_COUNTER < LIVE
    assert State.HELD not in AT_COUNTER
