"""The range that people read."""

from __future__ import annotations

import math


def _step(minutes: float) -> int:
    return 1 if minutes < 10 else 5 if minutes < 60 else 10 if minutes < 120 else 15


def printed_range(p50: float, p90: float) -> tuple[int, int]:
    """Return (low, high) whole minutes for "about low to high minutes".

    The low is the median rounded down and the high the P90 rounded up, to steps that widen with the wait:
    whole minutes below 10, then 5, 10 and 15. A fifth of a step over is forgiven, for always rounding
    up would keep the range far more often than the nine times in ten that it is meant to say.
    """
    low = _step(p50) * math.floor(p50 / _step(p50))
    step = _step(p90)
    high = step * math.ceil(p90 / step - (0.2 if step > 1 else 1e-9))
    return low, max(high, low)
