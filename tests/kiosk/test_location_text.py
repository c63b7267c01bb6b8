"""A location in words: its address, hours and telephone, in every language."""

from __future__ import annotations

from flask.testing import FlaskClient

from kiosk.location_text import center_text, day_and_time, weekly_lines
from queueing.i18n import translator
from services_catalog.catalog import Catalog
from tests.cast import MONDAY_MORNING, SteppedClock


def test_days_of_the_same_hours_share_a_line(catalog: Catalog) -> None:
    assert weekly_lines(catalog.locations["east-lake"], translator("en")) == [
        "Monday, Wednesday, Friday: 9:00 AM – 5:00 PM",
        "Tuesday, Thursday: 11:00 AM – 7:00 PM",
    ]
    assert weekly_lines(catalog.locations["downtown"], translator("es"))[1] == "viernes: 9:00 a.m. – 4:00 p.m."


def test_a_location_is_described_in_every_language(catalog: Catalog) -> None:
    told = center_text(catalog.locations["downtown"])
    assert told["address"].startswith("505 4th Ave. South")
    assert set(told["hours"]) == {"en", "es", "so", "hmn"}


def test_a_moment_has_its_day(catalog: Catalog) -> None:
    said = day_and_time(translator("en"), MONDAY_MORNING, catalog.locations["downtown"])
    assert said == "Monday, November 23, 2026, 9:30 AM"


def test_the_other_centers_moments_are_asked_for(client: FlaskClient, clock: SteppedClock) -> None:
    others = client.get("/kiosk/downtown/elsewhere.json").json or {}
    assert set(others) == {"east-lake"}
    assert others["east-lake"]["es"]["closes_at"] == "5:00 p.m."
    clock.step(hours=10)
    others = client.get("/kiosk/downtown/elsewhere.json").json or {}
    assert others["east-lake"]["en"]["opens_next"] == "Tuesday, November 24, 2026, 11:00 AM"
