"""What a location shows now: a ticket to its holder, the public view, the staff view.

Whole views, never deltas. Each is read in one transaction; `version` is read first, so a view
is never older than its version says.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.alerts.equipment import parts_of
from queueing.alerts.rules import with_attention
from queueing.calendar.model import hours_of, notices_of, posted_at
from queueing.counters.eligibility import Staffed, is_staffed, only_at
from queueing.counters.model import CounterState
from queueing.counters.status import STAFF_LANGUAGE, counter_states, counter_views, open_counters, served_queues
from queueing.db import version_of
from queueing.printing import troubled_jobs
from queueing.schemas import (
    BoardView,
    Call,
    DayFigures,
    DoubtfulSlip,
    Line,
    LineClosing,
    LineFigures,
    Named,
    Posted,
    QueueView,
    StaffTicket,
    TicketView,
)
from queueing.statistics import fold_visits, summarise
from queueing.tickets.model import AT_COUNTER, LIVE, REINSTATABLE, State, Ticket, TicketEvent, ahead_of
from queueing.tickets.wait_quote import is_late, told_at_issue
from queueing.waits.context import Here
from queueing.waits.last_call import Closing, closed_lines, joining
from services_catalog.catalog import Location, Queue, in_language

RECENT_CALLS = 8
SLIPS_SINCE = timedelta(hours=2)
"""How far back a slip that may not have come out is still worth telling of."""


def ticket_view(session: Session, here: Here, ticket: Ticket, *, why: str | None = None) -> TicketView:
    """Return a ticket as its holder sees it."""
    ahead = ahead_of(session, ticket) if ticket.state == State.WAITING else None
    return TicketView(**_holder_facts(here, ticket), ahead=ahead, why=why)


def ticket_of(session: Session, location: Location, *, number: str, now: datetime) -> Ticket | None:
    """Return today's ticket of a number, however it was typed; None when there is none."""
    day, plain = location.hours.day_of(now), number.replace(" ", "").upper()
    mine = (Ticket.location == location.id, Ticket.day == day, Ticket.number == plain)
    return session.scalar(sa.select(Ticket).where(*mine))


def board_view(session: Session, here: Here) -> BoardView:
    """Return the public view of a location: no ids, no service, nobody."""
    version = version_of(session, here.location.id)
    hours = hours_of(session, here.location)
    waiting = Tally(session.scalars(sa.select(Ticket.queue).where(*_today(here), Ticket.state == State.WAITING)))
    served = served_queues(session, here.location)
    closed = closed_lines(session, here.location, here.now)
    closing = Closing(session, here)
    return BoardView(
        location=here.location.id,
        name=dict(here.location.name),
        version=version,
        at=here.now,
        simulated=here.simulated,
        open=hours.is_open(here.now),
        closes_at=hours.closes_at(here.now),
        opens_next=hours.opens_next(here.now),
        timezone=here.location.timezone,
        languages=list(here.location.languages),
        phone=here.location.phone,
        called=_calls(session, here, called_now=True),
        recent=_calls(session, here, called_now=False),
        waiting=[
            Line(
                letter=queue.letter,
                name=None if queue.discreet else dict(queue.name),
                waiting=waiting[queue.id],
                wait=here.waits.by_queue.get(queue.id),
                served=queue.id in served,
                closed=closed.get(queue.id),
                closing=_line_closing(closing, queue.id),
            )
            for queue in here.catalog.queues_at(here.location.id)
        ],
        notices=notices_of(session, here.location, here.now),
    )


def queue_view(session: Session, here: Here) -> QueueView:
    """Return what the location's staff see: every live ticket, counters, queues and today's figures."""
    version = version_of(session, here.location.id)
    hours = hours_of(session, here.location)
    tickets = session.scalars(
        sa.select(Ticket).where(*_today(here), Ticket.state.in_(LIVE)).order_by(Ticket.due_at, Ticket.id)
    ).all()
    states = counter_states(session, here.location)
    view = QueueView(
        location=here.location.id,
        name=in_language(here.location.name, STAFF_LANGUAGE),
        version=version,
        at=here.now,
        simulated=here.simulated,
        open=hours.is_open(here.now),
        closes_at=hours.closes_at(here.now),
        opens_next=hours.opens_next(here.now),
        timezone=here.location.timezone,
        tickets=_staff_tickets(here, tickets, {desk: seat.agent for desk, seat in states.items() if is_staffed(seat)}),
        missed=_missed(session, here),
        slips=_doubtful_slips(session, here, tickets),
        counters=counter_views(here.location, states, tickets),
        queues=[_line_figures(here, queue, tickets, states) for queue in here.catalog.queues_at(here.location.id)],
        today=today_figures(session, here),
        parts=parts_of(session, here.location, here.now, here.pace),
        notices=notices_of(session, here.location, here.now),
        posted=[
            Posted(id=each.id, words=each.words, until=each.until)
            for each in posted_at(session, here.location, here.now)
        ],
    )
    return with_attention(session, here.location, view)


def today_figures(session: Session, here: Here) -> DayFigures:
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
        .where(TicketEvent.location == here.location.id, TicketEvent.day == here.location.hours.day_of(here.now))
        .order_by(TicketEvent.ticket_id, TicketEvent.seq)
    )
    targets = {queue.id: queue.target_minutes * 60 for queue in here.catalog.queues.values()}
    return summarise(fold_visits(events), targets)


def _line_closing(closing: Closing, queue: str) -> LineClosing | None:
    here = closing.here
    doubt = closing.doubt(joining(here, queue))
    if doubt is None:
        return None
    words = {tag: doubt.said(tag, here.now) for tag in here.location.languages}
    return LineClosing(unlikely=doubt.unlikely, words=words)


