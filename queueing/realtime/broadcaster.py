"""Send a location's views after every commit that changed it.

One thread sends, so that versions go out in order; changes committed while it draws are joined into one view.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from queueing.db import Database
from queueing.realtime.worker_loop import run_logged

STOP_SECONDS = 5.0


class Broadcaster:
    """The worker that has views sent after commits to `database`: one thread, from `start` to `stop`.

    `send` draws and sends the views of one location, by its id.
    """

    def __init__(self, database: Database, send: Callable[[str], object]) -> None:
        self._database = database
        self._send = send
        self._changed: set[str] = set()
        self._wake = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="broadcaster", daemon=True)

    def announce(self, locations: frozenset[str]) -> None:
        """Have the views of these locations sent; called after every commit that changed them."""
        with self._wake:
            self._changed |= locations
            self._wake.notify()

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._database.listeners.append(self.announce)
        self._thread.start()

    def stop(self) -> None:
        """End, and wait for the thread; changes that were not yet sent are dropped."""
        self._database.listeners.remove(self.announce)
        with self._wake:
            self._stopping = True
            self._wake.notify()
        self._thread.join(STOP_SECONDS)

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._changed or self._stopping)
                if self._stopping:
                    return
                changed, self._changed = self._changed, set()
            for location in sorted(changed):
                run_logged(self._send, location)
