"""A center lives through every step of its machine's clock: nobody is lost, and the day ends in the end."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from queueing.app import App, runtime_of
from queueing.calendar.model import DayEnd
from queueing.clock import Clock
from queueing.counters.model import CounterEvent, CounterState
from queueing.db import Database
from queueing.identity import authentication, staff_admin
from queueing.identity.accounts import Role
from queueing.identity.tokens import new_bearer
from queueing.realtime.clock_keeper import STANDS, STANDS_FOR_A_DAY
from queueing.realtime.scheduler import Scheduler
from queueing.settings import Settings
from queueing.tickets.model import Ticket, TicketEvent
from tests.cast import MONDAY_MORNING, Agent, Caller, Kiosk
from tests.machine import Machine

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
HOUR, DAY = 3_600.0, 86_400.0
QUEUE = "/locations/downtown/queue"
THEFT = "report-theft"


@dataclass
class Center:
    """Downtown on its machine: a kiosk, Ana at counter 1, a manager's program, and Zoe, signed in with a browser."""

    app: App
    machine: Machine
    scheduler: Scheduler
    kiosk: Kiosk
    ana: Agent
    mia: Caller
    browser: FlaskClient

    def passes(self, seconds: float, every: float = 1.0) -> None:
        """Let time pass, with a full tick of the scheduler after each step of `every` seconds."""
        for _ in range(round(seconds / every)):
            self.machine.passes(every)
            self.scheduler.tick(0)

    def restarts(self) -> None:
        """Start the server anew on the same data: it takes the machine's time for right."""
        self.app.runtime.database.close()
        self.app.move_in(runtime_of(self.app.runtime.settings, self.machine.clock()))
        self.scheduler = scheduler_of(self.app)
        self.scheduler.tick(0)

    def says(self) -> list[str]:
        """What the manager is told of the clock."""
        alerts = self.mia.get(QUEUE).get_json()["alerts"]
        return [alert["words"] for alert in alerts if alert["kind"] == "clock"]

    def is_signed_in(self) -> bool:
        """Whether Zoe's browser is still hers."""
        return self.browser.get(f"/api/v1{QUEUE}").status_code == 200

    def state(self, ticket: dict[str, Any]) -> tuple[str, str | None]:
        """A ticket's state and outcome."""
        now_is = self.kiosk.get(f"/tickets/{ticket['id']}").get_json()
        return now_is["state"], now_is["outcome"]

    def ended(self) -> list[date]:
        """The days that have ended downtown."""
        with self.app.runtime.database.read() as session:
            days = sa.select(DayEnd.day).where(DayEnd.location == "downtown", DayEnd.ended_at.is_not(None))
            return sorted(session.scalars(days))

    def serves(self, seconds: float = 300) -> dict[str, Any]:
        """Call the next visitor, serve for so long, and finish."""
        ticket = self.ana.does(self.ana.call(), "start")
        self.passes(seconds, seconds)
        return self.ana.does(ticket, "finish")


def scheduler_of(app: App) -> Scheduler:
    """The scheduler of a server whose ticks the test makes itself."""
    return Scheduler(app.runtime, announce=lambda _locations: None, drop_revoked=lambda: None)


@pytest.fixture
def center(either: Database, building: App, settings: Settings) -> Iterator[Center]:
    """Monday, 09:30, on SQLite and on PostgreSQL."""
    machine = Machine()
    clock = machine.clock()
    building.move_in(runtime_of(Settings(var=settings.var, database_url=either.url), clock))
    client, browser = building.test_client(), building.test_client()
    with building.runtime.database.write() as session:
        tokens = {
            role: new_bearer(
                session, role=role, location="downtown", counter="1" if role is Role.AGENT else None, now=clock.now()
            )
            for role in (Role.KIOSK, Role.AGENT, Role.MANAGER)
        }
        staff_admin.add_staff(
            session, name="zoe", role=Role.MANAGER, locations=["downtown"], password="a long one", now=clock.now()
        )
    _, cookie = authentication.sign_in(building.runtime.database, name="zoe", password="a long one", now=clock.now())
    with browser.session_transaction() as kept:
        kept.update(cookie)
    yield Center(
        building,
        machine,
        scheduler_of(building),
        Kiosk(client, tokens[Role.KIOSK]),
        Agent(client, tokens[Role.AGENT], counter="1"),
        Caller(client, tokens[Role.MANAGER]),
        browser,
    )
    building.runtime.database.close()


def in_order(database: Database) -> bool:
    """Whether nothing in any ticket's life happened before what came first, and no event of a day before another."""
    lives: dict[int, list[datetime]] = {}
    days: dict[tuple[str, date], list[datetime]] = {}
    with database.read() as session:
        for event in session.scalars(sa.select(TicketEvent).order_by(TicketEvent.id)):
            lives.setdefault(event.ticket_id, []).append(event.at)
            days.setdefault(("tickets", event.day), []).append(event.at)
        for change in session.scalars(sa.select(CounterEvent).order_by(CounterEvent.id)):
            days.setdefault(("counters", change.day), []).append(change.at)
        rows = [
            [at for at in (ticket.issued_at, ticket.called_at, ticket.started_at, ticket.ended_at) if at]
            for ticket in session.scalars(sa.select(Ticket))
        ]
    return all(at == sorted(at) for at in [*lives.values(), *days.values(), *rows])


