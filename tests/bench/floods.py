"""What strangers can do to a center: each flood beside what visitors meet meanwhile.

`python -m tests.bench.floods` serves a center on loopback, has one stranger after another flood it for some seconds,
and takes tickets at the kiosk all the while, as a visitor would. It prints, for each flood, how long a ticket took,
how many threads and how much memory the server had at most, and how long until it was calm again. The first row is
the same center left alone: the raw limit of the same run.
"""

from __future__ import annotations

import argparse
import itertools
import os
import socket
import statistics
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from tests.raw_websocket import SWITCHED, UPGRADE, frame
from tests.served import Served, serve

OPEN = "2026-11-23T09:30"
PAUSE_SECONDS = 0.05
CALM_SECONDS = 0.25
"""An answer within this time is a calm server's."""
GIVE_UP_SECONDS = 120.0
ANSWERED = {201, 409}
"""A ticket, or in words that no more can be served today: nobody sits at a counter here."""
HEADS = {"tickets": 7, "lost": 5, "P50": 7, "P99": 7, "worst": 7, "threads": 8, "MB": 7, "calm s": 8}


def handshake(port: int) -> socket.socket:
    """Open a WebSocket to Socket.IO; raise OSError when the server will not."""
    wire = half(UPGRADE)(port)
    answer = wire.recv(1024)
    if not answer.startswith(SWITCHED):
        wire.close()
        raise ConnectionRefusedError(answer.split(b"\r\n", 1)[0].decode())
    return wire


JOIN = frame("40/live,")
WATCH = '42/live,{}["watch",{{"location":"downtown","view":"board"}}]'


def hearing(wire: socket.socket) -> threading.Thread:
    """Read and drop what comes, until the end."""

    def drain() -> None:
        with suppress(OSError):
            wire.settimeout(None)
            while wire.recv(65536):
                pass

    thread = threading.Thread(target=drain, daemon=True)
    thread.start()
    return thread


def watching(port: int, until: threading.Event, each_second: float) -> None:
    """Watch so many times a second over one socket; connect again whenever cut."""
    while not until.is_set():
        with suppress(OSError):
            wire = handshake(port)
            hearing(wire)
            wire.sendall(JOIN)
            for count in itertools.count():
                wire.sendall(frame(WATCH.format(count)))
                if until.wait(1 / each_second):
                    return
        until.wait(0.05)


def idling(port: int, until: threading.Event, path: Callable[[int], socket.socket]) -> None:
    """Hold one connection as long as the server lets it; open another whenever it is cut."""
    while not until.is_set():
        with suppress(OSError):
            wire = path(port)
            wire.settimeout(1)
            while not until.is_set():
                with suppress(TimeoutError):
                    if not wire.recv(65536):
                        break
        until.wait(0.05)


def deaf(port: int) -> socket.socket:
    """Watch, and never read."""
    wire = handshake(port)
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    wire.sendall(JOIN + frame(WATCH.format(1)))
    return wire


def not_reading(port: int, until: threading.Event) -> None:
    """Hold connections that watch and never read."""
    while not until.is_set():
        with suppress(OSError):
            wire = deaf(port)
            until.wait(30)
            wire.close()


