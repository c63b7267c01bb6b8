"""Open live connections: how many there may be, and what each may ask of the server.

They are counted where they open, before anybody has said who they are. A connection that joins nothing is cut after
some seconds, or sooner when another needs its place; one that sends more than a screen ever does, or does not read
what it is sent, is cut as well.
"""

from __future__ import annotations

import select
import socket
import threading
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic

from queueing.refusals import ServerFull, TooManyTries
from queueing.web.rate_limits import network_of

JOIN_SECONDS = 5.0
"""How long a connection may be open before it joins."""
CROWDED_JOIN_SECONDS = 0.5
"""How long it may be when another connection needs its place; a screen joins within milliseconds."""
SILENCE_SECONDS = 25.0
"""How long a connection may be silent, or not read what it is sent; every screen answers a ping each 10 s."""
BURST_BYTES = 4 * 1024
BYTES_PER_SECOND = 256
"""What a connection may send: at once, and on average. A screen sends some hundred bytes, and then 10 every 10 s."""
LINGER_SECONDS = 10.0
"""For how long a connection that has ended still costs a sleeping thread: the ping that it was due."""


@dataclass(eq=False, slots=True)
class Connection:
    """One open connection: whose network it is from, since when it is open, and who joined over it.

    `joined` is None before it joins, then whether it is a known person, program or screen.
    """

    network: str
    wire: socket.socket | None = None
    opened_at: float = field(default_factory=monotonic)
    joined: bool | None = None

    @property
    def is_stranger(self) -> bool:
        """Whether nobody known has joined over it."""
        return not self.joined

    def seconds_open(self) -> float:
        """Return for how long it has been open."""
        return monotonic() - self.opened_at

    def cut(self) -> None:
        """End it at once; the thread that serves it sees the end of the stream."""
        if self.wire is not None:
            with suppress(OSError):  # it may have ended already
                self.wire.shutdown(socket.SHUT_RDWR)

    def cut_after(self, seconds: float) -> None:
        """End it in that many seconds, so that the last words still reach it."""
        timer = threading.Timer(seconds, self.cut)
        timer.daemon = True
        timer.start()


class Connections:
    """Every open connection of this process.

    `most` may be open at once, and `most_strangers` of one network over which nobody known has joined. `lingering`
    ones cost something for some seconds after their end.
    """

    def __init__(self, most: int, most_strangers: int, *, lingering: bool = True) -> None:
        self.most, self.most_strangers, self._lingering = most, most_strangers, lingering
        self._open: set[Connection] = set()
        self._ended: deque[tuple[float, str]] = deque()
        self._lock = threading.Lock()
        self._ending = False

    def __len__(self) -> int:
        """Return how many are open."""
        return len(self._open)

    def open(self, address: str, wire: socket.socket | None = None) -> Connection:
        """Count a new connection from `address`. Raise ServerFull or TooManyTries when there is no place for it."""
        new = Connection(network_of(address), wire)
        with self._lock:
            if self._ending:
                raise ServerFull("The server is stopping. Try again in a few seconds.")
            if not self._has_place(self._open, self.most):
                raise ServerFull("Too many screens are connected. Try again in a minute.")
            neighbors = {other for other in self._open if other.is_stranger and other.network == new.network}
            if self._is_restless(new.network, len(neighbors)) or not self._has_place(neighbors, self.most_strangers):
                raise TooManyTries("Too many screens are connected from your network. Try again in a minute.")
            self._open.add(new)
        return new

    def close(self, connection: Connection) -> None:
        """Count a connection no more, because it has ended."""
        with self._lock:
            self._open.discard(connection)
            if connection.is_stranger and self._lingering:
                self._ended.append((monotonic(), connection.network))

    def cut_all(self) -> None:
        """End every connection, and let no new one in: the server stops."""
        with self._lock:
            self._ending = True
            ending = list(self._open)
        for connection in ending:
            connection.cut()

    def _is_restless(self, network: str, open_now: int) -> bool:
        """Whether a network has opened and ended too many connections in the last seconds."""
        while self._ended and monotonic() - self._ended[0][0] > LINGER_SECONDS:
            self._ended.popleft()
        ended = sum(other == network for _, other in self._ended)
        return ended > 0 and open_now + ended >= 2 * self.most_strangers

    def _has_place(self, among: set[Connection], most: int) -> bool:
        if len(among) < most:
            return True
        idle = [other for other in among if other.joined is None and other.seconds_open() > CROWDED_JOIN_SECONDS]
        if not idle:
            return False
        longest = max(idle, key=Connection.seconds_open)
        self._open.discard(longest)
        longest.cut()
        return True


class BoundedSocket:
    """A connection's socket that bounds what the other side may send and how long it may be silent or not read.

    It has what the WebSocket library asks of a socket. Every bound that is passed ends the connection with an
    OSError, as if the other side had gone.
    """

    def __init__(self, wire: socket.socket, connection: Connection) -> None:
        self._wire, self._connection = wire, connection
        wire.settimeout(SILENCE_SECONDS)
        self._poll = select.poll()
        self._poll.register(wire, select.POLLIN)
        self._writing = threading.Lock()
        self._credit, self._credited_at = float(BURST_BYTES), monotonic()

    def recv(self, size: int) -> bytes:
        """Return what came, at most `size` bytes; b"" at the end."""
        waits_until = monotonic() + SILENCE_SECONDS
        while True:
            if self._connection.joined is None:
                left = JOIN_SECONDS - self._connection.seconds_open()
            else:
                left = waits_until - monotonic()
            if left <= 0:
                raise TimeoutError("it was silent for too long")
            if self._poll.poll(left * 1000):
                break
        came = self._wire.recv(size)
        self._spend(len(came))
        return came

    def send(self, data: bytes) -> int:
        """Send all of `data`; return its length."""
        with self._writing:
            try:
                self._wire.sendall(data)
            except OSError:
                self._connection.cut()  # half a frame may be out; nothing sent after it could be understood
                raise
        return len(data)

    def close(self) -> None:
        """Close the socket."""
        self._wire.close()

    def _spend(self, size: int) -> None:
        now = monotonic()
        earned = (now - self._credited_at) * BYTES_PER_SECOND
        self._credit = min(float(BURST_BYTES), self._credit + earned) - size
        self._credited_at = now
        if self._credit < 0:
            self._connection.cut()
            raise ConnectionAbortedError("it sent too much")
