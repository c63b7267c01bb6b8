"""What the real events of a location's day come to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from queueing import access, operations
from queueing.app import App
from queueing.figures import By, Question, WaitsView
from queueing.history import waits_view
from queueing.people import Role
from services_catalog.catalog import Location
from tests.cast import PERMIT, Agent, Kiosk, SteppedClock

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


def figures(app: App, location: Location, by: By = By.SLOT, day: date = MONDAY) -> WaitsView:
    """Read the figures of a location and a day."""
    question = Question(day, day, by)
    with app.site.database.read() as session:
        return waits_view(session, question, catalog=app.site.catalog, location=location, now=app.site.now())


def test_a_morning_comes_to_what_happened(
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
    assert figures(app, downtown, By.LANGUAGE) == figures(app, downtown, By.LANGUAGE)


def test_another_center_and_another_day_stay_out(app: App, downtown: Location, kiosk: Kiosk) -> None:
    kiosk.ticket()
    east_lake = app.site.location("east-lake")
    assert figures(app, east_lake).total.arrivals == 0
    assert figures(app, downtown, day=MONDAY - timedelta(days=3)).total.arrivals == 0
    assert figures(app, downtown).total.arrivals == 1


def test_agents_have_the_names_of_their_accounts(
    app: App, downtown: Location, kiosk: Kiosk, zoe: Agent, clock: SteppedClock
) -> None:
    with app.site.database.write() as session:
        account = access.add_staff(
            session, name="Zoë", role=Role.AGENT, locations=["downtown"], password="a long one", now=clock.now()
        )
        by = f"staff:{account.id}"
    for _ in range(5):
        ticket = kiosk.ticket()
        zoe.call()
        with app.site.database.write() as session:
            operations.start(session, ticket=ticket["id"], by=by, now=clock.now())
            operations.finish(session, ticket=ticket["id"], by=by, now=clock.now())
    assert [(group.label, group.figures.served) for group in figures(app, downtown, By.AGENT).groups] == [("Zoë", 5)]
