"""The staff's side of the API: calling, serving, placing, and who sits where."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Response
from pydantic import Field

from queueing import access, operations
from queueing.access import AGENTS, allow
from queueing.board import queue_view, ticket_view
from queueing.operations.moving import find
from queueing.operations.staffing import Seat, counter_of
from queueing.shapes import CounterView, QueueView, TicketView
from queueing.tickets import Ticket
from queueing.web import (
    Body,
    CounterPath,
    Id,
    LocationPath,
    TicketPath,
    answers,
    api,
    follow_base,
    location_for,
    reply,
    site,
    who,
)
from services_catalog.catalog import Location

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


TICKET_ANSWERS = answers(403, 404, 409, s200=TicketView)

counter_api = api("counter_api", __name__)


class SeatBody(Body):
    """Open, or pause with a reason, or close; `services` are ids of queues or services it serves from now on.

    Whoever sends this sits there from now on, unless `keep_agent` leaves whoever does: a manager
    changes what a counter serves without taking it over.
    """

    open: bool
    services: list[Id] | None = Field(None, max_length=200)
    reason: str = Field("", max_length=200)
    keep_agent: bool = False


class ReasonBody(Body):
    """Why, in the words of whoever does it; never a visitor's name."""

    reason: str = Field("", max_length=200)


class ResumeBody(Body):
    """At which counter a held visitor is served on; default the one they were at."""

    counter: Id | None = None


class TransferBody(ReasonBody):
    """Where a visitor is sent on to."""

    service: Id


@counter_api.get("/locations/<location>/queue", responses=answers(403, 404, s200=QueueView))
@allow(AGENTS)
def queue(path: LocationPath) -> Response:
    """Show the staff view: every waiting, called, serving and held ticket, counters, figures."""
    place = location_for(path.location)
    with site().database.read() as session:
        return reply(queue_view(session, site().here(session, place, follow_base())))


@counter_api.put("/locations/<location>/counters/<counter>", responses=answers(403, 404, 409, s200=CounterView))
@allow(AGENTS)
def set_counter(path: CounterPath, body: SeatBody) -> Response:
    """Sit down at a counter, pause it with a reason, or close it; say what it serves."""
    place = location_for(path.location)
    serves = None if body.services is None else tuple(body.services)
    agent = _counter(place, path.counter).agent if body.keep_agent else who().name
    seat = Seat(open=body.open, agent=agent, reason=body.reason, serves=serves)
    with site().database.write() as session:
        operations.set_counter(
            session,
            catalog=site().catalog,
            location=place,
            counter=path.counter,
            seat=seat,
            by=who().by,
            now=site().now(),
        )
    return reply(_counter(place, path.counter))


@counter_api.post(
    "/locations/<location>/counters/<counter>/call-next", responses=answers(403, 404, 409, s200=TicketView, s204="")
)
@allow(AGENTS)
def call_next(path: CounterPath) -> Response:
    """Call the next visitor; 204 when nobody whom this counter serves is waiting."""
    place = location_for(path.location)
    with site().database.write() as session:
        called = operations.call_next(session, location=place, counter=path.counter, by=who().by, now=site().now())
    if called is None:
        return Response(status=204)
    ticket, why = called
    return _answer(ticket.public_id, why=why)


@counter_api.post("/tickets/<ticket>/recall", responses=TICKET_ANSWERS)
@allow(AGENTS)
def recall(path: TicketPath) -> Response:
    """Call the same visitor again."""
    return _act(path, lambda session, _: operations.recall(session, ticket=path.ticket, by=who().by, now=site().now()))


@counter_api.post("/tickets/<ticket>/start", responses=TICKET_ANSWERS)
@allow(AGENTS)
def start(path: TicketPath) -> Response:
    """The visitor has come."""
    return _act(path, lambda session, _: operations.start(session, ticket=path.ticket, by=who().by, now=site().now()))


