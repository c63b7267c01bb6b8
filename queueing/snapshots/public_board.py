"""The public view of a location: calls, waiting counts, waits and notices, without anything about a person.

A view is whole, never a delta, and read in one transaction; `version` is read first, so a view is
never older than its version says.
"""

from __future__ import annotations

from collections import Counter as Tally
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.calendar.closed_queues import closed_lines
from queueing.calendar.hours import hours_of
from queueing.calendar.notices import notices_of
from queueing.counters.current_queues import CurrentQueues
from queueing.counters.status import served_queues
from queueing.db import version_of
from queueing.schemas import (
    BoardQueue,
    BoardView,
    Call,
    QueueClosingRisk,
)
from queueing.tickets.model import State, Ticket, TicketEvent
from queueing.waits.context import ViewContext
from queueing.waits.last_call import LastCall, services_joining

RECENT_CALLS = 8


def board_view(session: Session, context: ViewContext) -> BoardView:
    """Return the public view of a location: no ids, no service, no person."""
    version = version_of(session, context.location.id)
    hours = hours_of(session, context.location)
    queues = CurrentQueues.of(context.catalog, context.location)
    waiting = _waiting(session, context, queues)
    served = served_queues(session, context.location, queues)
    closed = closed_lines(session, context.location, context.now)
    closing = LastCall(session, context)
    shown = context.catalog.queues_at(context.location.id)
    return BoardView(
        location=context.location.id,
        name=dict(context.location.name),
        version=version,
        at=context.now,
        simulated=context.simulated,
        open=hours.is_open(context.now),
        closes_at=hours.closes_at(context.now),
        opens_next=hours.opens_next(context.now),
        timezone=context.location.timezone,
        languages=list(context.location.languages),
        phone=context.location.phone,
        called=_calls(session, context, called_now=True),
        recent=_calls(session, context, called_now=False),
        waiting=[
            *(
                BoardQueue(
                    letter=queue.letter,
                    name=None if queue.discreet else dict(queue.name),
                    waiting=waiting[queue.id] + waiting[queue.letter],
                    wait=context.waits.by_queue.get(queue.id),
                    served=queue.id in served,
                    closed=closed.get(queue.id),
                    closing=_queue_closing_risk(closing, queue.id),
                )
                for queue in shown
            ),
            *(
                BoardQueue(letter=letter, name=None, waiting=waiting[letter], wait=None, served=bool(served))
                for letter in sorted(waiting.keys() - {name for queue in shown for name in (queue.id, queue.letter)})
            ),
        ],
        notices=notices_of(session, context.location, context.now),
    )


def _waiting(session: Session, context: ViewContext, queues: CurrentQueues) -> Tally[str]:
    """Return how many wait, by the id of their queue; of those whose queue and service are gone, by their letter."""
    waiting = sa.select(Ticket.queue, Ticket.service, Ticket.number).where(
        *todays_tickets(context), Ticket.state == State.WAITING
    )
    return Tally(queues.queue(queue, service) or number[0] for queue, service, number in session.execute(waiting))


def _queue_closing_risk(closing: LastCall, queue: str) -> QueueClosingRisk | None:
    context = closing.context
    risk = closing.risk(services_joining(context, queue))
    if risk is None:
        return None
    words = {tag: risk.sentence(tag, context.now) for tag in context.location.languages}
    return QueueClosingRisk(unlikely=risk.unlikely, words=words)


def todays_tickets(context: ViewContext) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions that pick the tickets of the location's present day."""
    return Ticket.location == context.location.id, Ticket.day == context.location.hours.day_of(context.now)


def _calls(session: Session, context: ViewContext, *, called_now: bool) -> list[Call]:
    columns = (Ticket.number, Ticket.counter, Ticket.called_at, Ticket.recalls, Ticket.language)
    chosen = sa.select(*columns).where(
        *todays_tickets(context), Ticket.called_at.is_not(None), Ticket.counter.is_not(None)
    )
    chosen = chosen.where(Ticket.state == State.CALLED) if called_now else chosen.limit(RECENT_CALLS)
    rows = session.execute(chosen.order_by(Ticket.called_at.desc(), Ticket.id.desc()))
    return [
        Call(number=number, counter=counter, called_at=called_at, recalls=recalls, language=language)
        for number, counter, called_at, recalls, language in rows
        if counter is not None and called_at is not None
    ]


def language_of_call(session: Session, *, location: str, day: date, number: str, counter: str) -> str | None:
    """Return the language of the visitor whose number was called to a counter that day; None if it was not called."""
    return session.scalar(
        sa.select(Ticket.language)
        .join(TicketEvent, TicketEvent.ticket_id == Ticket.id)
        .where(
            Ticket.location == location,
            Ticket.day == day,
            Ticket.number == number,
            TicketEvent.to_state == State.CALLED,
            TicketEvent.counter == counter,
        )
        .limit(1)
    )
