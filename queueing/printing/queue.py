"""The life of a print job: requested, claimed once, ended. Every step is one conditional UPDATE."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.actor import SYSTEM
from queueing.db import insert, mark_changed
from queueing.printing.model import (
    NOT_ON_PAPER,
    JobKind,
    JobState,
    PrinterLease,
    PrintJob,
    ReferralContext,
    SlipContext,
)
from queueing.refusals import NotFound

LIFE = timedelta(minutes=2)
"""Nothing older prints: its visitor has the number on the glass or is gone."""
LEASE = timedelta(seconds=15)
"""How long a worker that fell silent keeps its printer from another."""
MOST_QUEUED = 20
"""Slips that may wait for one printer; more would only come out too late."""
MOST_BESIDE = 5
"""Places among those for what stands beside the tickets' first slips, so that a new ticket finds one."""
BESIDE = frozenset({JobKind.REPRINT, JobKind.REFERRAL})


def enqueue(
    session: Session,
    *,
    location: str,
    printer: str,
    kind: JobKind = JobKind.SLIP,
    ticket_id: int | None = None,
    context: SlipContext | ReferralContext | None = None,
    by: str = SYSTEM,
    now: datetime,
) -> PrintJob:
    """Request a slip, in the same transaction as its ticket; the worker is woken on commit.

    With MOST_QUEUED waiting already (MOST_BESIDE reprints and referrals, for one more of these) the job is
    `failed` at once, which the caller may show.
    """
    queued = sa.select(sa.func.count()).where(*_of(location, printer), PrintJob.state == JobState.QUEUED, ~_stale(now))
    waiting = session.scalar(queued) or 0
    full = waiting >= MOST_QUEUED
    if kind in BESIDE and not full:
        waiting = session.scalar(queued.where(PrintJob.kind.in_(BESIDE))) or 0
        full = waiting >= MOST_BESIDE
    job = PrintJob(
        location=location,
        printer=printer,
        kind=kind,
        state=JobState.FAILED if full else JobState.QUEUED,
        ticket_id=ticket_id,
        payload=context.payload() if context else {},
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
    # Not the row count: PostgreSQL's driver gives none for an INSERT by the ORM.
    return session.execute(step.returning(PrinterLease.holder)).first() is not None


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
    """Record how a job that `by` claimed has ended; False when the claim is no longer theirs."""
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


def copies_of(session: Session, *, ticket_id: int, by: str) -> int:
    """Return how many copies of a ticket's slip were printed for `by`, may have been, or wait to be."""
    copies = sa.select(sa.func.count()).where(
        PrintJob.ticket_id == ticket_id,
        PrintJob.kind == JobKind.REPRINT,
        PrintJob.by == by,
        PrintJob.state.not_in((JobState.FAILED, JobState.EXPIRED)),
    )
    return session.scalar(copies) or 0


def find_job(session: Session, *, location: str, job: int, kind: JobKind) -> PrintJob:
    """Return a location's job of that kind; raise NotFound."""
    found = session.get(PrintJob, job)
    if found is None or (found.location, found.kind) != (location, kind):
        raise NotFound(f"{location} has no such print job.")
    return found


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
