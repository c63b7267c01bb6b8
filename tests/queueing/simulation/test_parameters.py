"""The parameters of a simulation: what they are before anything is learned, and exactly known ones."""

from __future__ import annotations

import math

import numpy as np
import pytest

from queueing.simulation.parameters import WAIT_MINUTES, Bookings, exact_parameters


def test_exactly_known_offsets_have_no_variance() -> None:
    known = exact_parameters({"center": 0.1, "agent:Ada": -0.2})
    assert known.offsets.index == {"center": 0, "agent:Ada": 1}
    assert known.offsets.mean.tolist() == [0.1, -0.2]
    assert not known.offsets.root.any()
    assert known.offsets.root.shape == (2, 2)
    assert known.offsets.unknown == {}
    assert known.stops == 0.0


@pytest.mark.parametrize("spread", [0.0, 0.3, 0.6])
def test_noise_of_a_spread_has_the_mean_of_a_log_normal(spread: float) -> None:
    noise = exact_parameters(spread=spread).any_noise
    assert np.exp(noise).mean() == pytest.approx(math.exp(spread**2 / 2), rel=0.003)


def test_exact_parameters_have_no_other_events() -> None:
    known = exact_parameters()
    assert [table.max() for table in (known.gap, known.walk, known.late)] == [0.0, 0.0, 0.0]
    assert (known.no_show_wait.min(), known.pause.max()) == (2.0, 12.0)
    assert known.no_show.tolist() == [0.0] * WAIT_MINUTES
    assert (known.leaving, known.pace, known.arrivals, known.mix) == (None, None, {}, {})
    assert (known.full_breaks, known.overtime) == (False, False)


def test_bookings_come_three_minutes_early_at_first() -> None:
    bookings = Bookings()
    assert (bookings.shown, bookings.lead.min(), bookings.lead.max(), bookings.priority) == (0.85, -3.0, -3.0, None)
