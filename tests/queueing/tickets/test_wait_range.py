"""The range that people read: round, steady, and when it was wrong."""

from __future__ import annotations

import pytest

from queueing.tickets.wait_quote import wait_of
from queueing.tickets.wait_range import printed_range, steady_range, takes_longer


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
