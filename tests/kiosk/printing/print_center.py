"""Downtown with printers of one's choice: tickets are issued with their slips, as the kiosk does, and watched."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from kiosk.printing.backends import open_printer
from kiosk.printing.result import Limits
from kiosk.printing.worker import PrintWorker
from queueing import printing
from queueing.db import Base, Database
from queueing.printing import JobKind, JobState, PrinterState, PrintJob, SlipContext
from services_catalog.catalog import Catalog, Location, Printer
from tests.cast import SteppedClock, packaged
from tests.kiosk.printing.paper_cast import FOLLOW_URL, downtown, ticket

BRISK = Limits(connect=0.5, write=0.5, answer=0.4)
ASK_SECONDS = 0.1
PATIENCE = 8.0
"""Real seconds that a test waits for what must come; the machine may be busy."""


@dataclass
class Center:
    """Downtown with two printers, and a database of its own."""

    database: Database
    catalog: Catalog
    clock: SteppedClock = field(default_factory=SteppedClock)
    numbers: int = 0

    def issue(self, printer: str = "bad", *, kind: JobKind = JobKind.SLIP, ticketless: bool = False) -> int:
        """Issue a ticket with a slip, as the kiosk does; return the job. It must take under a second."""
        begun = time.monotonic()
        self.numbers += 1
        made = ticket(number=f"P{self.numbers:03}")
        made.public_id = f"ticket-{self.numbers}"
        made.queue, made.state, made.priority, made.needs = "permits", "waiting", "standard", []
        made.due_at = made.issued_at
        made.quoted_ahead, made.quoted_p50, made.quoted_p90 = 3, 300.0, 900.0
        now = self.clock.now()
        with self.database.write() as session:
            session.add(made)
            session.flush()
            job = printing.enqueue(
                session,
                location="downtown",
                printer=printer,
                kind=kind,
                ticket_id=None if ticketless else made.id,
                context=SlipContext(FOLLOW_URL),
                now=now,
            )
        assert time.monotonic() - begun < 1.0, "the number must stand on the glass"
        return job.id

    def job(self, job: int) -> PrintJob:
        with self.database.read() as session:
            return session.get_one(PrintJob, job)

    def state(self, job: int) -> str:
        return self.job(job).state

    def is_in(self, job: int, state: JobState) -> bool:
        return self.state(job) == state

    def condition(self, printer: str = "bad") -> str:
        with self.database.read() as session:
            known = session.get(PrinterState, ("downtown", printer))
            return known.state if known else ""

    @property
    def location(self) -> Location:
        return self.catalog.locations["downtown"]

    def worker(self) -> PrintWorker:
        """A worker whose printers are given little time."""
        return PrintWorker(
            self.database,
            self.catalog,
            self.clock,
            open_by_url=lambda url: open_printer(url, BRISK),
            ask_seconds=ASK_SECONDS,
        )

    @contextmanager
    def working(self) -> Iterator[None]:
        """A worker works."""
        worker = self.worker()
        worker.start()
        try:
            yield
        finally:
            worker.stop()


@contextmanager
def center_with(folder: Path, **printers: str) -> Iterator[Center]:
    """The center, with printers by name and URL."""
    facts = tuple(Printer(name, url) for name, url in printers.items())
    whole = replace(packaged(), locations={"downtown": replace(downtown(), printers=facts)})
    database = Database(f"sqlite:///{folder}/paper.db")
    Base.metadata.create_all(database.engine)
    try:
        yield Center(database, whole)
    finally:
        database.close()


def wait_for(happens: Callable[[], bool], what: str) -> float:
    """Wait until it happens; return the seconds that took."""
    begun = time.monotonic()
    while not happens():
        assert time.monotonic() - begun < PATIENCE, what
        time.sleep(0.01)
    return time.monotonic() - begun
