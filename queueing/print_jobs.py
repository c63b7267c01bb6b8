"""Slips to print and their states, and how each printer is; knows no printer.

A job is sent at most once. It goes back to the queue only while no byte has gone out; once one
may have, it is `unknown` and staff decide. One worker at a time, whichever process it is in,
holds a printer's lease; a claim is one conditional UPDATE.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from queueing.db import Base, insert, mark_changed

LIFE = timedelta(minutes=2)
"""Nothing older prints: its visitor has the number on the glass or is gone."""
LEASE = timedelta(seconds=15)
"""How long a worker that fell silent keeps its printer from another."""
MOST_QUEUED = 20
"""Slips that may wait for one printer; more would only come out too late."""


class JobState(StrEnum):
    """How far a slip is. `sent`: all bytes taken; `confirmed`: and the printer says that it is well."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    EXPIRED = "expired"


NOT_ON_PAPER = frozenset({JobState.FAILED, JobState.UNKNOWN, JobState.EXPIRED})
"""States that staff are told of: the visitor may have no paper."""


class JobKind(StrEnum):
    """What is to be printed. A reprint says so; a test has no ticket."""

    SLIP = "slip"
    REPRINT = "reprint"
    TEST = "test"


class Condition(StrEnum):
    """How a printer is: well, paper near its end, paper out, cover open, fault, not reached, or not known."""

    OK = "ok"
    LOW = "low"
    OUT = "out"
    COVER = "cover"
    ERROR = "error"
    OFFLINE = "offline"
    UNKNOWN = "unknown"


STOPPED = frozenset({Condition.OUT, Condition.COVER, Condition.ERROR, Condition.OFFLINE})
"""Conditions in which nothing is sent, lest it comes out in a heap when somebody helps."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the slip must say that cannot be looked up later: what the visitor was told at issue.

    `wait` is (P50, P90) in seconds; `simulated` is whether the clock was.
    """

    follow_url: str
    ahead: int | None = None
    wait: tuple[float, float] | None = None
    simulated: bool = False

    def payload(self) -> dict[str, Any]:
        """Return it as a job keeps it."""
        wait = list(self.wait) if self.wait else None
        return {"follow_url": self.follow_url, "ahead": self.ahead, "wait": wait, "simulated": self.simulated}

    @classmethod
    def of(cls, payload: dict[str, Any]) -> Told:
        """Return what a job kept."""
        wait = payload["wait"]
        return cls(**{**payload, "wait": (wait[0], wait[1]) if wait else None})


class PrintJob(Base):
    """One slip for one printer. `by` is who asked, as in `TicketEvent`; `detail` is why it ended so."""

    __tablename__ = "print_jobs"
    __table_args__ = (
        sa.Index("ix_print_jobs_printer", "location", "printer", "state", "id"),
        sa.Index("ix_print_jobs_ticket", "ticket_id", "id"),
    )

    id: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True
    )
    location: Mapped[str] = mapped_column(sa.String(64))
    printer: Mapped[str] = mapped_column(sa.String(64))
    kind: Mapped[str] = mapped_column(sa.String(8))
    state: Mapped[str] = mapped_column(sa.String(10))
    ticket_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tickets.id"))
    payload: Mapped[dict[str, Any]]
    by: Mapped[str] = mapped_column(sa.String(48))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str | None] = mapped_column(sa.String(64))
    claimed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    detail: Mapped[str] = mapped_column(sa.String(240), default="")


class PrinterState(Base):
    """How a printer was when last heard of. `answers` is whether it has ever answered about its state."""

    __tablename__ = "printer_states"

    location: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    printer: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    state: Mapped[str] = mapped_column(sa.String(8))
    detail: Mapped[str] = mapped_column(sa.String(240), default="")
    answers: Mapped[bool] = mapped_column(default=False)
    since: Mapped[datetime]
    seen_at: Mapped[datetime]


class PrinterLease(Base):
    """Which worker may send to a printer, and until when."""

    __tablename__ = "printer_leases"

    location: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    printer: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    holder: Mapped[str] = mapped_column(sa.String(64))
    until: Mapped[datetime]


