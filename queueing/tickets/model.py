"""The ticket and its events: tables, states, outcomes and acts."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from queueing.db import Base, UtcDateTime


class State(StrEnum):
    """The state of a ticket. `held` means set aside by staff, with its seniority kept."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    ENDED = "ended"


AT_COUNTER = frozenset({State.CALLED, State.SERVING})
"""States in which a counter holds the ticket; a counter holds at most one."""

HELD_AT_COUNTER = sa.text("state IN ('called', 'serving')")
"""`AT_COUNTER` as the index of held tickets says it: asked in these words, no history is looked through."""

LIVE = frozenset(State) - {State.ENDED}
"""States of a visitor who is still in the center."""


class Outcome(StrEnum):
    """How a ticket ended; never changed into another."""

    SERVED = "served"
    NO_SHOW = "no_show"
    LEFT = "left"
    NOT_REACHED = "not_reached"
    VOIDED = "voided"


class Act(StrEnum):
    """What can happen to a ticket; each happening is one event."""

    ISSUE = "issue"
    CALL = "call"
    RECALL = "recall"
    START = "start"
    FINISH = "finish"
    NO_SHOW = "no_show"
    HOLD = "hold"
    RESUME = "resume"
    RETURN = "return"
    TRANSFER = "transfer"
    REINSTATE = "reinstate"
    LATER = "later"  # the visitor puts off their own turn
    LEAVE = "leave"
    VOID = "void"
    CLOSE = "close"
    UNDO = "undo"
    ONWARD = "onward"  # one service of a visit is done, the next one follows
    QUICK = "quick"  # served at the desk without a ticket in the visitor's hand
    NOTE = "note"
    ADD = "add"  # another service joins the visit
    DROP = "drop"
    FLAG = "flag"  # the time that this service takes is not representative
    UNFLAG = "unflag"
    INTERPRETER_ASKED = "interp_asked"
    INTERPRETER_ON_LINE = "interp_on"
    INTERPRETER_DONE = "interp_done"


class Priority(StrEnum):
    """The class whose head start a ticket has; see `ordering`."""

    STANDARD = "standard"
    ACCESSIBLE = "accessible"
    APPOINTMENT = "appointment"
    RETURNED = "returned"


class Ticket(Base):
    """One visit. `id` orders and joins; `public_id` is unguessable and is what others see.

    `due_at` is the stored key of `ordering`; before `ready_at` the visitor, who asked for time, is not
    next. `quoted_p50` and `quoted_p90` are the quoted wait in seconds, `quoted_ahead` the number of
    visitors ahead at the issue. `moves` counts the events; an act succeeds only on the count it read,
    which is how races are settled.

    `then` are the services that follow under the same number. A waiting ticket with `for_counter` or
    `for_agent` (an account's name) is called only there; see `counters.eligibility`. `reason` and `note` are what staff
    typed, why it was moved and what the next desk should know, and go after the day; no other column
    could hold personal data. `interpreter` is empty, `asked`, `on_line` or `done`, since `interpreter_at`.
    `idempotency_key` and `request_digest` are what `operations.request_keys` writes.
    """

    __tablename__ = "tickets"
    __table_args__ = (
        sa.UniqueConstraint("location", "day", "number"),
        sa.UniqueConstraint("location", "idempotency_key"),
        sa.Index("ix_tickets_next", "location", "day", "state", "due_at", "id"),
        sa.Index(
            "uq_tickets_at_counter",
            "location",
            "counter",
            unique=True,
            sqlite_where=HELD_AT_COUNTER,
            postgresql_where=HELD_AT_COUNTER,
        ),
    )

    id: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True
    )
    public_id: Mapped[str] = mapped_column(sa.String(32), unique=True)
    location: Mapped[str] = mapped_column(sa.String(64))
    day: Mapped[date]
    number: Mapped[str] = mapped_column(sa.String(8))
    queue: Mapped[str] = mapped_column(sa.String(64))
    service: Mapped[str] = mapped_column(sa.String(96))
    state: Mapped[str] = mapped_column(sa.String(8))
    outcome: Mapped[str | None] = mapped_column(sa.String(12))
    priority: Mapped[str] = mapped_column(sa.String(12))
    language: Mapped[str] = mapped_column(sa.String(12))
    needs: Mapped[list[str]]
    issued_at: Mapped[datetime]
    due_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]
    called_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    counter: Mapped[str | None] = mapped_column(sa.String(16))
    recalls: Mapped[int] = mapped_column(default=0)
    moves: Mapped[int] = mapped_column(default=1)
    quoted_p50: Mapped[float | None] = mapped_column("told_p50")
    quoted_p90: Mapped[float | None] = mapped_column("told_p90")
    quoted_ahead: Mapped[int] = mapped_column("told_ahead", default=0)
    reason: Mapped[str] = mapped_column(sa.String(240), default="")
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    then: Mapped[list[str]] = mapped_column(default=list)
    for_counter: Mapped[str] = mapped_column(sa.String(16), default="")
    for_agent: Mapped[str] = mapped_column(sa.String(64), default="")
    held_at: Mapped[datetime | None]
    held_until: Mapped[datetime | None]
    untimed: Mapped[bool] = mapped_column(default=False)
    interpreter: Mapped[str] = mapped_column(sa.String(8), default="")
    interpreter_at: Mapped[datetime | None]
    idempotency_key: Mapped[str | None] = mapped_column(sa.String(128))
    request_digest: Mapped[str | None] = mapped_column(sa.String(64))


class TicketEvent(Base):
    """One event of a ticket; never changed. Figures, audit and forecasts read these.

    `by` is the `Actor`. `detail` holds the rest (a reason, the service before a transfer, what an undo
    restores). `seq` counts
    the ticket's own events from 1.
    """

    __tablename__ = "ticket_events"
    __table_args__ = (
        sa.UniqueConstraint("ticket_id", "seq"),
        sa.Index("ix_ticket_events_day", "location", "day", "id"),
    )

    id: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True
    )
    ticket_id: Mapped[int] = mapped_column(sa.ForeignKey("tickets.id"))
    seq: Mapped[int]
    location: Mapped[str] = mapped_column(sa.String(64))
    day: Mapped[date]
    at: Mapped[datetime]
    act: Mapped[str] = mapped_column(sa.String(12))
    by: Mapped[str] = mapped_column(sa.String(48))
    counter: Mapped[str | None] = mapped_column(sa.String(16))
    from_state: Mapped[str | None] = mapped_column(sa.String(8))
    to_state: Mapped[str] = mapped_column(sa.String(8))
    outcome: Mapped[str | None] = mapped_column(sa.String(12))
    queue: Mapped[str] = mapped_column(sa.String(64))
    service: Mapped[str] = mapped_column(sa.String(96))
    detail: Mapped[dict[str, Any]]


def ahead_of(session: Session, ticket: Ticket) -> int:
    """Return how many visitors wait before this one in the same queue."""
    before = (
        sa.select(sa.func.count())
        .select_from(Ticket)
        .where(
            Ticket.location == ticket.location,
            Ticket.day == ticket.day,
            Ticket.state == State.WAITING,
            Ticket.queue == ticket.queue,
            sa.tuple_(Ticket.due_at, Ticket.id) < sa.tuple_(sa.literal(ticket.due_at, UtcDateTime), ticket.id),
        )
    )
    return session.scalar(before) or 0
