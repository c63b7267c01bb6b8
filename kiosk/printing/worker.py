"""The print worker: it takes jobs from the database and sends each to its printer once, on a thread a printer.

A printer that hangs holds up its own thread and no other. Between jobs each printer is asked its
condition, so that staff see a fault before the next visitor meets it.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.printing.backends import NOT_PRINTED_HERE, open_printer
from kiosk.printing.escpos import encode, escpos
from kiosk.printing.raster import paint
from kiosk.printing.receipts import printer_test_receipt, receipt_for
from kiosk.printing.referral_layout import lay_out_referral
from kiosk.printing.referrals import referral_for
from kiosk.printing.result import PrinterBackend, PrintReport, PrintResult
from queueing import printing
from queueing.calendar.hours import hours_of
from queueing.clock import Clock
from queueing.db import Database
from queueing.printing import STOPPED, JobKind, JobState, PrintJob, ReferralContext, SlipContext
from queueing.tickets.model import Ticket
from services_catalog.catalog import Catalog, Location, Printer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

POLL_SECONDS = 1.0
"""How often a printer looks in the database for jobs that another process has added."""
ASK_SECONDS = 10.0
"""How often a printer is asked its condition."""
BACKOFF_SECONDS = (1.0, 2.0, 4.0, 5.0)
"""Pauses after slips that could not be sent; the last is repeated until the printer is back."""
AFTER_BREAKDOWN_SECONDS = 2.0
STOP_SECONDS = 10.0

JOB_STATES = {
    PrintResult.ALL: JobState.SENT,
    PrintResult.CONFIRMED: JobState.CONFIRMED,
    PrintResult.UNSURE: JobState.UNKNOWN,
}
"""The state of a job after each result; after `nothing` it is queued again."""

log = logging.getLogger(__name__)


def bytes_for(
    session: Session, job: PrintJob, *, catalog: Catalog, location: Location, width_dots: int, now: datetime
) -> bytes:
    """Return the ESC/POS bytes of a job's slip, as of `now`.

    Raises LookupError when its ticket is gone, NotFound when its service has left the catalog.
    """
    if job.kind == JobKind.REFERRAL:
        hours = {center.id: hours_of(session, center) for center in catalog.locations.values()}
        context = ReferralContext.of(job.payload)
        referral = referral_for(context, location=location, catalog=catalog, hours=hours, printed_at=now)
        return encode(paint(lay_out_referral(referral, width_dots)))
    if job.kind == JobKind.TEST:
        return escpos(
            printer_test_receipt(location, printer=job.printer, width_dots=width_dots, printed_at=now), width_dots
        )
    ticket = session.get(Ticket, job.ticket_id) if job.ticket_id is not None else None
    if ticket is None:
        raise LookupError(f"job {job.id} has no ticket")
    slip = SlipContext.of(job.payload)
    receipt = receipt_for(
        ticket,
        location=location,
        catalog=catalog,
        follow_url=slip.follow_url,
        printed_at=now,
        reprint=job.kind == JobKind.REPRINT,
        simulated=slip.simulated,
    )
    return escpos(receipt, width_dots)


def record(session: Session, job: PrintJob, report: PrintReport, *, by: str, now: datetime) -> None:
    """Record what became of a job that `by` claimed, and its printer's condition."""
    if report.result is PrintResult.NOTHING:
        printing.put_back(session, job.id, by=by, detail=report.detail)
    else:
        printing.settle(session, job.id, by=by, state=JOB_STATES[report.result], detail=report.detail, now=now)
    printing.note_condition(
        session,
        location=job.location,
        printer=job.printer,
        condition=report.condition,
        answered=report.answered,
        detail=report.detail,
        now=now,
    )


def print_test_slip(
    location: Location, printer: Printer, *, now: datetime, backend: PrinterBackend | None = None
) -> PrintReport:
    """Send a test slip to a printer at once, without a job."""
    slip = printer_test_receipt(location, printer=printer.id, width_dots=printer.width_dots, printed_at=now)
    backend = backend or open_printer(printer.url)
    return backend.send(escpos(slip, printer.width_dots), name=f"{location.id}-{printer.id}-test-{now:%Y%m%dT%H%M%S}")