def enqueue(
    session: Session,
    *,
    location: str,
    printer: str,
    kind: JobKind = JobKind.SLIP,
    ticket_id: int | None = None,
    told: Told | None = None,
    by: str = "system",
    now: datetime,
) -> PrintJob:
    """Ask for a slip, in the same transaction as what it tells of; the worker hears of it on commit.

    With MOST_QUEUED waiting already the job is `failed` at once, which the caller may show.
    """
    waiting = session.scalar(
        sa.select(sa.func.count()).where(*_of(location, printer), PrintJob.state == JobState.QUEUED, ~_stale(now))
    )
    full = (waiting or 0) >= MOST_QUEUED
    job = PrintJob(
        location=location,
        printer=printer,
        kind=kind,
        state=JobState.FAILED if full else JobState.QUEUED,
        ticket_id=ticket_id,
        payload=told.payload() if told else {},
        by=by,
        created_at=now,
        expires_at=now + LIFE,
        ended_at=now if full else None,
        detail=f"{waiting} slips wait for this printer already" if full else "",
    )
    session.add(job)
    session.flush()
    mark_changed(session, location)
    return job


def hold_lease(session: Session, *, location: str, printer: str, holder: str, now: datetime) -> bool:
    """Take or renew the right to send to a printer; False while another worker has it."""
    fresh = insert(session, PrinterLease).values(location=location, printer=printer, holder=holder, until=now + LEASE)
    # An end too far ahead was written by a clock that has been set back since.
    free = sa.or_(PrinterLease.until <= now, PrinterLease.until > now + 2 * LEASE)
    step = fresh.on_conflict_do_update(
        index_elements=[PrinterLease.location, PrinterLease.printer],
        set_={"holder": holder, "until": now + LEASE},
        where=sa.or_(PrinterLease.holder == holder, free),
    )
    return _changed(session, step) == 1


def give_back_lease(session: Session, *, location: str, printer: str, holder: str) -> None:
    """Let another worker have the printer at once."""
    session.execute(
        sa.delete(PrinterLease).where(
            PrinterLease.location == location, PrinterLease.printer == printer, PrinterLease.holder == holder
        )
    )


def something_to_do(session: Session, *, location: str, printer: str) -> bool:
    """Tell, by reading only, whether `claim` would change anything."""
    unsettled = (JobState.QUEUED, JobState.SENDING)
    found = sa.select(PrintJob.id).where(*_of(location, printer), PrintJob.state.in_(unsettled)).limit(1)
    return session.scalar(found) is not None


def claim(session: Session, *, location: str, printer: str, by: str, now: datetime) -> PrintJob | None:
    """Take the oldest waiting job of a printer, now `sending`; None when there is none, or another has the lease.

    A printer has one worker, which sends one slip at a time. So whatever is still `sending` when
    it asks for the next was left by a crash: it becomes `unknown` and is never sent again. What
    is too old expires.
    """
    if not hold_lease(session, location=location, printer=printer, holder=by, now=now):
        return None
    left_over = [*_of(location, printer), PrintJob.state == JobState.SENDING]
    _end(session, location, left_over, JobState.UNKNOWN, "interrupted while it was being sent", now)
    too_old = [*_of(location, printer), PrintJob.state == JobState.QUEUED, _stale(now)]
    _end(session, location, too_old, JobState.EXPIRED, None, now)
    oldest = sa.select(sa.func.min(PrintJob.id)).where(*_of(location, printer), PrintJob.state == JobState.QUEUED)
    step = (
        sa.update(PrintJob)
        .where(PrintJob.id == oldest.scalar_subquery(), PrintJob.state == JobState.QUEUED)
        .values(state=JobState.SENDING, claimed_by=by, claimed_at=now, attempts=PrintJob.attempts + 1)
        .returning(PrintJob)
        .execution_options(populate_existing=True)
    )
    return session.scalars(step).one_or_none()


