"""An emergency reported at a kiosk: the staff's screens ring, and the kiosk shows when somebody comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response
from pydantic import BaseModel, Field

from queueing import operations
from queueing.alerts.model import CallKind, HelpCall
from queueing.identity.authorization import allow
from queueing.identity.permissions import Right
from queueing.operations.help_calls import call_of
from queueing.refusals import NotFound
from queueing.web.rate_limits import limiter, request_path
from queueing.web.request import Body, Identifier, LocationPath, answers, api, location_for, principal, reply, runtime
from services_catalog.catalog import Location

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from queueing.app import App

EMERGENCY_LIMIT = "30 per minute"
"""For a whole location: real emergencies are fewer, and a visitor who plays cannot flood the staff's screens."""

emergencies_api = api("emergencies_api", __name__)


class EmergencyBody(Body):
    """An emergency; `service` is the catalog's, when the visitor chose one."""

    service: Identifier | None = None


class EmergencyPath(LocationPath):
    """An emergency of a location in a path."""

    call: int = Field(ge=1, le=2**31 - 1)


class EmergencyView(BaseModel):
    """The state of an emergency that was reported."""

    id: int
    coming: bool = Field(description="Whether somebody of the staff has answered.")
    withdrawn: bool


@emergencies_api.post("/locations/<location>/emergencies", responses=answers(403, 404, 429, s201=EmergencyView))
@allow(Right.TELL_EMERGENCY)
@limiter.limit(EMERGENCY_LIMIT, key_func=request_path)
def tell(path: LocationPath, body: EmergencyBody) -> Response:
    """Report to the staff that somebody at this kiosk is in danger; while its report is open, that one is returned."""
    location = location_for(path.location)
    with runtime().database.write() as session:
        return reply(
            _view(ring(session, location, body.service, by=principal().by, caller=principal().name or "a kiosk")), 201
        )


@emergencies_api.get("/locations/<location>/emergencies/<int:call>", responses=answers(403, 404, s200=EmergencyView))
@allow(Right.TELL_EMERGENCY)
def stands(path: EmergencyPath) -> Response:
    """Show whether somebody of the staff comes."""
    location = location_for(path.location)
    with runtime().database.read() as session:
        return reply(_view(_own(session, location, path.call)))


@emergencies_api.post(
    "/locations/<location>/emergencies/<int:call>/withdraw", responses=answers(403, 404, 409, s200=EmergencyView)
)
@allow(Right.TELL_EMERGENCY)
def withdraw(path: EmergencyPath) -> Response:
    """Withdraw the report: there is no danger after all."""
    location = location_for(path.location)
    with runtime().database.write() as session:
        _own(session, location, path.call)
        done = operations.withdraw_call(
            session, location=location, call=path.call, by=principal().by, name=principal().name, now=runtime().now()
        )
        return reply(_view(done))


def ring(session: Session, location: Location, service: str | None, *, by: str, caller: str) -> HelpCall:
    """Report an emergency to the staff's screens, with the service's name where one is given."""
    known = runtime().catalog.services.get(service or "")
    note = known.name["en"] if known else ""
    return operations.tell_emergency(session, location=location, by=by, caller=caller, note=note, now=runtime().now())


def attach(app: App) -> None:
    """Attach these routes."""
    app.register_api(emergencies_api)


def _own(session: Session, location: Location, call: int) -> HelpCall:
    found = call_of(session, location, call)
    if found.kind != CallKind.EMERGENCY or found.by != principal().by:
        raise NotFound("There is no such emergency of this kiosk.")
    return found


def _view(call: HelpCall) -> EmergencyView:
    return EmergencyView(
        id=call.id, coming=call.answered_at is not None and not call.withdrawn, withdrawn=call.withdrawn
    )
