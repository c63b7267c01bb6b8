"""What people read of a forecast: a round range that does not twitch, and honesty when it was wrong."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from queueing.i18n import languages, translator
from queueing.tickets.wait_quote import wait_of
from queueing.tickets.wait_range import printed_range, steady_range, takes_longer
from tests.cast import Agent, Caller, Kiosk, SteppedClock


@pytest.mark.parametrize(
    ("told", "printed"),
    [
        ((0.0, 0.0), (0, 5)),  # nobody is told "no wait"
        ((2.2, 4.1), (0, 5)),
        ((9.7, 10.6), (5, 10)),  # a fifth of a step over is forgiven
        ((9.0, 16.5), (5, 20)),
        ((10.0, 10.5), (10, 15)),  # never one point
        ((31.0, 60.0), (30, 60)),
        ((70.0, 103.0), (70, 110)),
        ((130.0, 170.0), (120, 180)),
    ],
)
def test_the_range_is_round_and_hardly_below_the_p90(told: tuple[float, float], printed: tuple[int, int]) -> None:
    assert printed_range(*told) == printed


@pytest.mark.parametrize(
    ("shown", "told", "then", "why"),
    [
        (None, (14.0, 19.0), (10, 20), "nothing is shown yet"),
        ((10, 20), (9.0, 21.5), (10, 20), "both ends a little over their edge"),
        ((10, 20), (8.0, 19.0), (5, 20), "the low end clearly passed"),
        ((10, 20), (14.0, 24.0), (10, 25), "the high end clearly passed"),
        ((10, 20), (16.0, 18.0), (10, 20), "a little above is no news"),
        ((10, 20), (40.0, 70.0), (40, 70), "all has changed"),
    ],
)
def test_a_range_stays_until_it_is_clearly_wrong(
    shown: tuple[int, int] | None, told: tuple[float, float], then: tuple[int, int], why: str
) -> None:
    assert steady_range(shown, *told) == then, why


def test_what_wavers_at_an_edge_is_told_once() -> None:
    told = wait_of(590.0, 1200.0)
    ranges = set()
    for wavering in (610.0, 570.0, 625.0, 580.0):
        told = wait_of(wavering, 2 * wavering, told)
        ranges.add((told.low_minutes, told.high_minutes))
    assert len(ranges) == 1


@pytest.mark.parametrize(
    ("high", "waited", "low", "longer"),
    [(20, 0, 10, False), (20, 10, 10, False), (20, 11, 10, True), (20, 19, None, False), (20, 21, None, True)],
)
def test_it_takes_longer_once_that_is_sure(high: int, waited: float, low: int | None, *, longer: bool) -> None:
    assert takes_longer(high, waited, low) is longer


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
