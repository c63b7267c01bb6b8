"""The front page leads to every screen of every center."""

from __future__ import annotations

from datetime import UTC, datetime

from flask.testing import FlaskClient

from tests.cast import SteppedClock


def test_every_screen_is_one_click_away(client: FlaskClient) -> None:
    page = client.get("/").text
    for location in ("downtown", "east-lake"):
        for screen in ("kiosk", "display", "counter", "manager"):
            assert f'href="/{screen}/{location}"' in page


def test_it_says_which_center_is_open(client: FlaskClient, clock: SteppedClock) -> None:
    assert "Open until 4:00 PM" in client.get("/").text
    clock.set(datetime(2026, 11, 28, 16, 0, tzinfo=UTC))
    assert client.get("/").text.count("Closed. Opens Monday, November 30, 2026") == 2
    clock.set(datetime(2029, 1, 2, 16, 0, tzinfo=UTC))
    assert "Closed for good." in client.get("/").text, "a temporary center after its last day"
