"""A month of a million tickets: how soon a manager has its figures, and what that history costs a tap and a call.

The million are written by SQL (events as the acts write them, but for what each was before), so that
minutes do. Beside each answer stands the same question asked of the tickets by hand-written SQL.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import sqlalchemy as sa

from queueing import maintenance, operations
from queueing.app import App, create_app
from queueing.clock import Clock
from queueing.db import Database
from queueing.identity import tokens
from queueing.identity.accounts import Role
from queueing.settings import Settings
from queueing.statistics import repository
from queueing.tickets.model import Ticket
from services_catalog.catalog import Catalog, Location
from services_catalog.loader import load
from tests.cast import issue_ticket

TICKETS = 1_000_000
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
NOW = datetime(2026, 11, 2, 15, 30, tzinfo=UTC)
TODAY = 300
COUNTERS, AGENTS = 200, 50
OPENS_UTC, OPEN_SECONDS = 13, 8 * 3600
ASKED = 7
ACTS = 300

TICKET_ROWS = """
INSERT INTO tickets (id, public_id, location, day, number, queue, service, state, outcome, priority, language, needs,
  issued_at, due_at, called_at, started_at, ended_at, counter, recalls, moves, told_p50, told_p90{more})
WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :first + :number),
  t AS (SELECT i, i - :first AS j, :opens + :open * (i - :first) / :number AS came, 60 + i * 7919 % 1500 AS waited,
    120 + i * 104729 % 240 AS took FROM n)
SELECT i, 'p' || i, 'downtown', :day, 'P' || printf('%06d', j), v.queue, v.service, 'ended',
  CASE WHEN j % 20 = 7 THEN 'no_show' WHEN j % 25 = 3 THEN 'left' ELSE 'served' END, 'standard',
  CASE WHEN j % 7 = 0 THEN 'so' WHEN j % 5 = 0 THEN 'es' ELSE 'en' END, '[]',
  {came}, {came}, CASE WHEN j % 25 <> 3 THEN {called} END, CASE WHEN j % 20 <> 7 AND j % 25 <> 3 THEN {started} END,
  {ended}, 1 + j % :counters, 0, 4, 600.0, 1200.0{empty}
FROM t JOIN asked v ON v.place = j % (SELECT count(*) FROM asked)
"""
MOMENTS = {
    name: f"strftime('%Y-%m-%d %H:%M:%S.', :midnight, '+' || ({seconds}) || ' seconds') || printf('%06d', i % 1000000)"
    for name, seconds in {
        "came": "came",
        "called": "came + waited",
        "started": "came + waited + 30",
        "ended": "came + waited + 30 + took",
    }.items()
}
ISSUED = '{"language": "' + "' || language || '" + '", "needs": [], "told_seconds": [600.0, 1200.0]}'
FINISHED = (
    """'{"done": [{"service": "' || service || '", "count": ' || (1 + (id % 8 = 0)) || '}], "resolved": '"""
    """ || CASE WHEN id % 9 = 0 THEN 'false' ELSE 'true' END || '}'"""
)
"""What staff said of a service: an eighth was done twice, a ninth is not settled."""

EVENT_ROWS = """
INSERT INTO ticket_events (ticket_id, seq, location, day, at, act, by, counter, from_state, to_state, outcome, queue,
  service, detail)
SELECT id, {seq}, location, day, {at}, {act}, {by}, {counter}, {before}, {after}, {outcome}, queue, service, {detail}
FROM tickets WHERE location = 'downtown' AND day = :day AND {where} ORDER BY id
"""
BY_AGENT = "'staff:' || (1 + id % :agents)"
EVENTS: tuple[dict[str, str], ...] = (
    {"seq": "1", "at": "issued_at", "act": "'issue'", "by": "'device:1'", "counter": "NULL", "before": "NULL",
     "after": "'waiting'", "outcome": "NULL", "detail": f"'{ISSUED}'", "where": "1"},
    {"seq": "2", "at": "called_at", "act": "'call'", "by": BY_AGENT, "counter": "counter", "before": "'waiting'",
     "after": "'called'", "outcome": "NULL", "detail": "'{}'", "where": "called_at IS NOT NULL"},
    {"seq": "3", "at": "started_at", "act": "'start'", "by": BY_AGENT, "counter": "counter", "before": "'called'",
     "after": "'serving'", "outcome": "NULL", "detail": "'{}'", "where": "started_at IS NOT NULL"},
    {"seq": "4", "at": "ended_at", "by": BY_AGENT, "counter": "counter", "after": "'ended'", "outcome": "outcome",
     "act": "CASE outcome WHEN 'served' THEN 'finish' WHEN 'left' THEN 'leave' ELSE 'no_show' END",
     "before": "'serving'", "detail": f"CASE outcome WHEN 'served' THEN {FINISHED} ELSE '{{}}' END", "where": "1"},
)  # fmt: skip
SEAT_ROWS = """
INSERT INTO counter_events (location, day, counter, at, state, by, agent, reason, serves)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :counters)
SELECT 'downtown', :day, i, :at, :state, 'staff:1', '', '', :serves FROM n
"""
BY_HAND = """
WITH w AS (SELECT service, outcome, (julianday(called_at) - julianday(issued_at)) * 86400 AS wait,
    row_number() OVER (PARTITION BY service ORDER BY julianday(called_at) - julianday(issued_at)) AS place,
    count(called_at) OVER (PARTITION BY service) AS called
  FROM tickets WHERE location = 'downtown' AND day BETWEEN '2026-10-01' AND '2026-10-31' AND called_at IS NOT NULL)
