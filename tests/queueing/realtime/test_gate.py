"""The gate: what is counted, what is refused, and how; then the same through the real server."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest

from queueing.realtime.connections import BoundedSocket, Connections
from queueing.realtime.gate import SOCKET, Gate, connection_of
from tests.raw_websocket import SWITCHED, UPGRADE, frame
from tests.served import Served

CONNECT_ERROR = frame("44/live,{}")
"""A packet that only a server sends."""


class Behind:
    """An application behind a gate; it looks at what the gate lets through."""

    def __init__(self, most: int) -> None:
        self.connections = Connections(most, most)
        self.gate = Gate(self, self.connections)
        self.seen: dict[str, Any] = {}
        self.open = 0
        self.status = ""
        self.headers: dict[str, str] = {}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.seen, self.open = environ, len(self.connections)
        start_response("200 OK", [])
        return [b"through"]

    def ask(self, path: str, **environ: Any) -> bytes:
        """Ask as a client at one address."""

        def start(status: str, headers: list[tuple[str, str]]) -> None:
            self.status, self.headers = status, dict(headers)

        asked = {"PATH_INFO": path, "REMOTE_ADDR": "192.0.2.1", **environ}
        return b"".join(self.gate(asked, start))  # type: ignore[arg-type]


def test_a_page_is_no_connection() -> None:
    behind = Behind(most=0)
    assert (behind.ask("/kiosk/downtown"), behind.open) == (b"through", 0)


def test_a_request_to_socket_io_counts_while_it_lasts() -> None:
    behind = Behind(most=1)
    assert (behind.ask("/socket.io/"), behind.open, len(behind.connections)) == (b"through", 1, 0)
    known = connection_of(behind.seen)
    assert known and (known.network, known.joined) == ("192.0.2.1", None)


def test_a_websocket_is_bounded_and_nothing_is_unpacked() -> None:
    behind, (ours, theirs) = Behind(most=1), socket.socketpair()
    with ours, theirs:
        behind.ask(
            "/socket.io/",
            HTTP_UPGRADE="websocket",
            HTTP_SEC_WEBSOCKET_EXTENSIONS="permessage-deflate",
            **{SOCKET: ours},
        )
    assert isinstance(behind.seen[SOCKET], BoundedSocket)
    assert "HTTP_SEC_WEBSOCKET_EXTENSIONS" not in behind.seen


def test_one_too_many_is_refused_in_words() -> None:
    behind = Behind(most=0)
    problem = json.loads(behind.ask("/socket.io/"))
    assert (behind.status, problem["type"], problem["status"]) == ("503 Service Unavailable", "server-full", 503)
    assert behind.headers["Retry-After"]
    assert connection_of(behind.seen) is None


def upgraded(served: Served) -> tuple[socket.socket, bytes]:
    """Ask the real server for a WebSocket; return it with the first line of the answer."""
    wire = socket.create_connection(("127.0.0.1", served.port), timeout=10)
    wire.sendall(UPGRADE)
    return wire, wire.recv(4096)


def test_polling_is_refused_unless_a_setting_asks_for_it(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as wire:
        wire.sendall(b"GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert b" 400 " in wire.recv(4096).partition(b"\r\n")[0]


def test_the_real_server_unpacks_nothing_and_takes_a_fault_as_a_line(served: Served) -> None:
    wire, answer = upgraded(served)
    with wire:
        assert answer.startswith(SWITCHED)
        assert b"extensions" not in answer.lower()
        wire.sendall(CONNECT_ERROR)
        other, answer = upgraded(served)
        other.close()
        assert answer.startswith(SWITCHED)
        while b"message handler error" not in (log := (served.var.parent / "server.log").read_bytes()):
            pass
        assert b"Traceback" not in log
        assert b"message handler error: ValueError" in log


@pytest.mark.parametrize("auth", ["[1]", '"token"', '{"token":["a"]}', '{"token":{"a":"b"}}'])
def test_an_auth_that_is_none_is_refused_in_words(served: Served, auth: str) -> None:
    wire, _ = upgraded(served)
    with wire:
        wire.sendall(frame(f"40/live,{auth}"))
        read = b""
        while b"44/live," not in read or b"}" not in read:
            came = wire.recv(4096)
            assert came, read
            read += came
        assert json.loads(read[read.index(b"{", read.index(b"44/live,")) :])["data"]["type"] == "malformed"
        while wire.recv(4096):
            pass  # it is cut
    assert "Traceback" not in (served.var.parent / "server.log").read_text()
