"""Paper over HTTP: how a slip is doing, a copy of it, and the jobs of a printer on a kiosk's own machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response
from pydantic import Field

from kiosk.printing.agent_jobs import claim_for_agent, condition_from_agent, report_from_agent
from kiosk.printing.receipts import told_of
from kiosk.printing.result import Delivery, Went
from queueing import printing
from queueing.identity.authentication import ANYONE, allow
from queueing.identity.permissions import Right
from queueing.operations.transition import find
from queueing.printing import Condition, JobKind, PrintJob
from queueing.refusals import NotOffered, WrongState
from queueing.schemas import Shape
from queueing.tickets.model import State
from queueing.web.request import (
    Body,
    Id,
    LocationPath,
    TicketPath,
    answers,
    api,
    follow_base,
    location_for,
    reply,
    site,
    who,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from queueing.app import App

REPRINTS = "3 per minute"
HIGHEST_JOB = 2**63 - 1

printing_api = api("printing_api", __name__)


class Slip(Shape):
    """How a ticket's paper is doing: the state of its last job, `none` when nobody asked for paper."""

    state: str
    printer: str | None
    condition: str | None = Field(None, description="How that printer is, as far as it is known.")


class PrinterPath(LocationPath):
    """A printer of a location in a path."""

    printer: Id


class JobPath(PrinterPath):
    """A print job in a path."""

    job: int = Field(ge=1, le=HIGHEST_JOB)


class ConditionBody(Body):
    """How a printer is; `answered` says that it told so itself."""

    condition: Condition
    answered: bool


class ResultBody(ConditionBody):
    """How far a slip's bytes went."""

    went: Went
    detail: str = Field("", max_length=240)


@printing_api.get("/tickets/<ticket>/slip", responses=answers(404, s200=Slip))
@allow(ANYONE)
def slip(path: TicketPath) -> Response:
    """Tell how a ticket's paper is doing."""
    return reply(_slip(path.ticket))


@printing_api.post("/tickets/<ticket>/reprint", responses=answers(404, 409, 429, s200=Slip))
@allow(ANYONE)
def reprint(path: TicketPath) -> Response:
    """Print a copy of a live ticket's slip; it says REPRINT and when."""
    ask_for_copy(path.ticket)
    return reply(_slip(path.ticket))


def ask_for_copy(ticket_id: str) -> None:
    """Ask for a copy of a live ticket's slip. Raises UnknownThing, WrongState, or NotOffered without a printer."""
    with site().database.write() as session:
        ticket = find(session, ticket_id)
        if ticket.state == State.ENDED:
            raise WrongState(f"{ticket.number} has ended; there is nothing to wait for.", state=ticket.state)
        printer = printing.slip_printer(site().location(ticket.location), who().name)
        if printer is None:
            raise NotOffered("There is no printer here. The number on the screen is enough.")
        printing.enqueue(
            session,
            location=ticket.location,
            printer=printer.id,
            kind=JobKind.REPRINT,
            ticket_id=ticket.id,
            told=told_of(ticket, follow_base(), simulated=site().clock.simulated),
            by=who().by,
            now=site().now(),
        )


@printing_api.post(
    "/locations/<location>/printers/<printer>/claim",
    responses=answers(403, 404, s200="application/octet-stream", s204=""),
)
@allow(Right.PRINT)
def claim(path: PrinterPath) -> Response:
    """Take the next slip of the printer that hangs on a kiosk's own machine; 204 when there is none."""
    place = location_for(path.location)
    job = claim_for_agent(
        site().database,
        catalog=site().catalog,
        location=place,
        printer=path.printer,
        by=who().by,
        now=site().now(),
    )
    if job is None:
        return Response(status=204)
    headers = {"Print-Job": str(job.id), "Must-Answer": "1" if job.must_answer else "0"}
    return Response(job.data, headers=headers, content_type="application/octet-stream")


@printing_api.post(
    "/locations/<location>/printers/<printer>/jobs/<int:job>/result", responses=answers(403, 404, s204="")
)
@allow(Right.PRINT)
def result(path: JobPath, body: ResultBody) -> Response:
    """Tell how a slip went."""
    place = location_for(path.location)
    delivery = Delivery(went=body.went, condition=body.condition, detail=body.detail, answered=body.answered)
    with site().database.write() as session:
        report_from_agent(
            session,
            location=place,
            printer=path.printer,
            job_id=path.job,
            delivery=delivery,
            by=who().by,
            now=site().now(),
        )
    return Response(status=204)


@printing_api.post("/locations/<location>/printers/<printer>/condition", responses=answers(403, 404, s204=""))
@allow(Right.PRINT)
def condition(path: PrinterPath, body: ConditionBody) -> Response:
    """Tell how a kiosk's printer is; also its agent's sign of life."""
    place = location_for(path.location)
    with site().database.write() as session:
        condition_from_agent(
            session,
            location=place,
            printer=path.printer,
            condition=body.condition,
            answered=body.answered,
            now=site().now(),
        )
    return Response(status=204)


def attach(app: App) -> None:
    """Attach these routes; copies are throttled by ticket."""
    app.register_api(printing_api)
    for endpoint in ("printing_api.reprint", "kiosk.print_copy"):
        app.throttle(endpoint, REPRINTS, by_path=True)


def _slip(ticket_id: str) -> Slip:
    with site().database.read() as session:
        ticket = find(session, ticket_id)
        job = printing.latest_job(session, ticket.id)
        return slip_of(session, job) if job else Slip(state="none", printer=None)


def slip_of(session: Session, job: PrintJob) -> Slip:
    """Return how a job's paper is doing."""
    known = {state.printer: state for state in printing.printers_at(session, job.location)}.get(job.printer)
    now = site().now()
    return Slip(
        state=printing.state_at(job, now),
        printer=job.printer,
        condition=printing.condition_at(known, now, site().clock.pace) if known else None,
    )
