"""The front page leads to every screen of every center."""

from __future__ import annotations

from flask.testing import FlaskClient


def test_every_screen_is_one_click_away(client: FlaskClient) -> None:
    page = client.get("/").text
    for location in ("downtown", "east-lake"):
        for screen in ("kiosk", "display", "counter", "manager"):
            assert f'href="/{screen}/{location}"' in page
