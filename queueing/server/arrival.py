"""Whether a request has arrived whole, judged by looking at what lies in its socket without taking it out."""

from __future__ import annotations

import re
import socket
from enum import Enum

MOST_BYTES = 96 * 1024
"""What may lie in a socket before a request is answered whatever it is: the server refuses larger ones."""
HEADER_END = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,12})[ \t]*\r\n")
PARTS = re.compile(rb"\r\n(transfer-encoding|expect):")
UPGRADE = re.compile(rb"\r\nupgrade:[ \t]*websocket[ \t]*\r\n")
LIVE = b"get /socket.io/"


class Arrival(Enum):
    """What of a request has arrived."""

    PART = "a part, or nothing"
    WHOLE = "all, or as much as it sends before it is answered"
    SOCKET = "the request for a live connection"
    END = "the other side has gone"


def look(wire: socket.socket, before: bytes = b"") -> Arrival:
    """Return what has arrived at a socket, without waiting; `before` was taken out of it earlier."""
    try:
        came = wire.recv(MOST_BYTES, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return judge(before) if before else Arrival.PART
    except OSError:
        return Arrival.END
    return judge(before + came) if came else Arrival.END


def judge(data: bytes) -> Arrival:
    """Return what `data`, the first bytes of a request, is of it."""
    header, end, body = data.partition(HEADER_END)
    if not end:
        return Arrival.WHOLE if len(data) >= MOST_BYTES else Arrival.PART
    fields = header.lower() + b"\r\n"
    if fields.startswith(LIVE) and UPGRADE.search(fields):
        return Arrival.SOCKET
    length = LENGTH.search(fields)
    if length is None or PARTS.search(fields):
        return Arrival.WHOLE
    return Arrival.WHOLE if len(body) >= int(length[1]) or len(data) >= MOST_BYTES else Arrival.PART
