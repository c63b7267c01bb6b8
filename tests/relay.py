"""A proxy on loopback that lets HTTP through and knows nothing of WebSockets, as some networks have."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

REFUSAL = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@contextmanager
def without_websockets(port: int) -> Iterator[str]:
    """Relay to a port; yield the relay's address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_accept, args=(listener, port), daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, port: int) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            threading.Thread(target=_relay, args=(client, port), daemon=True).start()


def _relay(client: socket.socket, port: int) -> None:
    with client, socket.create_connection(("127.0.0.1", port)) as server, suppress(OSError):
        threading.Thread(target=_copy, args=(server, client), daemon=True).start()
        while asked := client.recv(65536):
            if b"upgrade: websocket" in asked.lower():
                client.sendall(REFUSAL)
                return
            server.sendall(asked)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while came := source.recv(65536):
            target.sendall(came)
        target.shutdown(socket.SHUT_RDWR)
