"""The figures of a location's day from real events, and the days that are stored."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from queueing import maintenance, operations
from queueing.app import App
from queueing.db import Database
from queueing.identity import staff_admin
from queueing.identity.accounts import Role
from queueing.statistics import GroupBy, ReportQuestion, WaitsView, repository
from queueing.statistics.model import FoldedDay
from queueing.statistics.repository import keep, past_days, waits_view
from services_catalog.catalog import Location
from tests.cast import MONDAY_MORNING, PERMIT, Agent, Kiosk, SteppedClock, issue_ticket

MONDAY = date(2026, 11, 23)


@pytest.fixture
def seat(catalog: Any, downtown: Location) -> str:
    """A counter that serves building permits."""
    queue = catalog.services[PERMIT].queue
    return next(counter.id for counter in downtown.counters if queue in counter.serves)


@pytest.fixture
def zoe(ana: Agent, seat: str) -> Agent:
    """Ana, at the counter for building permits."""
    agent = Agent(ana.client, ana.token, counter=seat)
    agent.open()
    return agent


def figures(app: App, location: Location, by: GroupBy = GroupBy.SLOT, day: date = MONDAY) -> WaitsView:
    """Read the figures of a location and a day."""
    question = ReportQuestion(day, day, by)
    return waits_view(
        app.runtime.database, question, catalog=app.runtime.catalog, location=location, now=app.runtime.now()
    )


def test_the_figures_of_a_morning_match_its_events(
    app: App, downtown: Location, kiosk: Kiosk, zoe: Agent, clock: SteppedClock
) -> None:
    for language in ("en", "so", "es", "en"):
        kiosk.ticket(language=language)
    clock.step(minutes=10)  # 09:40
    served = zoe.call()
    clock.step(minutes=1)
    zoe.does(served, "recall")
    zoe.does(served, "start")
    clock.step(minutes=9)  # 09:50
    zoe.does(served, "finish")
    missed = zoe.call()
    zoe.does(missed, "recall")
    zoe.does(missed, "no-show")
    undone = zoe.call()
    zoe.does(undone, "undo")
    clock.step(minutes=10)  # 10:00:00 belongs to the next slot
    kiosk.ticket()

    view = figures(app, downtown)
    total = view.total
    assert (total.arrivals, total.called, total.served, total.no_show, total.here) == (5, 2, 1, 1, 3)
    assert (total.mean_wait_seconds, total.longest_wait_seconds) == (15.5 * 60, 20 * 60)
    assert (total.mean_service_seconds, total.recalls, total.no_show_share) == (9 * 60, 2, 0.2)
    half_past, ten = view.groups[-2], view.groups[-1]
    assert (half_past.figures.arrivals, ten.figures.arrivals) == (4, 1)
    assert half_past.slot
    assert ten.slot
    assert (half_past.slot.calls, half_past.slot.carried_out, ten.slot.carried_in) == (2, 2, 2)
    assert view.staff.serving_share == pytest.approx(9 / 30)


def test_reading_again_gives_the_same(app: App, downtown: Location, kiosk: Kiosk) -> None:
    kiosk.ticket()
    assert figures(app, downtown, GroupBy.LANGUAGE) == figures(app, downtown, GroupBy.LANGUAGE)


def test_another_center_and_another_day_stay_out(app: App, downtown: Location, kiosk: Kiosk) -> None:
    kiosk.ticket()
    east_lake = app.runtime.location("east-lake")
    assert figures(app, east_lake).total.arrivals == 0
    assert figures(app, downtown, day=MONDAY - timedelta(days=3)).total.arrivals == 0
    assert figures(app, downtown).total.arrivals == 1


def test_agents_have_the_names_of_their_accounts(
    app: App, downtown: Location, kiosk: Kiosk, zoe: Agent, clock: SteppedClock
) -> None:
    with app.runtime.database.write() as session:
        account = staff_admin.add_staff(
            session, name="Zoë", role=Role.AGENT, locations=["downtown"], password="a long one", now=clock.now()
        )
        by = f"staff:{account.id}"
    for _ in range(5):
        ticket = kiosk.ticket()
        zoe.call()
        with app.runtime.database.write() as session:
            operations.start(session, ticket=ticket["id"], by=by, now=clock.now())
            operations.finish(
                session,
                catalog=app.runtime.catalog,
                location=downtown,
                ticket=ticket["id"],
                by=by,
                now=clock.now(),
            )
    assert [(group.label, group.figures.served) for group in figures(app, downtown, GroupBy.AGENT).groups] == [
        ("Zoë", 5)
    ]


def a_day_passes(kiosk: Kiosk, zoe: Agent, clock: SteppedClock) -> None:
    """Two visitors come, one is served; then it is Tuesday morning."""
    kiosk.ticket()
    kiosk.ticket()
    clock.step(minutes=10)
    served = zoe.call()
    zoe.does(served, "start")
    clock.step(minutes=9)
    zoe.does(served, "finish", done=[{"service": PERMIT, "count": 2}, {"service": "food-permit"}], resolved=False)
    clock.step(days=1)


def kept(app: App, location: Location) -> dict[date, str]:
    """What the kept days were made of."""
    with app.runtime.database.read() as session:
        return {row.day: row.made_of for row in session.query(FoldedDay).filter_by(location=location.id)}


@pytest.mark.parametrize("by", list(GroupBy))
def test_a_kept_day_answers_as_its_events_do(
    app: App, downtown: Location, kiosk: Kiosk, zoe: Agent, clock: SteppedClock, by: GroupBy
) -> None:
    a_day_passes(kiosk, zoe, clock)
    while_it_lasts = clock.now()
    clock.set(while_it_lasts - timedelta(days=1) + timedelta(hours=12))  # the same day, late in the evening
    from_events = figures(app, downtown, by)
    assert kept(app, downtown) == {}
    clock.set(while_it_lasts)
    first = figures(app, downtown, by)
    assert list(kept(app, downtown)) == [MONDAY]
    assert first.model_copy(update={"at": from_events.at}) == from_events
    assert figures(app, downtown, by) == first


def test_a_kept_day_is_folded_again_when_its_events_or_hours_change(
    app: App, downtown: Location, kiosk: Kiosk, zoe: Agent, clock: SteppedClock, mia: Any
) -> None:
    a_day_passes(kiosk, zoe, clock)
    assert figures(app, downtown).total.here == 1
    before = kept(app, downtown)
    with app.runtime.database.write() as session:
        operations.end_past_days(session, location=downtown, now=clock.now())
    total = figures(app, downtown).total
    assert (total.here, total.not_reached) == (0, 1)
    assert len(figures(app, downtown).groups) == 16
    assert (
        mia.put(
            "/locations/downtown/days/2026-11-23", {"closes": "14:00", "opens": "08:00", "reason": "Snow"}
        ).status_code
        == 200
    )
    assert len(figures(app, downtown).groups) == 12
    assert len({before[MONDAY], kept(app, downtown)[MONDAY]}) == 2


def test_a_day_kept_in_an_older_shape_is_folded_again(
    app: App, downtown: Location, kiosk: Kiosk, zoe: Agent, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_day_passes(kiosk, zoe, clock)
    first = figures(app, downtown, GroupBy.SERVICE)
    assert (first.total.done, first.total.first_contact_share) == (3, 0)
    now_made_of = kept(app, downtown)
    for stays in (False, True):
        with app.runtime.database.write() as session:
            session.query(FoldedDay).update(
                {"made_of": f"4 {now_made_of[MONDAY].partition(' ')[2]}", "names": {}, "visits": b"", "quarters": b""}
            )
        if stays:  # a process of the older version, still running, writes it back each time
            monkeypatch.setattr(repository, "keep", lambda *_, **__: 0)
        assert figures(app, downtown, GroupBy.SERVICE) == first
        assert (kept(app, downtown) == now_made_of) is not stays


def test_each_service_of_a_visit_has_its_own_wait_and_work(
    app: App, downtown: Location, kiosk: Kiosk, zoe: Agent, clock: SteppedClock
) -> None:
    kiosk.ticket(then=["sign-permit"])
    for minutes in (10, 4):
        clock.step(minutes=minutes)
        ticket = zoe.call()
        zoe.does(ticket, "start")
        clock.step(minutes=9)
        zoe.does(ticket, "finish")
    view = figures(app, downtown, GroupBy.SERVICE)
    assert {
        group.key: (group.figures.mean_wait_seconds, group.figures.mean_service_seconds, group.figures.done)
        for group in view.groups
    } == {PERMIT: (600, 540, 1), "sign-permit": (240, 540, 1)}
    assert (view.total.arrivals, view.total.services, view.total.first_contact_share) == (1, 2, 1)


def test_days_without_events_are_reported_but_not_stored(app: App, downtown: Location, clock: SteppedClock) -> None:
    view = waits_view(
        app.runtime.database,
        ReportQuestion(MONDAY - timedelta(days=7), MONDAY, GroupBy.DAY),
        catalog=app.runtime.catalog,
        location=downtown,
        now=clock.now(),
    )
    assert [group.figures.arrivals for group in view.groups] == [0] * 6  # five weekdays and today
    assert kept(app, downtown) == {}


def test_every_past_day_is_found_and_folded_again(
    app: App, downtown: Location, kiosk: Kiosk, zoe: Agent, clock: SteppedClock
) -> None:
    for _ in range(2):
        a_day_passes(kiosk, zoe, clock)
    with app.runtime.database.read() as session:
        days = past_days(session, downtown, clock.now())
    assert days == [MONDAY, MONDAY + timedelta(days=1)]
    assert keep(app.runtime.database, downtown, clock.now(), days) == 2
    assert keep(app.runtime.database, downtown, clock.now(), days) == 0
    assert keep(app.runtime.database, downtown, clock.now(), days, rebuild=True) == 2


def test_postgresql_keeps_days_as_well(catalog: Any, downtown: Location, seat: str, postgres_url: str) -> None:
    database = Database(postgres_url)
    maintenance.upgrade(database)
    asked = {"catalog": catalog, "location": downtown}
    for days in range(2):
        with database.write() as session:
            now = MONDAY_MORNING + timedelta(days=days)
            issue_ticket(session, **asked, order=operations.TicketOrder(PERMIT), by="system", now=now)
            seat_there = operations.counters.CounterChange(open=True)
            operations.set_counter(session, **asked, counter=seat, seat=seat_there, by="system", now=now)
            quick = operations.QuickService(PERMIT, count=2, resolved=False)
            operations.quick(session, **asked, counter=seat, what=quick, by="system", now=now)
    now = MONDAY_MORNING + timedelta(days=2)
    question = ReportQuestion(MONDAY, MONDAY + timedelta(days=2), GroupBy.DAY)
    views = [waits_view(database, question, **asked, now=now) for _ in range(2)]
    assert [group.figures.arrivals for group in views[0].groups] == [2, 2, 0]
    assert [group.figures.done for group in views[0].groups] == [2, 2, 0]
    assert views[0].total.first_contact_share == 0
    assert views[0] == views[1]
    assert keep(database, downtown, now, [MONDAY]) == 0
    database.close()
