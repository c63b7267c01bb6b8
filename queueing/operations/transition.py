"""The one way a ticket moves: read it, ask the table, one conditional UPDATE, one event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.db import mark_changed
from queueing.operations.event_time import event_time
from queueing.refusals import CounterBusy, NotFound, WrongState
from queueing.tickets.model import HELD_AT_COUNTER, Act, State, Ticket, TicketEvent
from queueing.tickets.moves import MARKS, MOVES

RESTORABLE = (
    "state",
    "outcome",
    "counter",
    "queue",
    "service",
    "priority",
    "due_at",
    "ready_at",
    "called_at",
    "started_at",
    "ended_at",
    "recalls",
    "reason",
    "note",
    "then",
    "quoted_p50",
    "quoted_p90",
    "for_counter",
    "for_agent",
    "held_at",
    "held_until",
    "untimed",
    "interpreter",
    "interpreter_at",
)
"""The columns that an act may change, and that undo puts back."""

OFF_COUNTER = {
    "counter": None,
    "called_at": None,
    "started_at": None,
    "recalls": 0,
    "held_at": None,
    "held_until": None,
    "untimed": False,
    "interpreter": "",
    "interpreter_at": None,
}
"""What a ticket forgets when it leaves a counter for the queue; its events keep it."""

IN_WORDS = {
    State.WAITING: "is waiting",
    State.CALLED: "is called to counter {counter}",
    State.SERVING: "is being served at counter {counter}",
    State.HELD: "is on hold",
    State.ENDED: "has ended",
}

IN_SPEECH = {
    Act.ONWARD: "finish",
    Act.ADD: "adding a service",
    Act.DROP: "taking a service off",
    Act.INTERPRETER_ASKED: "asking for an interpreter",
    Act.INTERPRETER_ON_LINE: "an interpreter on the line",
    Act.INTERPRETER_DONE: "an interpreter being done",
}
"""How an act is said in a refusal, where its own name would not do."""


def find(session: Session, ticket: str, *, lock: bool = False) -> Ticket:
    """Return the ticket of that public id as it is now, locked on request; raise NotFound."""
    wanted = sa.select(Ticket).where(Ticket.public_id == ticket)
    if lock:
        wanted = wanted.with_for_update()
    found = session.scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise NotFound("There is no such ticket.")
    return found


def hold_still(session: Session, ticket: str, *, seen: int | None = None) -> Ticket:
    """Return the ticket, locked until this transaction ends.

    `seen` is the number of moves that the caller's screen has shown. Raises NotFound, or WrongState when
    the ticket has moved since.
    """
    found = find(session, ticket, lock=True)
    if seen is not None and found.moves != seen:
        raise WrongState(
            f"Somebody else was first: {found.number} {_where(found)}.",
            state=found.state,
            counter=found.counter,
            outcome=found.outcome,
        )
    return found


def wrong_state(ticket: Ticket, act: Act) -> WrongState:
    """Return the refusal that says where the ticket is."""
    said = IN_SPEECH.get(act, act.value.replace("_", "-"))
    return WrongState(
        f"{ticket.number} {_where(ticket)}, so {said} does not apply.",
        state=ticket.state,
        counter=ticket.counter,
        outcome=ticket.outcome,
    )


def move(
    session: Session,
    ticket: str | Ticket,
    act: Act,
    *,
    by: str,
    now: datetime,
    detail: dict[str, Any] | None = None,
    at_counter: str | None = None,
    values: Mapping[str, Any] | None = None,
) -> Ticket:
    """Do `act` to a ticket by the table of moves, set `values` with it, and record the event.

    `at_counter` is where it happened, when that is not the ticket's own counter. Raises
    WrongState when the table has no such move, or when another act was first.
    """
    read = ticket if isinstance(ticket, Ticket) else find(session, ticket)
    rule = MOVES[act]
    if read.state not in rule.sources:
        raise wrong_state(read, act)
    ends = now if rule.target is State.ENDED else None
    new = {**(values or {}), "state": rule.target, "outcome": rule.outcome, "ended_at": ends}
    return apply(session, read, act, new, by=by, now=now, detail=detail, at_counter=at_counter)


def mark(
    session: Session,
    ticket: Ticket,
    act: Act,
    *,
    by: str,
    now: datetime,
    values: Mapping[str, Any],
    detail: dict[str, Any] | None = None,
) -> Ticket:
    """Do an act that leaves the ticket where it stands. Raises WrongState as `move` does."""
    if ticket.state not in MARKS[act]:
        raise wrong_state(ticket, act)
    return apply(session, ticket, act, dict(values), by=by, now=now, detail=detail)


def apply(
    session: Session,
    ticket: Ticket,
    act: Act,
    values: dict[str, Any],
    *,
    by: str,
    now: datetime,
    detail: dict[str, Any] | None = None,
    at_counter: str | None = None,
) -> Ticket:
    """Set `values` if the ticket has not moved since it was read; the event keeps the values before.

    Where the clock is behind the location's latest event or the ticket's own, that moment stands for `now`.
    """
    at = max([event_time(session, ticket.location, ticket.day, now), *_moments(ticket)])
    values = {name: at if value == now else value for name, value in values.items()}
    before = {name: _plain(getattr(ticket, name)) for name in RESTORABLE}
    from_state, counter = ticket.state, at_counter or ticket.counter
    seq = ticket.moves + 1
    done = session.execute(
        sa.update(Ticket)
        .where(Ticket.id == ticket.id, Ticket.moves == ticket.moves)
        .values(**values, moves=seq)
        .execution_options(synchronize_session=False)
    )
    session.refresh(ticket)
    if not done.rowcount:  # type: ignore[attr-defined]  # an UPDATE's result has one
        raise wrong_state(ticket, act)
    add_event(
        session,
        ticket,
        act,
        by=by,
        now=at,
        from_state=from_state,
        counter=ticket.counter or counter,
        detail={**(detail or {}), "before": before},
    )
    return ticket


def add_event(
    session: Session,
    ticket: Ticket,
    act: Act,
    *,
    by: str,
    now: datetime,
    from_state: str | None,
    counter: str | None,
    detail: dict[str, Any],
) -> None:
    """Append what happened to the ticket's life, and mark its location as changed."""
    session.execute(
        sa.insert(TicketEvent).values(
            ticket_id=ticket.id,
            seq=ticket.moves,
            location=ticket.location,
            day=ticket.day,
            at=now,
            act=act,
            by=by,
            counter=counter,
            from_state=from_state,
            to_state=ticket.state,
            outcome=ticket.outcome,
            queue=ticket.queue,
            service=ticket.service,
            detail=detail,
        )
    )
    mark_changed(session, ticket.location)


def held_by(session: Session, location: str, counter: str) -> Ticket | None:
    """Return the ticket that a counter holds, if any."""
    return session.scalar(
        sa.select(Ticket).where(Ticket.location == location, Ticket.counter == counter, HELD_AT_COUNTER)
    )


def refuse_if_busy(session: Session, location: str, counter: str) -> None:
    """Raise CounterBusy when the counter still holds a visitor."""
    if held := held_by(session, location, counter):
        raise CounterBusy(
            f"Counter {counter} still has {held.number}. Finish, return or hold it first.",
            ticket=held.public_id,
            number=held.number,
            state=held.state,
        )


def _moments(ticket: Ticket) -> list[datetime]:
    """Return what has happened in a ticket's life by its row: issued, called, started, ended."""
    moments = (ticket.issued_at, ticket.called_at, ticket.started_at, ticket.ended_at)
    return [moment for moment in moments if moment is not None]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (datetime, date)) else value


def _where(ticket: Ticket) -> str:
    where = IN_WORDS[State(ticket.state)].format(counter=ticket.counter)
    return f"{where} ({ticket.outcome.replace('_', '-')})" if ticket.outcome else where
