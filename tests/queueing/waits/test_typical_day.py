"""A coming day as it usually is: which past days tell it, by which hours, and days that are closed."""

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

Usually = Callable[[], TypicalDay]


@pytest.fixture
def usually(app: App, downtown: Location) -> Usually:
    """What next Monday is usually like."""

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


def an_hour(usual: TypicalDay, hour: int, priority: str = "standard") -> float:
    """Visitors of the reports' queue in an hour."""
    return float(usual.parameters.arrivals["reports", priority][hour])


def test_a_day_is_usually_as_its_last_eight_were(
    came: Callable[..., None], usually: Usually, kiosk: Kiosk, clock: SteppedClock
) -> None:
    came(1, 2, needs=["accessible"])
    for weeks, visitors in ((2, 4), (3, 3), (30, 5)):
        came(weeks, visitors)
    clock.set(MONDAY_MORNING - timedelta(days=6))
    kiosk.ticket(THEFT)  # a Tuesday does not count
    usual = usually()
    assert (usual.days, usual.other_hours, usual.unknown) == (3, 0, ())
    assert an_hour(usual, 9) == pytest.approx(7 / 3)
    assert an_hour(usual, 9, "accessible") == pytest.approx(2 / 3)
    assert usual.parameters.mix == {"reports": {THEFT: 9.0}}


def test_closed_days_are_left_out_and_each_hour_counts_the_days_open_in_it(
    came: Callable[..., None], usually: Usually, mia: Caller
) -> None:
    for weeks, visitors in ((1, 1), (2, 4), (3, 6)):
        came(weeks, visitors)
    other_hours(mia, MONDAY_MORNING.date() - timedelta(weeks=1), closed=True)  # one came before it was closed
    assert (usually().days, an_hour(usually(), 9)) == (2, 5)
    other_hours(mia, MONDAY_MORNING.date() - timedelta(weeks=2), opens="09:30", closes="12:00")
    usual = usually()
    assert (usual.days, usual.other_hours) == (2, 1)
    assert an_hour(usual, 9) == pytest.approx(10 / 1.5)  # of one hour and a half, over both days


def test_hours_in_which_no_past_day_was_open_are_told(came: Callable[..., None], usually: Usually, mia: Caller) -> None:
    came(1, 2)
    other_hours(mia, NEXT_MONDAY, opens="08:00", closes="18:30")
    assert usually().unknown == (16, 17, 18)


def test_each_service_of_a_visit_is_asked_for_what_was_taken_back_or_quick_is_not(
    came: Callable[..., None], usually: Usually, ana: Agent, kiosk: Kiosk, clock: SteppedClock
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
    usual = usually()
    assert (an_hour(usual, 9), float(usual.parameters.arrivals["permits", "standard"][10])) == (1, 1)
    assert usual.parameters.mix == {"reports": {THEFT: 1.0}, "permits": {PERMIT: 1.0}}


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
