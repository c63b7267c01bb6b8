from __future__ import annotations

import os
import socket
import stat
import threading
import time
from pathlib import Path

import pytest

from kiosk.delivery import Delivery, Limits, Went
from kiosk.printers import UsbPrinter, open_printer
from kiosk.thermal import escpos
from queueing.print_jobs import Condition
from services_catalog.location_file import PRINTER_URL
from tests.kiosk.paper_cast import receipt
from tests.tcp_printer import COVER_OPEN, NEAR_END, PAPER_OUT, TcpPrinter

BRISK = Limits(connect=0.5, write=0.5, answer=0.3)
SLIP = escpos(receipt())


def sent(printer: TcpPrinter, *, limits: Limits = BRISK, must_answer: bool = False) -> tuple[Delivery, float]:
    begun = time.monotonic()
    delivery = open_printer(printer.url, limits).deliver(SLIP, name="slip-1", must_answer=must_answer)
    return delivery, time.monotonic() - begun


def test_the_norms_limits_are_the_defaults() -> None:
    assert (Limits().connect, Limits().write) == (2.0, 3.0)


class TestNetwork:
    def test_a_well_printer_confirms(self) -> None:
        with TcpPrinter() as printer:
            delivery, _ = sent(printer, limits=Limits())
            assert delivery == Delivery(Went.CONFIRMED, Condition.OK, "", answered=True)
            assert len(printer.slips) == 1
            assert printer.asked == [1, 2, 4, 1, 2, 4]  # before and after the slip, never within

    def test_near_its_end_it_still_prints(self) -> None:
        with TcpPrinter() as printer:
            printer.status = NEAR_END
            delivery, _ = sent(printer, limits=Limits())
            assert (delivery.went, delivery.condition) == (Went.CONFIRMED, Condition.LOW)
            assert len(printer.slips) == 1

    @pytest.mark.parametrize(
        ("status", "condition"), [(PAPER_OUT, Condition.OUT), (COVER_OPEN, Condition.COVER)], ids=["out", "cover"]
    )
    def test_one_that_cannot_print_is_sent_nothing(self, status: dict[int, int], condition: Condition) -> None:
        with TcpPrinter() as printer:
            printer.status = status
            delivery, _ = sent(printer, limits=Limits())
            assert (delivery.went, delivery.condition, delivery.answered) == (Went.NOTHING, condition, True)
            assert printer.received == 9  # the three questions

    def test_refused(self) -> None:
        with TcpPrinter() as printer:
            printer.refuse()
            delivery, seconds = sent(printer)
            assert (delivery.went, delivery.condition) == (Went.NOTHING, Condition.OFFLINE)
            assert seconds < 0.5

    def test_no_answer_to_the_connection_is_bounded(self) -> None:
        with socket.socket() as full:
            full.bind(("127.0.0.1", 0))
            full.listen(0)
            waiting = [socket.socket() for _ in range(4)]  # the accept queue is full: the next hangs in SYN
            for one in waiting:
                one.setblocking(False)
                one.connect_ex(full.getsockname())
            begun = time.monotonic()
            delivery = open_printer(f"tcp://127.0.0.1:{full.getsockname()[1]}", BRISK).deliver(SLIP, name="x")
            assert (delivery.went, delivery.condition) == (Went.NOTHING, Condition.OFFLINE)
            assert time.monotonic() - begun < 1.0
            for one in waiting:
                one.close()

    def test_a_name_that_is_nowhere_is_a_value(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def nowhere(*_: object, **__: object) -> None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", nowhere)
        delivery = open_printer("tcp://printer.invalid:9100", BRISK).deliver(SLIP, name="x")
        assert (delivery.went, delivery.condition) == (Went.NOTHING, Condition.OFFLINE)

    def test_silent_but_reading_takes_the_slip_and_confirms_nothing(self) -> None:
        with TcpPrinter() as printer:
            printer.answers = False
            delivery, seconds = sent(printer)
            assert (delivery.went, delivery.condition, delivery.answered) == (Went.ALL, Condition.UNKNOWN, False)
            assert seconds < 1.5
            wait_for(lambda: len(printer.slips) == 1)

    def test_silent_though_it_used_to_answer_gets_nothing(self) -> None:
        with TcpPrinter() as printer:
            printer.answers = False
            delivery, _ = sent(printer, must_answer=True)
            assert (delivery.went, delivery.condition) == (Went.NOTHING, Condition.UNKNOWN)
            assert printer.received == 3

    def test_not_reading_is_found_out_in_time_and_is_never_called_sent(self) -> None:
        with TcpPrinter(receive_buffer=2048) as printer:
            printer.reads = False
            delivery, seconds = sent(printer)
            assert (delivery.went, delivery.condition) == (Went.UNSURE, Condition.OFFLINE)
            assert delivery.detail == "the printer stopped reading"
            assert seconds < BRISK.connect + BRISK.write + 2 * BRISK.answer

    def test_slow_is_in_doubt_after_the_limit(self) -> None:
        with TcpPrinter(receive_buffer=2048) as printer:
            printer.bytes_per_second = 1000
            delivery, seconds = sent(printer)
            assert delivery.went is Went.UNSURE
            assert seconds < 1.5

    def test_dropped_within_the_slip(self) -> None:
        with TcpPrinter(receive_buffer=4096) as printer:
            printer.drop_after = 6000
            delivery, _ = sent(printer)
            assert (delivery.went, delivery.condition) == (Went.UNSURE, Condition.OFFLINE)
            assert printer.slips == []

    def test_nonsense_is_printed_to_but_never_confirms(self) -> None:
        with TcpPrinter() as printer:
            printer.garbage = b"\x00\x00"
            delivery, _ = sent(printer)
            assert (delivery.went, delivery.condition) == (Went.ALL, Condition.UNKNOWN)

    def test_connections_are_always_closed(self) -> None:
        before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208  a count of handles, not of files
        with TcpPrinter(receive_buffer=2048) as printer:
            for reads, answers in ((True, True), (True, False), (False, False)):
                printer.reads, printer.answers = reads, answers
                sent(printer, limits=Limits(0.2, 0.2, 0.1))
        assert len(os.listdir("/proc/self/fd")) <= before  # noqa: PTH208  likewise


class TestFile:
    def test_a_file_grows_by_slips(self, tmp_path: Path) -> None:
        printer = open_printer(f"file:{tmp_path / 'slips.bin'}")
        assert printer.deliver(b"one", name="1") == Delivery(Went.ALL, Condition.OK)
        printer.deliver(b"two", name="2")
        assert (tmp_path / "slips.bin").read_bytes() == b"onetwo"
        assert printer.ask() == (Condition.OK, False)

    def test_a_missing_folder_is_a_value(self, tmp_path: Path) -> None:
        delivery = open_printer(f"file:{tmp_path / 'gone' / 'lp0'}").deliver(b"one", name="1")
        assert (delivery.went, delivery.condition) == (Went.NOTHING, Condition.OFFLINE)
        assert open_printer(f"file:{tmp_path / 'gone' / 'lp0'}").ask() == (Condition.OFFLINE, False)

    def test_a_device_that_stops_taking_bytes_is_given_up_on(self, tmp_path: Path) -> None:
        pipe = tmp_path / "lp0"
        os.mkfifo(pipe)
        printer = open_printer(f"file:{pipe}", Limits(write=0.2))
        assert printer.deliver(SLIP * 3, name="1").went is Went.NOTHING  # nobody has it open
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        begun = time.monotonic()
        delivery = printer.deliver(SLIP * 3, name="1")
        assert (delivery.went, delivery.condition) == (Went.UNSURE, Condition.OFFLINE)
        assert time.monotonic() - begun < 1
        os.close(reader)


class TestUsb:
    def test_it_is_found_by_its_ids(self, tmp_path: Path) -> None:
        usb, dev = tmp_path / "usb1", tmp_path / "dev"
        (usb / "1-1:1.0").mkdir(parents=True)
        dev.mkdir()
        (usb / "idVendor").write_text("04B8\n")
        (usb / "idProduct").write_text("0e28\n")
        node = tmp_path / "class" / "lp3"
        node.mkdir(parents=True)
        (node / "device").symlink_to(usb / "1-1:1.0")
        printer = UsbPrinter("04b8:0E28", BRISK, devices=tmp_path / "class", dev=dev)
        assert printer.deliver(b"slip", name="1").went is Went.ALL
        assert (dev / "lp3").read_bytes() == b"slip"
        assert printer.ask() == (Condition.UNKNOWN, False)

    def test_unplugged(self, tmp_path: Path) -> None:
        printer = UsbPrinter("04b8:0e28", BRISK, devices=tmp_path)
        assert printer.deliver(b"slip", name="1").went is Went.NOTHING
        assert printer.ask() == (Condition.OFFLINE, False)


class TestCups:
    @pytest.fixture
    def lp(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A stand-in for CUPS's client that keeps what it was told."""
        script = tmp_path / "lp"
        script.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/told\ncat > {tmp_path}/bytes\n. {tmp_path}/then\n')
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        (tmp_path / "then").write_text("exit 0")
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        return tmp_path

    def test_it_gets_the_bytes_raw(self, lp: Path) -> None:
        assert open_printer("cups:front").deliver(b"slip", name="job-7").went is Went.ALL
        assert (lp / "told").read_text() == "-d front -o raw -t job-7\n"
        assert (lp / "bytes").read_bytes() == b"slip"

    def test_its_refusal_is_told(self, lp: Path) -> None:
        (lp / "then").write_text("echo no such queue >&2; exit 1")
        delivery = open_printer("cups:front").deliver(b"slip", name="job-7")
        assert (delivery.went, delivery.detail) == (Went.NOTHING, "CUPS refused: no such queue")

    def test_when_it_hangs_nobody_knows(self, lp: Path) -> None:
        (lp / "then").write_text("exec sleep 5")
        delivery = open_printer("cups:front", Limits(0.1, 0.1)).deliver(b"slip", name="job-7")
        assert delivery.went is Went.UNSURE

    def test_without_cups(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "/nowhere")
        assert open_printer("cups:front").deliver(b"slip", name="1").went is Went.NOTHING


def test_a_spool_gets_one_whole_file_a_slip(tmp_path: Path) -> None:
    printer = open_printer(f"spool:{tmp_path / 'spool'}")
    assert printer.deliver(b"one", name="downtown-kiosk/1").went is Went.ALL
    assert [file.name for file in (tmp_path / "spool").iterdir()] == ["downtown-kiosk-1.escpos"]
    assert printer.ask() == (Condition.OK, False)


def test_a_spool_that_cannot_be_is_a_value(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    printer = open_printer(f"spool:{tmp_path / 'file'}")
    assert printer.ask() == (Condition.OFFLINE, False)
    assert printer.deliver(b"one", name="1").went is Went.NOTHING


@pytest.mark.parametrize("url", ["none:", "agent:"])
def test_no_printer_takes_nothing(url: str) -> None:
    printer = open_printer(url)
    assert printer.deliver(b"slip", name="1").went is Went.NOTHING
    assert printer.ask() == (Condition.UNKNOWN, False)


@pytest.mark.parametrize("url", ["http://example.org", "tcp://host", "lpt1", ""])
def test_a_url_of_no_kind_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        open_printer(url)


@pytest.mark.parametrize("url", ["tcp://h:9100", "tcp://[::1]:9100", "file:/dev/usb/lp0", "cups:q", "usb:04b8:0e28",
                                 "spool:/tmp/x", "none:"])  # fmt: skip
def test_every_url_that_the_catalog_lets_through_opens(url: str) -> None:
    assert PRINTER_URL.fullmatch(url)
    open_printer(url)


def test_two_ids_of_one_printer_take_turns() -> None:
    with TcpPrinter() as printer:
        threads = [threading.Thread(target=sent, args=(printer,), kwargs={"limits": Limits()}) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(printer.slips) == 3
        assert printer.torn == 0
        assert printer.asked == [1, 2, 4] * 6


def wait_for(happens: object, seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not happens():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.01)
