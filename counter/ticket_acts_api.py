"""The staff's acts on one ticket, one route each: call, start, hold, transfer, finish, undo and the others."""

from __future__ import annotations

from flask import Response

from counter.act_bodies import (
    CallTicketBody,
    FinishBody,
    FlagBody,
    GivenReasonBody,
    HoldBody,
    InterpreterBody,
    NoteBody,
    ResumeBody,
    ReturnBody,
    ServiceBody,
    TransferBody,
)
from counter.ticket_answers import SeenQuery, acting_on, ticket_answer
from queueing import operations
from queueing.identity.authorization import allow
from queueing.identity.permissions import Right
from queueing.operations import DoneFunction
from queueing.schemas import TicketView
from queueing.web.request import TicketPath, answers, api, principal, runtime

TICKET_ANSWERS = answers(403, 404, 409, s200=TicketView)

ticket_acts_api = api("ticket_acts_api", __name__)


@ticket_acts_api.post("/tickets/<ticket>/call", responses=TICKET_ANSWERS)
@allow(Right.PICK)
def call(path: TicketPath, query: SeenQuery, body: CallTicketBody) -> Response:
    """Call this visitor out of turn, for a reason that is kept."""
    with acting_on(path, query) as (session, location, acting):
        counter = body.counter or principal().counter or ""
        operations.call(session, location=location, counter=counter, reason=body.reason, **acting)
    return ticket_answer(path.ticket)


@ticket_acts_api.post("/tickets/<ticket>/recall", responses=TICKET_ANSWERS)
@allow(Right.SERVE)
def recall(path: TicketPath, query: SeenQuery) -> Response:
    """Call the same visitor again."""
    with acting_on(path, query) as (session, _, acting):
        operations.recall(session, **acting)
    return ticket_answer(path.ticket)


@ticket_acts_api.post("/tickets/<ticket>/start", responses=TICKET_ANSWERS)
@allow(Right.SERVE)
def start(path: TicketPath, query: SeenQuery) -> Response:
    """The visitor has come."""
    with acting_on(path, query) as (session, _, acting):
        operations.start(session, **acting)
    return ticket_answer(path.ticket)


@ticket_acts_api.post("/tickets/<ticket>/finish", responses=TICKET_ANSWERS)
@allow(Right.SERVE)
def finish(path: TicketPath, query: SeenQuery, body: FinishBody) -> Response:
    """The visitor has been served; a visit with more services to come goes on to the next."""
    with acting_on(path, query) as (session, location, acting):
        done = tuple(DoneFunction(each.service, each.count) for each in body.done)
        operations.finish(
            session, catalog=runtime().catalog, location=location, done=done, resolved=body.resolved, **acting
        )
    return ticket_answer(path.ticket)


@ticket_acts_api.post("/tickets/<ticket>/no-show", responses=TICKET_ANSWERS)
@allow(Right.SERVE)
def no_show(path: TicketPath, query: SeenQuery) -> Response:
    """Nobody came."""
    with acting_on(path, query) as (session, location, acting):
        operations.no_show(session, location=location, **acting)
    return ticket_answer(path.ticket)


@ticket_acts_api.post("/tickets/<ticket>/hold", responses=TICKET_ANSWERS)
@allow(Right.SERVE)
def hold(path: TicketPath, query: SeenQuery, body: HoldBody) -> Response:
    """Set the visitor aside; the counter is free again."""
    with acting_on(path, query) as (session, _, acting):
        operations.hold(session, reason=body.reason, until=body.until, minutes=body.minutes, **acting)
    return ticket_answer(path.ticket)


@ticket_acts_api.post("/tickets/<ticket>/resume", responses=TICKET_ANSWERS)
@allow(Right.SERVE)
def resume(path: TicketPath, query: SeenQuery, body: ResumeBody) -> Response:
    """Go on serving a held visitor."""
    with acting_on(path, query) as (session, location, acting):
        counter = body.counter or principal().counter
        operations.resume(session, location=location, counter=counter, **acting)
    return ticket_answer(path.ticket)


