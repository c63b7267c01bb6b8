"""The visitor's side of the API: locations, services, tickets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flask import Response
from pydantic import BaseModel, Field

from kiosk.postponement import postpone
from kiosk.printing.receipts import slip_context
from queueing import operations, printing
from queueing.calendar.closed_queues import closed_lines
from queueing.calendar.hours import hours_of
from queueing.calendar.notices import notices_of
from queueing.i18n import SOURCE_LANGUAGE
from queueing.identity.accounts import STAFF
from queueing.identity.authorization import ANYONE, allow
from queueing.identity.permissions import Right
from queueing.operations import TicketOrder
from queueing.operations.issue import not_offered
from queueing.operations.transition import find
from queueing.refusals import InvalidRequest
from queueing.schemas import LocationList, LocationView, Named, OpenHours, ServiceList, ServiceView, TicketView
from queueing.snapshots.ticket import ticket_view
from queueing.tickets.needs import Need
from queueing.tickets.wait_quote import quoted_at_issue
from queueing.waits.context import LocationWaits
from queueing.waits.last_call import LastCall
from queueing.web.openapi import one_of
from queueing.web.request import (
    Body,
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
from services_catalog.catalog import Location, Service, in_language

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from queueing.tickets.model import Ticket


MOST_SERVICES = 500

kiosk_api = api("kiosk_api", __name__)


class LanguageQuery(BaseModel):
    """The language of the answer."""

    lang: str = Field(SOURCE_LANGUAGE, max_length=12)


class ServicesQuery(LanguageQuery):
    """A search: the words, how many services at most, and whether other locations' services are included."""

    q: str = Field("", max_length=200)
    everywhere: bool = False
    limit: int = Field(MOST_SERVICES, ge=1, le=MOST_SERVICES)


class TicketBody(Body):
    """The order of a ticket. `needs` are such as accessible, interpreter, sign-language; `print` asks for paper.

    `then` are services that follow under the same number.
    """

    service: Identifier
    language: str = Field(SOURCE_LANGUAGE, max_length=12, json_schema_extra=one_of("languages"))
    needs: list[Need] = Field([], max_length=8, description="What the visitor needs; some give a head start.")
    print: bool = False
    then: list[Identifier] = Field([], max_length=8)


@kiosk_api.get("/locations", responses=answers(s200=LocationList))
@allow(ANYONE)
def locations(query: LanguageQuery) -> Response:
    """List every location."""
    with runtime().database.read() as session:
        views = [_location(session, location, query.lang) for location in runtime().catalog.locations.values()]
    return reply(LocationList(locations=views))


@kiosk_api.get("/locations/<location>", responses=answers(404, s200=LocationView))
@allow(ANYONE)
def one_location(path: LocationPath, query: LanguageQuery) -> Response:
    """Show one location: open or not, until when, or from when."""
    location = runtime().location(path.location)
    with runtime().database.read() as session:
        return reply(_location(session, location, query.lang))


@kiosk_api.get("/locations/<location>/services", responses=answers(404, s200=ServiceList))
@allow(ANYONE)
def services(path: LocationPath, query: ServicesQuery) -> Response:
    """List a location's services; with `q` those that match, the best first, in any language.

    With `everywhere` those that only another center has are among them, as not offered.
    """
    location = runtime().location(path.location)
    catalog, within = runtime().catalog, None if query.everywhere else location.id
    found = (
        [match.service for match in runtime().index.search(query.q, location=within, limit=query.limit)]
        if query.q.strip()
        else list(catalog.services_at(within) if within else catalog.services.values())[: query.limit]
    )
    with runtime().database.read() as session:
        closing = LastCall(session, runtime().view_context(session, location))
        closed = closed_lines(session, location, closing.context.now)
        shut = {queue: in_language(words, query.lang) for queue, words in closed.items()}
        views = [_service(service, closing, query.lang, shut) for service in found]
    return reply(ServiceList(services=views))


