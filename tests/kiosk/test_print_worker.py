"""The trouble table: every printer's trouble against a TCP printer that has it, beside a printer that is well."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from kiosk import print_worker
from kiosk.delivery import Delivery, Limits, Printer, Went
from kiosk.print_worker import PrinterLine, PrintWorker, bytes_for, print_trial
from kiosk.printers import open_printer
from queueing import print_jobs
from queueing.clock import Clock
from queueing.db import Base, Database
from queueing.print_jobs import Condition, JobKind, JobState, PrinterState, PrintJob, Told
from services_catalog.catalog import Catalog
from services_catalog.catalog import Printer as PrinterFacts
from tests.escpos_decoder import decode
from tests.kiosk.paper_cast import FOLLOW_URL, ISSUED, catalog, downtown, ticket
from tests.tcp_printer import COVER_OPEN, CUTTER_FAULT, NEAR_END, PAPER_OUT, READY, TcpPrinter

BRISK = Limits(connect=0.5, write=0.5, answer=0.4)
ASK_SECONDS = 0.1
PATIENCE = 8.0
"""Real seconds that a test waits for what must come; the machine may be busy."""


class MovedClock(Clock):
    """The real clock, put ahead by `ahead`."""

    ahead = timedelta(0)

    def now(self) -> datetime:
        return super().now() + MovedClock.ahead


class StoppedClock(Clock):
    """It stands at the moment of issue, put ahead by `MovedClock.ahead`."""

    def now(self) -> datetime:
        return ISSUED + MovedClock.ahead


@dataclass
class Center:
    """Downtown with two printers, and a database of its own."""

    database: Database
    catalog: Catalog
    clock: Clock
    numbers: int = 0

    def issue(self, printer: str = "bad", *, kind: JobKind = JobKind.SLIP) -> int:
        """Issue a ticket with a slip, as the kiosk does; return the job. It must take under a second."""
        begun = time.monotonic()
        self.numbers += 1
        made = ticket(number=f"P{self.numbers:03}")
        made.public_id = f"ticket-{self.numbers}"
        made.queue, made.state, made.priority, made.needs = "permits", "waiting", "standard", []
        made.due_at = made.issued_at
        now = self.clock.now()
        with self.database.write() as session:
            session.add(made)
            session.flush()
            job = print_jobs.enqueue(
                session,
                location="downtown",
                printer=printer,
                kind=kind,
                ticket_id=made.id,
                told=Told(FOLLOW_URL, ahead=3, wait=(300.0, 900.0)),
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


def center_with(folder: Path, printers: dict[str, str]) -> Center:
    facts = tuple(PrinterFacts(name, url) for name, url in printers.items())
    whole = catalog()
    location = replace(downtown(), printers=facts)
    database = Database(f"sqlite:///{folder}/paper.db")
    Base.metadata.create_all(database.engine)
    return Center(database, replace(whole, locations={"downtown": location}), MovedClock())


@pytest.fixture(autouse=True)
def clock_in_place() -> Iterator[None]:
    MovedClock.ahead = timedelta(0)
    yield
    MovedClock.ahead = timedelta(0)


def working(center: Center) -> PrintWorker:
    return PrintWorker(
        center.database,
        center.catalog,
        center.clock,
        open_by_url=lambda url: open_printer(url, BRISK),
        ask_seconds=ASK_SECONDS,
    )


def wait_for(happens: Callable[[], bool], what: str) -> float:
    begun = time.monotonic()
    while not happens():
        assert time.monotonic() - begun < PATIENCE, what
        time.sleep(0.01)
    return time.monotonic() - begun


def noted(seen: set[str], condition: str) -> set[str]:
    seen.add(condition)
    return seen


@dataclass(frozen=True)
class Trouble:
    """A printer's trouble: how it comes and goes, what it is seen as, and what becomes of a slip meanwhile.

    `waits` is whether that slip is still to be sent when the printer is well again.
    """

    name: str
    comes: Callable[[TcpPrinter], None]
    goes: Callable[[TcpPrinter], None]
    seen_as: Condition
    job: JobState
    waits: bool
    small_buffer: bool = False
    from_the_start: bool = False


def _set(**values: object) -> Callable[[TcpPrinter], None]:
    def do(printer: TcpPrinter) -> None:
        for name, value in values.items():
            setattr(printer, name, value)

    return do


WELL = _set(reads=True, answers=True, garbage=b"", drop_after=None, bytes_per_second=None, status=READY)
QUEUED, SENT, DOUBT = JobState.QUEUED, JobState.SENT, JobState.UNKNOWN
TROUBLES = [
    Trouble("refuses", TcpPrinter.refuse, TcpPrinter.accept_again, Condition.OFFLINE, QUEUED, True),
    Trouble("never reads", _set(reads=False), WELL, Condition.UNKNOWN, QUEUED, True),
    Trouble(
        "never read", _set(reads=False), WELL, Condition.OFFLINE, DOUBT, False, small_buffer=True, from_the_start=True
    ),
    Trouble("reads, never answers", _set(answers=False), WELL, Condition.UNKNOWN, QUEUED, True),
    Trouble("never answered", _set(answers=False), WELL, Condition.UNKNOWN, SENT, False, from_the_start=True),
    Trouble("answers garbage", _set(garbage=b"\x00\xff"), WELL, Condition.UNKNOWN, QUEUED, True),
    Trouble("drops in mid-slip", _set(drop_after=6000), WELL, Condition.OFFLINE, DOUBT, False, small_buffer=True),
    Trouble("out of paper", _set(status=PAPER_OUT), WELL, Condition.OUT, QUEUED, True),
    Trouble("cover open", _set(status=COVER_OPEN), WELL, Condition.COVER, QUEUED, True),
    Trouble("cutter fault", _set(status=CUTTER_FAULT), WELL, Condition.ERROR, QUEUED, True),
    Trouble("near its end", _set(status=NEAR_END), WELL, Condition.LOW, JobState.CONFIRMED, False),
    Trouble("slow", _set(bytes_per_second=1000), WELL, Condition.OFFLINE, DOUBT, False, small_buffer=True),
]


@pytest.mark.parametrize("trouble", TROUBLES, ids=[trouble.name for trouble in TROUBLES])
def test_trouble(trouble: Trouble, tmp_path: Path) -> None:
    with ExitStack() as stack:
        bad = stack.enter_context(TcpPrinter(receive_buffer=2048 if trouble.small_buffer else None))
        good = stack.enter_context(TcpPrinter())
        center = center_with(tmp_path, {"bad": bad.url, "good": good.url})
        stack.callback(center.database.close)
        if trouble.from_the_start:
            trouble.comes(bad)
        worker = working(center)
        worker.start()
        stack.callback(worker.stop)
        if not trouble.from_the_start:
            before = center.issue()
            wait_for(lambda: center.state(before) == JobState.CONFIRMED, "well, it prints")
            trouble.comes(bad)

        seen: set[str] = set()
        meanwhile, beside = center.issue("bad"), center.issue("good")
        wait_for(lambda: center.state(beside) == JobState.CONFIRMED, "the other printer is not slowed")
        wait_for(lambda: trouble.seen_as in noted(seen, center.condition()), f"told as {trouble.seen_as}")
        wait_for(lambda: center.state(meanwhile) == trouble.job, f"{trouble.job}, not {center.state(meanwhile)}")

        trouble.goes(bad)
        if trouble.waits:
            wait_for(lambda: center.state(meanwhile) == JobState.CONFIRMED, "it prints when the printer is back")
        if trouble.name != "never answered":  # of whose recovery nobody could know before the next slip
            wait_for(lambda: center.condition() == Condition.OK, "it recovers untouched")
        after = center.issue("bad")
        wait_for(lambda: center.state(after) == JobState.CONFIRMED, "it prints on")
        assert center.state(meanwhile) == (JobState.CONFIRMED if trouble.waits else trouble.job)
        time.sleep(3 * ASK_SECONDS)
        issued = center.numbers - 1
        most = issued - (1 if trouble.name == "drops in mid-slip" else 0)
        assert len(bad.slips) in (most, most - 1 if trouble.job is DOUBT else most), "no slip comes out twice"
        assert len(good.slips) == 1


def test_gone_for_ten_minutes_and_back_no_heap_comes_out(tmp_path: Path) -> None:
    """A visitor a minute; only those of the last two minutes are still there when the printer is."""
    with TcpPrinter() as bad:
        center = center_with(tmp_path, {"bad": bad.url})
        center.clock = StoppedClock()
        bad.refuse()
        tick = [0.0]
        line = PrinterLine(
            center.database,
            center.catalog,
            center.catalog.locations["downtown"],
            PrinterFacts("bad", bad.url),
            holder="test",
            printer=open_printer(bad.url, BRISK),
            ticks=lambda: tick[0],
        )
        jobs: list[int] = []
        for second in range(0, 600, 20):
            MovedClock.ahead, tick[0] = timedelta(seconds=second), float(second)
            if second % 60 == 0:
                jobs.append(center.issue())
            line.step(ISSUED + MovedClock.ahead)
        assert center.condition() == Condition.OFFLINE
        assert [center.state(job) for job in jobs] == [JobState.EXPIRED] * 8 + [JobState.QUEUED] * 2
        bad.accept_again()
        tick[0] = 600.0
        while line.step(ISSUED + timedelta(minutes=10)) == 0.0:
            pass
        # The ninth visitor's two minutes are over to the second.
        assert [center.state(job) for job in jobs] == [JobState.EXPIRED] * 9 + [JobState.CONFIRMED]
        assert len(bad.slips) == 1
        assert center.condition() == Condition.OK
        center.database.close()


def test_a_stuck_printer_that_revives_after_a_night_prints_nothing_of_it(tmp_path: Path) -> None:
    with TcpPrinter() as bad:
        center = center_with(tmp_path, {"bad": bad.url})
        worker = working(center)
        worker.start()
        first = center.issue()
        wait_for(lambda: center.state(first) == JobState.CONFIRMED, "well")
        bad.reads = False
        jobs = [center.issue() for _ in range(3)]
        wait_for(lambda: center.condition() == Condition.UNKNOWN, "told")
        MovedClock.ahead = timedelta(hours=14)
        wait_for(lambda: all(center.state(job) == JobState.EXPIRED for job in jobs), "expired")
        bad.reads = True
        wait_for(lambda: center.condition() == Condition.OK, "back")
        worker.stop()
        assert len(bad.slips) == 1
        center.database.close()


class TestRestart:
    def test_what_was_being_sent_is_in_doubt_and_what_waited_is_printed(self, tmp_path: Path) -> None:
        with TcpPrinter() as printer:
            center = center_with(tmp_path, {"bad": printer.url})
            interrupted, waiting = center.issue(), center.issue()
            with center.database.write() as session:  # as `kill -9` leaves it: the claim is committed, its lease lapses
                print_jobs.claim(session, location="downtown", printer="bad", by="dead", now=center.clock.now())
            MovedClock.ahead = print_jobs.LEASE
            worker = working(center)
            worker.start()
            wait_for(lambda: center.state(waiting) == JobState.CONFIRMED, "the one that waited")
            worker.stop()
            assert center.state(interrupted) == JobState.UNKNOWN
            assert len(printer.slips) == 1
            center.database.close()

    def test_yesterdays_queue_expires(self, tmp_path: Path) -> None:
        with TcpPrinter() as printer:
            center = center_with(tmp_path, {"bad": printer.url})
            old = center.issue()
            MovedClock.ahead = timedelta(hours=15)
            worker = working(center)
            worker.start()
            wait_for(lambda: center.state(old) == JobState.EXPIRED, "expired")
            worker.stop()
            assert printer.slips == []
            center.database.close()

    def test_an_orderly_stop_hands_the_printer_over_at_once(self, tmp_path: Path) -> None:
        with TcpPrinter() as printer:
            center = center_with(tmp_path, {"bad": printer.url})
            for _ in range(2):
                worker = working(center)
                worker.start()
                job = center.issue()
                assert wait_for(partial(center.is_in, job, JobState.CONFIRMED), "handed over") < 4
                worker.stop()
            assert len(printer.slips) == 2
            center.database.close()


def test_two_server_processes_print_each_slip_once(tmp_path: Path) -> None:
    with TcpPrinter() as printer:
        center = center_with(tmp_path, {"bad": printer.url})
        other = Center(Database(center.database.url), center.catalog, center.clock)
        workers = [working(center), working(other)]
        for worker in workers:
            worker.start()
        jobs = [center.issue() for _ in range(6)]
        wait_for(lambda: all(center.state(job) == JobState.CONFIRMED for job in jobs), "all printed")
        for worker in workers:
            worker.stop()
        assert len(printer.slips) == 6
        assert len({center.job(job).claimed_by for job in jobs}) == 1  # the lease's holder did it all
        other.database.close()
        center.database.close()


def test_a_new_job_is_printed_at_once_not_at_the_next_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_worker, "POLL_SECONDS", 60.0)
    center = center_with(tmp_path, {"bad": f"spool:{tmp_path}/spool"})
    worker = PrintWorker(center.database, center.catalog, center.clock, ask_seconds=60.0)
    worker.start()
    time.sleep(0.2)
    job = center.issue()
    assert wait_for(lambda: center.state(job) == JobState.SENT, "told on commit") < 4
    worker.stop()
    assert center.database.listeners == []
    center.database.close()


def test_a_slip_that_cannot_be_drawn_fails_and_the_next_prints(tmp_path: Path) -> None:
    center = center_with(tmp_path, {"bad": f"spool:{tmp_path}/spool"})
    with center.database.write() as session:
        broken = print_jobs.enqueue(session, location="downtown", printer="bad", now=center.clock.now()).id
    worker = working(center)
    worker.start()
    good = center.issue()
    wait_for(lambda: center.state(good) == JobState.SENT, "the next one")
    worker.stop()
    assert center.state(broken) == JobState.FAILED
    assert "no ticket" in center.job(broken).detail
    center.database.close()


def test_the_thread_outlives_a_breakdown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_worker, "AFTER_BREAKDOWN_SECONDS", 0.05)
    center = center_with(tmp_path, {"bad": f"spool:{tmp_path}/spool"})
    breaks = [sa.exc.OperationalError("", {}, Exception()), RuntimeError("?")]
    step = PrinterLine.step

    def breaking(line: PrinterLine, now: datetime) -> float:
        if breaks:
            raise breaks.pop()
        return step(line, now)

    monkeypatch.setattr(PrinterLine, "step", breaking)
    worker = working(center)
    worker.start()
    job = center.issue()
    wait_for(lambda: center.state(job) == JobState.SENT, "printed after all")
    worker.stop()
    center.database.close()


class TestWhatIsPrinted:
    def drawn(self, tmp_path: Path, kind: JobKind) -> tuple[int, int]:
        center = center_with(tmp_path, {"bad": "none:"})
        job = center.issue(kind=kind)
        with center.database.read() as session:
            data = bytes_for(
                session,
                session.get_one(PrintJob, job),
                catalog=center.catalog,
                location=downtown(),
                width_dots=384,
                now=ISSUED,
            )
        center.database.close()
        (slip,) = decode(data, 384)
        image = slip.image()
        return image.crop((0, 0, 384, 8)).get_flattened_data().count(0), image.height

    def test_a_reprint_begins_with_its_banner_and_a_slip_does_not(self, tmp_path: Path) -> None:
        banner, tall = self.drawn(tmp_path, JobKind.REPRINT)
        (tmp_path / "b").mkdir()
        plain, short = self.drawn(tmp_path / "b", JobKind.SLIP)
        assert banner == 384 * 8
        assert plain < banner / 4
        assert tall > short

    def test_a_trial_goes_past_the_queue(self, tmp_path: Path) -> None:
        facts = PrinterFacts("kiosk-1", f"spool:{tmp_path}", 384)
        assert print_trial(downtown(), facts, now=ISSUED) == Delivery(Went.ALL, Condition.OK)
        (file,) = tmp_path.glob("*.escpos")
        assert len(decode(file.read_bytes(), 384)) == 1

    def test_a_test_job_needs_no_ticket(self, tmp_path: Path) -> None:
        center = center_with(tmp_path, {"bad": f"spool:{tmp_path}/spool"})
        with center.database.write() as session:
            job = print_jobs.enqueue(
                session, location="downtown", printer="bad", kind=JobKind.TEST, now=center.clock.now()
            ).id
        line = PrinterLine(
            center.database,
            center.catalog,
            center.catalog.locations["downtown"],
            PrinterFacts("bad", f"spool:{tmp_path}/spool"),
            holder="test",
        )
        line.step(center.clock.now())
        assert center.state(job) == JobState.SENT
        center.database.close()


def test_trouble_is_told_within_the_norms_half_minute() -> None:
    limits = Limits()
    longest = print_worker.ASK_SECONDS + limits.connect + limits.write + 2 * limits.answer
    assert longest + print_worker.POLL_SECONDS < 30


def test_printers_of_other_machines_are_left_to_them(tmp_path: Path) -> None:
    center = center_with(tmp_path, {"none": "none:", "far": "agent:"})
    opened: list[str] = []

    def never(url: str) -> Printer:
        opened.append(url)
        return open_printer(url)

    PrintWorker(center.database, center.catalog, center.clock, open_by_url=never)
    assert opened == []
    center.database.close()