@ticket_acts_api.post("/tickets/<ticket>/return", responses=TICKET_ANSWERS)
@allow(Right.SERVE)
def return_(path: TicketPath, query: SeenQuery, body: ReturnBody) -> Response:
    """Send the visitor back to the queue."""
    with acting_on(path, query) as (session, location, acting):
        operations.return_(session, catalog=runtime().catalog, location=location, reason=body.reason, **acting)
    return ticket_answer(path.ticket)


@ticket_acts_api.post("/tickets/<ticket>/transfer", responses=TICKET_ANSWERS)
@allow(Right.SERVE)
def transfer(path: TicketPath, query: SeenQuery, body: TransferBody) -> Response:
    """Send the visitor on to another service, counter or agent; the number stays."""
    with acting_on(path, query) as (session, location, acting):
        operations.transfer(
            session,
            catalog=runtime().catalog,
            location=location,
            service=body.service,
            counter=body.counter,
            agent=body.agent,
            position=body.position,
            reason=body.reason,
            note=body.note,
            **acting,
        )
    return ticket_answer(path.ticket)


@ticket_acts_api.post("/tickets/<ticket>/reinstate", responses=TICKET_ANSWERS)
@allow(Right.SERVE)
def reinstate(path: TicketPath, query: SeenQuery) -> Response:
    """Put a visitor who missed the call, or gave up, back in their place."""
    with acting_on(path, query) as (session, location, acting):
        operations.reinstate(session, location=location, **acting)
    return ticket_answer(path.ticket)


@ticket_acts_api.post("/tickets/<ticket>/void", responses=TICKET_ANSWERS)
@allow(Right.VOID)
def void(path: TicketPath, query: SeenQuery, body: GivenReasonBody) -> Response:
    """Take out a ticket that should not be."""
    with acting_on(path, query) as (session, _, acting):
        operations.void(session, reason=body.reason, **acting)
    return ticket_answer(path.ticket)


@ticket_acts_api.post("/tickets/<ticket>/note", responses=TICKET_ANSWERS)
@allow(Right.SERVE)
def note(path: TicketPath, query: SeenQuery, body: NoteBody) -> Response:
    """Leave a note for the next desk."""
    with acting_on(path, query) as (session, _, acting):
        operations.note(session, note=body.note, **acting)
    return ticket_answer(path.ticket)


@ticket_acts_api.post("/tickets/<ticket>/add", responses=TICKET_ANSWERS)
@allow(Right.SERVE)
def add(path: TicketPath, query: SeenQuery, body: ServiceBody) -> Response:
    """Add a service to the visit, under the same number."""
    with acting_on(path, query) as (session, location, acting):
        operations.add_service(session, catalog=runtime().catalog, location=location, service=body.service, **acting)
    return ticket_answer(path.ticket)


@ticket_acts_api.post("/tickets/<ticket>/drop", responses=TICKET_ANSWERS)
@allow(Right.SERVE)
def drop(path: TicketPath, query: SeenQuery, body: ServiceBody) -> Response:
    """Take a service that was to follow off the visit."""
    with acting_on(path, query) as (session, _, acting):
        operations.drop_service(session, service=body.service, **acting)
    return ticket_answer(path.ticket)


@ticket_acts_api.post("/tickets/<ticket>/flag", responses=TICKET_ANSWERS)
@allow(Right.SERVE)
def flag(path: TicketPath, query: SeenQuery, body: FlagBody) -> Response:
    """Say that this service's time is not representative, or is."""
    with acting_on(path, query) as (session, _, acting):
        operations.flag(session, untimed=body.untimed, **acting)
    return ticket_answer(path.ticket)


@ticket_acts_api.post("/tickets/<ticket>/interpreter", responses=TICKET_ANSWERS)
@allow(Right.SERVE)
def interpreter(path: TicketPath, query: SeenQuery, body: InterpreterBody) -> Response:
    """An interpreter is asked for, on the line, or done."""
    with acting_on(path, query) as (session, _, acting):
        operations.interpreter(session, state=body.state, **acting)
    return ticket_answer(path.ticket)


@ticket_acts_api.post("/tickets/<ticket>/undo", responses=TICKET_ANSWERS)
@allow(Right.SERVE)
def undo(path: TicketPath, query: SeenQuery) -> Response:
    """Take back the last act, within the location's seconds."""
    with acting_on(path, query) as (session, location, acting):
        operations.undo(session, location=location, **acting)
    return ticket_answer(path.ticket)
