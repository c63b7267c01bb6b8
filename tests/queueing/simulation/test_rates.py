"""No-shows, walk-outs and visitors an hour, against rates worked out by hand."""

from __future__ import annotations

import json

import numpy as np
import pytest

from queueing.simulation.rates import Arrivals, LossRates, hour_of
from tests.queueing.simulation.forecast_cast import random_source


@pytest.mark.parametrize(("at", "hour"), [(-5.0, 0), (0.0, 0), (59.9, 0), (60.0, 1), (1439.0, 23), (1500.0, 23)])
def test_the_hour_of_a_moment(at: float, hour: int) -> None:
    assert hour_of(at) == hour


@pytest.mark.parametrize(
    ("called", "missed", "chances"),
    [
        # Before any is called: 0.5 in 10, doubling in 30 minutes. Bins' middles are at 2.5 and 7.5 minutes.
        (0, 0, {0: 0.05 * (1 + 2.5 / 30), 7: 0.05 * (1 + 7.5 / 30)}),
        # Ten called at once, five missed: 5.5 in 20 overall; the bin's five lean on 15 at that chance.
        (10, 5, {0: (5 + 15 * 0.275) / 25, 7: 0.275 * (1 + 5 / 30)}),
        (10, 0, {0: 15 * 0.025 / 25, 7: 0.025 * (1 + 5 / 30)}),
    ],
)
def test_the_chance_of_a_no_show_by_hand(called: int, missed: int, chances: dict[int, float]) -> None:
    rates = LossRates()
    for number in range(called):
        rates.count_call(1.0, shown=number >= missed)
    found = rates.no_show()
    assert {minute: found[minute] for minute in chances} == pytest.approx(chances)
    assert found.shape == (300,)


def test_the_hazard_of_leaving_by_hand() -> None:
    """One of two leaves after ten minutes: one in 20 minutes watched, on which each bin leans by three visitors."""
    rates = LossRates()
    assert rates.leaving() is None
    rates.count_wait_end(10.0, left=False)
    assert rates.leaving() is None
    rates.count_wait_end(10.0, left=True)
    hazard = rates.leaving()
    assert hazard is not None
    assert hazard[:9] == pytest.approx([minute * 3 / (10 + 60) for minute in range(9)])
    assert hazard[13] - hazard[12] == pytest.approx(4 / 60)  # the middle of 10 to 15
    assert hazard.shape == (301,)


def test_visitors_an_hour_by_hand() -> None:
    """Three came in the hour from 8:00, one in the half-hour from 9:00; half an hour of 4 in 1.5 hours is added."""
    arrivals = Arrivals()
    for until in (480.0, 530.0, 570.0, 560.0):  # a clock set back watches nothing twice
        arrivals.observe(until)
    for at in (480.0, 500.0, 539.0, 540.0):
        arrivals.count_visitor("A", "standard", "ten", at)
    rates = arrivals.rates()["A", "standard"]
    added = 0.5 * 4 / 1.5
    assert [rates[hour] for hour in (7, 8, 9)] == pytest.approx([added / 0.5, (3 + added) / 1.5, (1 + added) / 1.0])
    assert arrivals.mix == {"A": {"ten": 4.0}}


def test_the_pace_of_a_day_is_what_came_against_what_was_expected() -> None:
    arrivals = Arrivals()
    arrivals.observe(480.0)
    for at in (480.0, 500.0, 530.0):
        arrivals.count_visitor("A", "standard", "ten", at)
    arrivals.observe(540.0)
    assert arrivals.pace() is None, "there is no other day yet"
    arrivals.end_day()
    assert arrivals.pace() == (1.0, 30.0)
    arrivals.observe(480.0)
    arrivals.observe(500.0)  # a third of an hour of three visitors
    assert arrivals.pace() == pytest.approx((30 / 31, 30.0))
    arrivals.count_visitor("A", "standard", "ten", 500.0)
    arrivals.count_visitor("A", "standard", "ten", 500.0)
    assert arrivals.pace() == pytest.approx((32 / 31, 32.0))


def test_rates_are_kept_as_json() -> None:
    losses, arrivals = LossRates(), Arrivals()
    losses.count_call(7.0, shown=False)
    losses.count_wait_end(12.0, left=True)
    arrivals.observe(480.0)
    arrivals.count_visitor("A", "standard", "ten", 490.0)
    arrivals.observe(500.0)
    kept = json.loads(json.dumps([losses.to_dict(), arrivals.to_dict()]))
    assert np.array_equal(LossRates.from_dict(kept[0]).no_show(), losses.no_show())
    again = Arrivals.from_dict(kept[1])
    for each in (arrivals, again):
        each.observe(600.0)
        each.end_day()
    assert again.to_dict() == arrivals.to_dict()


def test_no_shows_and_leaving_grow_with_the_wait() -> None:
    waits, rng = LossRates(), random_source(6)
    for _ in range(4000):
        waited = rng.uniform(0, 60)
        waits.count_call(waited, shown=rng.random() > 0.02 + 0.003 * waited)
        waits.count_wait_end(waited, left=waited > 10 and rng.random() < 0.05)
    chance = waits.no_show()
    assert chance[5] == pytest.approx(0.035, abs=0.02)
    assert chance[50] == pytest.approx(0.17, abs=0.04)
    hazard = waits.leaving()
    assert hazard is not None
    assert hazard[10] < 0.01 < hazard[40]


def test_visitors_an_hour_are_counted_against_the_hours_watched() -> None:
    arrivals = Arrivals()
    for _ in range(10):
        arrivals.observe(480.0)
        for minute in range(0, 60, 10):
            arrivals.observe(480.0 + minute)
            arrivals.count_visitor("A", "standard", "ten", 480.0 + minute)
        arrivals.observe(600.0)
        arrivals.end_day()
    rates = arrivals.rates()["A", "standard"]
    assert rates[8] == pytest.approx(6.0, abs=0.5)
    assert rates[9] < 0.5
