"""Printing over HTTP: the state of a slip, a copy of it, and the jobs of a printer on a kiosk's own machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response
from pydantic import Field

from kiosk.printing.agent_jobs import claim_for_agent, condition_from_agent, report_from_agent
from kiosk.printing.copies import ask_for_copy
from kiosk.printing.result import PrintReport, PrintResult
from queueing import printing
from queueing.identity import devices
from queueing.identity.authorization import ANYONE, allow
from queueing.identity.permissions import Right
from queueing.operations.transition import find
from queueing.printing import Condition, PrintJob
from queueing.refusals import NotAllowed
from queueing.schemas import Schema
from queueing.web.rate_limits import limiter, request_path
from queueing.web.request import (
    Body,
    Identifier,
    LocationPath,
    TicketPath,
    answers,
    api,
    location_for,
    principal,
    reply,
    runtime,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from queueing.app import App
    from services_catalog.catalog import Location

REPRINT_LIMIT = "3 per minute"
"""Copies of one ticket's slip."""
HIGHEST_JOB = 2**63 - 1

printing_api = api("printing_api", __name__)


class SlipStatus(Schema):
    """The state of a ticket's last print job; `none` when no slip was requested."""

    state: str
    printer: str | None
    condition: str | None = Field(None, description="How that printer is, as far as it is known.")


class PrinterPath(LocationPath):
    """A printer of a location in a path."""

    printer: Identifier


class JobPath(PrinterPath):
    """A print job in a path."""

    job: int = Field(ge=1, le=HIGHEST_JOB)


class ConditionBody(Body):
    """A printer's condition; `answered` is whether the printer reported it itself."""

    condition: Condition
    answered: bool


class ResultBody(ConditionBody):
    """How much of a slip the printer took (`went`), and its condition."""

    went: PrintResult
    detail: str = Field("", max_length=240)


@printing_api.get("/tickets/<ticket>/slip", responses=answers(404, s200=SlipStatus))
@allow(ANYONE)
def slip(path: TicketPath) -> Response:
    """Show the state of a ticket's slip."""
    return reply(_slip(path.ticket))


@printing_api.post("/tickets/<ticket>/reprint", responses=answers(404, 409, 429, s200=SlipStatus))
@allow(ANYONE)
@limiter.limit(REPRINT_LIMIT, key_func=request_path)
def reprint(path: TicketPath) -> Response:
    """Print a copy of a live ticket's slip; it says REPRINT and when. The ticket's holder has two, staff any number."""
    ask_for_copy(path.ticket)
    return reply(_slip(path.ticket))


@printing_api.post(
    "/locations/<location>/printers/<printer>/claim",
    responses=answers(403, 404, s200="application/octet-stream", s204=""),
)
@allow(Right.PRINT)
def claim(path: PrinterPath) -> Response:
    """Take the next slip of a printer that is attached to a kiosk's own machine; 204 when there is none."""
    location = _location_of_own(path)
    job = claim_for_agent(
        runtime().database,
        catalog=runtime().catalog,
        location=location,
        printer=path.printer,
        by=principal().by,
        now=runtime().now(),
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
    """Report what became of a slip."""
    location = _location_of_own(path)
    report = PrintReport(result=body.went, condition=body.condition, detail=body.detail, answered=body.answered)
    with runtime().database.write() as session:
        report_from_agent(
            session,
            location=location,
            printer=path.printer,
            job_id=path.job,
            report=report,
            by=principal().by,
            now=runtime().now(),
        )
    return Response(status=204)


@printing_api.post("/locations/<location>/printers/<printer>/condition", responses=answers(403, 404, s204=""))
@allow(Right.PRINT)
def condition(path: PrinterPath, body: ConditionBody) -> Response:
    """Report the condition of a kiosk's printer; this is also its agent's sign of life."""
    location = _location_of_own(path)
    with runtime().database.write() as session:
        condition_from_agent(
            session,
            location=location,
            printer=path.printer,
            condition=body.condition,
            answered=body.answered,
            now=runtime().now(),
        )
        devices.beat(session, by=principal().by, now=runtime().now())
    return Response(status=204)


def _location_of_own(path: PrinterPath) -> Location:
    """Return the location of the sender's own printer: the one of its name. Raise NotAllowed for any other printer."""
    location = location_for(path.location)
    if principal().name != path.printer:
        raise NotAllowed(
            f"The jobs of {path.printer} are for its own print-agent, which is paired with a code that was made "
            f"with --name {path.printer}."
        )
    return location


def attach(app: App) -> None:
    """Attach these routes."""
    app.register_api(printing_api)


def _slip(ticket_id: str) -> SlipStatus:
    with runtime().database.read() as session:
        ticket = find(session, ticket_id)
        job = printing.latest_job(session, ticket.id)
        return slip_of(session, job) if job else SlipStatus(state="none", printer=None)


def slip_of(session: Session, job: PrintJob) -> SlipStatus:
    """Return the state of a print job and its printer."""
    known = {state.printer: state for state in printing.printers_at(session, job.location)}.get(job.printer)
    now = runtime().now()
    return SlipStatus(
        state=printing.state_at(job, now),
        printer=job.printer,
        condition=printing.condition_at(known, now, runtime().clock.pace) if known else None,
    )
