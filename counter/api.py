"""The API of the staff's queue and counters: the staff view, opening counters, call next, quick services."""

from __future__ import annotations

from flask import Response
from pydantic import ConfigDict, Field, model_validator

from counter.act_bodies import QuickBody
from counter.ticket_answers import ticket_answer
from queueing import operations
from queueing.identity.authorization import allow
from queueing.identity.permissions import Right
from queueing.operations.counters import CounterChange, counter_of
from queueing.refusals import InvalidRequest
from queueing.schemas import CounterView, QueueView, TicketView
from queueing.snapshots.staff_queue import queue_view
from queueing.web.request import (
    Body,
    CounterPath,
    Identifier,
    LocationPath,
    answers,
    api,
    follow_base,
    given,
    idempotency_key,
    location_for,
    principal,
    reply,
    runtime,
)
from services_catalog.catalog import Location

counter_api = api("counter_api", __name__)


class SeatBody(Body):
    """Open, pause with a reason, or close a counter; `services` are ids of the queues or services it then serves.

    The caller becomes the counter's agent, unless `keep_agent` keeps the present one. Without `open` only
    what the counter serves changes, closed or not; its agent and state stay.
    """

    model_config = ConfigDict(json_schema_extra={"anyOf": [given("open"), given("services")]})

    open: bool | None = None
    services: list[Identifier] | None = Field(None, max_length=200)
    reason: str = Field("", max_length=200)
    keep_agent: bool = False

    @model_validator(mode="after")
    def says_something(self) -> SeatBody:
        """Refuse a change that changes nothing."""
        if self.open is None and self.services is None:
            raise ValueError("say whether it is open, or what it serves")
        return self


@counter_api.get("/locations/<location>/queue", responses=answers(403, 404, s200=QueueView))
@allow(Right.SEE_QUEUE)
def queue(path: LocationPath) -> Response:
    """Show the staff view: every waiting, called, serving and held ticket, counters, figures."""
    location = location_for(path.location)
    with runtime().database.read() as session:
        return reply(queue_view(session, runtime().view_context(session, location, follow_base())))


@counter_api.put("/locations/<location>/counters/<counter>", responses=answers(403, 404, 409, s200=CounterView))
@allow(Right.SERVE)
def set_counter(path: CounterPath, body: SeatBody) -> Response:
    """Open a counter, pause it with a reason, or close it; set what it serves, also before it is opened."""
    location = location_for(path.location)
    serves = None if body.services is None else tuple(body.services)
    agent = None if body.keep_agent or body.open is None else principal().name
    seat = CounterChange(open=body.open, agent=agent, reason=body.reason, serves=serves)
    with runtime().database.write() as session:
        operations.set_counter(
            session,
            catalog=runtime().catalog,
            location=location,
            counter=path.counter,
            seat=seat,
            by=principal().by,
            now=runtime().now(),
        )
    return reply(_counter(location, path.counter))


@counter_api.post(
    "/locations/<location>/counters/<counter>/call-next", responses=answers(403, 404, 409, s200=TicketView, s204="")
)
@allow(Right.SERVE)
def call_next(path: CounterPath) -> Response:
    """Call the next visitor; 204 when no visitor waits whom this counter serves."""
    location = location_for(path.location)
    with runtime().database.write() as session:
        called = operations.call_next(
            session,
            catalog=runtime().catalog,
            location=location,
            counter=path.counter,
            by=principal().by,
            now=runtime().now(),
        )
    if called is None:
        return Response(status=204)
    ticket, why = called
    return ticket_answer(ticket.public_id, why=why)


@counter_api.post(
    "/locations/<location>/counters/<counter>/quick", responses=answers(403, 404, 409, s201=TicketView, s200=TicketView)
)
@allow(Right.SERVE)
def quick(path: CounterPath, body: QuickBody) -> Response:
    """Record a service done without a ticket; the same Idempotency-Key again is the same record."""
    location = location_for(path.location)
    what = operations.QuickService(**body.model_dump(), idempotency_key=idempotency_key())
    if body.language not in runtime().catalog.languages:
        raise InvalidRequest(f"There is no language {body.language!r} in the catalog.")
    with runtime().database.write() as session:
        ticket, fresh = operations.quick(
            session,
            catalog=runtime().catalog,
            location=location,
            counter=path.counter,
            what=what,
            by=principal().by,
            now=runtime().now(),
        )
    return ticket_answer(ticket.public_id, status=201 if fresh else 200)


@counter_api.post("/locations/<location>/counters/<counter>/beat", responses=answers(403, 404, s204=""))
@allow(Right.SERVE)
def beat(path: CounterPath) -> Response:
    """Report that the page of the counter's agent is open."""
    location = location_for(path.location)
    with runtime().database.write() as session:
        operations.beat(session, location=location, counter=path.counter, agent=principal().name, now=runtime().now())
    return Response(status=204)


def _counter(location: Location, counter: str) -> CounterView:
    counter_of(location, counter)
    with runtime().database.read() as session:
        views = queue_view(session, runtime().view_context(session, location, follow_base())).counters
    return next(view for view in views if view.id == counter)