@counter_api.post("/tickets/<ticket>/finish", responses=TICKET_ANSWERS)
@allow(AGENTS)
def finish(path: TicketPath) -> Response:
    """The visitor has been served."""
    return _act(path, lambda session, _: operations.finish(session, ticket=path.ticket, by=who().by, now=site().now()))


@counter_api.post("/tickets/<ticket>/no-show", responses=TICKET_ANSWERS)
@allow(AGENTS)
def no_show(path: TicketPath) -> Response:
    """Nobody came."""
    return _act(
        path,
        lambda session, place: operations.no_show(
            session, location=place, ticket=path.ticket, by=who().by, now=site().now()
        ),
    )


@counter_api.post("/tickets/<ticket>/hold", responses=TICKET_ANSWERS)
@allow(AGENTS)
def hold(path: TicketPath, body: ReasonBody) -> Response:
    """Set the visitor aside; the counter is free again."""
    return _act(
        path,
        lambda session, _: operations.hold(
            session, ticket=path.ticket, by=who().by, now=site().now(), reason=body.reason
        ),
    )


@counter_api.post("/tickets/<ticket>/resume", responses=TICKET_ANSWERS)
@allow(AGENTS)
def resume(path: TicketPath, body: ResumeBody) -> Response:
    """Go on serving a held visitor."""
    return _act(
        path,
        lambda session, place: operations.resume(
            session,
            location=place,
            ticket=path.ticket,
            by=who().by,
            now=site().now(),
            counter=body.counter or who().counter,
        ),
    )


@counter_api.post("/tickets/<ticket>/return", responses=TICKET_ANSWERS)
@allow(AGENTS)
def return_(path: TicketPath, body: ReasonBody) -> Response:
    """Send the visitor back to the queue."""
    return _act(
        path,
        lambda session, place: operations.return_(
            session,
            catalog=site().catalog,
            location=place,
            ticket=path.ticket,
            by=who().by,
            now=site().now(),
            reason=body.reason,
        ),
    )


@counter_api.post("/tickets/<ticket>/transfer", responses=TICKET_ANSWERS)
@allow(AGENTS)
def transfer(path: TicketPath, body: TransferBody) -> Response:
    """Send the visitor on to another service; number and seniority stay."""
    return _act(
        path,
        lambda session, place: operations.transfer(
            session,
            catalog=site().catalog,
            location=place,
            ticket=path.ticket,
            service=body.service,
            by=who().by,
            now=site().now(),
            reason=body.reason,
        ),
    )


@counter_api.post("/tickets/<ticket>/reinstate", responses=TICKET_ANSWERS)
@allow(AGENTS)
def reinstate(path: TicketPath) -> Response:
    """Put a visitor who missed the call, or gave up, back in their place."""
    return _act(
        path,
        lambda session, place: operations.reinstate(
            session, location=place, ticket=path.ticket, by=who().by, now=site().now()
        ),
    )


@counter_api.post("/tickets/<ticket>/undo", responses=TICKET_ANSWERS)
@allow(AGENTS)
def undo(path: TicketPath) -> Response:
    """Take back the last act, within the location's seconds."""
    return _act(
        path,
        lambda session, place: operations.undo(
            session, location=place, ticket=path.ticket, by=who().by, now=site().now()
        ),
    )


def _counter(place: Location, counter: str) -> CounterView:
    counter_of(place, counter)
    with site().database.read() as session:
        views = queue_view(session, site().here(session, place, follow_base())).counters
    return next(view for view in views if view.id == counter)


def _act(path: TicketPath, act: Callable[[Session, Location], Ticket]) -> Response:
    """Do an act to a ticket of a location where the asker may act; answer with the ticket as it now is."""
    with site().database.write() as session:
        ticket = find(session, path.ticket)
        access.check_location(who(), ticket.location)
        act(session, site().location(ticket.location))
    return _answer(path.ticket)


def _answer(ticket_id: str, *, why: str | None = None) -> Response:
    with site().database.read() as session:
        ticket = find(session, ticket_id)
        here = site().here(session, site().location(ticket.location), follow_base())
        return reply(ticket_view(session, here, ticket, why=why))