def negative(figures: Any) -> list[Any]:
    """Every figure below zero, wherever it stands in an answer."""
    if isinstance(figures, dict):
        return [found for value in figures.values() for found in negative(value)]
    if isinstance(figures, list):
        return [found for value in figures for found in negative(value)]
    return [figures] if isinstance(figures, (int, float)) and figures < 0 else []


ONE_WAY = [("1 hour forward", HOUR), ("1 hour back", -HOUR), ("1 day forward", DAY), ("1 day back", -DAY)]
STEPS = [
    *((name, (by,)) for name, by in ONE_WAY),
    *((f"{name}, twice", (by, by)) for name, by in ONE_WAY),
    *((f"{name}, back after 13 s", (by, -by)) for name, by in ONE_WAY),
    *((f"{name}, back after 13 s, twice", (by, -by, by, -by)) for name, by in ONE_WAY),
]


@pytest.mark.parametrize(("name", "jumps"), STEPS, ids=[row[0] for row in STEPS])
def test_no_step_of_the_clock_loses_anybody(center: Center, name: str, jumps: tuple[float, ...]) -> None:
    center.ana.open(THEFT)
    tickets = [center.kiosk.ticket(THEFT)]
    center.ana.does(center.ana.call(), "start")
    for _ in range(3):
        tickets.append(center.kiosk.ticket(THEFT))
        center.passes(60, 60)
    for by in jumps:
        center.machine.jumps(by)
        center.passes(13, 6.5)
        assert [center.state(ticket) for ticket in tickets] == [("serving", None), *[("waiting", None)] * 3]
        assert center.is_signed_in()
    [said] = center.says()
    assert "clock jumped" in said, name
    assert ("came back" in said) == (sum(jumps) == 0)
    assert center.ended() == []

    tickets.append(center.kiosk.ticket(THEFT))
    center.ana.does(center.ana.get(QUEUE).get_json()["tickets"][0], "finish")
    waited = center.serves()["issued_at"]
    assert waited == tickets[1]["issued_at"], "the first of those who waited, with the time that was before"
    with center.app.runtime.database.read() as session:
        second = session.scalars(sa.select(Ticket).where(Ticket.number == tickets[1]["number"])).one()
        assert second.called_at
        assert timedelta(0) < second.called_at - second.issued_at < timedelta(minutes=5)
    assert center.is_signed_in()

    for _ in range(12 * 40):  # forty hours in steps of five minutes, until the day has ended
        if center.ended():
            break
        center.passes(300, 300)
    assert center.ended() == [MONDAY]
    assert {center.state(ticket)[1] for ticket in tickets[2:]} == {"not_reached"}, "nobody is left behind"
    assert in_order(center.app.runtime.database)
    figures = center.mia.get(f"/locations/downtown/waits?from={MONDAY}&to={MONDAY}").get_json()
    assert figures["total"]["arrivals"] == len(tickets)
    assert negative(figures["total"]) == []
    center.passes(3_600, 300)
    expected = center.machine.wall - center.app.runtime.now().timestamp()
    assert expected == pytest.approx(0, abs=1) or -2 * HOUR <= expected < 0, "the machine's time is taken at last"


# What the clock does, how long it has stood, whether somebody is there, and whether its time is taken then.
TAKEN = [
    (HOUR, STANDS - timedelta(seconds=1), True, False),
    (HOUR, STANDS, True, True),
    (DAY, STANDS, False, True),
    (DAY, STANDS, True, False),
    (DAY, STANDS_FOR_A_DAY, True, True),
    (-HOUR, STANDS, False, True),
    (-HOUR, STANDS_FOR_A_DAY, True, False),
    (-DAY, STANDS - timedelta(seconds=1), False, False),
    (-DAY, STANDS, False, True),
    (-DAY, STANDS_FOR_A_DAY, True, False),
]


@pytest.mark.parametrize(("jump", "stood", "somebody", "taken"), TAKEN)
def test_when_the_time_of_a_step_is_taken(
    center: Center, jump: float, stood: timedelta, *, somebody: bool, taken: bool
) -> None:
    center.scheduler.tick(0)
    if somebody:
        center.kiosk.ticket(THEFT)
    center.machine.jumps(jump)
    center.scheduler.tick(0)
    center.passes(stood.total_seconds(), stood.total_seconds())
    by_before = MONDAY_MORNING + stood
    assert center.app.runtime.now() == by_before + taken * timedelta(seconds=jump)
    assert ["been taken" in said for said in center.says()] == [taken]


