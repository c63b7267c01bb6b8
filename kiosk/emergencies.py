"""An emergency told at a kiosk: staff's screens ring, and the glass says when somebody comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response
from pydantic import BaseModel, Field

from queueing import operations
from queueing.alerts.model import CallKind, HelpCall
from queueing.identity.authentication import allow
from queueing.identity.permissions import Right
from queueing.operations.help_calls import call_of
from queueing.refusals import UnknownThing
from queueing.web.request import Body, Id, LocationPath, answers, api, location_for, reply, site, who
from services_catalog.catalog import Location

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from queueing.app import App

TOLD = "30 per minute"
"""For a whole location: a real one is never more often, and whoever plays does not drown the screens."""

emergencies_api = api("emergencies_api", __name__)


class EmergencyBody(Body):
    """What it is, when the visitor chose one of the catalog's emergencies."""

    service: Id | None = None


class EmergencyPath(LocationPath):
    """An emergency of a location in a path."""

    call: int = Field(ge=1, le=2**31 - 1)


class EmergencyView(BaseModel):
    """How an emergency that was told stands."""

    id: int
    coming: bool = Field(description="Whether somebody of the staff has answered.")
    withdrawn: bool


@emergencies_api.post("/locations/<location>/emergencies", responses=answers(403, 404, 429, s201=EmergencyView))
@allow(Right.TELL_EMERGENCY)
def tell(path: LocationPath, body: EmergencyBody) -> Response:
    """Tell the staff that somebody at this kiosk is in danger; while theirs is open, the same one is answered."""
    place = location_for(path.location)
    with site().database.write() as session:
        return reply(_view(ring(session, place, body.service, by=who().by, caller=who().name or "a kiosk")), 201)


@emergencies_api.get("/locations/<location>/emergencies/<int:call>", responses=answers(403, 404, s200=EmergencyView))
@allow(Right.TELL_EMERGENCY)
def stands(path: EmergencyPath) -> Response:
    """Tell whether somebody comes."""
    place = location_for(path.location)
    with site().database.read() as session:
        return reply(_view(_own(session, place, path.call)))


@emergencies_api.post(
    "/locations/<location>/emergencies/<int:call>/withdraw", responses=answers(403, 404, 409, s200=EmergencyView)
)
@allow(Right.TELL_EMERGENCY)
def withdraw(path: EmergencyPath) -> Response:
    """Take it back: there is no danger after all."""
    place = location_for(path.location)
    with site().database.write() as session:
        _own(session, place, path.call)
        done = operations.withdraw_call(
            session, location=place, call=path.call, by=who().by, name=who().name, now=site().now()
        )
        return reply(_view(done))


def ring(session: Session, place: Location, service: str | None, *, by: str, caller: str) -> HelpCall:
    """Ring at the staff's screens, saying what it is when that is known."""
    known = site().catalog.services.get(service or "")
    note = known.name["en"] if known else ""
    return operations.tell_emergency(session, location=place, by=by, caller=caller, note=note, now=site().now())


def attach(app: App) -> None:
    """Attach these routes."""
    app.register_api(emergencies_api)
    app.throttle("emergencies_api.tell", TOLD, by_path=True)


def _own(session: Session, place: Location, call: int) -> HelpCall:
    found = call_of(session, place, call)
    if found.kind != CallKind.EMERGENCY or found.by != who().by:
        raise UnknownThing("There is no such emergency of this kiosk.")
    return found


def _view(call: HelpCall) -> EmergencyView:
    return EmergencyView(
        id=call.id, coming=call.answered_at is not None and not call.withdrawn, withdrawn=call.withdrawn
    )
