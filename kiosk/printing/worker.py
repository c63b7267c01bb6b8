"""Takes print jobs from the database and sends each to its printer, once; one worker, one thread a printer.

A printer that hangs holds up its own thread and nobody else. Between jobs each printer is
asked how it is, so that staff hear of trouble before the next visitor does.
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

from kiosk.printing.backends import NOT_OURS, open_printer
from kiosk.printing.escpos import encode, escpos
from kiosk.printing.raster import paint
from kiosk.printing.receipts import receipt_for, trial_receipt
from kiosk.printing.referral_layout import lay_out_referral
from kiosk.printing.referrals import referral_for
from kiosk.printing.result import Delivery, PrinterBackend, PrintResult
from queueing import printing
from queueing.calendar.hours import hours_of
from queueing.clock import Clock
from queueing.db import Database
from queueing.printing import STOPPED, JobKind, JobState, PrintJob, ReferralContext, SlipContext
from queueing.tickets.model import Ticket
from services_catalog.catalog import Catalog, Location
from services_catalog.catalog import Printer as PrinterFacts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

POLL_SECONDS = 1.0
"""How often the database is looked at for jobs that another process has asked for."""
ASK_SECONDS = 10.0
"""How often a printer is asked how it is."""
BACKOFF_SECONDS = (1.0, 2.0, 4.0, 5.0)
"""Pauses after a slip could not be begun; the last one is kept until the printer is back."""
AFTER_BREAKDOWN_SECONDS = 2.0
STOP_SECONDS = 10.0

ENDS = {PrintResult.ALL: JobState.SENT, PrintResult.CONFIRMED: JobState.CONFIRMED, PrintResult.UNSURE: JobState.UNKNOWN}
"""What a job becomes by how far its bytes went; after `nothing` it waits for another try."""

log = logging.getLogger(__name__)


def bytes_for(
    session: Session, job: PrintJob, *, catalog: Catalog, location: Location, width_dots: int, now: datetime
) -> bytes:
    """Return the ESC/POS bytes of a job's slip, as of `now`.

    Raises LookupError when its ticket is gone, UnknownThing when what it points to is.
    """
    if job.kind == JobKind.REFERRAL:
        hours = {place.id: hours_of(session, place) for place in catalog.locations.values()}
        pointed = ReferralContext.of(job.payload)
        referral = referral_for(pointed, location=location, catalog=catalog, hours=hours, printed_at=now)
        return encode(paint(lay_out_referral(referral, width_dots)))
    if job.kind == JobKind.TEST:
        return escpos(trial_receipt(location, printer=job.printer, width_dots=width_dots, printed_at=now), width_dots)
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


def record(session: Session, job: PrintJob, delivery: Delivery, *, by: str, now: datetime) -> None:
    """Keep what became of a job that `by` claimed, and how its printer was."""
    if delivery.went is PrintResult.NOTHING:
        printing.put_back(session, job.id, by=by, detail=delivery.detail)
    else:
        printing.settle(session, job.id, by=by, state=ENDS[delivery.went], detail=delivery.detail, now=now)
    printing.note_condition(
        session,
        location=job.location,
        printer=job.printer,
        condition=delivery.condition,
        answered=delivery.answered,
        detail=delivery.detail,
        now=now,
    )


def print_trial(
    location: Location, facts: PrinterFacts, *, now: datetime, printer: PrinterBackend | None = None
) -> Delivery:
    """Send a test slip to a printer at once, past the queue."""
    slip = trial_receipt(location, printer=facts.id, width_dots=facts.width_dots, printed_at=now)
    target = printer or open_printer(facts.url)
    return target.deliver(escpos(slip, facts.width_dots), name=f"{location.id}-{facts.id}-test-{now:%Y%m%dT%H%M%S}")


class PrinterLine:
    """One printer and the jobs that wait for it. `step` does at most one thing; a thread of its own calls it."""

    def __init__(
        self,
        database: Database,
        catalog: Catalog,
        location: Location,
        facts: PrinterFacts,
        *,
        holder: str,
        printer: PrinterBackend | None = None,
        ask_seconds: float = ASK_SECONDS,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self.location, self.facts = location, facts
        self.wake = threading.Event()
        self._ask_seconds, self._ticks = ask_seconds, ticks
        self._database, self._catalog, self._holder = database, catalog, holder
        self._printer = printer or open_printer(facts.url)
        self._failures = 0
        self._hold_until = 0.0
        self._ask_at = 0.0

    def step(self, now: datetime) -> float:
        """Print the next job, or ask the printer how it is, whichever is due; return the seconds until the next look.

        `now` is the clock's moment, which jobs live by; printers live by `ticks`, real seconds.
        """
        if self._ticks() >= self._hold_until and self._something_to_do():
            job = self._claim(now)
            if job is not None:
                self._print(job, now)
                return 0.0
        if self._ticks() >= self._ask_at:
            self._ask(now)
        return min(POLL_SECONDS, self._ask_seconds)

    def let_go(self) -> None:
        """Leave the printer to another worker."""
        with self._database.write() as session:
            printing.give_back_lease(session, location=self.location.id, printer=self.facts.id, holder=self._holder)

    def _something_to_do(self) -> bool:
        with self._database.read() as session:
            return printing.something_to_do(session, location=self.location.id, printer=self.facts.id)

    def _claim(self, now: datetime) -> PrintJob | None:
        with self._database.write() as session:
            return printing.claim(session, location=self.location.id, printer=self.facts.id, by=self._holder, now=now)

    def _print(self, job: PrintJob, now: datetime) -> None:
        try:
            with self._database.read() as session:
                data = bytes_for(
                    session,
                    job,
                    catalog=self._catalog,
                    location=self.location,
                    width_dots=self.facts.width_dots,
                    now=now,
                )
                known = printing.has_answered(session, location=self.location.id, printer=self.facts.id)
        except Exception as error:
            log.exception("slip %s cannot be drawn", job.id)
            with self._database.write() as session:
                printing.settle(
                    session, job.id, by=self._holder, state=JobState.FAILED, detail=f"not drawn: {error}", now=now
                )
            return
        delivery = self._printer.deliver(data, name=f"{self.location.id}-{self.facts.id}-{job.id}", must_answer=known)
        self._record(job, delivery, now)
        self._pace(delivery)

    def _record(self, job: PrintJob, delivery: Delivery, now: datetime) -> None:
        with self._database.write() as session:
            record(session, job, delivery, by=self._holder, now=now)

    def _pace(self, delivery: Delivery) -> None:
        if delivery.went in (PrintResult.ALL, PrintResult.CONFIRMED):
            self._failures = 0
            self._ask_at = self._ticks() + self._ask_seconds  # it has just been heard of
            return
        # The same pause after a slip of doubt: another would only meet the same trouble.
        pause = BACKOFF_SECONDS[min(self._failures, len(BACKOFF_SECONDS) - 1)]
        self._failures += 1
        self._hold_until = self._ticks() + pause

    def _ask(self, now: datetime) -> None:
        self._ask_at = self._ticks() + self._ask_seconds
        with self._database.write() as session:
            held = printing.hold_lease(
                session, location=self.location.id, printer=self.facts.id, holder=self._holder, now=now
            )
        if not held:
            return
        condition, answered = self._printer.ask()
        if answered and condition not in STOPPED:
            self._failures, self._hold_until = 0, 0.0
        with self._database.write() as session:
            printing.note_condition(
                session,
                location=self.location.id,
                printer=self.facts.id,
                condition=condition,
                answered=answered,
                now=now,
            )


class PrintWorker:
    """All the printers of a server process, a thread each. They hear of new jobs on commit, and look every second."""

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
        self._lines = [
            PrinterLine(
                database,
                catalog,
                location,
                facts,
                holder=holder,
                printer=open_by_url(facts.url),
                ask_seconds=ask_seconds,
            )
            for location in catalog.locations.values()
            for facts in location.printers
            if not facts.url.startswith(NOT_OURS)
        ]
        self._threads: Sequence[threading.Thread] = ()
        self._stopping = threading.Event()

    def start(self) -> None:
        """Begin printing, in threads of its own."""
        self._stopping.clear()
        self._database.listeners.append(self._committed)
        self._threads = [
            threading.Thread(
                target=self._run, args=(line,), name=f"printer-{line.location.id}-{line.facts.id}", daemon=True
            )
            for line in self._lines
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End, and wait: a slip that is being sent is finished first."""
        self._stopping.set()
        if self._committed in self._database.listeners:
            self._database.listeners.remove(self._committed)
        for line in self._lines:
            line.wake.set()
        for thread in self._threads:
            thread.join(STOP_SECONDS)
        self._threads = ()

    def _committed(self, locations: frozenset[str]) -> None:
        for line in self._lines:
            if line.location.id in locations:
                line.wake.set()

    def _run(self, line: PrinterLine) -> None:
        while not self._stopping.is_set():
            line.wake.clear()
            try:
                pause = line.step(self._clock.now())
            except Exception:
                # The database may be away; the thread must outlive that.
                log.exception("printer %s at %s", line.facts.id, line.location.id)
                self._stopping.wait(AFTER_BREAKDOWN_SECONDS)
                continue
            line.wake.wait(pause)
        try:
            line.let_go()
        except Exception:
            log.exception("printer %s at %s keeps its lease until it lapses", line.facts.id, line.location.id)
