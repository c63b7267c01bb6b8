"""Where a function is done, on a page to carry away: place, hours, telephone, address on the web."""

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

carrying = Blueprint("carrying", __name__, template_folder="../templates")


@carrying.get("/kiosk/<location>/where/<service>")
@allow(ANYONE)
def where(location: str, service: str) -> str:
    """Tell where a function is done, in the language asked for."""
    place, one = runtime().location(location), _service(service)
    say = translator(_language())
    centers = [runtime().catalog.locations[id_] for id_ in one.locations if id_ != place.id]
    return render_template(
        "kiosk/where.html",
        **frame_of(place, say),
        name=in_language(one.name, say.tag),
        refer=in_language(one.refer, say.tag),
        bring=in_language(one.bring, say.tag),
        online=one.online_url,
        centers=[center_told(other, say.tag) for other in centers if place.id not in one.locations],
        phone=place.phone,
    )


@carrying.get("/kiosk/<location>/where/<service>.svg")
@allow(ANYONE)
def where_code(location: str, service: str) -> Response:
    """Draw the code that leads a phone to that page."""
    place, one = runtime().location(location), _service(service)
    path = url_for("carrying.where", location=place.id, service=one.id, lang=_language())
    response = Response(qr_svg(follow_base() + path), content_type="image/svg+xml")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _service(service: str) -> Service:
    found = runtime().catalog.services.get(service)
    if found is None:
        raise NotFound(f"There is no service {service!r}.")
    return found


def _language() -> str:
    asked = request.args.get("lang", SOURCE_LANGUAGE)
    return asked if asked in languages() else SOURCE_LANGUAGE


def center_told(location: Location, tag: str) -> dict[str, object]:
    """Return another center as a page in language `tag` tells it."""
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
