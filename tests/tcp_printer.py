"""A network receipt printer that misbehaves when told to, and remembers what came out of it.

It listens on a port of its own, reads ESC/POS by `tests.escpos_decoder`, answers DLE EOT by the
bits of the printers' manuals, and can refuse, hang, fall silent, talk nonsense, drop, run out
of paper, be open, or be slow. Like a real one, it keeps what it was sent while it had no paper,
and prints it afterwards.
"""

from __future__ import annotations

import select
import socket
import threading
import time
from typing import Self

from PIL import Image

from tests.escpos_decoder import Decoder, Slip

READY = {1: 0x12, 2: 0x12, 4: 0x12}
PAPER_OUT = {1: 0x1A, 2: 0x32, 4: 0x7E}
COVER_OPEN = {1: 0x1A, 2: 0x16, 4: 0x12}
NEAR_END = {1: 0x12, 2: 0x12, 4: 0x1E}
CUTTER_FAULT = {1: 0x1A, 2: 0x52, 4: 0x12}
SWITCHED_OFFLINE = {1: 0x1A, 2: 0x12, 4: 0x12}


class TcpPrinter:
    """Use it as a context manager. Every attribute may be set at any time; it holds from the next byte on.

    `reads` False: it accepts and takes nothing. `answers` False: it reads and stays silent.
    `garbage`: what it answers in place of a status. `unasked`: what it says on each new connection.
    `drop_after`: bytes of a slip after which it cuts the connection. `bytes_per_second`: its speed.
    """

    def __init__(self, width: int = 576, *, receive_buffer: int | None = None) -> None:
        self.width = width
        self.reads = True
        self.answers = True
        self.status = READY
        self.garbage = b""
        self.unasked = b""
        self.drop_after: int | None = None
        self.bytes_per_second: int | None = None
        self.connections = 0
        self.received = 0
        self.asked: list[int] = []
        self.slip_times: list[float] = []
        self.torn = 0
        self.faults: list[Exception] = []
        self._slips: list[Slip] = []
        self._held: list[Slip] = []
        self._receive_buffer = receive_buffer
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._listener = self._bound(0)
        self.port = int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    @property
    def slips(self) -> list[Image.Image]:
        """The slips that came out, whole, in order."""
        with self._lock:
            if self.status is not PAPER_OUT and self._held:
                self._slips += self._held
                self._held = []
            return [slip.image() for slip in self._slips]

    def refuse(self) -> None:
        """Be unplugged: connections are refused."""
        self._listener.close()

    def accept_again(self) -> None:
        """Be plugged in again, at the same address."""
        self._listener = self._bound(self.port)
        self._serve()

    def __enter__(self) -> Self:
        self._serve()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._listener.close()
        for thread in self._threads:
            thread.join(5)
        assert self.faults == []

    def _bound(self, port: int) -> socket.socket:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if self._receive_buffer:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self._receive_buffer)
        listener.bind(("127.0.0.1", port))
        return listener

    def _serve(self) -> None:
        self._listener.listen(8)
        self._start(self._accept, self._listener)

    def _start(self, target: object, *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self, listener: socket.socket) -> None:
        listener_is_open = True
        while listener_is_open and not self._stopping.is_set():
            try:
                if select.select([listener], [], [], 0.02)[0]:
                    connection, _ = listener.accept()
                    self.connections += 1
                    self._start(self._talk, connection)
            except (OSError, ValueError):
                listener_is_open = False

    def _talk(self, connection: socket.socket) -> None:
        decoder = Decoder(self.width)
        counted = 0
        with connection:
            try:
                connection.sendall(self.unasked)
                while not self._stopping.is_set():
                    if not self.reads or not select.select([connection], [], [], 0.02)[0]:
                        time.sleep(0 if self.reads else 0.01)
                        continue
                    data = connection.recv(self._most())
                    if not data:
                        break
                    counted += self._take(connection, decoder, data)
                    if self.drop_after is not None and counted >= self.drop_after:
                        break
            except ConnectionError:
                pass
            except Exception as fault:
                self.faults.append(fault)
        if not decoder.idle:
            self.torn += 1

    def _most(self) -> int:
        most = 65536 if self.bytes_per_second is None else max(1, self.bytes_per_second // 50)
        return most if self.drop_after is None else min(most, 512)

    def _take(self, connection: socket.socket, decoder: Decoder, data: bytes) -> int:
        if self.bytes_per_second is not None:
            self._stopping.wait(len(data) / self.bytes_per_second)
        self.received += len(data)
        done = len(decoder.slips)
        for n in decoder.feed(data):
            self.asked.append(n)
            if self.answers:
                connection.sendall(self.garbage or bytes((self.status[n],)))
        with self._lock:
            self._held += decoder.slips[done:]
            self.slip_times += [time.monotonic()] * (len(decoder.slips) - done)
        return len(data)
