"""A show in a folder of its own: both centers live, and nothing real is touched."""

from __future__ import annotations

import math
import os
import re
import shutil
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import monotonic, sleep
from typing import Any

import pytest
import sqlalchemy as sa

from queueing.app import App
from queueing.audit_log import AuditRecord
from queueing.counters.model import CounterState, CounterStatus
from queueing.db import Database
from queueing.demo import Stage, throw_away
from queueing.demo.agents import ObservedLocation, SimulatedAgent
from queueing.demo.behavior import AgentBehavior
from queueing.demo.clock import OpenHoursClock, beginning
from queueing.demo.visitors import service_minutes, visitors_per_hour
from queueing.operations import TicketOrder, call, recall, set_counter, start
from queueing.operations.counters import CounterChange
from queueing.settings import Settings
from queueing.tickets.model import State, Ticket, TicketEvent
from services_catalog.catalog import Catalog
from tests.cast import MONDAY_MORNING, PERMIT, issue_ticket
from tests.forked import now_serving
from tests.real_parts import free_port
from tests.served import Served

PATIENCE_SECONDS = 60


def acts(database: Path) -> set[tuple[str, str]]:
    """What has happened where."""
    engine = sa.create_engine(f"sqlite:///{database}")
    try:
        with engine.connect() as connection:
            rows = connection.execute(sa.select(TicketEvent.location, TicketEvent.act).distinct())
            return {(row.location, row.act) for row in rows}
    except sa.exc.OperationalError:
        return set()  # not there yet
    finally:
        engine.dispose()


def test_both_centers_live_and_what_is_real_stays_as_it_is(tmp_path: Path) -> None:
    real = tmp_path / "real"
    environment = {
        **os.environ,
        "TMPDIR": str(tmp_path),
        "NOW_SERVING_VAR": str(real),
        "NOW_SERVING_DATABASE_URL": f"sqlite:///{real}/real.db",
        "NOW_SERVING_REDIS_URL": "redis://127.0.0.1:1/0",
        "NOW_SERVING_SECRET_KEY": "the real one",
    }
    words = ["demo", "--port", str(port := free_port()), "--pace", "400", "--at", "2026-11-23T09:20"]
    log = tmp_path / "log"
    show = now_serving(*words, log=log, environment=environment)
    wanted = {(place, act) for place in ("downtown", "east-lake") for act in ("issue", "call", "start", "finish")}
    try:
        deadline = monotonic() + PATIENCE_SECONDS
        seen: set[tuple[str, str]] = set()
        folders: list[Path] = []
        while not wanted <= seen and monotonic() < deadline and show.poll() is None:
            sleep(0.5)
            folders = list(tmp_path.glob("now-serving-demo-*"))
            seen = acts(folders[0] / "now-serving.db") if folders else set()
        assert wanted <= seen, log.read_text()
        said = log.read_text()
        token = re.search(r"agent downtown +(\S+)", said)
        assert token
        served = Served(folders[0], port, {}, ())
        while not list(folders[0].glob("slips/*/*/*.escpos")) and monotonic() < deadline:
            sleep(0.5)
        assert list(folders[0].glob("slips/*/*/*.escpos"))
        assert served.call("GET", "/locations/downtown/queue", token=token[1]).status == 200
        assert served.call("GET", "/locations/downtown/board").json["simulated"] is True
        code = re.search(r"kiosk east-lake +(\S{4}-\S{4})\n", said)
        assert code
        assert served.call("POST", "/pair", {"code": code[1]}).json["location"] == "east-lake"
    finally:
        show.send_signal(signal.SIGTERM)
        show.wait(PATIENCE_SECONDS)
    assert not real.exists()
    assert list(tmp_path.glob("now-serving-demo-*")) == []


def test_a_stage_takes_nothing_from_settings_that_leads_to_something_real(catalog: Catalog, tmp_path: Path) -> None:
    real = Settings(
        var=tmp_path / "real",
        database_url="postgresql+psycopg://city/queue",
        redis_url="redis://city",
        secret_key="the real one",
        public_url="https://queue.example.org",
        secure_cookies=True,
    )
    assert real.database.startswith("postgresql")  # worked out, and kept by the object
    stage = Stage(tmp_path / "show", real, catalog, base="http://x", at=MONDAY_MORNING, pace=2)
    chosen = stage.settings
    assert chosen.database == f"sqlite:///{tmp_path}/show/now-serving.db"
    assert (chosen.redis_url, chosen.public_url, chosen.secure_cookies) == ("", "", False)
    assert chosen.secret != "the real one"
    urls = [printer.url for location in stage.catalog.locations.values() for printer in location.printers]
    assert len(urls) >= len(catalog.locations)
    assert all(url.startswith(f"spool:{tmp_path}/show/slips/") for url in urls)


