"""The staff's view of a location: live tickets, counters, queues, slips in doubt, today's figures."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.alerts.catalog_changes import NO_LONGER_OFFERED, catalog_changes
from queueing.alerts.equipment import equipment_of
from queueing.alerts.rules import with_attention
from queueing.calendar.hours import hours_of
from queueing.calendar.notices import notices_of, posted_at
from queueing.counters.current_queues import EVERY_COUNTER, CurrentQueues
from queueing.counters.eligibility import AgentByCounter, is_staffed, only_at
from queueing.counters.status import counter_states, counter_views, open_counters
from queueing.db import version_of
from queueing.i18n import STAFF_LANGUAGE
from queueing.printing import troubled_jobs
from queueing.schemas import (
    DayFigures,
    DoubtfulSlip,
    Named,
    Posted,
    QueueFigures,
    QueueView,
    StaffTicket,
)
from queueing.snapshots.public_board import todays_tickets
from queueing.snapshots.ticket import holder_facts, services_to_come
from queueing.statistics import fold_visits, summarise
from queueing.tickets.model import LIVE, State, Ticket, TicketEvent
from queueing.tickets.moves import REINSTATABLE
from queueing.waits.context import ViewContext
from services_catalog.catalog import Queue, in_language

SLIPS_SINCE = timedelta(hours=2)
"""How far back a slip that may not have been printed is still reported."""


def queue_view(session: Session, context: ViewContext) -> QueueView:
    """Return the staff's view of a location: every live ticket, counters, queues and today's figures."""
    version = version_of(session, context.location.id)
    hours = hours_of(session, context.location)
    tickets = session.scalars(
        sa.select(Ticket).where(*todays_tickets(context), Ticket.state.in_(LIVE)).order_by(Ticket.due_at, Ticket.id)
    ).all()
    states = counter_states(session, context.location)
    current = CurrentQueues.of(context.catalog, context.location)
    view = QueueView(
        location=context.location.id,
        name=in_language(context.location.name, STAFF_LANGUAGE),
        version=version,
        at=context.now,
        simulated=context.simulated,
        open=hours.is_open(context.now),
        closes_at=hours.closes_at(context.now),
        opens_next=hours.opens_next(context.now),
        timezone=context.location.timezone,
        tickets=_staff_tickets(
            context, tickets, {desk: seat.agent for desk, seat in states.items() if is_staffed(seat)}, current
        ),
        missed=_missed(session, context),
        slips=_doubtful_slips(session, context, tickets),
        counters=counter_views(context.location, states, tickets, current),
        queues=_queues(context, tickets, open_counters(context.location, states, current), current),
        today=today_figures(session, context),
        parts=equipment_of(session, context.location, context.now, context.pace),
        notices=notices_of(session, context.location, context.now),
        posted=[
            Posted(id=each.id, words=each.words, until=each.until)
            for each in posted_at(session, context.location, context.now)
        ],
    )
    changes = catalog_changes(context.catalog, context.location, tickets, current)
    return with_attention(session, context.location, view, changes, context.clock_step)


def today_figures(session: Session, context: ViewContext) -> DayFigures:
    """Return the day's figures so far, folded from its events."""
    events = session.execute(
        sa.select(
            TicketEvent.ticket_id,
            TicketEvent.at,
            TicketEvent.act,
            TicketEvent.queue,
            TicketEvent.service,
            TicketEvent.outcome,
        )
        .where(
            TicketEvent.location == context.location.id, TicketEvent.day == context.location.hours.day_of(context.now)
        )
        .order_by(TicketEvent.ticket_id, TicketEvent.seq)
    )
    visits = fold_visits(events)
    return summarise(visits, context.catalog.target_seconds({turn.queue for visit in visits for turn in visit.turns}))


def _doubtful_slips(session: Session, context: ViewContext, tickets: Sequence[Ticket]) -> list[DoubtfulSlip]:
    live = {ticket.id: ticket for ticket in tickets}
    jobs = troubled_jobs(session, location=context.location.id, since=context.now - SLIPS_SINCE)
    return [
        DoubtfulSlip(
            ticket=live[job.ticket_id].public_id,
            number=live[job.ticket_id].number,
            printer=job.printer,
            state=job.state,
            at=job.created_at,
        )
        for job in jobs
        if job.ticket_id in live
    ]


