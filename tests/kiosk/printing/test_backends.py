from __future__ import annotations

import os
import stat
import threading
import time
from pathlib import Path

import pytest

from kiosk.printing.backends import UsbPrinter, open_printer
from kiosk.printing.escpos import escpos
from kiosk.printing.result import Limits, PrintReport, PrintResult
from queueing.printing import Condition
from services_catalog.location_file import PRINTER_URL
from tests.kiosk.printing.paper_cast import receipt
from tests.tcp_printer import TcpPrinter

BRISK = Limits(connect=0.5, write=0.5, answer=0.3)
SLIP = escpos(receipt())


class TestFile:
    def test_a_file_grows_by_slips(self, tmp_path: Path) -> None:
        printer = open_printer(f"file:{tmp_path / 'slips.bin'}")
        assert printer.send(b"one", name="1") == PrintReport(PrintResult.ALL, Condition.OK)
        printer.send(b"two", name="2")
        assert (tmp_path / "slips.bin").read_bytes() == b"onetwo"
        assert printer.ask() == (Condition.OK, False)

    def test_a_missing_folder_is_a_value(self, tmp_path: Path) -> None:
        report = open_printer(f"file:{tmp_path / 'gone' / 'lp0'}").send(b"one", name="1")
        assert (report.result, report.condition) == (PrintResult.NOTHING, Condition.OFFLINE)
        assert open_printer(f"file:{tmp_path / 'gone' / 'lp0'}").ask() == (Condition.OFFLINE, False)

    def test_a_device_that_stops_taking_bytes_is_given_up_on(self, tmp_path: Path) -> None:
        pipe = tmp_path / "lp0"
        os.mkfifo(pipe)
        printer = open_printer(f"file:{pipe}", Limits(write=0.2))
        assert printer.send(SLIP * 3, name="1").result is PrintResult.NOTHING  # nobody has it open
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        begun = time.monotonic()
        report = printer.send(SLIP * 3, name="1")
        assert (report.result, report.condition) == (PrintResult.UNSURE, Condition.OFFLINE)
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
        assert printer.send(b"slip", name="1").result is PrintResult.ALL
        assert (dev / "lp3").read_bytes() == b"slip"
        assert printer.ask() == (Condition.UNKNOWN, False)

    def test_unplugged(self, tmp_path: Path) -> None:
        printer = UsbPrinter("04b8:0e28", BRISK, devices=tmp_path)
        assert printer.send(b"slip", name="1").result is PrintResult.NOTHING
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
        assert open_printer("cups:front").send(b"slip", name="job-7").result is PrintResult.ALL
        assert (lp / "told").read_text() == "-d front -o raw -t job-7\n"
        assert (lp / "bytes").read_bytes() == b"slip"

    def test_its_refusal_is_in_the_report(self, lp: Path) -> None:
        (lp / "then").write_text("echo no such queue >&2; exit 1")
        report = open_printer("cups:front").send(b"slip", name="job-7")
        assert (report.result, report.detail) == (PrintResult.NOTHING, "CUPS refused: no such queue")

    def test_when_it_hangs_the_result_is_unsure(self, lp: Path) -> None:
        (lp / "then").write_text("exec sleep 5")
        report = open_printer("cups:front", Limits(0.1, 0.1)).send(b"slip", name="job-7")
        assert report.result is PrintResult.UNSURE

    def test_without_cups(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "/nowhere")
        assert open_printer("cups:front").send(b"slip", name="1").result is PrintResult.NOTHING


def test_a_spool_gets_one_whole_file_a_slip(tmp_path: Path) -> None:
    printer = open_printer(f"spool:{tmp_path / 'spool'}")
    assert printer.send(b"one", name="downtown-kiosk/1").result is PrintResult.ALL
    assert [file.name for file in (tmp_path / "spool").iterdir()] == ["downtown-kiosk-1.escpos"]
    assert printer.ask() == (Condition.OK, False)


def test_a_spool_that_cannot_be_is_a_value(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    printer = open_printer(f"spool:{tmp_path / 'file'}")
    assert printer.ask() == (Condition.OFFLINE, False)
    assert printer.send(b"one", name="1").result is PrintResult.NOTHING


@pytest.mark.parametrize("url", ["none:", "agent:"])
def test_no_printer_is_sent_nothing(url: str) -> None:
    printer = open_printer(url)
    assert printer.send(b"slip", name="1").result is PrintResult.NOTHING
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
        threads = [
            threading.Thread(target=open_printer(printer.url).send, args=(SLIP,), kwargs={"name": "x"})
            for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(printer.slips) == 3
        assert printer.torn == 0
        assert printer.asked == [1, 2, 4] * 6
