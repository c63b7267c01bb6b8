"""The visitor's pages: the kiosk, and the ticket on a phone."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, cast

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from kiosk import emergencies
from kiosk.api import kiosk_api
from kiosk.bundle import KioskBundle, bundle_of
from kiosk.location_text import moments_of
from kiosk.phone import self_service
from kiosk.phone.referral_page import referral_page
from kiosk.phone.ticket_page import page_of, unknown_page
from kiosk.postponement import postpone
from kiosk.printing import api
from kiosk.printing.copies import ask_for_copy
from kiosk.printing.receipt_api import receipt_api
from kiosk.printing.referral_api import referral_api
from kiosk.printing.worker import PrintWorker
from kiosk.push.api import push_api
from kiosk.push.worker import PushWorker
from kiosk.qr import qr_svg
from kiosk.speech_api import speech_api
from queueing import operations
from queueing.i18n import translator
from queueing.identity.authorization import ANYONE, allow
from queueing.operations.transition import find
from queueing.refusals import NotFound, Refusal
from queueing.schemas import TicketView
from queueing.snapshots.ticket import ticket_view
from queueing.web.rate_limits import limiter, request_path
from queueing.web.request import follow_base, principal, runtime
from services_catalog.catalog import Location

if TYPE_CHECKING:
    from queueing.app import App

pages = Blueprint(
    "kiosk", __name__, template_folder="templates", static_folder="static", static_url_path="/kiosk/static"
)


@pages.get("/kiosk/<location>")
@allow(ANYONE)
def kiosk_page(location: str) -> str | tuple[str, int]:
    """Show the kiosk of a location; the page pairs itself with the server."""
    found = runtime().catalog.locations.get(location)
    if found is None:
        return render_template("kiosk/no_kiosk.html", locations=runtime().catalog.locations.values()), 404
    speech = runtime().speech
    return render_template(
        "kiosk/kiosk.html",
        location=found,
        words=translator("en"),
        voices=[tag for tag in runtime().catalog.languages if speech.has_voice(tag)],
        lead=speech.first_voice(found.languages),
    )


@pages.get("/kiosk/<location>/offer.json")
@allow(ANYONE)
def offer(location: str) -> Response:
    """Return everything that a kiosk shows before a ticket is taken; 304 when the page already has it."""
    bundle = _bundle(runtime().location(location))
    response = Response(bundle.text, content_type="application/json")
    response.set_etag(bundle.etag)
    response.headers["Cache-Control"] = "no-cache"
    return cast("Response", response.make_conditional(request))


@pages.get("/kiosk/<location>/moments.json")
@allow(ANYONE)
def moments(location: str) -> dict[str, dict[str, str | None]]:
    """Return, by language, until when the location is open and when it opens next, as each language writes it."""
    return moments_of(runtime().location(location))


@pages.get("/kiosk/<location>/elsewhere.json")
@allow(ANYONE)
def elsewhere(location: str) -> dict[str, dict[str, dict[str, str | None]]]:
    """Return the same moments of every other location, for visitors who are referred there."""
    found = runtime().location(location)
    return {other.id: moments_of(other) for other in runtime().catalog.locations.values() if other.id != found.id}


@pages.get("/kiosk/qr/<ticket>.svg")
@allow(ANYONE)
def ticket_qr(ticket: str) -> Response:
    """Draw the QR code that leads a phone to a ticket's page."""
    view = _ticket(ticket)
    response = Response(qr_svg(view.follow_url), content_type="image/svg+xml")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@pages.get("/t/<ticket>")
@allow(ANYONE)
def follow(ticket: str) -> str | tuple[str, int]:
    """Show a ticket on its holder's phone."""
    try:
        view = _ticket(ticket)
    except NotFound:
        return unknown_page(), 404
    return page_of(
        view, runtime().location(view.location), chosen=request.args.get("lang"), ask="leave" in request.args
    )


@pages.get("/t/worker.js")
@allow(ANYONE)
def push_worker() -> Response:
    """Return the service worker for web push, from /t/: it may only serve pages below its own address."""
    response = pages.send_static_file("phone/push_worker.js")
    response.headers["Cache-Control"] = "no-cache"
    return response


@pages.post("/t/<ticket>/leave")
@allow(ANYONE)
def leave_queue(ticket: str) -> WerkzeugResponse:
    """Give up the ticket, from a page without scripts; the page then shows its state."""
    try:
        with runtime().database.write() as session:
            operations.leave(session, ticket=ticket, by=principal().by, now=runtime().now())
    except Refusal:
        pass  # it was called, or ended, meanwhile: the page shows that better than an error would
    return redirect(url_for("kiosk.follow", ticket=ticket, lang=request.args.get("lang")), 303)


@pages.post("/t/<ticket>/later")
@allow(ANYONE)
def postpone_turn(ticket: str) -> WerkzeugResponse:
    """Postpone the visitor's turn, from a page without scripts; the page then shows its state."""
    with contextlib.suppress(Refusal):  # the page no longer offers it when it may not be postponed
        postpone(ticket)
    return redirect(url_for("kiosk.follow", ticket=ticket, lang=request.args.get("lang")), 303)


@pages.post("/t/<ticket>/copy")
@allow(ANYONE)
@limiter.limit(api.REPRINT_LIMIT, key_func=request_path)
def print_copy(ticket: str) -> WerkzeugResponse:
    """Print a copy of the slip, from a page without scripts."""
    with contextlib.suppress(Refusal):  # it ended meanwhile, or was copied enough: the page shows that
        ask_for_copy(ticket)
    return redirect(url_for("kiosk.follow", ticket=ticket, lang=request.args.get("lang")), 303)


def attach(app: App) -> None:
    """Attach the visitor's routes."""
    app.register_api(kiosk_api)
    app.register_api(receipt_api)
    app.register_api(referral_api)
    app.register_api(speech_api)
    app.register_api(push_api)
    app.workers.append(PrintWorker(app.runtime.database, app.runtime.catalog, app.runtime.clock))
    if app.runtime.settings.push_key:
        app.workers.append(PushWorker(app.runtime))
    app.register_blueprint(pages)
    app.register_blueprint(referral_page)
    api.attach(app)
    emergencies.attach(app)
    self_service.attach(app)


def _bundle(location: Location) -> KioskBundle:
    # Made once a server: the catalog does not change while it runs.
    bundles: dict[str, KioskBundle] = current_app.extensions.setdefault("kiosk-offers", {})
    if location.id not in bundles:
        bundles[location.id] = bundle_of(runtime().catalog, location)
    return bundles[location.id]


def _ticket(ticket_id: str) -> TicketView:
    with runtime().database.read() as session:
        ticket = find(session, ticket_id)
        context = runtime().view_context(session, runtime().location(ticket.location), follow_base())
        return ticket_view(session, context, ticket)