SELECT service, count(*), sum(outcome = 'served'), avg(wait), max(wait),
  max(CASE WHEN place = (called + 1) / 2 THEN wait END), max(CASE WHEN place = called * 9 / 10 THEN wait END)
FROM w GROUP BY service
"""
COUNT_BY_HAND = """
SELECT service, count(*), sum(outcome = 'served'), avg(julianday(called_at) - julianday(issued_at)) * 86400
FROM tickets WHERE location = 'downtown' AND day BETWEEN '2026-10-01' AND '2026-10-31' GROUP BY service
"""


def write_month(database: Database, catalog: Catalog, location: Location) -> None:
    """Write the month's tickets, events and counters."""
    services = [s for s in catalog.services_at(location.id) if s.queue]
    queues = json.dumps(sorted({str(service.queue) for service in services}))
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TEMP TABLE asked (place INTEGER PRIMARY KEY, service TEXT, queue TEXT)")
        for index, service in enumerate(services):
            connection.exec_driver_sql("INSERT INTO asked VALUES (?, ?, ?)", (index, service.id, service.queue))
        first = 1
        for index, day in enumerate(days):
            number = TICKETS * (index + 1) // len(days) - TICKETS * index // len(days)
            _write_day(connection, day, first, number, queues)
            first += number
        _write_day(connection, location.hours.day_of(NOW), first, TODAY, queues)
        connection.exec_driver_sql("DROP TABLE asked")
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")


def _write_day(connection: sa.Connection, day: date, first: int, number: int, queues: str) -> None:
    given: dict[str, Any] = {
        "day": day.isoformat(),
        "midnight": f"{day} 00:00:00",
        "first": first,
        "number": number,
        "opens": OPENS_UTC * 3600,
        "open": OPEN_SECONDS,
        "counters": COUNTERS,
    }
    written = set(re.findall(r"\w+", TICKET_ROWS.partition("{more}")[0]))
    rest = {column.name: empty_of(column) for column in Ticket.__table__.c if column.name not in written}
    more, empty = "".join(f', "{name}"' for name in rest), "".join(f", {value}" for value in rest.values())
    connection.execute(sa.text(TICKET_ROWS.format(**MOMENTS, more=more, empty=empty)), given)
    for event in EVENTS:
        rows = sa.text(EVENT_ROWS.format(**event).replace('": ', '"\\: '))
        connection.execute(
            rows, {"day": day.isoformat(), "agents": AGENTS} if "agents" in event["by"] else {"day": day.isoformat()}
        )
    for state, hour in (("open", OPENS_UTC), ("closed", OPENS_UTC + 8)):
        seat = {"day": day.isoformat(), "at": f"{day} {hour}:00:00.000000", "state": state, "serves": queues}
        connection.execute(sa.text(SEAT_ROWS), {**seat, "counters": COUNTERS})


def empty_of(column: Any) -> str:
    """Return what stands in a column of which a ticket says nothing."""
    if column.nullable:
        return "NULL"
    if isinstance(column.type, sa.JSON):
        return "'[]'"
    return "''" if isinstance(column.type, sa.String) else "0"


def timed(work: Callable[[], object], times: int = ASKED) -> list[tuple[float, float]]:
    """Return how long each of `times` takes, and its CPU time, in milliseconds, after one that is not counted."""
    work()
    taken = []
    for _ in range(times):
        start, busy = perf_counter(), process_time()
        work()
        taken.append(((perf_counter() - start) * 1000, (process_time() - busy) * 1000))
    return taken


def said(name: str, taken: list[tuple[float, float]]) -> None:
    """Print a line of the table. On a busy machine the CPU time says what an idle one would take."""
    wall, busy = ([each[place] for each in taken] for place in (0, 1))
    print(f"{name:58} median {statistics.median(wall):7.0f} ms, of CPU {statistics.median(busy):7.0f} ms", flush=True)


