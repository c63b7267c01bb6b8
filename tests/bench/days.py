"""Thousands of random acts on long days, against the center played with cards: `python -m tests.bench.days 300`."""

from __future__ import annotations

import sys

from tests.queueing.operations.test_long_days import live

ACTS_A_DAY = 150

if __name__ == "__main__":
    live(int(sys.argv[1]) if len(sys.argv) > 1 else 100, ACTS_A_DAY, always_the_same=False)
