"""The page on a phone that says where a service is done: address, hours, telephone, website."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for

from kiosk.location_text import moments_of, weekly_lines
from kiosk.phone.page_frame import frame_of
from kiosk.qr import qr_svg
from queueing.i18n import SOURCE_LANGUAGE, languages, translator
from queueing.identity.authorization import ANYONE, allow
from queueing.refusals import NotFound
from queueing.web.request import follow_base, runtime
from services_catalog.catalog import Location, Service, in_language

referral_page = Blueprint("referral_page", __name__, template_folder="../templates")


@referral_page.get("/kiosk/<location>/where/<service>")
@allow(ANYONE)
def where(location: str, service: str) -> str:
    """Show where a service is done, in the language of `?lang=`."""
    found, wanted = runtime().location(location), _service(service)
    say = translator(_language())
    centers = [runtime().catalog.locations[id_] for id_ in wanted.locations if id_ != found.id]
    return render_template(
        "kiosk/where.html",
        **frame_of(found, say),
        name=in_language(wanted.name, say.tag),
        refer=in_language(wanted.refer, say.tag),
        bring=in_language(wanted.bring, say.tag),
        online=wanted.online_url,
        centers=[center_details(other, say.tag) for other in centers if found.id not in wanted.locations],
        phone=found.phone,
    )


@referral_page.get("/kiosk/<location>/where/<service>.svg")
@allow(ANYONE)
def where_code(location: str, service: str) -> Response:
    """Draw the QR code that leads a phone to that page."""
    found, wanted = runtime().location(location), _service(service)
    path = url_for("referral_page.where", location=found.id, service=wanted.id, lang=_language())
    response = Response(qr_svg(follow_base() + path), content_type="image/svg+xml")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _service(service: str) -> Service:
    found = runtime().catalog.services.get(service)
    if found is None:
        raise NotFound(f"There is no service {service!r}.")
    return found


def _language() -> str:
    requested = request.args.get("lang", SOURCE_LANGUAGE)
    return requested if requested in languages() else SOURCE_LANGUAGE


def center_details(location: Location, tag: str) -> dict[str, object]:
    """Return the template variables that describe another center, in language `tag`."""
    say = translator(tag)
    now = moments_of(location)[tag]
    return {
        "name": in_language(location.name, tag),
        "address": location.address,
        "directions": in_language(location.directions, tag),
        "hours": weekly_lines(location, say),
        "phone": location.phone,
        "now": say.gettext("Open until {time}", time=now["closes_at"])
        if now["closes_at"]
        else say.gettext("Opens {when}", when=now["opens_next"])
        if now["opens_next"]
        else "",
    }
