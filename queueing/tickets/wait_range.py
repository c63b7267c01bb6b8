"""The range that people read, and when it was wrong. Minutes everywhere."""

from __future__ import annotations

import math

_FORGIVEN = 0.2
_PLAY = 0.3

Range = tuple[int, int]
"""(low, high) whole minutes of "about low to high minutes"; low 0 reads "less than high minutes"."""


def printed_range(p50: float, p90: float) -> Range:
    """Return the range that people read for a wait of that median and P90.

    The low is the median rounded down and the high the P90 rounded up, to steps that widen with the wait:
    5 minutes below an hour, then 10 and 15. A fifth of a step over is forgiven, for always rounding up
    would keep the range far more often than the nine times in ten that it is meant to say. It is never
    one point.
    """
    return _spread(_low(p50), _high(p90))


def steady_range(shown: Range | None, p50: float, p90: float) -> Range:
    """Return the range to show where `shown` stands now: an end moves only once it is clearly passed.

    A forecast is drawn anew all the time; one that lies at the edge of a step would twitch.
    """
    if shown is None:
        return printed_range(p50, p90)
    low, high = shown
    play50, play90 = _PLAY * _step(p50), _PLAY * _step(p90)
    if not _low(p50 - play50) <= low <= _low(p50 + play50):
        low = _low(p50)
    if not _high(p90 - play90) <= high <= _high(p90 + play90):
        high = _high(p90)
    return _spread(low, high)


def takes_longer(told_high: float, waited: float, low: float | None) -> bool:
    """Return whether a wait exceeds its quoted range: it has already, or it will by the `low` of the present range."""
    return waited + (low or 0.0) > told_high


def _step(minutes: float) -> int:
    return 5 if minutes < 60 else 10 if minutes < 120 else 15


def _low(p50: float) -> int:
    p50 = max(0.0, p50)
    return _step(p50) * math.floor(p50 / _step(p50))


def _high(p90: float) -> int:
    p90 = max(0.0, p90)
    return max(5, _step(p90) * math.ceil(p90 / _step(p90) - _FORGIVEN))


def _spread(low: int, high: int) -> Range:
    return low, max(high, low + _step(low))
