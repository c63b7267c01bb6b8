"""A printer on the network: raw bytes to a TCP port, and DLE EOT before and after, never within a slip."""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import termios
import time
from collections.abc import Iterator
from fcntl import ioctl

from kiosk.printing import printer_status
from kiosk.printing.result import Limits, PrintReport, PrintResult
from queueing.printing import STOPPED, Condition

GIVE_UP_SECONDS = 20
"""After this the kernel itself drops what a stalled printer has not taken, so that it never prints it later."""


class _WriteFailed(Exception):
    """Not all bytes were taken; `begun` is whether the printer may have taken some."""

    def __init__(self, why: str, *, begun: bool) -> None:
        super().__init__(why)
        self.begun = begun


class NetworkPrinter:
    """A printer at a TCP port; see `kiosk.printing.result.PrinterBackend`."""

    def __init__(self, host: str, port: int, limits: Limits) -> None:
        self.host, self.port, self.limits = host, port, limits

    def send(self, data: bytes, *, name: str, must_answer: bool = False) -> PrintReport:
        """Connect, ask its condition, send, ask again, close; at most the limits' sum, with `answer` twice."""
        del name
        try:
            with self._connected() as connection:
                return self._send(connection, data, must_answer)
        except OSError as error:
            return PrintReport(PrintResult.NOTHING, Condition.OFFLINE, f"not reached: {_reason(error)}")

    def ask(self) -> tuple[Condition, bool]:
        """Connect and ask its condition: OFFLINE when not reached, UNKNOWN when it does not answer properly."""
        try:
            with self._connected() as connection:
                condition = printer_status.ask(connection, self.limits.answer)
        except OSError:
            return Condition.OFFLINE, False
        return condition, condition is not Condition.UNKNOWN

    def _send(self, connection: socket.socket, data: bytes, must_answer: bool) -> PrintReport:
        before = printer_status.ask(connection, self.limits.answer)
        answered = before is not Condition.UNKNOWN
        if before in STOPPED:
            return PrintReport(PrintResult.NOTHING, before, f"the printer says: {before}", answered)
        if must_answer and not answered:
            return PrintReport(PrintResult.NOTHING, before, "the printer no longer answers", answered)
        try:
            _write(connection, data, self.limits.write)
        except _WriteFailed as failed:
            return PrintReport(
                PrintResult.UNSURE if failed.begun else PrintResult.NOTHING, Condition.OFFLINE, str(failed)
            )
        return self._afterwards(connection, answered)

    def _afterwards(self, connection: socket.socket, answered: bool) -> PrintReport:
        try:
            after = printer_status.ask(connection, self.limits.answer) if answered else _listen(connection, self.limits)
        except OSError as error:
            return PrintReport(PrintResult.UNSURE, Condition.OFFLINE, f"dropped after the slip: {_reason(error)}")
        if after in STOPPED:
            return PrintReport(PrintResult.UNSURE, after, f"the printer says after the slip: {after}", answered)
        if after is Condition.UNKNOWN:
            return PrintReport(PrintResult.ALL, after, "the printer took the slip and does not say how it is")
        return PrintReport(PrintResult.CONFIRMED, after, "", answered)

    @contextlib.contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        """Yield an open connection and always close it. Raises OSError when there is none in time."""
        deadline = time.monotonic() + self.limits.connect
        failure: OSError = TimeoutError("no address answered")
        for family, kind, protocol, _, address in socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM):
            with socket.socket(family, kind, protocol) as connection:
                connection.settimeout(max(deadline - time.monotonic(), 0.001))
                try:
                    connection.connect(address)
                except OSError as error:
                    failure = error
                    continue
                _prepare(connection)
                yield connection
                return
        raise failure


def _prepare(connection: socket.socket) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, GIVE_UP_SECONDS * 1000)


def _write(connection: socket.socket, data: bytes, seconds: float) -> None:
    """Send everything and see it taken within `seconds` in all; raise _WriteFailed otherwise."""
    deadline = time.monotonic() + seconds
    connection.setblocking(False)
    rest = memoryview(data)
    try:
        while rest:
            if not select.select([], [connection], [], max(deadline - time.monotonic(), 0.0))[1]:
                raise _WriteFailed("the printer stopped reading", begun=len(rest) < len(data))
            rest = rest[connection.send(rest) :]
    except OSError as error:
        raise _WriteFailed(f"dropped within the slip: {_reason(error)}", begun=len(rest) < len(data)) from None
    # The kernel has it all; the printer's side may not. Only what that has taken counts as sent.
    while _untaken(connection):
        if time.monotonic() > deadline:
            raise _WriteFailed("the printer stopped reading", begun=True)
        time.sleep(0.01)


def _untaken(connection: socket.socket) -> int:
    """Bytes that the other side has not acknowledged; 0 where the system does not count them."""
    try:
        counted = ioctl(connection.fileno(), termios.TIOCOUTQ, struct.pack("i", 0))
    except OSError:
        return 0
    return int(struct.unpack("i", counted)[0])


def _listen(connection: socket.socket, limits: Limits) -> Condition:
    """Wait to see whether a printer that does not answer drops the connection; raise OSError if it does."""
    if select.select([connection], [], [], limits.answer)[0]:
        connection.recv(1)
    return Condition.UNKNOWN


def _reason(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__
