"""A printer's condition from its answers to DLE EOT; silence and stray bytes are read as UNKNOWN, never as OK."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Mapping

from queueing.printing import Condition

PRINTER, OFFLINE_CAUSE, PAPER = 1, 2, 4
"""Which status is asked for: `DLE EOT n`."""
QUESTIONS = (PRINTER, OFFLINE_CAUSE, PAPER)

_FIXED_BITS, _FIXED_VALUE = 0b1001_0011, 0b0001_0010
"""Bits 0 and 7 of every answer are off, 1 and 4 on; a byte that differs is not an answer."""
_IS_OFFLINE = 0b0000_1000
_COVER_OPEN = 0b0000_0100
_STOPPED_FOR_PAPER = 0b0010_0000
_ERROR = 0b0100_0000
_NEAR_END = 0b0000_1100
_PAPER_END = 0b0110_0000


def question(n: int) -> bytes:
    """Return the real-time command that asks for status `n`."""
    return bytes((0x10, 0x04, n))


def is_answer(byte: int) -> bool:
    """Return whether a byte has the fixed bits of an answer to DLE EOT."""
    return byte & _FIXED_BITS == _FIXED_VALUE


def condition_of(answers: Mapping[int, int]) -> Condition:
    """Read the answers by question number; what stops printing comes before what only warns.

    UNKNOWN unless all three are there and each is well formed.
    """
    if any(n not in answers or not is_answer(answers[n]) for n in QUESTIONS):
        return Condition.UNKNOWN
    offline, cause, paper = answers[PRINTER] & _IS_OFFLINE, answers[OFFLINE_CAUSE], answers[PAPER]
    found = (
        (cause & _COVER_OPEN, Condition.COVER),
        (cause & _STOPPED_FOR_PAPER or paper & _PAPER_END, Condition.OUT),
        (cause & _ERROR, Condition.ERROR),
        (offline, Condition.OFFLINE),
        (paper & _NEAR_END, Condition.LOW),
    )
    return next((condition for bits, condition in found if bits), Condition.OK)


def ask(connection: socket.socket, seconds: float) -> Condition:
    """Ask the three questions on an open connection, within `seconds` in all.

    A byte that nobody asked for, before or after, makes all of them doubtful: UNKNOWN. Raises
    OSError when the connection is gone.
    """
    deadline = time.monotonic() + seconds
    if _readable(connection, 0.0):
        _received(connection)
        return Condition.UNKNOWN
    answers: dict[int, int] = {}
    for n in QUESTIONS:
        connection.settimeout(max(deadline - time.monotonic(), 0.001))
        try:
            connection.sendall(question(n))
        except TimeoutError:
            return Condition.UNKNOWN
        if not _readable(connection, deadline - time.monotonic()):
            return Condition.UNKNOWN
        answers[n] = _received(connection, 1)[0]
    if _readable(connection, 0.0):
        return Condition.UNKNOWN
    return condition_of(answers)


def _readable(connection: socket.socket, seconds: float) -> bool:
    return bool(select.select([connection], [], [], max(seconds, 0.0))[0])


def _received(connection: socket.socket, most: int = 4096) -> bytes:
    received = connection.recv(most)
    if not received:
        raise ConnectionResetError("the printer closed the connection")
    return received