def test_a_process_of_the_server_that_ends_leaves_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as elsewhere, throw_away() as folder:
        elsewhere.setattr(os, "getpid", lambda: -1)
    assert folder.exists()
    shutil.rmtree(folder)
    with throw_away() as folder:
        assert folder.exists()
    assert not folder.exists()


BEGINNINGS = [
    ("2026-11-23T16:30+00:00", "2026-11-23T16:30+00:00", "Monday 10:30: both are open"),
    ("2026-11-24T16:30+00:00", "2026-11-30T15:00+00:00", "Tuesday 10:30: East Lake opens at 11"),
    ("2026-11-22T22:00+00:00", "2026-11-23T15:00+00:00", "Sunday: tomorrow"),
    ("2026-11-23T03:00+00:00", "2026-11-23T15:00+00:00", "Sunday night in Minneapolis"),
    ("2026-11-23T12:00+00:00", "2026-11-23T15:00+00:00", "Monday before opening"),
    ("2028-03-04T12:00+00:00", "2028-03-06T15:00+00:00", "East Lake is no more: downtown alone"),
]


@pytest.mark.parametrize(("now", "begins", "reason"), BEGINNINGS)
def test_a_show_begins_while_the_centers_are_open(catalog: Catalog, now: str, begins: str, reason: str) -> None:
    assert beginning(catalog, datetime.fromisoformat(now)) == datetime.fromisoformat(begins), reason


def show_clock(catalog: Catalog, begins: datetime, *, hours_ago: float) -> OpenHoursClock:
    origin = OpenHoursClock().now().timestamp() - hours_ago * 3600
    return OpenHoursClock(begins, 1.0, origin, centers=tuple(p.hours for p in catalog.locations.values()))


def test_the_night_is_passed_over(catalog: Catalog) -> None:
    clock = show_clock(catalog, MONDAY_MORNING, hours_ago=0)
    assert timedelta() <= clock.now() - MONDAY_MORNING < timedelta(seconds=5)
    # East Lake closes at 17:00, seven and a half hours on; it is eight.
    clock = show_clock(catalog, MONDAY_MORNING, hours_ago=7)
    assert timedelta() <= clock.now() - MONDAY_MORNING - timedelta(hours=7) < timedelta(seconds=5)
    late = show_clock(catalog, MONDAY_MORNING, hours_ago=8.1)
    late._opened.set()
    tuesday = datetime(2026, 11, 24, 13, 58, tzinfo=UTC)
    assert timedelta() <= late.now() - tuesday < timedelta(seconds=5)
    assert timedelta() <= late.now() - tuesday < timedelta(seconds=5), "only once"


def test_a_show_that_was_begun_at_night_stays_there(catalog: Catalog) -> None:
    night = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
    assert timedelta() <= show_clock(catalog, night, hours_ago=0).now() - night < timedelta(seconds=5)


def test_visitors_come_for_every_queue_and_no_counter_drowns(catalog: Catalog) -> None:
    for location in catalog.locations.values():
        per_hour = visitors_per_hour(catalog, location)
        assert set(per_hour) == {queue.id for queue in catalog.queues_at(location.id)}
        assert 2 < sum(per_hour.values()) / len(location.counters) < 8


def test_services_take_about_their_typical_minutes(catalog: Catalog) -> None:
    luck, service = Random(1), catalog.services[PERMIT]
    drawn = [service_minutes(service, luck) for _ in range(2000)]
    assert 0.9 < sum(drawn) / len(drawn) / service.typical_minutes < 1.1


def test_a_counter_that_somebody_real_took_is_theirs(app: App, database: Database, catalog: Catalog) -> None:
    downtown, now = catalog.locations["downtown"], MONDAY_MORNING
    agent = SimulatedAgent(app.runtime, downtown, downtown.counters[2], by="staff:9", name="Kia", luck=Random(2))
    with database.write() as session:
        issue_ticket(session, catalog=catalog, location=downtown, order=TicketOrder(PERMIT), by="system", now=now)
        set_counter(
            session,
            catalog=catalog,
            location=downtown,
            counter="3",
            seat=CounterChange(open=True),
            by="staff:1",
            now=now,
        )

    def work(minutes: int) -> tuple[str, str]:
        for second in range(0, minutes * 60, 10):
            with database.read() as session:
                floor = ObservedLocation.look(session, downtown, now + timedelta(seconds=second))
            agent.step(now + timedelta(seconds=second), floor)
        with database.read() as session:
            seat = session.get_one(CounterState, ("downtown", "3"))
            return seat.by, session.scalars(sa.select(Ticket.state)).one()

    assert work(5) == ("staff:1", State.WAITING)
    with database.write() as session:
        session.execute(sa.update(CounterState).values(state=CounterStatus.CLOSED, by="system"))
    by, state = work(5)
    assert by == "staff:9"
    assert state != State.WAITING


