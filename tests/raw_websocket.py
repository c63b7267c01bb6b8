"""WebSocket by hand, for what no honest client does: the request that opens one, and single frames."""

from __future__ import annotations

import struct

UPGRADE = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n"
)
"""Asks Socket.IO for a WebSocket, compressed if the server will."""
SWITCHED = b"HTTP/1.1 101 "
"""How the answer to it begins when the server agrees."""


def frame(text: str) -> bytes:
    """Return a client's frame of this text, under 64 KB; its mask is all zeros, which changes nothing."""
    data = text.encode()
    size = bytes([0x80 | len(data)]) if len(data) < 126 else bytes([0xFE]) + struct.pack(">H", len(data))
    return b"\x81" + size + bytes(4) + data
