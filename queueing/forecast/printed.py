"""The range that people read."""

from __future__ import annotations

import math


def _step(minutes: float) -> int:
    return 5 if minutes < 60 else 10 if minutes < 120 else 15


def printed_range(p50: float, p90: float) -> tuple[int, int]:
    """Return (low, high) whole minutes for "about low to high minutes".

    The low is the median rounded down and the high the P90 rounded up, to steps that widen with the wait,
    so that a printed range is kept at least as often as the P90 it comes from.
    """
    low = math.floor(p50) if p50 < 5 else _step(p50) * math.floor(p50 / _step(p50))
    high = math.ceil(p90 - 1e-9) if p90 <= 5 else _step(p90) * math.ceil(p90 / _step(p90) - 1e-9)
    return low, max(high, low)