def _missed(session: Session, context: ViewContext) -> list[StaffTicket]:
    since = context.now - timedelta(minutes=context.location.rules.reinstate_minutes)
    tickets = session.scalars(
        sa.select(Ticket)
        .where(*todays_tickets(context), Ticket.outcome.in_(REINSTATABLE), Ticket.ended_at >= since)
        .order_by(Ticket.ended_at.desc(), Ticket.id.desc())
    )
    return [_staff_ticket(context, ticket, None) for ticket in tickets]


def _staff_tickets(
    context: ViewContext, tickets: Sequence[Ticket], staffed: AgentByCounter, current: CurrentQueues
) -> list[StaffTicket]:
    seen: Tally[str] = Tally()
    views = []
    for ticket in tickets:
        waiting = ticket.state == State.WAITING
        ahead = seen[ticket.queue] if waiting else None
        seen[ticket.queue] += waiting
        only = only_at(ticket.for_counter, ticket.for_agent, staffed) if waiting else ()
        view = _staff_ticket(context, ticket, ahead, sorted(only))
        present = current.queue(ticket.queue, ticket.service)
        views.append(view.model_copy(update={"queue": present or ticket.queue, "anywhere": present == EVERY_COUNTER}))
    return views


def _staff_ticket(context: ViewContext, ticket: Ticket, ahead: int | None, only: Sequence[str] = ()) -> StaffTicket:
    service = context.catalog.service(ticket.service)
    gone = "" if ticket.service in context.catalog.services else NO_LONGER_OFFERED
    language = context.catalog.languages.get(ticket.language)
    facts = holder_facts(context, ticket)
    facts["service"] = Named(id=ticket.service, name=in_language(service.name, STAFF_LANGUAGE) + gone)
    facts["bring"] = in_language(service.bring, STAFF_LANGUAGE)
    facts["then"] = services_to_come(context, ticket, STAFF_LANGUAGE)
    return StaffTicket(
        **facts,
        ahead=ahead,
        queue=ticket.queue,
        priority=ticket.priority,
        due_at=ticket.due_at,
        recalls=ticket.recalls,
        reason=ticket.reason,
        note=ticket.note,
        for_counter=ticket.for_counter,
        for_agent=ticket.for_agent,
        only_at=list(only),
        held_at=ticket.held_at,
        held_for=ticket.counter if ticket.state == State.HELD else None,
        held_until=ticket.held_until,
        untimed=ticket.untimed,
        interpreting=ticket.interpreter,
        interpreting_since=ticket.interpreter_at,
        waited_seconds=max(((ticket.called_at or context.now) - ticket.issued_at).total_seconds(), 0.0),
        target_seconds=context.catalog.queue(ticket.queue).target_minutes * 60,
        interpreter=language.english_name if language and language.tag != STAFF_LANGUAGE else None,
        script=service.script,
    )


def _queues(
    context: ViewContext, tickets: Sequence[Ticket], serves: Mapping[str, frozenset[str]], current: CurrentQueues
) -> list[QueueFigures]:
    """Return the figures of every queue of the location, then of those that are gone and still have visitors."""
    waiting: dict[str, list[Ticket]] = {}
    gone: dict[str, list[Ticket]] = {}
    for ticket in tickets:
        if ticket.state == State.WAITING:
            queue = current.queue(ticket.queue, ticket.service)
            (waiting if queue else gone).setdefault(queue or ticket.queue, []).append(ticket)
    figures = [
        _queue_figures(context, queue, waiting.get(queue.id, ()), sum(queue.id in each for each in serves.values()))
        for queue in context.catalog.queues_at(context.location.id)
    ]
    for id_, theirs in sorted(gone.items()):
        row = _queue_figures(context, context.catalog.queue(id_), theirs, len(serves))
        about = {"letter": theirs[0].number[0], "name": row.name + NO_LONGER_OFFERED, "gone": True}
        figures.append(row.model_copy(update=about))
    return figures


def _queue_figures(context: ViewContext, queue: Queue, waiting: Sequence[Ticket], counters_open: int) -> QueueFigures:
    waits = [max((context.now - ticket.issued_at).total_seconds(), 0.0) for ticket in waiting]
    target = queue.target_minutes * 60
    return QueueFigures(
        id=queue.id,
        letter=queue.letter,
        name=in_language(queue.name, STAFF_LANGUAGE),
        target_seconds=target,
        waiting=len(waits),
        beyond_target=sum(wait > target for wait in waits),
        longest_wait_seconds=max(waits, default=None),
        counters_open=counters_open,
        wait=context.waits.by_queue.get(queue.id),
    )
