"""Luck that the tests of simulated agents choose."""

from __future__ import annotations

import math
from random import Random


class Fixed(Random):
    """Luck whose chances are all the same."""

    chance = 0.99

    def random(self) -> float:
        """Return that chance."""
        return self.chance

    def lognormvariate(self, mu: float = 0.0, sigma: float = 1.0) -> float:
        """Return the median: drawing one would wait for another chance."""
        return math.exp(mu)