class Fixed(Random):
    """Luck whose chances are all the same."""

    chance = 0.99

    def random(self) -> float:
        """Return that chance."""
        return self.chance

    def lognormvariate(self, mu: float = 0.0, sigma: float = 1.0) -> float:
        """Return the median: drawing one would wait for another chance."""
        return math.exp(mu)


# Where the visitor is, what their needs are, the chance that is drawn, and what happens next.
HABITS = [
    ("called", (), 0.04, "recall"),
    ("called", (), 0.99, "start"),
    ("recalled", (), 0.3, "no_show"),
    ("serving", (), 0.99, "finish"),
    ("serving", (), 0.02, "hold"),
    ("serving", (), 0.05, "transfer"),
    ("serving", (), 0.08, "add"),
    ("serving", (), 0.10, "note"),
    ("serving", ("interpreter",), 0.99, "interp_asked"),
]


@pytest.mark.parametrize(("where", "needs", "chance", "act"), HABITS)
def test_agents_now_and_then_do_whatever_a_desk_can(
    app: App, database: Database, catalog: Catalog, where: str, needs: tuple[str, ...], chance: float, act: str
) -> None:
    downtown, luck, ana = catalog.locations["downtown"], Fixed(1), "staff:9"
    habits = AgentBehavior(app.runtime, downtown, downtown.counters[2], by=ana, name="Kia", luck=luck)
    with database.write() as session:
        set_counter(
            session,
            catalog=catalog,
            location=downtown,
            counter="3",
            seat=CounterChange(open=True),
            by=ana,
            now=MONDAY_MORNING,
        )
        order = TicketOrder(PERMIT, needs=needs)
        ticket, _ = issue_ticket(
            session, catalog=catalog, location=downtown, order=order, by="system", now=MONDAY_MORNING
        )
        known: dict[str, Any] = {"ticket": ticket.public_id, "by": ana, "now": MONDAY_MORNING}
        call(session, location=downtown, counter="3", reason="test", **known)
        if where != "called":
            (recall if where == "recalled" else start)(session, **known)
        luck.chance = chance
        seconds, deed = habits.with_visitor(ticket)
        deed(session, MONDAY_MORNING + timedelta(seconds=seconds))
        acts = session.scalars(sa.select(TicketEvent.act).order_by(TicketEvent.id)).all()
        assert acts[-1] == act
        if act == "no_show":  # this one comes back after all
            due, _, back = habits.later.pop()
            back(session, due)
            assert ticket.state == State.WAITING


def test_an_agent_calls_the_manager_and_later_no_longer_needs_one(
    app: App, database: Database, catalog: Catalog
) -> None:
    downtown, luck = catalog.locations["downtown"], Fixed(1)
    luck.chance = 0.115  # starts whoever is called, and calls the manager about whoever is served
    agent = SimulatedAgent(app.runtime, downtown, downtown.counters[2], by="staff:9", name="Kia", luck=luck)
    now = MONDAY_MORNING
    with database.write() as session:
        issue_ticket(session, catalog=catalog, location=downtown, order=TicketOrder(PERMIT), by="system", now=now)

    def deeds() -> list[str]:
        with database.read() as session:
            return list(session.scalars(sa.select(AuditRecord.act).order_by(AuditRecord.id)))

    for _ in range(40):
        with database.read() as session:
            floor = ObservedLocation.look(session, downtown, now)
        now = max(agent.step(now, floor), now + timedelta(seconds=1))
        if deeds() == ["help-called", "call-withdrawn"]:
            break
    assert deeds() == ["help-called", "call-withdrawn"]


def test_most_visits_are_plain(app: App, catalog: Catalog) -> None:
    downtown = catalog.locations["downtown"]
    habits = AgentBehavior(app.runtime, downtown, downtown.counters[2], by="staff:9", name="Kia", luck=Random(3))
    ticket = Ticket(state=State.SERVING, interpreter="", needs=[], moves=3, queue="permits", service=PERMIT)
    seldom = sum(habits._now_and_then(ticket) is not None for _ in range(1000))
    assert 80 < seldom < 160