def polling(port: int, until: threading.Event) -> None:
    """Open one long-polling session after another."""
    while not until.is_set():
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
            wire.sendall(b"GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            wire.recv(1024)


def connecting(port: int, until: threading.Event) -> None:
    """Connect, join and leave, again and again."""
    while not until.is_set():
        with suppress(OSError):
            wire = handshake(port)
            wire.sendall(JOIN)
            wire.recv(1024)
            wire.close()
        until.wait(0.005)


def half(request: bytes) -> Callable[[int], socket.socket]:
    """Return what sends a part of a request and no more."""

    def begin(port: int) -> socket.socket:
        wire = socket.create_connection(("127.0.0.1", port), timeout=10)
        wire.sendall(request)
        return wire

    return begin


HALF_HEADER = half(b"GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: ")
HALF_BODY = half(
    b"POST /api/v1/locations/downtown/tickets HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    b"Content-Length: 400\r\n\r\n{"
)
FLOODS: dict[str, tuple[int, Callable[[int, threading.Event], None]]] = {
    "nobody": (0, lambda _port, _until: None),
    "1 socket, 200 watch/s": (1, lambda port, until: watching(port, until, 200)),
    "5 sockets, 200 watch/s each": (5, lambda port, until: watching(port, until, 200)),
    "40 sockets, 200 watch/s each": (40, lambda port, until: watching(port, until, 200)),
    "40 sockets, 1 watch/s each": (40, lambda port, until: watching(port, until, 1)),
    "160 sockets that never join": (160, lambda port, until: idling(port, until, handshake)),
    "8 that open long polls": (8, polling),
    "8 that connect and leave": (8, connecting),
    "40 that watch and never read": (40, not_reading),
    "200 half headers": (200, lambda port, until: idling(port, until, HALF_HEADER)),
    "200 half bodies": (200, lambda port, until: idling(port, until, HALF_BODY)),
}


@dataclass
class Seen:
    """What a visitor and the machine met during a flood."""

    took: list[float] = field(default_factory=list)
    lost: int = 0
    threads: int = 0
    memory: int = 0

    def ticket(self, server: Served, token: str) -> float | None:
        """Take a ticket; return how many seconds it took, None when there was no answer."""
        began = monotonic()
        try:
            answer = server.call("POST", "/locations/downtown/tickets", {"service": "report-theft"}, token=token)
        except OSError:
            self.lost += 1
            return None
        if answer.status not in ANSWERED:
            self.lost += 1
            return None
        self.took.append(monotonic() - began)
        return self.took[-1]

    def look(self, processes: list[int]) -> None:
        """Note how many threads and how much memory the server has."""
        threads = memory = 0
        for process in processes:
            with suppress(OSError):
                status = dict(
                    line.split(":", 1)
                    for line in Path(f"/proc/{process}/status").read_text().splitlines()
                    if ":" in line
                )
                threads += int(status["Threads"])
                memory += int(status.get("VmRSS", "0 kB").split()[0])
        self.threads, self.memory = max(self.threads, threads), max(self.memory, memory // 1024)


def family(process: int) -> list[int]:
    """Return a process and its children."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *map(int, children)]


@contextmanager
def flooded(port: int, hands: int, flood: Callable[[int, threading.Event], None]) -> Iterator[None]:
    """Flood with so many hands, in a process of its own, so that it takes none of this one's time."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(writer)
        until = threading.Event()
        for _ in range(hands):
            threading.Thread(target=flood, args=(port, until), daemon=True).start()
        os.read(reader, 1)
        os._exit(0)
    os.close(reader)
    try:
        yield
    finally:
        os.close(writer)
        os.waitpid(child, 0)


def row(name: str, server: Served, seconds: float) -> str:
    """Flood a center, and return the line of the table."""
    hands, flood = FLOODS[name]
    token, seen = server.token("kiosk"), Seen()
    processes = family(server.process.pid if server.process else 0)
    with flooded(server.port, hands, flood):
        sleep(1 if hands else 0)
        until = monotonic() + seconds
        while monotonic() < until:
            seen.ticket(server, token)
            seen.look(processes)
            sleep(PAUSE_SECONDS)
    ended = monotonic()
    while monotonic() - ended < GIVE_UP_SECONDS:
        took = Seen().ticket(server, token)
        if took is not None and took < CALM_SECONDS:
            break
    calm = monotonic() - ended
    waits = sorted(seen.took) or [float("nan")]
    p99 = waits[min(len(waits) - 1, round(len(waits) * 0.99))]
    return (
        f"{name:30} {len(seen.took):7} {seen.lost:5} {1000 * statistics.median(waits):7.0f} {1000 * p99:7.0f}"
        f" {1000 * waits[-1]:7.0f} {seen.threads:8} {seen.memory:7} {calm:8.1f}"
    )


def main(arguments: list[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--only", default="", help="floods whose name has this")
    asked = parser.parse_args(arguments)
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; milliseconds a ticket, one visitor after another")
    print(f"{'flood':30} " + " ".join(f"{head:>{width}}" for head, width in HEADS.items()))
    for name in FLOODS:
        if asked.only in name:
            settings: dict[str, Any] = {}
            with tempfile.TemporaryDirectory() as folder, serve(Path(folder) / "var", at=OPEN, **settings) as server:
                print(row(name, server, asked.seconds), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
