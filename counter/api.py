"""The staff's side of the API: calling, serving, placing, and who sits where."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any

from flask import Response
from pydantic import BaseModel, Field, model_validator

from counter.acts import ACTS, ActNote, QuickBody, TicketAct
from queueing import operations
from queueing.identity import authorization
from queueing.identity.authorization import allow
from queueing.identity.permissions import Right
from queueing.operations.counters import CounterChange, counter_of
from queueing.operations.transition import find, hold_still
from queueing.refusals import InvalidRequest
from queueing.schemas import CounterView, QueueView, TicketView
from queueing.snapshots.staff_queue import queue_view
from queueing.snapshots.ticket import ticket_view
from queueing.web.request import (
    Body,
    CounterPath,
    Identifier,
    LocationPath,
    TicketPath,
    answers,
    api,
    follow_base,
    idempotency_key,
    location_for,
    principal,
    reply,
    runtime,
)
from services_catalog.catalog import Location

TICKET_ANSWERS = answers(403, 404, 409, s200=TicketView)

counter_api = api("counter_api", __name__)


class SeenQuery(BaseModel):
    """The `moves` of the ticket as the asker saw it: when somebody else has moved it since, the act is refused."""

    seen: int | None = Field(None, ge=1)


class SeatBody(Body):
    """Open, or pause with a reason, or close; `services` are ids of queues or services it serves from now on.

    Whoever opens or pauses sits there from now on, unless `keep_agent` leaves whoever does. Without `open`
    only what the counter serves changes, closed or not: who sits there, and how, stays.
    """

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
    """Sit down at a counter, pause it with a reason, or close it; say what it serves, also before it is opened."""
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
    """Call the next visitor; 204 when nobody whom this counter serves is waiting."""
    location = location_for(path.location)
    with runtime().database.write() as session:
        called = operations.call_next(
            session, location=location, counter=path.counter, by=principal().by, now=runtime().now()
        )
    if called is None:
        return Response(status=204)
    ticket, why = called
    return _answer(ticket.public_id, why=why)


@counter_api.post(
    "/locations/<location>/counters/<counter>/quick", responses=answers(403, 404, 409, s201=TicketView, s200=TicketView)
)
@allow(Right.SERVE)
def quick(path: CounterPath, body: QuickBody) -> Response:
    """Record a service done for somebody without a ticket; the same Idempotency-Key again is the same one."""
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
    return _answer(ticket.public_id, status=201 if fresh else 200)


@counter_api.post("/locations/<location>/counters/<counter>/beat", responses=answers(403, 404, s204=""))
@allow(Right.SERVE)
def beat(path: CounterPath) -> Response:
    """Say that the page of the agent who sits there is open."""
    location = location_for(path.location)
    with runtime().database.write() as session:
        operations.beat(session, location=location, counter=path.counter, agent=principal().name, now=runtime().now())
    return Response(status=204)


def _offer(act: TicketAct) -> None:
    """Make the route of an act; flask-openapi reads what it takes from the annotations."""

    def done(path: TicketPath, query: SeenQuery, said: dict[str, Any]) -> Response:
        with runtime().database.write() as session:
            ticket = hold_still(session, path.ticket, seen=query.seen)
            authorization.check_location(principal(), ticket.location)
            known = {
                "catalog": runtime().catalog,
                "location": runtime().location(ticket.location),
                "ticket": path.ticket,
                "by": principal().by,
                "now": runtime().now(),
            }
            act.operation(session, **{name: known[name] for name in known.keys() & wanted}, **said)
        return _answer(path.ticket)

    wanted = signature(act.operation).parameters.keys()

    def in_silence(path: TicketPath, query: SeenQuery) -> Response:
        return done(path, query, {})

    def with_words(path: TicketPath, query: SeenQuery, body: ActNote) -> Response:
        return done(path, query, body.words())

    view: Callable[..., Response] = with_words if act.body else in_silence
    view.__annotations__ = {"path": TicketPath, "query": SeenQuery, **({"body": act.body} if act.body else {})}
    view.__name__, view.__doc__ = act.name.replace("-", "_"), act.means
    counter_api.post(f"/tickets/<ticket>/{act.name}", responses=TICKET_ANSWERS)(allow(act.right)(view))


for _act in ACTS:
    _offer(_act)


def _counter(location: Location, counter: str) -> CounterView:
    counter_of(location, counter)
    with runtime().database.read() as session:
        views = queue_view(session, runtime().view_context(session, location, follow_base())).counters
    return next(view for view in views if view.id == counter)


def _answer(ticket_id: str, *, why: str | None = None, status: int = 200) -> Response:
    with runtime().database.read() as session:
        ticket = find(session, ticket_id)
        context = runtime().view_context(session, runtime().location(ticket.location), follow_base())
        return reply(ticket_view(session, context, ticket, why=why), status)