def test_an_hour_that_is_taken_pauses_nobody(center: Center) -> None:
    center.ana.open(THEFT)
    with center.app.runtime.database.write() as session:
        session.execute(sa.update(CounterState).values(seen_at=CounterState.since, agent="zoe"))
    center.scheduler.tick(0)
    center.machine.jumps(HOUR)
    center.scheduler.tick(0)
    with center.app.runtime.database.write() as session:
        session.execute(sa.update(CounterState).values(seen_at=MONDAY_MORNING + timedelta(minutes=9)))
    center.passes(STANDS.total_seconds(), STANDS.total_seconds())
    assert center.app.runtime.now() == MONDAY_MORNING + timedelta(hours=1) + STANDS
    assert center.mia.get(QUEUE).get_json()["counters"][0]["state"] == "open"


def test_a_restart_takes_the_new_time_at_once(center: Center) -> None:
    center.kiosk.ticket(THEFT)
    center.machine.jumps(HOUR)
    center.scheduler.tick(0)
    center.restarts()
    assert center.app.runtime.now() == MONDAY_MORNING + timedelta(hours=1)
    assert center.says() == []


def test_a_server_that_starts_an_hour_behind_its_tickets_waits_for_them(center: Center) -> None:
    first = center.kiosk.ticket(THEFT)
    center.machine.jumps(-HOUR)
    center.restarts()
    assert center.app.runtime.now() == MONDAY_MORNING
    center.ana.open(THEFT)
    assert center.serves()["number"] == first["number"]
    assert in_order(center.app.runtime.database)
    center.passes(2 * HOUR, 300)
    assert center.app.runtime.now() == Clock(wall=lambda: center.machine.wall).now()


def test_a_day_ended_by_mistake_is_offered_and_reopens_whole(center: Center) -> None:
    center.ana.open(THEFT)
    tickets = [center.kiosk.ticket(THEFT) for _ in range(3)]
    center.ana.does(center.ana.call(), "start")
    center.machine.jumps(DAY)
    center.restarts()  # nothing knows of the time before: the day before is over
    assert {center.state(ticket) for ticket in tickets} == {("ended", "not_reached")}
    ghost = center.kiosk.ticket(THEFT)
    assert ghost["number"] == "R001", "numbers begin with the day"
    center.passes(HOUR, 300)
    center.machine.jumps(-DAY)
    center.restarts()
    ended, given = center.says()
    assert ended == "This day was ended by a clock that ran ahead. Reopen it: everybody comes back as they were."
    assert given == "A clock that ran ahead gave tickets of another day: R001. Give these visitors new ones."
    assert center.mia.get(QUEUE).get_json()["over"]["not_reached"] == 3
    assert center.mia.post("/locations/downtown/day/reopen", {"reason": "The clock"}).get_json() == {"put_back": 3}
    view = center.mia.get(QUEUE).get_json()
    assert view["over"] is None
    assert [each["number"] for each in view["tickets"]] == [each["number"] for each in tickets], "in their places"
    assert (view["counters"][0]["state"], view["counters"][0]["serves"]) == ("open", ["reports"])
    assert center.serves()["number"] == tickets[0]["number"]
    assert in_order(center.app.runtime.database)
    figures = center.mia.get(f"/locations/downtown/waits?from={MONDAY}&to={MONDAY}").get_json()["total"]
    assert negative(figures) == []
    assert figures["longest_wait_seconds"] == pytest.approx(HOUR, abs=5), "as long as they waited, and no day more"

    # Tuesday comes; the number that was given ahead of it is not given twice.
    center.passes(23 * HOUR - 600, 600)
    assert center.ended() == [MONDAY]
    center.ana.open(THEFT)
    fresh = center.kiosk.ticket(THEFT)
    assert fresh["number"] == "R002"
    center.passes(60, 60)
    served = center.serves()
    assert served["number"] in {"R001", "R002"}
    figures = center.mia.get(f"/locations/downtown/waits?from={TUESDAY}&to={TUESDAY}").get_json()["total"]
    assert negative(figures) == []


def test_steps_are_in_the_log(center: Center, caplog: pytest.LogCaptureFixture) -> None:
    center.machine.jumps(DAY)
    with caplog.at_level(logging.WARNING):
        center.passes(3)
    assert caplog.text.count("clock jumped forward by 1 day at 09:30") == 1


def test_a_training_clock_goes_on_and_says_nothing(building: App, settings: Settings) -> None:
    machine = Machine()
    building.move_in(runtime_of(settings, machine.clock(MONDAY_MORNING)))
    scheduler = scheduler_of(building)
    scheduler.tick(0)
    machine.jumps(DAY)
    machine.passes(900)
    scheduler.tick(0)
    machine.passes(900)
    scheduler.tick(0)
    assert building.runtime.now() == MONDAY_MORNING + timedelta(minutes=30)
    with building.runtime.database.read() as session:
        context = building.runtime.view_context(session, building.runtime.location("downtown"))
    assert context.clock_step is None
    building.runtime.database.close()
