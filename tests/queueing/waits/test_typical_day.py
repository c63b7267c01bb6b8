"""A typical day: the past days and hours that it is computed from, and closed days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from queueing.app import App
from queueing.calendar.hours import Opening, next_open_day, opening_of
from queueing.refusals import LocationClosed
from queueing.simulation.parameters import exact_parameters
from queueing.waits.typical_day import TypicalDay, typical_day
from services_catalog.catalog import Location
from tests.cast import MONDAY_MORNING, PERMIT, Agent, Caller, Kiosk, SteppedClock

NEXT_MONDAY = date(2026, 11, 30)
THEFT = "report-theft"

ComputeTypicalDay = Callable[[], TypicalDay]


@pytest.fixture
def typical(app: App, downtown: Location) -> ComputeTypicalDay:
    """Computes the typical next Monday."""

    def ask() -> TypicalDay:
        with app.runtime.database.read() as session:
            return typical_day(session, downtown, exact_parameters(), NEXT_MONDAY, MONDAY_MORNING)

    return ask


@pytest.fixture
def came(kiosk: Kiosk, clock: SteppedClock) -> Callable[..., None]:
    """Visitors who came for a report so many weeks ago, at half past nine."""

    def come(weeks: int, visitors: int, **more: Any) -> None:
        clock.set(MONDAY_MORNING - timedelta(weeks=weeks))
        for _ in range(visitors):
            kiosk.ticket(THEFT, **more)
        clock.set(MONDAY_MORNING)

    return come


def other_hours(mia: Caller, day: date, **hours: Any) -> None:
    answer = mia.put(f"/locations/downtown/days/{day}", {"reason": "Snow", **hours})
    assert answer.status_code == 200, answer.text


def an_hour(found: TypicalDay, hour: int, priority: str = "standard") -> float:
    """Visitors of the reports' queue in an hour."""
    return float(found.parameters.arrivals["reports", priority][hour])


def test_a_typical_day_is_the_mean_of_its_last_eight(
    came: Callable[..., None], typical: ComputeTypicalDay, kiosk: Kiosk, clock: SteppedClock
) -> None:
    came(1, 2, needs=["accessible"])
    for weeks, visitors in ((2, 4), (3, 3), (30, 5)):
        came(weeks, visitors)
    clock.set(MONDAY_MORNING - timedelta(days=6))
    kiosk.ticket(THEFT)  # a Tuesday does not count
    found = typical()
    assert (found.days, found.other_hours, found.unknown) == (3, 0, ())
    assert an_hour(found, 9) == pytest.approx(7 / 3)
    assert an_hour(found, 9, "accessible") == pytest.approx(2 / 3)
    assert found.parameters.mix == {"reports": {THEFT: 9.0}}


def test_closed_days_are_left_out_and_each_hour_counts_the_days_open_in_it(
    came: Callable[..., None], typical: ComputeTypicalDay, mia: Caller
) -> None:
    for weeks, visitors in ((1, 1), (2, 4), (3, 6)):
        came(weeks, visitors)
    other_hours(mia, MONDAY_MORNING.date() - timedelta(weeks=1), closed=True)  # one came before it was closed
    assert (typical().days, an_hour(typical(), 9)) == (2, 5)
    other_hours(mia, MONDAY_MORNING.date() - timedelta(weeks=2), opens="09:30", closes="12:00")
    found = typical()
    assert (found.days, found.other_hours) == (2, 1)
    assert an_hour(found, 9) == pytest.approx(10 / 1.5)  # of one hour and a half, over both days


def test_hours_in_which_no_past_day_was_open_are_unknown(
    came: Callable[..., None], typical: ComputeTypicalDay, mia: Caller
) -> None:
    came(1, 2)
    other_hours(mia, NEXT_MONDAY, opens="08:00", closes="18:30")
    assert typical().unknown == (16, 17, 18)


def test_each_service_of_a_visit_counts_and_void_or_quick_ones_do_not(
    came: Callable[..., None], typical: ComputeTypicalDay, ana: Agent, kiosk: Kiosk, clock: SteppedClock
) -> None:
    clock.set(MONDAY_MORNING - timedelta(weeks=1))
    ana.open("reports", PERMIT)
    ticket = kiosk.ticket(THEFT, then=[PERMIT])
    ana.call()
    ana.does(ticket, "start")
    clock.step(minutes=40)
    ana.does(ticket, "finish")
    ana.does(ticket, "undo")
    ana.does(ticket, "finish")
    mistake = kiosk.ticket(THEFT)
    ana.does(mistake, "void", reason="Printed twice")
    quick = ana.post("/locations/downtown/counters/1/quick", {"service": THEFT})
    assert quick.status_code == 201, quick.text
    clock.set(MONDAY_MORNING)
    found = typical()
    assert (an_hour(found, 9), float(found.parameters.arrivals["permits", "standard"][10])) == (1, 1)
    assert found.parameters.mix == {"reports": {THEFT: 1.0}, "permits": {PERMIT: 1.0}}


def test_a_closed_day_says_why_and_which_is_the_next(app: App, downtown: Location, mia: Caller) -> None:
    with app.runtime.database.read() as session:
        assert opening_of(session, downtown, NEXT_MONDAY) == Opening(480.0, 960.0, "")
        with pytest.raises(LocationClosed, match=r"closed on Sunday, November 29\. .* is Monday, November 30\."):
            opening_of(session, downtown, date(2026, 11, 29))
    other_hours(mia, NEXT_MONDAY, closed=True)
    other_hours(mia, date(2026, 12, 1), opens="08:00", closes="12:00")
    with app.runtime.database.read() as session:
        with pytest.raises(LocationClosed, match=r"November 30 \(Snow\)\. .* is Tuesday, December 1\."):
            opening_of(session, downtown, NEXT_MONDAY)
        assert opening_of(session, downtown, date(2026, 12, 1)) == Opening(480.0, 720.0, "Snow")
        assert next_open_day(session, downtown, date(2026, 11, 27)) == date(2026, 12, 1)
