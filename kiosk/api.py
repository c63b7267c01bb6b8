"""The visitor's side of the API: locations, services, tickets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from flask import Response
from pydantic import BaseModel, Field

from kiosk.giving import put_off, told_with
from kiosk.printing.receipts import told_of
from queueing import operations, printing
from queueing.calendar.model import hours_of, notices_of
from queueing.i18n import SOURCE_LANGUAGE
from queueing.identity.accounts import STAFF
from queueing.identity.authentication import ANYONE, allow
from queueing.identity.permissions import Right
from queueing.operations import Order
from queueing.operations.issue import not_offered
from queueing.operations.transition import find
from queueing.refusals import Malformed
from queueing.schemas import LocationList, LocationView, Named, OpenHours, ServiceList, ServiceView, TicketView
from queueing.snapshots.public_board import ticket_view
from queueing.tickets.wait_quote import wait_of
from queueing.waits.context import Waits
from queueing.waits.last_call import Closing, closed_lines
from queueing.web.request import (
    Body,
    Id,
    LocationPath,
    TicketPath,
    answers,
    api,
    follow_base,
    idempotency_key,
    location_for,
    reply,
    site,
    who,
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
    """What is looked for, how many answers are wanted, and whether to tell of other centers' services too."""

    q: str = Field("", max_length=200)
    everywhere: bool = False
    limit: int = Field(MOST_SERVICES, ge=1, le=MOST_SERVICES)


class OrderBody(Body):
    """A ticket asked for. `needs` are such as accessible, interpreter, sign-language; `print` asks for paper.

    `then` are services that follow under the same number.
    """

    service: Id
    language: str = Field(SOURCE_LANGUAGE, max_length=12)
    needs: list[Annotated[str, Field(max_length=32, pattern=r"^[a-z0-9\-]+$")]] = Field([], max_length=8)
    print: bool = False
    then: list[Id] = Field([], max_length=8)


@kiosk_api.get("/locations", responses=answers(s200=LocationList))
@allow(ANYONE)
def locations(query: LanguageQuery) -> Response:
    """List every location."""
    with site().database.read() as session:
        views = [_location(session, place, query.lang) for place in site().catalog.locations.values()]
    return reply(LocationList(locations=views))


@kiosk_api.get("/locations/<location>", responses=answers(404, s200=LocationView))
@allow(ANYONE)
def one_location(path: LocationPath, query: LanguageQuery) -> Response:
    """Show one location: open or not, until when, or from when."""
    place = site().location(path.location)
    with site().database.read() as session:
        return reply(_location(session, place, query.lang))


@kiosk_api.get("/locations/<location>/services", responses=answers(404, s200=ServiceList))
@allow(ANYONE)
def services(path: LocationPath, query: ServicesQuery) -> Response:
    """List a location's services; with `q` the best first, whatever language it is asked in.

    With `everywhere` those that only another center has are among them, as not offered.
    """
    place = site().location(path.location)
    catalog, within = site().catalog, None if query.everywhere else place.id
    found = (
        [match.service for match in site().index.search(query.q, location=within, limit=query.limit)]
        if query.q.strip()
        else list(catalog.services_at(within) if within else catalog.services.values())[: query.limit]
    )
    with site().database.read() as session:
        closing = Closing(session, site().here(session, place))
        closed = closed_lines(session, place, closing.here.now)
        shut = {queue: in_language(words, query.lang) for queue, words in closed.items()}
        views = [_service(service, closing, query.lang, shut) for service in found]
    return reply(ServiceList(services=views))


@kiosk_api.post("/locations/<location>/tickets", responses=answers(403, 404, 409, s201=TicketView, s200=TicketView))
@allow(Right.ISSUE)
def issue(path: LocationPath, body: OrderBody) -> Response:
    """Issue a ticket; the same Idempotency-Key again answers with the same ticket."""
    place = location_for(path.location)
    if body.language not in site().catalog.languages:
        raise Malformed(f"There is no language {body.language!r} in the catalog.")
    told, refusal = told_with(place, body.service, body.language, always=who().role in STAFF)
    order = Order(
        body.service,
        body.language,
        tuple(body.needs),
        idempotency_key(),
        told,
        refusal,
        tuple(body.then),
        by_staff=who().may(Right.SERVE),
    )
    with site().database.write() as session:
        ticket, fresh = operations.issue(
            session, catalog=site().catalog, location=place, order=order, by=who().by, now=site().now()
        )
        if fresh and body.print:
            _ask_for_paper(session, place, ticket)
    return reply(_view(ticket.public_id, told if fresh else None), 201 if fresh else 200)


