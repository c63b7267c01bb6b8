"""Calls for help, the quiet alarm, and alerts that a manager has seen, over the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from flask import Response
from pydantic import Field

from queueing import operations
from queueing.alerts.model import CallKind, HelpCall
from queueing.identity.authorization import allow
from queueing.identity.permissions import Right
from queueing.operations.help_calls import call_of
from queueing.refusals import NotAllowed, NotFound
from queueing.schemas import Alert, CallView
from queueing.snapshots.staff_queue import queue_view
from queueing.web.request import (
    Body,
    Identifier,
    LocationPath,
    answers,
    api,
    follow_base,
    location_for,
    principal,
    reply,
    runtime,
)

attention_api = api("attention_api", __name__)

ANSWERERS = {
    CallKind.HELP: Right.ANSWER_HELP,
    CallKind.ALARM: Right.ANSWER_ALARM,
    CallKind.EMERGENCY: Right.ANSWER_ALARM,
}


class HelpCallBody(Body):
    """A call from a counter: for the manager, or the quiet alarm; a note never names a visitor."""

    kind: Literal["help", "alarm"]
    counter: Identifier
    note: str = Field("", max_length=200)


class HelpCallPath(LocationPath):
    """A call of a location in a path."""

    call: int = Field(ge=1, le=2**31 - 1)


class SeenBody(Body):
    """The key of the alert that has been seen."""

    key: str = Field(min_length=1, max_length=128)


@attention_api.post("/locations/<location>/calls", responses=answers(403, 404, s201=CallView))
@allow(Right.CALL_HELP)
def call(path: LocationPath, body: HelpCallBody) -> Response:
    """Call the manager, or raise the quiet alarm; while one is open the same one is answered."""
    location = location_for(path.location)
    with runtime().database.write() as session:
        made = operations.call_for_help(
            session,
            location=location,
            kind=CallKind(body.kind),
            counter=body.counter,
            by=principal().by,
            caller=principal().name,
            note=body.note.strip(),
            now=runtime().now(),
        )
        return reply(_view(made), 201)


@attention_api.post("/locations/<location>/calls/<int:call>/answer", responses=answers(403, 404, 409, s200=CallView))
@allow(Right.ANSWER_ALARM)
def answer(path: HelpCallPath) -> Response:
    """Say that one comes: a manager to a call for help, anybody else to an alarm or an emergency."""

    def not_mine(call: HelpCall) -> str:
        return "" if principal().may(ANSWERERS[CallKind(call.kind)]) else "A manager answers calls for help."

    return _end(path, not_mine, operations.answer_call)


@attention_api.post("/locations/<location>/calls/<int:call>/withdraw", responses=answers(403, 404, 409, s200=CallView))
@allow(Right.CALL_HELP)
def withdraw(path: HelpCallPath) -> Response:
    """Withdraw a call; only its caller or a manager may."""

    def not_mine(call: HelpCall) -> str:
        mine = call.by == principal().by or principal().may(Right.ANSWER_HELP)
        return "" if mine else "Whoever called says that help is no longer needed."

    return _end(path, not_mine, operations.withdraw_call)


@attention_api.post("/locations/<location>/alerts/seen", responses=answers(403, 404, 409, s200=Alert))
@allow(Right.ANSWER_HELP)
def see(path: LocationPath, body: SeenBody) -> Response:
    """Mark an alert as seen; it stays on the page, quiet, with the name of who saw it."""
    location = location_for(path.location)
    with runtime().database.read() as session:
        alerts = queue_view(session, runtime().view_context(session, location, follow_base())).alerts
    alert = next((each for each in alerts if each.key == body.key), None)
    if alert is None:
        raise NotFound("There is no such alert now.")
    with runtime().database.write() as session:
        seen = operations.see_alert(
            session, location=location, key=body.key, by=principal().by, name=principal().name, now=runtime().now()
        )
    return reply(alert.model_copy(update={"seen_at": seen.at, "seen_by": seen.name}))


def _end(path: HelpCallPath, not_mine: Callable[[HelpCall], str], end: Callable[..., HelpCall]) -> Response:
    """End a call as `end` does, unless `not_mine` says why this person may not."""
    location = location_for(path.location)
    with runtime().database.write() as session:
        if why := not_mine(call_of(session, location, path.call)):
            raise NotAllowed(why)
        done = end(
            session, location=location, call=path.call, by=principal().by, name=principal().name, now=runtime().now()
        )
        return reply(_view(done))


def _view(made: HelpCall) -> CallView:
    return CallView.model_validate({name: getattr(made, name) for name in CallView.model_fields})
