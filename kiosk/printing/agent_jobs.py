"""The server's side of print-agents: it gives them jobs as bytes and records their reports."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.printing.result import PrintReport
from kiosk.printing.worker import bytes_for, record
from queueing import printing
from queueing.db import Database
from queueing.printing import Condition, JobState, PrintJob
from queueing.refusals import NotFound
from services_catalog.catalog import Catalog, Location, Printer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

AGENT_SCHEME = "agent:"
"""The URL, in a location's file, of a printer whose jobs an agent pulls."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RemoteJob:
    """One slip for an agent. With `must_answer` a printer that does not answer is to be sent nothing."""

    id: int
    data: bytes
    must_answer: bool


def agent_printer(location: Location, printer: str) -> Printer:
    """Return the location's printer of that id; raise NotFound unless an agent has it."""
    found = next((p for p in location.printers if p.id == printer and p.url.startswith(AGENT_SCHEME)), None)
    if found is None:
        raise NotFound(f"{location.id} has no printer {printer!r} with the address {AGENT_SCHEME} in its file.")
    return found


def claim_for_agent(
    database: Database, *, catalog: Catalog, location: Location, printer: str, by: str, now: datetime
) -> RemoteJob | None:
    """Take the next job of an agent's printer, as bytes; None when there is none. `by` is the agent's device.

    A job that it took before and never reported becomes `unknown`. Raises NotFound.
    """
    found = agent_printer(location, printer)
    with database.write() as session:
        job = printing.claim(session, location=location.id, printer=printer, by=by, now=now)
    if job is None:
        return None
    try:
        with database.read() as session:
            data = bytes_for(session, job, catalog=catalog, location=location, width_dots=found.width_dots, now=now)
            must_answer = printing.has_answered(session, location=location.id, printer=printer)
    except Exception as error:
        log.exception("slip %s cannot be drawn", job.id)
        with database.write() as session:
            detail = f"not drawn: {error}"
            printing.settle(session, job.id, by=by, state=JobState.FAILED, detail=detail, now=now)
        return None
    return RemoteJob(job.id, data, must_answer)


def report_from_agent(
    session: Session, *, location: Location, printer: str, job_id: int, report: PrintReport, by: str, now: datetime
) -> None:
    """Record an agent's report on a job it took. The same report twice changes nothing. Raises NotFound."""
    job = session.get(PrintJob, job_id)
    if job is None or (job.location, job.printer) != (location.id, printer):
        raise NotFound(f"{printer} of {location.id} has no job {job_id}.")
    record(session, job, report, by=by, now=now)


def condition_from_agent(
    session: Session, *, location: Location, printer: str, condition: Condition, answered: bool, now: datetime
) -> None:
    """Record the condition of an agent's printer; this is also the agent's sign of life. Raises NotFound."""
    agent_printer(location, printer)
    printing.note_condition(
        session, location=location.id, printer=printer, condition=condition, answered=answered, now=now
    )