def _today(here: Here) -> tuple[sa.ColumnElement[bool], ...]:
    return Ticket.location == here.location.id, Ticket.day == here.location.hours.day_of(here.now)


def _holder_facts(here: Here, ticket: Ticket) -> dict[str, Any]:
    service = here.catalog.services.get(ticket.service)
    name = in_language(service.name, ticket.language) if service else ticket.service
    wait = here.waits.by_ticket.get(ticket.id) if ticket.state == State.WAITING else None
    return {
        "id": ticket.public_id,
        "number": ticket.number,
        "location": ticket.location,
        "service": Named(id=ticket.service, name=name),
        "state": ticket.state,
        "counter": ticket.counter if ticket.state in AT_COUNTER or ticket.state == State.ENDED else None,
        "language": ticket.language,
        "needs": ticket.needs,
        "issued_at": ticket.issued_at,
        "called_at": ticket.called_at,
        "started_at": ticket.started_at,
        "ended_at": ticket.ended_at,
        "outcome": ticket.outcome,
        "moves": ticket.moves,
        "wait": wait,
        "told": told_at_issue(ticket),
        "takes_longer": is_late(ticket, wait, here.now),
        "ready_at": ticket.ready_at if ticket.ready_at and ticket.ready_at > here.now else None,
        "follow_url": f"{here.follow}/t/{ticket.public_id}",
        "bring": in_language(service.bring, ticket.language) if service else "",
        "then": _services_to_come(here, ticket, ticket.language),
    }


def _services_to_come(here: Here, ticket: Ticket, language: str) -> list[Named]:
    known = here.catalog.services
    return [Named(id=id_, name=in_language(known[id_].name, language)) for id_ in ticket.then if id_ in known]


def _doubtful_slips(session: Session, here: Here, tickets: Sequence[Ticket]) -> list[DoubtfulSlip]:
    live = {ticket.id: ticket for ticket in tickets}
    jobs = troubled_jobs(session, location=here.location.id, since=here.now - SLIPS_SINCE)
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


def _missed(session: Session, here: Here) -> list[StaffTicket]:
    since = here.now - timedelta(minutes=here.location.rules.reinstate_minutes)
    tickets = session.scalars(
        sa.select(Ticket)
        .where(*_today(here), Ticket.outcome.in_(REINSTATABLE), Ticket.ended_at >= since)
        .order_by(Ticket.ended_at.desc(), Ticket.id.desc())
    )
    return [_staff_ticket(here, ticket, None) for ticket in tickets]


def _staff_tickets(here: Here, tickets: Sequence[Ticket], staffed: Staffed) -> list[StaffTicket]:
    seen: Tally[str] = Tally()
    views = []
    for ticket in tickets:
        waiting = ticket.state == State.WAITING
        ahead = seen[ticket.queue] if waiting else None
        seen[ticket.queue] += waiting
        only = only_at(ticket.for_counter, ticket.for_agent, staffed) if waiting else ()
        views.append(_staff_ticket(here, ticket, ahead, sorted(only)))
    return views


def _staff_ticket(here: Here, ticket: Ticket, ahead: int | None, only: Sequence[str] = ()) -> StaffTicket:
    service = here.catalog.services.get(ticket.service)
    language = here.catalog.languages.get(ticket.language)
    facts = _holder_facts(here, ticket)
    facts["service"] = Named(id=ticket.service, name=in_language(service.name, STAFF_LANGUAGE) if service else "")
    facts["bring"] = in_language(service.bring, STAFF_LANGUAGE) if service else ""
    facts["then"] = _services_to_come(here, ticket, STAFF_LANGUAGE)
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
        waited_seconds=((ticket.called_at or here.now) - ticket.issued_at).total_seconds(),
        target_seconds=here.catalog.queues[ticket.queue].target_minutes * 60,
        interpreter=language.english_name if language and language.tag != STAFF_LANGUAGE else None,
        script=service.script if service else "",
    )


def _calls(session: Session, here: Here, *, called_now: bool) -> list[Call]:
    columns = (Ticket.number, Ticket.counter, Ticket.called_at, Ticket.recalls, Ticket.language)
    chosen = sa.select(*columns).where(*_today(here), Ticket.called_at.is_not(None), Ticket.counter.is_not(None))
    chosen = chosen.where(Ticket.state == State.CALLED) if called_now else chosen.limit(RECENT_CALLS)
    rows = session.execute(chosen.order_by(Ticket.called_at.desc(), Ticket.id.desc()))
    return [
        Call(number=number, counter=counter, called_at=called_at, recalls=recalls, language=language)
        for number, counter, called_at, recalls, language in rows
        if counter is not None and called_at is not None
    ]


def _line_figures(
    here: Here, queue: Queue, tickets: Sequence[Ticket], states: Mapping[str, CounterState]
) -> LineFigures:
    waits = [
        (here.now - ticket.issued_at).total_seconds()
        for ticket in tickets
        if ticket.queue == queue.id and ticket.state == State.WAITING
    ]
    target = queue.target_minutes * 60
    return LineFigures(
        id=queue.id,
        letter=queue.letter,
        name=in_language(queue.name, STAFF_LANGUAGE),
        target_seconds=target,
        waiting=len(waits),
        beyond_target=sum(wait > target for wait in waits),
        longest_wait_seconds=max(waits, default=None),
        counters_open=sum(queue.id in serves for serves in open_counters(here.location, states).values()),
        wait=here.waits.by_queue.get(queue.id),
    )
