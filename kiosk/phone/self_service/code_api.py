"""The code on a kiosk's first screen, which lets a visitor go on with their own phone."""

from __future__ import annotations

from flask import Response, url_for
from pydantic import BaseModel, Field

from kiosk.qr import qr_path
from queueing.identity.authorization import allow
from queueing.identity.permissions import Right
from queueing.phones.entry_codes import CODE_LIFE, new_code
from queueing.refusals import NotOffered
from queueing.web.request import LocationPath, answers, api, follow_base, location_for, reply, runtime

phone_code_api = api("phone_code_api", __name__)


class PhoneCode(BaseModel):
    """A new code: the address that it holds, and how to draw it."""

    address: str
    size: int = Field(description="The side of the drawing in modules, the quiet zone included.")
    path: str = Field(description="The dark modules, as the path of an SVG.")
    good_seconds: float


@phone_code_api.get("/locations/<location>/phone-code", responses=answers(403, 404, 409, s200=PhoneCode))
@allow(Right.TELL_EMERGENCY)
def phone_code(path: LocationPath) -> Response:
    """Make a code that one phone can use within a few minutes; nothing is stored before it is used."""
    location = location_for(path.location)
    if not location.rules.phone_minutes:
        raise NotOffered("This center gives no tickets to phones.")
    code = new_code(runtime().settings.secret, location.id, runtime().real_now())
    address = follow_base() + url_for("self_service.begin", location=location.id, code=code)
    return reply(PhoneCode(address=address, good_seconds=CODE_LIFE.total_seconds(), **qr_path(address)))