@kiosk_api.post("/locations/<location>/tickets", responses=answers(403, 404, 409, s201=TicketView, s200=TicketView))
@allow(Right.ISSUE)
def issue(path: LocationPath, body: TicketBody) -> Response:
    """Issue a ticket; the same Idempotency-Key again answers with the same ticket."""
    location = location_for(path.location)
    if body.language not in runtime().catalog.languages:
        raise InvalidRequest(f"There is no language {body.language!r} in the catalog.")
    order = TicketOrder(
        body.service,
        body.language,
        tuple(body.needs),
        idempotency_key(),
        tuple(body.then),
        by_staff=principal().role in STAFF,
        paper=body.print,
    )
    waits = runtime().waits(location)
    with runtime().database.write() as session:
        context = runtime().view_context(session, location, follow_base(), waits=waits)
        ticket, fresh = operations.issue(session, context=context, order=order, by=principal().by)
        if fresh and body.print:
            _ask_for_paper(session, location, ticket)
    return reply(_view(ticket.public_id, quoted=fresh), 201 if fresh else 200)


@kiosk_api.get("/tickets/<ticket>", responses=answers(404, s200=TicketView))
@allow(ANYONE)
def one_ticket(path: TicketPath) -> Response:
    """Show the ticket of an id."""
    return reply(_view(path.ticket))


@kiosk_api.post("/tickets/<ticket>/leave", responses=answers(404, 409, s200=TicketView))
@allow(ANYONE)
def leave(path: TicketPath) -> Response:
    """Give up the ticket, and with it the place in the queue."""
    with runtime().database.write() as session:
        operations.leave(session, ticket=path.ticket, by=principal().by, now=runtime().now())
    return reply(_view(path.ticket))


@kiosk_api.post("/tickets/<ticket>/later", responses=answers(404, 409, s200=TicketView))
@allow(ANYONE)
def later(path: TicketPath) -> Response:
    """Postpone the visitor's own turn by the location's minutes, as often as the location allows."""
    postpone(path.ticket)
    return reply(_view(path.ticket))


def _view(ticket_id: str, *, quoted: bool = False) -> TicketView:
    """Return a ticket as its holder sees it; with `quoted` its wait is the quoted one, and nothing is forecast."""
    with runtime().database.read() as session:
        ticket = find(session, ticket_id)
        wait = quoted_at_issue(ticket) if quoted else None
        waits = LocationWaits({ticket.id: wait}, {}) if wait else None
        context = runtime().view_context(session, runtime().location(ticket.location), follow_base(), waits=waits)
        return ticket_view(session, context, ticket)


def _ask_for_paper(session: Session, location: Location, ticket: Ticket) -> None:
    """Ask for a slip in the same transaction as the ticket; whether it comes out is another matter."""
    printer = printing.slip_printer(location, principal().name)
    if printer is None:
        return
    printing.enqueue(
        session,
        location=location.id,
        printer=printer.id,
        ticket_id=ticket.id,
        context=slip_context(ticket, follow_base(), simulated=runtime().clock.simulated),
        by=principal().by,
        now=runtime().now(),
    )


def _location(session: Session, location: Location, language: str) -> LocationView:
    now = runtime().now()
    hours = hours_of(session, location)
    today = hours.day_of(now)
    return LocationView(
        id=location.id,
        name=in_language(location.name, language),
        address=location.address,
        directions=in_language(location.directions, language),
        timezone=location.timezone,
        open=hours.is_open(now),
        closes_at=hours.closes_at(now),
        opens_next=hours.opens_next(now),
        hours=[OpenHours(opens=f"{i.opens:%H:%M}", closes=f"{i.closes:%H:%M}") for i in hours.intervals_on(today)],
        reason=hours.reason_on(today),
        languages=list(location.languages),
        notices=notices_of(session, location, now),
        phone=location.phone,
    )


def _service(service: Service, closing: LastCall, language: str, shut: Mapping[str, str]) -> ServiceView:
    context = closing.context
    department = context.catalog.departments[service.department]
    shut_now = shut.get(service.queue or "", "") if closing.closes_at else "Closed now."
    reason = not_offered(service, context.location) or shut_now
    risk = None if reason else closing.risk([service])
    if risk and risk.unlikely:
        reason = risk.sentence(language, context.now)
    return ServiceView(
        id=service.id,
        name=in_language(service.name, language),
        category=service.category,
        department=Named(id=department.id, name=in_language(department.name, language)),
        kind=service.kind,
        offered=not reason,
        reason=reason or None,
        warning=risk.sentence(language, context.now) if risk and not risk.unlikely else None,
        bring=in_language(service.bring, language),
        refer=in_language(service.refer, language),
        online_url=service.online_url,
        wait=context.waits.by_queue.get(service.queue or ""),
    )
