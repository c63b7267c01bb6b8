"""Slow clients against the real server: they hold no thread, and not for long; a stop waits for nobody."""

from __future__ import annotations

import os
import signal
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import sleep

import pytest

from queueing import maintenance
from queueing.db import Database
from queueing.server import Server, worker
from queueing.settings import Settings
from tests.forked import Forked
from tests.raw_websocket import SWITCHED, UPGRADE
from tests.real_parts import free_port
from tests.served import Served, serve

PATIENCE_SECONDS = 10
HALF_HEADER = b"GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: "
HALF_BODY = b"POST /api/v1/pair HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{"
SLOW = 120
"""Three times the threads of a server for eight screens."""


def connected(port: int, request: bytes = b"") -> socket.socket:
    """Connect, and send a part of a request."""
    wire = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)
    wire.sendall(request)
    return wire


def read_all(wire: socket.socket) -> bytes:
    """Read until the server has ended the connection."""
    read = b""
    with suppress(ConnectionResetError):
        while came := wire.recv(65536):
            read += came
    return read


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server for eight screens, with 40 threads."""
    with serve(tmp_path_factory.mktemp("slow") / "var", max_screens="8") as server:
        yield server


@pytest.mark.parametrize("part", [b"", HALF_HEADER, HALF_BODY], ids=["silent", "half headers", "half bodies"])
def test_slow_clients_keep_nobody_waiting(small: Served, part: bytes) -> None:
    with ExitStack() as slow:
        clients = [slow.enter_context(connected(small.port, part)) for _ in range(SLOW)]
        assert urllib.request.urlopen(f"{small.url}/healthz", timeout=worker.ARRIVAL_SECONDS / 2).status == 200
        clients[0].setblocking(False)
        with pytest.raises(BlockingIOError):
            clients[0].recv(1)  # the slow ones are still there


def test_a_request_in_pieces_is_answered_when_it_is_whole(small: Served) -> None:
    with connected(small.port) as wire:
        for piece in (b"GET /hea", b"lthz HTTP/1.1\r\nHo", b"st: a\r\n", b"\r\n"):
            wire.sendall(piece)
            sleep(0.02)
        assert wire.recv(1024).startswith(b"HTTP/1.1 200 OK")
        wire.sendall(b"GET /healthz HTTP/1.1\r\n\r\nGET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n")
        assert read_all(wire).count(b"HTTP/1.1 200 OK") == 2, "a kept connection, and two requests at once"


def test_a_body_that_waits_to_be_asked_for_is_asked_for(small: Served) -> None:
    with connected(small.port, HALF_BODY.replace(b"\r\n\r\n{", b"\r\nExpect: 100-continue\r\n\r\n")) as wire:
        assert wire.recv(1024).startswith(b"HTTP/1.1 100 ")


@contextmanager
def impatient(folder: Path, **seconds: float) -> Iterator[int]:
    """Serve with less patience than usual; yield the port."""
    settings, port = Settings(var=folder, max_screens=8), free_port()
    database = Database(settings.database)
    maintenance.upgrade(database)
    database.close()
    process = Forked(folder / "server.log", _serve, str(folder), port, seconds, environment=os.environ)
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        sleep(0.02)
    try:
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_SECONDS)


def _serve(folder: str, port: int, seconds: dict[str, float]) -> None:
    for name, value in seconds.items():
        setattr(worker, name, value)
    Server(Settings(var=Path(folder), max_screens=8), "127.0.0.1", port).run()


@pytest.mark.parametrize("part", [b"", HALF_HEADER, HALF_BODY], ids=["silent", "half a header", "half a body"])
def test_a_request_that_never_comes_whole_is_ended(tmp_path: Path, part: bytes) -> None:
    with impatient(tmp_path, ARRIVAL_SECONDS=0.3) as port, connected(port, part) as wire:
        assert read_all(wire) == b""


def test_one_who_does_not_read_the_answer_is_ended(tmp_path: Path) -> None:
    asset = "/static/fonts/" + next((Path(__file__).parents[3] / "queueing/static/fonts").glob("*.woff2")).name
    with impatient(tmp_path, ANSWER_SECONDS=0.3) as port, socket.socket() as wire:
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        wire.settimeout(PATIENCE_SECONDS)
        wire.connect(("127.0.0.1", port))
        ask = f"GET {asset} HTTP/1.1\r\nHost: a\r\n\r\n".encode()
        with pytest.raises(OSError, match=r"reset|Broken pipe"):
            for _ in range(20_000):
                wire.sendall(ask)
                sleep(0.001)


def test_a_full_house_lets_the_longest_silent_go(tmp_path: Path) -> None:
    from queueing.server import process

    with impatient(tmp_path, CROWDED_SECONDS=0.05) as port, ExitStack() as silent:
        places = process.WAITING_CONNECTIONS + Settings(var=tmp_path, max_screens=8).threads
        clients = [silent.enter_context(connected(port)) for _ in range(places - 1)]
        sleep(0.1)
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE_SECONDS).status == 200
        assert read_all(clients[0]) == b"", "the first that came has made place"


def test_a_stop_waits_neither_for_screens_nor_for_slow_clients(tmp_path: Path) -> None:
    with serve(tmp_path / "var", max_screens="8") as server, ExitStack() as slow:
        for part in (b"", HALF_HEADER, HALF_BODY):
            slow.enter_context(connected(server.port, part))
        live = slow.enter_context(connected(server.port, UPGRADE))
        assert live.recv(1024).startswith(SWITCHED)
        server.stop()
        assert "SIGKILL" not in (tmp_path / "server.log").read_text()
        read_all(live)
