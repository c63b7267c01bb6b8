from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import sqlalchemy as sa

from queueing import printing
from queueing.db import Database, version_of
from queueing.printing import JobKind, JobState, PrintJob
from tests.queueing.printing.jobs_cast import HERE, NOON, asked, claimed, state


def test_jobs_are_claimed_in_order_each_once(either: Database) -> None:
    first, second = asked(either), asked(either)
    assert claimed(either) == first
    with either.write() as session:
        assert printing.settle(session, first, by="worker-1", state=JobState.CONFIRMED, now=NOON)
    assert claimed(either) == second
    assert state(either, first) is JobState.CONFIRMED
    assert state(either, second) is JobState.SENDING


def test_printers_do_not_share_a_queue(database: Database) -> None:
    asked(database, printer="kiosk-1")
    other = asked(database, printer="kiosk-2")
    assert claimed(database, printer="kiosk-2") == other


def test_a_second_worker_gets_nothing_while_the_first_is_alive(database: Database) -> None:
    asked(database)
    asked(database)
    assert claimed(database, "worker-1") is not None
    assert claimed(database, "worker-2", NOON + timedelta(seconds=14)) is None


def test_a_worker_that_fell_silent_is_followed_and_its_slip_is_in_doubt_for_ever(either: Database) -> None:
    first, second = asked(either), asked(either)
    claimed(either, "worker-1")
    later = NOON + timedelta(seconds=16)
    assert claimed(either, "worker-2", later) == second
    assert state(either, first) is JobState.UNKNOWN
    with either.write() as session:  # it wakes up and reports: too late
        assert not printing.settle(session, first, by="worker-1", state=JobState.SENT, now=later)
        assert not printing.put_back(session, first, by="worker-1", detail="")
    assert state(either, first) is JobState.UNKNOWN


def test_a_restart_sends_nothing_twice(database: Database) -> None:
    first = asked(database)
    claimed(database, "worker-1")
    with database.write() as session:
        printing.give_back_lease(session, **HERE, holder="worker-1")
    assert claimed(database, "worker-1, started again", NOON) is None
    assert state(database, first) is JobState.UNKNOWN


def test_many_workers_at_once_claim_each_job_once(either: Database) -> None:
    """Even with no lease to keep them apart, the conditional UPDATE does."""
    jobs = [asked(either) for _ in range(12)]

    def work(number: int) -> list[int]:
        mine = []
        for turn in range(12):
            moment = NOON + timedelta(seconds=(turn * 8 + number) * 0.01)
            with either.write() as session:
                session.execute(sa.delete(printing.PrinterLease))
                job = printing.claim(session, **HERE, by=f"worker-{number}", now=moment)
                if job is not None:
                    mine.append(job.id)
                    printing.settle(session, job.id, by=f"worker-{number}", state=JobState.SENT, now=moment)
        return mine

    with ThreadPoolExecutor(8) as pool:
        taken = [job for mine in pool.map(work, range(8)) for job in mine]
    assert sorted(taken) == jobs


def test_of_many_workers_that_start_at_once_one_gets_the_printer(either: Database) -> None:

    def take(number: int) -> bool:
        with either.write() as session:
            return printing.hold_lease(session, **HERE, holder=f"worker-{number}", now=NOON)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(take, range(8))) == [False] * 7 + [True]


def test_put_back_it_is_tried_again_until_its_two_minutes_are_over(either: Database) -> None:
    job = asked(either)
    for seconds in (0, 60, 119):
        assert claimed(either, now=NOON + timedelta(seconds=seconds)) == job
        with either.write() as session:
            assert printing.put_back(session, job, by="worker-1", detail="refused")
    assert claimed(either, now=NOON + timedelta(seconds=120)) is None
    with either.read() as session:
        ended = session.get(PrintJob, job)
        assert ended
        assert (ended.state, ended.attempts, ended.detail) == (JobState.EXPIRED, 3, "refused")


def test_a_job_is_seen_expired_even_when_nobody_works(database: Database) -> None:
    job = asked(database)
    with database.read() as session:
        row = session.get_one(PrintJob, job)
        assert printing.state_at(row, NOON + timedelta(seconds=119)) is JobState.QUEUED
        assert printing.state_at(row, NOON + timedelta(seconds=120)) is JobState.EXPIRED


def test_the_queue_is_bounded_and_the_one_too_many_fails_at_once(either: Database) -> None:
    jobs = [asked(either) for _ in range(printing.MOST_QUEUED + 1)]
    assert state(either, jobs[-2]) is JobState.QUEUED
    assert state(either, jobs[-1]) is JobState.FAILED
    # Those that have expired by then are in nobody's way.
    assert state(either, asked(either, now=NOON + timedelta(minutes=3))) is JobState.QUEUED


def test_referrals_and_reprints_leave_places_for_new_tickets(either: Database) -> None:
    kinds = [JobKind.REFERRAL, JobKind.REPRINT] * printing.MOST_QUEUED
    beside = [state(either, asked(either, kind=kind)) for kind in kinds]
    assert beside.count(JobState.QUEUED) == printing.MOST_BESIDE
    assert set(beside[printing.MOST_BESIDE :]) == {JobState.FAILED}
    slips = [state(either, asked(either, kind=JobKind.SLIP)) for _ in range(printing.MOST_QUEUED)]
    assert slips.count(JobState.QUEUED) == printing.MOST_QUEUED - printing.MOST_BESIDE


def test_a_clock_set_back_leaves_neither_a_dead_lease_nor_a_slip_from_the_future(database: Database) -> None:
    future = asked(database, now=NOON + timedelta(days=30))
    assert claimed(database, "worker-1", NOON + timedelta(days=30)) == future
    with database.write() as session:
        printing.put_back(session, future, by="worker-1", detail="")
    fresh = asked(database)
    assert claimed(database, "worker-2", NOON) == fresh
    assert state(database, future) is JobState.EXPIRED


def test_the_screens_hear_of_a_job_and_of_its_trouble_but_not_of_each_step(database: Database) -> None:
    heard: list[frozenset[str]] = []
    database.listeners.append(heard.append)
    job = asked(database)
    assert heard == [frozenset({"downtown"})]  # the worker listens too
    claimed(database)
    assert len(heard) == 1
    with database.write() as session:
        printing.settle(session, job, by="worker-1", state=JobState.UNKNOWN, now=NOON)
        assert version_of(session, "downtown") == 1
    assert len(heard) == 2


class TestTroubledJobs:
    def test_only_the_last_job_of_a_ticket_counts(self, database: Database) -> None:
        job = asked(database)
        claimed(database)
        with database.write() as session:
            printing.settle(session, job, by="worker-1", state=JobState.UNKNOWN, detail="dropped", now=NOON)
        with database.read() as session:
            (troubled,) = printing.troubled_jobs(session, location="downtown", since=NOON)
            assert (troubled.id, troubled.detail) == (job, "dropped")
            assert printing.troubled_jobs(session, location="east-lake", since=NOON) == []
            assert printing.troubled_jobs(session, location="downtown", since=NOON + timedelta(seconds=1)) == []
        again = asked(database)
        assert claimed(database) == again
        with database.read() as session:
            assert printing.troubled_jobs(session, location="downtown", since=NOON) == []