def settle(session: Session, job_id: int, *, by: str, state: JobState, detail: str = "", now: datetime) -> bool:
    """Say how a job that `by` claimed has ended; False when it is no longer theirs to say."""
    job = session.get(PrintJob, job_id)
    if job is None:
        return False
    mine = [PrintJob.id == job_id, PrintJob.state == JobState.SENDING, PrintJob.claimed_by == by]
    return _end(session, job.location, mine, state, detail, now) == 1


def put_back(session: Session, job_id: int, *, by: str, detail: str) -> bool:
    """Queue a claimed job again. Only for one of which no byte has gone out; its two minutes run on."""
    step = (
        sa.update(PrintJob)
        .where(PrintJob.id == job_id, PrintJob.state == JobState.SENDING, PrintJob.claimed_by == by)
        .values(state=JobState.QUEUED, claimed_by=None, claimed_at=None, detail=detail[:240])
    )
    return _changed(session, step) == 1


def state_at(job: PrintJob, now: datetime) -> JobState:
    """Return the job's state as it is at `now`, even when no worker runs that would expire it."""
    state = JobState(job.state)
    return JobState.EXPIRED if state is JobState.QUEUED and job.expires_at <= now else state


def latest_job(session: Session, ticket_id: int) -> PrintJob | None:
    """Return the last job that printed, or should print, a ticket's slip."""
    jobs = sa.select(PrintJob).where(PrintJob.ticket_id == ticket_id).order_by(PrintJob.id.desc()).limit(1)
    return session.scalar(jobs)


def troubled_jobs(session: Session, *, location: str, since: datetime) -> Sequence[PrintJob]:
    """Return the last job of each ticket that ended since then without paper for sure, the newest first."""
    last = sa.select(sa.func.max(PrintJob.id)).where(PrintJob.location == location).group_by(PrintJob.ticket_id)
    jobs = (
        sa.select(PrintJob)
        .where(PrintJob.id.in_(last), PrintJob.state.in_(NOT_ON_PAPER), PrintJob.created_at >= since)
        .order_by(PrintJob.id.desc())
        .limit(50)
    )
    return session.scalars(jobs).all()


def note_condition(
    session: Session,
    *,
    location: str,
    printer: str,
    condition: Condition,
    answered: bool = False,
    detail: str = "",
    now: datetime,
) -> bool:
    """Keep how a printer is; tell the location's screens, and return True, when that is news."""
    known = session.get(PrinterState, (location, printer))
    if known is None:
        known = PrinterState(location=location, printer=printer, state="", detail="", answers=False, since=now)
        session.add(known)
    news = known.state != condition
    if news:
        known.state, known.since = condition, now
        mark_changed(session, location)
    known.detail, known.seen_at, known.answers = detail[:240], now, known.answers or answered
    return news


def has_answered(session: Session, *, location: str, printer: str) -> bool:
    """Whether the printer has ever answered about its state, so that silence now means trouble."""
    known = session.get(PrinterState, (location, printer))
    return known is not None and known.answers


def printers_at(session: Session, location: str) -> Sequence[PrinterState]:
    """Return how each printer of a location is, by id; none for those never heard of."""
    of_location = sa.select(PrinterState).where(PrinterState.location == location)
    return session.scalars(of_location.order_by(PrinterState.printer)).all()


def _of(location: str, printer: str) -> list[sa.ColumnElement[bool]]:
    return [PrintJob.location == location, PrintJob.printer == printer]


def _stale(now: datetime) -> sa.ColumnElement[bool]:
    # Also what a clock that has been set back since has written: its visitor was never here.
    return sa.or_(PrintJob.expires_at <= now, PrintJob.created_at > now + LIFE)


def _end(
    session: Session,
    location: str,
    which: list[sa.ColumnElement[bool]],
    state: JobState,
    detail: str | None,
    now: datetime,
) -> int:
    values: dict[str, object] = {"state": state, "ended_at": now}
    if detail is not None:
        values["detail"] = detail[:240]
    count = _changed(session, sa.update(PrintJob).where(*which).values(values))
    if count and state in NOT_ON_PAPER:
        mark_changed(session, location)
    return count


def _changed(session: Session, step: sa.Executable) -> int:
    return cast("sa.CursorResult[Any]", session.execute(step)).rowcount
