"""A request is answered when it is there; a table of what is, and of what is not yet."""

from __future__ import annotations

import socket

import pytest

from queueing.server.arrival import MOST_BYTES, Arrival, judge, look

POST = b"POST /a HTTP/1.1\r\nHost: a\r\n"
LIVE = b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: a\r\n"
TABLE = [
    (b"", Arrival.PART, "nothing yet"),
    (b"GET / HTTP/1.1\r\nHost: a", Arrival.PART, "half a header"),
    (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", Arrival.WHOLE, "a header without a body"),
    (POST + b"Content-Length: 4\r\n\r\n", Arrival.PART, "a header whose body is to come"),
    (POST + b"Content-Length: 4\r\n\r\nabc", Arrival.PART, "a body that lacks a byte"),
    (POST + b"Content-Length: 4\r\n\r\nabcd", Arrival.WHOLE, "a header and its body"),
    (POST + b"content-LENGTH:4\r\n\r\nabcd", Arrival.WHOLE, "names of fields have no case"),
    (POST + b"Content-Length: 4\r\n\r\nabcdGET /", Arrival.WHOLE, "the next request behind it"),
    (POST + b"Content-Length: 4\r\nExpect: 100-continue\r\n\r\n", Arrival.WHOLE, "it waits to be asked for its body"),
    (POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\n", Arrival.WHOLE, "nobody knows how long it will be"),
    (POST + b"Content-Length: many\r\n\r\n", Arrival.WHOLE, "nonsense, which is refused"),
    (POST + b"Content-Length: 999999\r\n\r\n" + b"a" * MOST_BYTES, Arrival.WHOLE, "too large, which is refused"),
    (b"a" * MOST_BYTES, Arrival.WHOLE, "a header without an end, which is refused"),
    (LIVE + b"Upgrade: WebSocket\r\n\r\n", Arrival.SOCKET, "a live connection, which stays"),
    (LIVE + b"\r\n", Arrival.WHOLE, "the same address, asked as a page"),
    (b"GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n", Arrival.WHOLE, "nothing else may stay"),
]


@pytest.mark.parametrize(("data", "arrival", "why"), TABLE, ids=[row[2] for row in TABLE])
def test_what_has_arrived(data: bytes, arrival: Arrival, why: str) -> None:
    assert judge(data) is arrival, why


def test_looking_takes_nothing_out() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert look(ours) is Arrival.PART
        theirs.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert [look(ours), look(ours)] == [Arrival.WHOLE] * 2
        assert ours.recv(100) == b"GET / HTTP/1.1\r\n\r\n"
        theirs.close()
        assert look(ours) is Arrival.END


def test_what_was_taken_out_before_counts() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert look(ours, b"GET / HTTP/1.1\r\n\r\n") is Arrival.WHOLE
        theirs.sendall(b"Host: a\r\n\r\n")
        assert look(ours, b"GET / HTTP/1.1\r\n") is Arrival.WHOLE