def served(var: Path) -> App:
    """Return a server on a database of its own."""
    settings = Settings(var=var)
    database = Database(settings.database)
    maintenance.upgrade(database)
    database.close()
    return create_app(settings, Clock(NOW))


def ask_figures(app: App) -> None:
    """Time the API's answers and the same questions in SQL."""
    with app.runtime.database.write() as session:
        token = tokens.new_bearer(session, role=Role.MANAGER, location="downtown", counter=None, now=NOW)
    client, headers = app.test_client(), {"Authorization": f"Bearer {token}"}
    for by in ("service", "department", "language", "agent", "weekday", "time", "day", "slot"):
        path = f"/api/v1/locations/downtown/waits?from={FIRST}&to={LAST}&by={by}"
        answer = client.get(path, headers=headers)
        assert answer.status_code == 200, answer.text
        assert answer.get_json()["total"]["arrivals"] == TICKETS
        said(f"GET waits of the month, by {by}", timed(lambda path=path: client.get(path, headers=headers)))  # type: ignore[misc]
    path = f"/api/v1/locations/downtown/waits?from={FIRST}&by=service"
    said("GET waits of the month and today, by service", timed(lambda: client.get(path, headers=headers)))
    with app.runtime.database.engine.connect() as connection:
        for name, statement in (("counts and mean", COUNT_BY_HAND), ("quantiles too", BY_HAND)):
            said(
                f"by hand in SQL, from the tickets, by service: {name}",
                timed(lambda s=statement: connection.exec_driver_sql(s).fetchall(), 2),  # type: ignore[misc]
            )


def act(app: App, location: Location) -> tuple[float, float]:
    """Issue a ticket and call it; return the milliseconds of each."""
    runtime = app.runtime
    start = perf_counter()
    with runtime.database.write() as session:
        ticket, _ = issue_ticket(
            session,
            catalog=runtime.catalog,
            location=location,
            order=operations.TicketOrder("report-theft"),
            by="t",
            now=NOW,
        )
        public_id = ticket.public_id
    issued = perf_counter()
    with runtime.database.write() as session:
        assert operations.call_next(session, catalog=runtime.catalog, location=location, counter="1", by="t", now=NOW)
    called = perf_counter()
    with runtime.database.write() as session:
        operations.start(session, ticket=public_id, by="t", now=NOW)
        operations.finish(session, catalog=runtime.catalog, location=location, ticket=public_id, by="t", now=NOW)
    return (issued - start) * 1000, (called - issued) * 1000


def compare_acts(full: App, empty: App, location: Location) -> None:
    """Issue and call in turn with and without the history."""
    taken: dict[str, list[tuple[float, float]]] = {"full": [], "empty": []}
    for app in (full, empty):
        with app.runtime.database.write() as session:
            operations.set_counter(
                session, catalog=app.runtime.catalog, location=location, counter="1",
                seat=operations.counters.CounterChange(open=True), by="t", now=NOW,
            )  # fmt: skip
    for _ in range(ACTS):
        taken["full"].append(act(full, location))
        taken["empty"].append(act(empty, location))
    for index, name in enumerate(("issue a ticket", "call the next")):
        with_history, without = (statistics.median(times[index] for times in taken[k]) for k in ("full", "empty"))
        print(f"{name:58} {with_history:6.2f} ms with, {without:6.2f} ms without: {with_history / without:.2f} x")


def main() -> None:
    """Make the month, ask, and print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("--folder", type=Path, help="Where the database of some 1.5 GB goes; default a temporary one.")
    options.add_argument("--keep", action="store_true", help="Leave it there.")
    given = options.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="now-serving-figures-", dir=given.folder))
    try:
        location = load().locations["downtown"]
        full, empty = served(folder / "full"), served(folder / "empty")
        start = perf_counter()
        write_month(full.runtime.database, full.runtime.catalog, location)
        size = (folder / "full" / "now-serving.db").stat().st_size / 1e9
        print(f"{TICKETS:,} tickets written in {perf_counter() - start:.0f} s, {size:.2f} GB", flush=True)
        start = perf_counter()
        with full.runtime.database.read() as session:
            days = repository.past_days(session, location, NOW)
        folded = repository.keep(full.runtime.database, location, NOW, days, rebuild=True)
        print(f"{folded} days folded from their events in {perf_counter() - start:.0f} s, once", flush=True)
        ask_figures(full)
        compare_acts(full, empty, location)
        for app in (full, empty):
            app.runtime.database.close()
    finally:
        if not given.keep:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
