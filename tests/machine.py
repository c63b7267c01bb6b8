"""A machine whose two clocks a test sets: the system clock, which somebody may set, and the steady one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from queueing.clock import Clock
from tests.cast import MONDAY_MORNING


@dataclass
class Machine:
    """Two clocks, in seconds, that stand still until time passes."""

    wall: float = MONDAY_MORNING.timestamp()
    steady: float = 5_000.0

    def passes(self, seconds: float) -> None:
        """Let time pass on both."""
        self.wall += seconds
        self.steady += seconds

    def jumps(self, seconds: float) -> None:
        """Set the system clock, forward or back."""
        self.wall += seconds

    def clock(self, start: datetime | None = None, pace: float = 1.0) -> Clock:
        """A server's clock that reads this machine's."""
        return Clock(start, pace, wall=lambda: self.wall, steady=lambda: self.steady)
