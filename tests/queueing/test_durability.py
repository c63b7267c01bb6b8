"""A ticket told to a visitor survives `kill -9`: the real server, amid a stream of issues."""

from __future__ import annotations

import signal
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from time import sleep

from tests.served import Served

VISITORS = 4


def stream(served: Served, stop: threading.Event, visitor: int) -> list[dict[str, str]]:
    """Take tickets until told to stop; return those that the server acknowledged."""
    told = []
    token = served.token("kiosk")
    tap = 0
    while not stop.is_set():
        tap += 1
        try:
            answer = served.call(
                "POST",
                "/locations/downtown/tickets",
                {"service": "building-permit"},
                token=token,
                headers={"Idempotency-Key": f"{visitor}-{tap}"},
            )
        except (OSError, HTTPException):
            break
        if answer.status == 201:
            told.append({"key": f"{visitor}-{tap}", "id": answer.json["id"], "number": answer.json["number"]})
    return told


def test_every_ticket_that_was_told_survives_kill_9(served: Served) -> None:
    served.token("kiosk")
    stop = threading.Event()
    with ThreadPoolExecutor(VISITORS) as visitors:
        streams = [visitors.submit(stream, served, stop, visitor) for visitor in range(VISITORS)]
        sleep(2.5)
        served.stop(signal.SIGKILL)
        stop.set()
        told = [ticket for one in streams for ticket in one.result()]
    assert len(told) > VISITORS, "the stream was running when the server died"

    served.start()
    for ticket in told:
        kept = served.call("GET", f"/tickets/{ticket['id']}")
        assert (kept.status, kept.json["number"]) == (200, ticket["number"])
    numbers = [ticket["number"] for ticket in told]
    assert len(set(numbers)) == len(numbers)

    retried = served.call(
        "POST",
        "/locations/downtown/tickets",
        {"service": "building-permit"},
        token=served.token("kiosk"),
        headers={"Idempotency-Key": told[-1]["key"]},
    )
    assert (retried.status, retried.json["number"]) == (200, told[-1]["number"])
    served.stop()
    sound(served.var / "now-serving.db")


def sound(file: Path) -> None:
    """The database is whole, and every ticket has its first event."""
    database = sqlite3.connect(file)
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    without = "SELECT count(*) FROM tickets WHERE id NOT IN (SELECT ticket_id FROM ticket_events WHERE act = 'issue')"
    assert database.execute(without).fetchone() == (0,)
    database.close()


def test_a_restart_repeats_no_call_and_loses_no_ticket(served: Served) -> None:
    kiosk, agent = served.token("kiosk"), served.token("agent")
    served.call("PUT", "/locations/downtown/counters/1", {"open": True}, token=agent)
    served.call("POST", "/locations/downtown/tickets", {"service": "report-theft"}, token=kiosk)
    served.call("POST", "/locations/downtown/tickets", {"service": "report-theft"}, token=kiosk)
    called = served.call("POST", "/locations/downtown/counters/1/call-next", token=agent).json
    before = served.call("GET", "/locations/downtown/board").json
    served.stop()
    served.start()
    after = served.call("GET", "/locations/downtown/board").json
    assert after["called"] == before["called"]
    assert after["version"] >= before["version"]
    busy = served.call("POST", "/locations/downtown/counters/1/call-next", token=agent)
    assert (busy.status, busy.json["number"]) == (409, called["number"])
