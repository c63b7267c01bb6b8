"""Distributions as sorted tables of 400 equal shares, against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from queueing.simulation.distributions import (
    FUTURES,
    Sampler,
    constant,
    minutes_table,
    noise_table,
    remaining,
    survival,
)

TENTHS = np.arange(FUTURES) / 40
"""0, 1/40, … 9.975 minutes."""


def test_a_constant_lasts_as_long_in_every_share() -> None:
    assert (constant(3.0) == 3.0).all()
    assert constant(3.0).shape == (FUTURES,)


@pytest.mark.parametrize(
    ("seen", "value"),
    [
        ([], 1.3913),  # share 200 is 0.50125: −2·ln(0.49875)
        ([6.0], 6 / 6 + 1.3913 * 5 / 6),  # one against a weight of five
        ([6.0] * 5, 6 / 2 + 1.3913 / 2),
        ([6.0] * 40, 6.0),  # of forty the first guess is forgotten
    ],
    ids=["none", "one", "five", "forty"],
)
def test_a_table_of_minutes_uses_its_prior_mean_until_forty_are_observed(seen: list[float], value: float) -> None:
    assert minutes_table(seen, 2.0)[200] == pytest.approx(value, abs=1e-4)


@pytest.mark.parametrize(
    ("elapsed", "chance"),
    [
        (-1.0, 1.0),
        (0.0, 399 / 400),  # the first share is no longer than that
        (5.0, 199 / 400),  # the shares 0 … 200 are no longer
        (9.975, 0.5 / 400),
        (11.975, 0.5 / 400 * np.exp(-1)),  # two minutes past the end, at a tail of two
    ],
)
def test_the_chance_to_last_longer(elapsed: float, chance: float) -> None:
    assert survival(TENTHS, elapsed, tail=2.0) == pytest.approx(chance)


@pytest.mark.parametrize(
    ("elapsed", "share", "left"),
    [
        (0.0, 0.5, 5.0),  # the whole of share 200
        (5.0, 0.5, 2.5),  # the shares 201 … 399 are longer; half-way is share 300, 7.5 minutes
        (5.0, 0.999, 4.975),  # the longest
        (20.0, 0.5, 3 * np.log(2)),  # past the end: exponential with the tail's mean
    ],
)
def test_what_remains_by_hand(elapsed: float, share: float, left: float) -> None:
    assert remaining(TENTHS, elapsed, np.array([share]), tail=3.0) == pytest.approx([left])


def test_noise_is_a_normal_curve_before_any_residual_is_seen() -> None:
    table = noise_table((), 0.5)
    assert np.exp(table).mean() == pytest.approx(np.exp(0.5**2 / 2), rel=0.002)
    assert table[300] == pytest.approx(0.5 * 0.6745, abs=0.005)  # the upper quartile
    assert noise_table((), 0.0) == pytest.approx(0.0)


def test_residuals_all_alike_are_no_noise() -> None:
    assert noise_table([0.3] * 200, 0.0) == pytest.approx(0.0)


def test_a_draw_has_every_share_once_in_each_column() -> None:
    drawn = Sampler("seed", FUTURES).draw(TENTHS, 3)
    assert drawn.shape == (FUTURES, 3)
    for column in drawn.T:
        assert sorted(column) == pytest.approx(TENTHS)
    assert (drawn[:, 0] != drawn[:, 1]).any()


def test_half_the_futures_draw_the_means_of_neighbours() -> None:
    drawn = Sampler("seed", FUTURES // 2).draw(TENTHS, 1)[:, 0]
    assert sorted(drawn) == pytest.approx((TENTHS[::2] + TENTHS[1::2]) / 2)


def test_the_same_seed_draws_the_same() -> None:
    first, again, other = (Sampler(seed, FUTURES).column() for seed in ("x", "x", "y"))
    assert (first == again).all()
    assert (first != other).any()
    assert first.mean() == pytest.approx(0.5)


def test_exponential_and_normal_draws_have_their_moments() -> None:
    sampler = Sampler("seed", FUTURES)
    assert sampler.exponential(2).mean() == pytest.approx(1.0, abs=0.002)
    normal = sampler.normal(2)
    assert normal.mean() == pytest.approx(0.0, abs=1e-9)
    assert normal.std() == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("shape", ["normal", "two humps"])
def test_noise_keeps_its_mean_and_its_tail(shape: str) -> None:
    rng = np.random.default_rng(5)
    seen = rng.normal(0, 0.5, 1200)
    if shape == "two humps":
        seen = np.where(rng.random(1200) < 0.7, -0.4, 0.9) + rng.normal(0, 0.2, 1200)
    seen -= seen.mean()
    table = noise_table(list(seen), float(seen.std()))
    assert np.exp(table).mean() == pytest.approx(np.exp(seen).mean(), rel=0.03)
    assert table[int(0.9 * FUTURES)] == pytest.approx(float(np.quantile(seen, 0.9)), abs=0.06)


def test_what_remains_given_what_was_spent() -> None:
    table = np.linspace(0.0, 10.0, FUTURES)
    shares = (np.arange(1000) + 0.5) / 1000
    assert remaining(table, 6.0, shares, tail=1.0).mean() == pytest.approx(2.0, abs=0.05)
    assert remaining(table, 60.0, shares, tail=3.0).mean() == pytest.approx(3.0, abs=0.05)