class PrintQueue:
    """One printer and the jobs that wait for it. `step` does at most one thing; a thread of its own repeats it."""

    def __init__(
        self,
        database: Database,
        catalog: Catalog,
        location: Location,
        printer: Printer,
        *,
        holder: str,
        backend: PrinterBackend | None = None,
        ask_seconds: float = ASK_SECONDS,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self.location, self.printer = location, printer
        self.wake = threading.Event()
        self._ask_seconds, self._ticks = ask_seconds, ticks
        self._database, self._catalog, self._holder = database, catalog, holder
        self._backend = backend or open_printer(printer.url)
        self._failures = 0
        self._hold_until = 0.0
        self._ask_at = 0.0

    def step(self, now: datetime) -> float:
        """Print the next job, or ask the printer's condition, whichever is due; return the seconds until the next step.

        `now` is the clock's time, by which jobs expire; printers are paced by `ticks`, real seconds.
        """
        if self._ticks() >= self._hold_until and self._something_to_do():
            job = self._claim(now)
            if job is not None:
                self._print(job, now)
                return 0.0
        if self._ticks() >= self._ask_at:
            self._ask(now)
        return min(POLL_SECONDS, self._ask_seconds)

    def release(self) -> None:
        """Give up the printer's lease, so that another worker may print on it."""
        with self._database.write() as session:
            printing.give_back_lease(session, location=self.location.id, printer=self.printer.id, holder=self._holder)

    def _something_to_do(self) -> bool:
        with self._database.read() as session:
            return printing.something_to_do(session, location=self.location.id, printer=self.printer.id)

    def _claim(self, now: datetime) -> PrintJob | None:
        with self._database.write() as session:
            return printing.claim(session, location=self.location.id, printer=self.printer.id, by=self._holder, now=now)

    def _print(self, job: PrintJob, now: datetime) -> None:
        try:
            with self._database.read() as session:
                data = bytes_for(
                    session,
                    job,
                    catalog=self._catalog,
                    location=self.location,
                    width_dots=self.printer.width_dots,
                    now=now,
                )
                must_answer = printing.has_answered(session, location=self.location.id, printer=self.printer.id)
        except Exception as error:
            log.exception("slip %s cannot be drawn", job.id)
            with self._database.write() as session:
                printing.settle(
                    session, job.id, by=self._holder, state=JobState.FAILED, detail=f"not drawn: {error}", now=now
                )
            return
        report = self._backend.send(
            data, name=f"{self.location.id}-{self.printer.id}-{job.id}", must_answer=must_answer
        )
        self._record(job, report, now)
        self._schedule(report)

    def _record(self, job: PrintJob, report: PrintReport, now: datetime) -> None:
        with self._database.write() as session:
            record(session, job, report, by=self._holder, now=now)

    def _schedule(self, report: PrintReport) -> None:
        if report.result in (PrintResult.ALL, PrintResult.CONFIRMED):
            self._failures = 0
            self._ask_at = self._ticks() + self._ask_seconds  # its condition has just been reported
            return
        # The same pause after a slip in doubt: another slip would only meet the same fault.
        pause = BACKOFF_SECONDS[min(self._failures, len(BACKOFF_SECONDS) - 1)]
        self._failures += 1
        self._hold_until = self._ticks() + pause

    def _ask(self, now: datetime) -> None:
        self._ask_at = self._ticks() + self._ask_seconds
        with self._database.write() as session:
            leased = printing.hold_lease(
                session, location=self.location.id, printer=self.printer.id, holder=self._holder, now=now
            )
        if not leased:
            return
        condition, answered = self._backend.ask()
        if answered and condition not in STOPPED:
            self._failures, self._hold_until = 0, 0.0
        with self._database.write() as session:
            printing.note_condition(
                session,
                location=self.location.id,
                printer=self.printer.id,
                condition=condition,
                answered=answered,
                now=now,
            )


class PrintWorker:
    """All the printers of a server process, a thread each. They look for new jobs on each commit, and every second."""

    def __init__(
        self,
        database: Database,
        catalog: Catalog,
        clock: Clock,
        *,
        open_by_url: Callable[[str], PrinterBackend] = open_printer,
        ask_seconds: float = ASK_SECONDS,
    ) -> None:
        self._database, self._clock = database, clock
        holder = f"{socket.gethostname()[:32]}:{os.getpid()}:{id(self):x}"
        self._queues = [
            PrintQueue(
                database,
                catalog,
                location,
                printer,
                holder=holder,
                backend=open_by_url(printer.url),
                ask_seconds=ask_seconds,
            )
            for location in catalog.locations.values()
            for printer in location.printers
            if not printer.url.startswith(NOT_PRINTED_HERE)
        ]
        self._threads: Sequence[threading.Thread] = ()
        self._stopping = threading.Event()

    def start(self) -> None:
        """Start printing, in a thread for each printer."""
        self._stopping.clear()
        self._database.listeners.append(self._committed)
        self._threads = [
            threading.Thread(
                target=self._run, args=(queue,), name=f"printer-{queue.location.id}-{queue.printer.id}", daemon=True
            )
            for queue in self._queues
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop, and wait: a slip that is being sent is finished first."""
        self._stopping.set()
        if self._committed in self._database.listeners:
            self._database.listeners.remove(self._committed)
        for queue in self._queues:
            queue.wake.set()
        for thread in self._threads:
            thread.join(STOP_SECONDS)
        self._threads = ()

    def _committed(self, locations: frozenset[str]) -> None:
        for queue in self._queues:
            if queue.location.id in locations:
                queue.wake.set()

    def _run(self, queue: PrintQueue) -> None:
        while not self._stopping.is_set():
            queue.wake.clear()
            try:
                pause = queue.step(self._clock.now())
            except Exception:
                # The database may not answer; the thread must outlive that.
                log.exception("printer %s at %s", queue.printer.id, queue.location.id)
                self._stopping.wait(AFTER_BREAKDOWN_SECONDS)
                continue
            queue.wake.wait(pause)
        try:
            queue.release()
        except Exception:
            log.exception("printer %s at %s keeps its lease until it lapses", queue.printer.id, queue.location.id)
