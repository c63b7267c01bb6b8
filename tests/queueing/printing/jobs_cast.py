"""Jobs of one printer, asked for and claimed."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from queueing import printing
from queueing.db import Database
from queueing.printing import JobKind, JobState, PrintJob

NOON = datetime(2026, 11, 23, 18, tzinfo=UTC)
HERE = {"location": "downtown", "printer": "kiosk-1"}


def asked(database: Database, *, now: datetime = NOON, printer: str = "kiosk-1", kind: JobKind = JobKind.TEST) -> int:
    with database.write() as session:
        return printing.enqueue(session, location="downtown", printer=printer, kind=kind, now=now).id


def claimed(database: Database, by: str = "worker-1", now: datetime = NOON, printer: str = "kiosk-1") -> int | None:
    with database.write() as session:
        job = printing.claim(session, location="downtown", printer=printer, by=by, now=now)
        return job.id if job else None


def state(database: Database, job: int) -> JobState:
    with database.read() as session:
        return JobState(session.scalars(sa.select(PrintJob.state).where(PrintJob.id == job)).one())
