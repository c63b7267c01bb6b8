"""The gunicorn worker: a thread answers only a request that has arrived whole, and every request has a deadline.

Without a proxy in front, a few hundred clients that send half a request would otherwise hold every thread.
"""

from __future__ import annotations

import errno
import resource
import selectors
import socket
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from queueing.server.arrival import Arrival, look

ARRIVAL_SECONDS = 10.0
"""How long a request may take to arrive, from its connection or its first byte."""
CROWDED_SECONDS = 0.5
"""How long it may take when another connection needs its place."""
ANSWER_SECONDS = 60.0
"""How long it may take to be answered and to be read: the longest report takes some seconds."""
LOOK_SECONDS = 0.05
"""How often a request that has arrived in part is looked at again."""
NO_CONNECTION = frozenset({errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK})
NO_DESCRIPTOR = frozenset({errno.EMFILE, errno.ENFILE})


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn's threaded worker, with patience for slow clients that costs no thread."""

    def init_process(self) -> None:
        """Begin to serve; returns when the worker stops."""
        # Many systems begin at 1024 open files, and let a process ask for more.
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        self.arriving: dict[TConn, float] = {}
        self.partial: set[TConn] = set()
        self.answering: dict[TConn, float] = {}
        super().init_process()

    def accept(self, listener: socket.socket) -> None:
        """Accept a connection, and wait for its first request."""
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno in NO_DESCRIPTOR:
                self._make_place()
            elif error.errno not in NO_CONNECTION:
                raise
            return
        self.nr_conns += 1
        if self.nr_conns >= self.worker_connections:
            self._make_place()
        connection = TConn(self.cfg, client, address, listener.getsockname())
        self.arriving[connection] = monotonic() + ARRIVAL_SECONDS
        self.poller.register(client, selectors.EVENT_READ, partial(self._begin, connection))

    def enqueue_req(self, conn: TConn) -> None:
        """Have a thread answer the request of a connection, now or as soon as it has arrived whole."""
        self.arriving.setdefault(conn, monotonic() + ARRIVAL_SECONDS)
        self._look_at(conn)

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """Take note that a thread has done with a request."""
        self.answering.pop(conn, None)
        super().finish_request(conn, fs)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Wait for something to happen, then look after those that are slow."""
        super().wait_for_and_dispatch_events(min(timeout, LOOK_SECONDS) if self.partial else timeout)
        for connection in tuple(self.partial):
            self._look_at(connection)
        now = monotonic()
        for connection in [late for late, deadline in self.arriving.items() if deadline < now]:
            self._drop(connection)
        for connection in [late for late, deadline in self.answering.items() if deadline < now]:
            _shut(connection)

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Begin to stop: take no new request, end the live connections, answer what is under way."""
        if self.alive:
            self.method_queue.defer(self.wsgi.live.stop)
        super().handle_exit(sig, frame)

    def run(self) -> None:
        """Serve until told to stop; what is not answered within the time of grace is cut."""
        super().run()
        for connection in (*self.answering, *self.arriving):
            _shut(connection)

    def _begin(self, connection: TConn, client: socket.socket) -> None:
        self.poller.unregister(client)
        self._look_at(connection)

    def _look_at(self, connection: TConn) -> None:
        parser = connection.parser
        arrival = look(connection.sock, parser.unreader.buf.getvalue() if parser else b"")
        if arrival is Arrival.PART:
            self.partial.add(connection)
        elif arrival is Arrival.END:
            self._drop(connection)
        else:
            self.partial.discard(connection)
            del self.arriving[connection]
            if arrival is not Arrival.SOCKET:
                self.answering[connection] = monotonic() + ANSWER_SECONDS
            super().enqueue_req(connection)

    def _make_place(self) -> None:
        oldest = next(iter(self.arriving), None)
        if oldest and self.arriving[oldest] - monotonic() < ARRIVAL_SECONDS - CROWDED_SECONDS:
            self._drop(oldest)

    def _drop(self, connection: TConn) -> None:
        del self.arriving[connection]
        self.partial.discard(connection)
        with suppress(KeyError, ValueError):
            self.poller.unregister(connection.sock)
        self.nr_conns -= 1
        connection.close()


def _shut(connection: TConn) -> None:
    with suppress(OSError):
        connection.sock.shutdown(socket.SHUT_RDWR)