@kiosk_api.get("/tickets/<ticket>", responses=answers(404, s200=TicketView))
@allow(ANYONE)
def one_ticket(path: TicketPath) -> Response:
    """Show a ticket to whoever holds its id."""
    return reply(_view(path.ticket))


@kiosk_api.post("/tickets/<ticket>/leave", responses=answers(404, 409, s200=TicketView))
@allow(ANYONE)
def leave(path: TicketPath) -> Response:
    """Give up the place."""
    with site().database.write() as session:
        operations.leave(session, ticket=path.ticket, by=who().by, now=site().now())
    return reply(_view(path.ticket))


@kiosk_api.post("/tickets/<ticket>/later", responses=answers(404, 409, s200=TicketView))
@allow(ANYONE)
def later(path: TicketPath) -> Response:
    """Put off one's own turn by the location's minutes, as often as it allows."""
    put_off(path.ticket)
    return reply(_view(path.ticket))


def _view(ticket_id: str, told: tuple[float, float] | None = None) -> TicketView:
    """Return a ticket as its holder sees it; a fresh one's wait is what was just told, not forecast again."""
    with site().database.read() as session:
        ticket = find(session, ticket_id)
        here = site().here(session, site().location(ticket.location), follow_base())
        if told:
            waits = Waits({ticket.id: wait_of(*told)}, {})
            here = replace(here, forecast=lambda: waits)
        return ticket_view(session, here, ticket)


def _ask_for_paper(session: Session, place: Location, ticket: Ticket) -> None:
    """Ask for a slip in the same transaction as the ticket; whether it comes out is another matter."""
    printer = printing.slip_printer(place, who().name)
    if printer is None:
        return
    printing.enqueue(
        session,
        location=place.id,
        printer=printer.id,
        ticket_id=ticket.id,
        told=told_of(ticket, follow_base(), simulated=site().clock.simulated),
        by=who().by,
        now=site().now(),
    )


def _location(session: Session, place: Location, language: str) -> LocationView:
    now = site().now()
    hours = hours_of(session, place)
    today = hours.day_of(now)
    return LocationView(
        id=place.id,
        name=in_language(place.name, language),
        address=place.address,
        directions=in_language(place.directions, language),
        timezone=place.timezone,
        open=hours.is_open(now),
        closes_at=hours.closes_at(now),
        opens_next=hours.opens_next(now),
        hours=[OpenHours(opens=f"{i.opens:%H:%M}", closes=f"{i.closes:%H:%M}") for i in hours.intervals_on(today)],
        reason=hours.reason_on(today),
        languages=list(place.languages),
        notices=notices_of(session, place, now),
        phone=place.phone,
    )


def _service(service: Service, closing: Closing, language: str, shut: Mapping[str, str]) -> ServiceView:
    here = closing.here
    department = here.catalog.departments[service.department]
    shut_now = shut.get(service.queue or "", "") if closing.closes_at else "Closed now."
    reason = not_offered(service, here.location) or shut_now
    doubt = None if reason else closing.doubt([service])
    if doubt and doubt.unlikely:
        reason = doubt.said(language, here.now)
    return ServiceView(
        id=service.id,
        name=in_language(service.name, language),
        category=service.category,
        department=Named(id=department.id, name=in_language(department.name, language)),
        kind=service.kind,
        offered=not reason,
        reason=reason or None,
        warning=doubt.said(language, here.now) if doubt and not doubt.unlikely else None,
        bring=in_language(service.bring, language),
        refer=in_language(service.refer, language),
        online_url=service.online_url,
        wait=here.waits.by_queue.get(service.queue or ""),
    )
