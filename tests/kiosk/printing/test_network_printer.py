from __future__ import annotations

import os
import socket
import time

import pytest

from kiosk.printing.backends import open_printer
from kiosk.printing.escpos import escpos
from kiosk.printing.result import Limits, PrintReport, PrintResult
from queueing.printing import Condition
from tests.kiosk.printing.paper_cast import receipt
from tests.kiosk.printing.print_center import BRISK, wait_for
from tests.tcp_printer import COVER_OPEN, NEAR_END, PAPER_OUT, TcpPrinter

SLIP = escpos(receipt())


def sent(printer: TcpPrinter, *, limits: Limits = BRISK, must_answer: bool = False) -> tuple[PrintReport, float]:
    begun = time.monotonic()
    report = open_printer(printer.url, limits).send(SLIP, name="slip-1", must_answer=must_answer)
    return report, time.monotonic() - begun


def test_a_well_printer_confirms() -> None:
    with TcpPrinter() as printer:
        report, _ = sent(printer, limits=Limits())
        assert report == PrintReport(PrintResult.CONFIRMED, Condition.OK, "", answered=True)
        assert len(printer.slips) == 1
        assert printer.asked == [1, 2, 4, 1, 2, 4]  # before and after the slip, never within


def test_near_its_end_it_still_prints() -> None:
    with TcpPrinter() as printer:
        printer.status = NEAR_END
        report, _ = sent(printer, limits=Limits())
        assert (report.result, report.condition) == (PrintResult.CONFIRMED, Condition.LOW)
        assert len(printer.slips) == 1


@pytest.mark.parametrize(
    ("status", "condition"), [(PAPER_OUT, Condition.OUT), (COVER_OPEN, Condition.COVER)], ids=["out", "cover"]
)
def test_one_that_cannot_print_is_sent_nothing(status: dict[int, int], condition: Condition) -> None:
    with TcpPrinter() as printer:
        printer.status = status
        report, _ = sent(printer, limits=Limits())
        assert (report.result, report.condition, report.answered) == (PrintResult.NOTHING, condition, True)
        assert printer.received == 9  # the three questions


def test_refused() -> None:
    with TcpPrinter() as printer:
        printer.refuse()
        report, seconds = sent(printer)
        assert (report.result, report.condition) == (PrintResult.NOTHING, Condition.OFFLINE)
        assert seconds < 0.5


def test_no_answer_to_the_connection_is_bounded() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting = [socket.socket() for _ in range(4)]  # the accept queue is full: the next hangs in SYN
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        begun = time.monotonic()
        report = open_printer(f"tcp://127.0.0.1:{full.getsockname()[1]}", BRISK).send(SLIP, name="x")
        assert (report.result, report.condition) == (PrintResult.NOTHING, Condition.OFFLINE)
        assert time.monotonic() - begun < 1.0
        for one in waiting:
            one.close()


def test_a_name_that_is_nowhere_is_a_value(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    report = open_printer("tcp://printer.invalid:9100", BRISK).send(SLIP, name="x")
    assert (report.result, report.condition) == (PrintResult.NOTHING, Condition.OFFLINE)


def test_silent_but_reading_takes_the_slip_and_confirms_nothing() -> None:
    with TcpPrinter() as printer:
        printer.answers = False
        report, seconds = sent(printer)
        assert (report.result, report.condition, report.answered) == (PrintResult.ALL, Condition.UNKNOWN, False)
        assert seconds < 1.5
        wait_for(lambda: len(printer.slips) == 1, "it comes out")


def test_silent_though_it_used_to_answer_gets_nothing() -> None:
    with TcpPrinter() as printer:
        printer.answers = False
        report, _ = sent(printer, must_answer=True)
        assert (report.result, report.condition) == (PrintResult.NOTHING, Condition.UNKNOWN)
        assert printer.received == 3


def test_not_reading_is_found_out_in_time_and_is_never_called_sent() -> None:
    with TcpPrinter(receive_buffer=2048) as printer:
        printer.reads = False
        report, seconds = sent(printer)
        assert (report.result, report.condition) == (PrintResult.UNSURE, Condition.OFFLINE)
        assert report.detail == "the printer stopped reading"
        assert seconds < BRISK.connect + BRISK.write + 2 * BRISK.answer


def test_slow_is_in_doubt_after_the_limit() -> None:
    with TcpPrinter(receive_buffer=2048) as printer:
        printer.bytes_per_second = 1000
        report, seconds = sent(printer)
        assert report.result is PrintResult.UNSURE
        assert seconds < 1.5


def test_dropped_within_the_slip() -> None:
    with TcpPrinter(receive_buffer=4096) as printer:
        printer.drop_after = 6000
        report, _ = sent(printer)
        assert (report.result, report.condition) == (PrintResult.UNSURE, Condition.OFFLINE)
        assert printer.slips == []


def test_nonsense_is_printed_to_but_never_confirms() -> None:
    with TcpPrinter() as printer:
        printer.garbage = b"\x00\x00"
        report, _ = sent(printer)
        assert (report.result, report.condition) == (PrintResult.ALL, Condition.UNKNOWN)


def test_connections_are_always_closed() -> None:
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208  a count of handles, not of files
    with TcpPrinter(receive_buffer=2048) as printer:
        for reads, answers in ((True, True), (True, False), (False, False)):
            printer.reads, printer.answers = reads, answers
            sent(printer, limits=Limits(0.2, 0.2, 0.1))
    assert len(os.listdir("/proc/self/fd")) <= before  # noqa: PTH208  likewise
