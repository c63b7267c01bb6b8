from __future__ import annotations

import socket
from collections.abc import Mapping

import pytest

from kiosk.printing.printer_status import ask, condition_of, is_answer, question
from queueing.printing import Condition
from tests.tcp_printer import COVER_OPEN, CUTTER_FAULT, NEAR_END, PAPER_OUT, READY, SWITCHED_OFFLINE, TcpPrinter


@pytest.mark.parametrize(
    ("answers", "condition"),
    [
        (READY, Condition.OK),
        ({**READY, 1: 0x16}, Condition.OK),  # the drawer's pin says nothing of paper
        (NEAR_END, Condition.LOW),
        ({**READY, 4: 0x1A}, Condition.LOW),  # one of the two near-end bits is enough
        (PAPER_OUT, Condition.OUT),
        ({**READY, 4: 0x72}, Condition.OUT),  # the sensor alone
        ({**READY, 2: 0x32}, Condition.OUT),  # printing stopped for paper
        (COVER_OPEN, Condition.COVER),
        ({1: 0x1A, 2: 0x36, 4: 0x7E}, Condition.COVER),  # open and out: closing it comes first
        (CUTTER_FAULT, Condition.ERROR),
        (SWITCHED_OFFLINE, Condition.OFFLINE),
        ({**NEAR_END, 1: 0x1A}, Condition.OFFLINE),  # what stops comes before what warns
        ({1: 0x12, 2: 0x12}, Condition.UNKNOWN),  # a missing byte is never fine
        ({}, Condition.UNKNOWN),
        ({**READY, 4: 0x00}, Condition.UNKNOWN),  # the fixed bits are not there
        ({**READY, 1: 0xFF}, Condition.UNKNOWN),
        ({**READY, 2: 0x93}, Condition.UNKNOWN),
    ],
)
def test_the_answers_are_read_by_the_manual(answers: Mapping[int, int], condition: Condition) -> None:
    assert condition_of(answers) is condition


def test_of_all_bytes_only_those_with_the_fixed_bits_are_answers() -> None:
    # Four bits of eight are fixed: one byte in sixteen.
    assert sum(is_answer(byte) for byte in range(256)) == 16


def test_the_question_is_dle_eot_n() -> None:
    assert question(4) == b"\x10\x04\x04"


def asked(printer: TcpPrinter, seconds: float = 0.3) -> Condition:
    with socket.create_connection(("127.0.0.1", printer.port), 1) as connection:
        return ask(connection, seconds)


def test_all_three_are_asked_on_one_connection() -> None:
    with TcpPrinter() as printer:
        assert asked(printer, 2) is Condition.OK
        assert printer.asked == [1, 2, 4]


@pytest.mark.parametrize("status", [PAPER_OUT, COVER_OPEN, NEAR_END], ids=["out", "cover", "low"])
def test_a_printer_in_trouble_says_so(status: dict[int, int]) -> None:
    with TcpPrinter() as printer:
        printer.status = status
        assert asked(printer, 2) is condition_of(status)


def test_silence_is_unknown_and_bounded() -> None:
    with TcpPrinter() as printer:
        printer.answers = False
        assert asked(printer) is Condition.UNKNOWN
        assert printer.asked == [1]  # it is not asked on and on


@pytest.mark.parametrize("garbage", [b"\x00", b"OK\r\n", b"\x12\x12", b"\xff"])
def test_nonsense_is_unknown(garbage: bytes) -> None:
    with TcpPrinter() as printer:
        printer.garbage = garbage
        assert asked(printer, 2) is Condition.UNKNOWN


def test_unrequested_bytes_are_unknown() -> None:
    """Automatic status back (four bytes, unasked) reads like an answer to somebody who does not look."""
    ours, printers = socket.socketpair()
    with ours, printers:
        printers.sendall(b"\x12\x12\x12\x12")
        assert ask(ours, 0.3) is Condition.UNKNOWN


def test_a_printer_that_closes_the_connection_is_gone() -> None:
    ours, printers = socket.socketpair()
    with ours:
        printers.close()
        with pytest.raises(OSError):
            ask(ours, 0.3)
