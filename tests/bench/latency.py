"""From the tap to the ticket, and from the call to the board: the real server, real sockets, medians and P99.

The raw limits beside them, taken in the same run: one durable SQLite transaction of two inserts
on the same disk, and one read over HTTP from the same server.
"""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from queue import Queue
from time import perf_counter

import socketio

from tests.served import Served, serve

TAPS = 200
CALLS = 200
SERVICE = "report-theft"


def timed(work: Callable[[], object], times: int) -> list[float]:
    """Return how long each of `times` takes, in milliseconds."""
    taken = []
    for _ in range(times):
        start = perf_counter()
        work()
        taken.append((perf_counter() - start) * 1000)
    return taken


def line(name: str, taken: list[float], limit: list[float] | None = None) -> None:
    """Print median and P99, and the ratio of medians to a raw limit."""
    median, p99 = statistics.median(taken), sorted(taken)[int(len(taken) * 0.99)]
    ratio = f"   {median / statistics.median(limit):.1f} x the raw limit" if limit else ""
    print(f"{name:44} median {median:7.2f} ms   P99 {p99:7.2f} ms{ratio}")


def raw_commits(folder: Path) -> list[float]:
    """Time durable transactions of two inserts on the disk that the server writes to."""
    database = sqlite3.connect(folder / "raw.db", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        database.execute(f"PRAGMA {pragma}")
    database.execute("CREATE TABLE t (x)")

    def commit() -> None:
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO t VALUES (1)")
        database.execute("INSERT INTO t VALUES (2)")
        database.execute("COMMIT")

    taken = timed(commit, TAPS)
    database.close()
    return taken


def tap(served: Served, token: str) -> None:
    """Take a ticket."""
    answer = served.call("POST", "/locations/downtown/tickets", {"service": SERVICE}, token=token)
    assert answer.status == 201, answer.json


def empty(served: Served, leave: int = 0) -> None:
    """Let visitors go until `leave` of them wait, as on a busy morning."""
    waiting = served.call("GET", "/locations/downtown/queue", token=served.token("agent")).json["tickets"]
    for ticket in waiting[leave:]:
        served.call("POST", f"/tickets/{ticket['id']}/leave")


def calls_to_board(served: Served) -> list[float]:
    """Time each call from the agent's key to the board's socket."""
    agent = served.token("agent")
    served.call("PUT", "/locations/downtown/counters/1", {"open": True}, token=agent)
    heard: Queue[tuple[float, dict[str, object]]] = Queue()
    board = socketio.Client()
    board.on("board", lambda shown: heard.put((perf_counter(), shown)), namespace="/live")
    board.connect(served.url, namespaces=["/live"], transports=["websocket"])
    board.call("watch", {"location": "downtown", "view": "board"}, namespace="/live")
    taken = []
    for _ in range(CALLS):
        tap(served, served.token("kiosk"))
        start = perf_counter()
        called = served.call("POST", "/locations/downtown/counters/1/call-next", token=agent).json
        while True:
            at, shown = heard.get(timeout=10)
            if any(call["number"] == called["number"] for call in shown["called"]):  # type: ignore[attr-defined]
                break
        taken.append((at - start) * 1000)
        for act in ("start", "finish"):
            served.call("POST", f"/tickets/{called['id']}/{act}", token=agent)
    board.disconnect()
    return taken


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder) / "var", at="2026-11-23T09:30") as served:
        kiosk = served.token("kiosk")
        timed(lambda: tap(served, kiosk), 20)
        empty(served)
        commits = raw_commits(Path(folder))
        requests = timed(lambda: served.call("GET", "/locations/downtown"), TAPS)
        line("raw: a durable commit of two inserts", commits)
        line("raw: one GET of a location", requests)
        line("tap to ticket (POST, number on the glass)", timed(lambda: tap(served, kiosk), TAPS), commits)
        empty(served, leave=12)
        line("call to board (key to socket)", calls_to_board(served), requests)


if __name__ == "__main__":
    main()
