"""The one way a ticket moves: read, ask the table, one conditional UPDATE, one event."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from queueing.db import Database
from queueing.operations.transition import apply, find, hold_still, move, wrong_state
from queueing.refusals import NotFound, WrongState
from queueing.tickets.model import Act, State, Ticket, TicketEvent
from tests.cast import MONDAY_MORNING, Kiosk

SENTENCES = [
    (State.WAITING, None, Act.START, "P001 is waiting, so start does not apply."),
    (State.CALLED, "2", Act.HOLD, "P001 is called to counter 2, so hold does not apply."),
    (State.SERVING, "2", Act.NO_SHOW, "P001 is being served at counter 2, so no-show does not apply."),
    (State.HELD, None, Act.ADD, "P001 is on hold, so adding a service does not apply."),
]


@pytest.mark.parametrize(("state", "counter", "act", "sentence"), SENTENCES, ids=[str(row[2]) for row in SENTENCES])
def test_the_refusal_says_where_the_ticket_is(state: State, counter: str | None, act: Act, sentence: str) -> None:
    refusal = wrong_state(Ticket(number="P001", state=state, counter=counter), act)
    assert refusal.detail == sentence
    assert refusal.facts["state"] == state


def test_a_move_is_one_update_and_one_event_that_keeps_what_was_before(database: Database, kiosk: Kiosk) -> None:
    ticket = kiosk.ticket("report-theft")["id"]
    with database.write() as session:
        moved = move(session, ticket, Act.LEAVE, by="visitor", now=MONDAY_MORNING)
        assert (moved.state, moved.outcome, moved.moves) == ("ended", "left", 2)
        last = session.scalars(sa.select(TicketEvent).order_by(TicketEvent.id.desc()).limit(1)).one()
    assert (last.act, last.from_state, last.to_state, last.seq) == ("leave", "waiting", "ended", 2)
    assert last.detail["before"]["state"] == "waiting"


def test_a_ticket_that_moved_since_it_was_read_is_not_moved_again(database: Database, kiosk: Kiosk) -> None:
    ticket = kiosk.ticket("report-theft")["id"]
    with database.read() as session:
        stale = find(session, ticket)
        session.expunge(stale)
    with database.write() as session:
        move(session, ticket, Act.LEAVE, by="visitor", now=MONDAY_MORNING)
    with database.write() as session, pytest.raises(WrongState):
        session.add(stale)
        apply(session, stale, Act.CALL, {"state": State.CALLED}, by="staff:1", now=MONDAY_MORNING)
    with database.read() as session:
        assert find(session, ticket).state == State.ENDED


def test_what_a_screen_has_not_seen_is_told(database: Database, kiosk: Kiosk) -> None:
    ticket = kiosk.ticket("report-theft")["id"]
    with database.write() as session:
        assert hold_still(session, ticket, seen=1).moves == 1
        with pytest.raises(WrongState, match="Somebody else was first"):
            hold_still(session, ticket, seen=2)
        with pytest.raises(NotFound):
            hold_still(session, "nothing")
