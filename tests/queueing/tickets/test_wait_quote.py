"""What people read of a forecast: a round range that does not twitch, and honesty when it was wrong."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from queueing.i18n import languages, translator
from tests.cast import Agent, Caller, Kiosk, SteppedClock


@pytest.mark.parametrize("language", languages())
def test_every_language_says_the_range(language: str) -> None:
    say = translator(language)
    assert "10" in say.wait(10, 20)
    assert "20" in say.wait(10, 20)
    assert "5" in say.wait(0, 5)


def test_the_phone_counts_down_and_says_when_it_was_wrong(
    client: FlaskClient, kiosk: Kiosk, visitor: Caller, ana: Agent, clock: SteppedClock
) -> None:
    ana.open("reports")
    kiosk.ticket("report-theft")
    ana.does(ana.call(), "start")
    ticket = kiosk.ticket("report-theft")
    told = ticket["told"]
    assert told == ticket["wait"]
    assert not ticket["takes_longer"]
    page = client.get(f"/t/{ticket['id']}").text
    assert f"At 9:30 AM we said: {translator('en').wait(told['low_minutes'], told['high_minutes'])}." in page
    assert "longer than we said" not in page
    clock.step(minutes=told["high_minutes"] + 1)
    later = visitor.get(f"/tickets/{ticket['id']}").get_json()
    assert later["told"] == told
    assert later["takes_longer"]
    assert "It takes longer than we said, and we are sorry." in client.get(f"/t/{ticket['id']}").text
