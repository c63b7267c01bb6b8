from __future__ import annotations

import time
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from kiosk.printing import worker
from kiosk.printing.backends import open_printer
from kiosk.printing.result import PrinterBackend, PrintReport, PrintResult
from kiosk.printing.worker import PrintQueue, PrintWorker, bytes_for, print_test_slip
from queueing import printing
from queueing.db import Database
from queueing.printing import Condition, JobKind, JobState, PrintJob
from services_catalog.catalog import Printer
from tests.escpos_decoder import decode
from tests.kiosk.printing.paper_cast import ISSUED, downtown
from tests.kiosk.printing.print_center import Center, center_with, wait_for
from tests.tcp_printer import TcpPrinter


class TestRestart:
    def test_what_was_being_sent_is_in_doubt_and_what_waited_is_printed(self, tmp_path: Path) -> None:
        with TcpPrinter() as printer, center_with(tmp_path, bad=printer.url) as center:
            interrupted, waiting = center.issue(), center.issue()
            with center.database.write() as session:  # as `kill -9` leaves it: the claim is committed, its lease lapses
                printing.claim(session, location="downtown", printer="bad", by="dead", now=center.clock.now())
            center.clock.step(seconds=printing.LEASE.total_seconds())
            with center.working():
                wait_for(lambda: center.state(waiting) == JobState.CONFIRMED, "the one that waited")
            assert center.state(interrupted) == JobState.UNKNOWN
            assert len(printer.slips) == 1

    def test_yesterdays_queue_expires(self, tmp_path: Path) -> None:
        with TcpPrinter() as printer, center_with(tmp_path, bad=printer.url) as center:
            old = center.issue()
            center.clock.step(hours=15)
            with center.working():
                wait_for(lambda: center.state(old) == JobState.EXPIRED, "expired")
            assert printer.slips == []

    def test_an_orderly_stop_hands_the_printer_over_at_once(self, tmp_path: Path) -> None:
        with TcpPrinter() as printer, center_with(tmp_path, bad=printer.url) as center:
            for _ in range(2):  # the clock stands: no lease lapses by itself
                with center.working():
                    job = center.issue()
                    wait_for(partial(center.is_in, job, JobState.CONFIRMED), "handed over")
            assert len(printer.slips) == 2


def test_two_server_processes_print_each_slip_once(tmp_path: Path) -> None:
    with TcpPrinter() as printer, center_with(tmp_path, bad=printer.url) as center:
        other = Center(Database(center.database.url), center.catalog, center.clock)
        with center.working(), other.working():
            jobs = [center.issue() for _ in range(6)]
            wait_for(lambda: all(center.state(job) == JobState.CONFIRMED for job in jobs), "all printed")
        other.database.close()
        assert len(printer.slips) == 6
        assert len({center.job(job).claimed_by for job in jobs}) == 1  # the lease's holder did it all


def test_a_new_job_is_printed_at_once_not_at_the_next_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "POLL_SECONDS", 60.0)
    with center_with(tmp_path, bad=f"spool:{tmp_path}/spool") as center:
        printing_worker = PrintWorker(center.database, center.catalog, center.clock, ask_seconds=60.0)
        printing_worker.start()
        time.sleep(0.2)
        job = center.issue()
        wait_for(lambda: center.state(job) == JobState.SENT, "told on commit")
        printing_worker.stop()
        assert center.database.listeners == []


def test_a_slip_that_cannot_be_laid_out_fails_and_the_next_prints(tmp_path: Path) -> None:
    with center_with(tmp_path, bad=f"spool:{tmp_path}/spool") as center:
        with center.database.write() as session:
            broken = printing.enqueue(session, location="downtown", printer="bad", now=center.clock.now()).id
        with center.working():
            good = center.issue()
            wait_for(lambda: center.state(good) == JobState.SENT, "the next one")
        assert center.state(broken) == JobState.FAILED
        assert "no ticket" in center.job(broken).detail


def test_the_thread_outlives_a_breakdown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "AFTER_BREAKDOWN_SECONDS", 0.05)
    breaks = [sa.exc.OperationalError("", {}, Exception()), RuntimeError("?")]
    step = PrintQueue.step

    def breaking(queue: PrintQueue, now: datetime) -> float:
        if breaks:
            raise breaks.pop()
        return step(queue, now)

    monkeypatch.setattr(PrintQueue, "step", breaking)
    with center_with(tmp_path, bad=f"spool:{tmp_path}/spool") as center, center.working():
        job = center.issue()
        wait_for(lambda: center.state(job) == JobState.SENT, "printed after all")


def drawn(folder: Path, kind: JobKind) -> tuple[int, int]:
    """How black the first millimetre of a job's slip is, in dots, and how long the slip is."""
    folder.mkdir()
    with center_with(folder, bad="none:") as center:
        job = center.issue(kind=kind)
        with center.database.read() as session:
            data = bytes_for(
                session,
                session.get_one(PrintJob, job),
                catalog=center.catalog,
                location=center.location,
                width_dots=384,
                now=ISSUED,
            )
    (slip,) = decode(data, 384)
    image = slip.image()
    return image.crop((0, 0, 384, 8)).get_flattened_data().count(0), image.height


def test_a_reprint_begins_with_its_banner_and_a_slip_does_not(tmp_path: Path) -> None:
    banner, tall = drawn(tmp_path / "a", JobKind.REPRINT)
    plain, short = drawn(tmp_path / "b", JobKind.SLIP)
    assert banner == 384 * 8
    assert plain < banner / 4
    assert tall > short


def test_a_test_slip_needs_no_job(tmp_path: Path) -> None:
    printer = Printer("kiosk-1", f"spool:{tmp_path}", 384)
    assert print_test_slip(downtown(), printer, now=ISSUED) == PrintReport(PrintResult.ALL, Condition.OK)
    (file,) = tmp_path.glob("*.escpos")
    assert len(decode(file.read_bytes(), 384)) == 1


def test_a_test_job_needs_no_ticket(tmp_path: Path) -> None:
    with center_with(tmp_path, bad=f"spool:{tmp_path}/spool") as center:
        with center.database.write() as session:
            job = printing.enqueue(
                session, location="downtown", printer="bad", kind=JobKind.TEST, now=center.clock.now()
            ).id
        with center.working():
            wait_for(lambda: center.state(job) == JobState.SENT, "printed")


def test_printers_of_other_machines_are_left_to_them(tmp_path: Path) -> None:
    opened: list[str] = []

    def never(url: str) -> PrinterBackend:
        opened.append(url)
        return open_printer(url)

    with center_with(tmp_path, none="none:", far="agent:") as center:
        PrintWorker(center.database, center.catalog, center.clock, open_by_url=never)
    assert opened == []
