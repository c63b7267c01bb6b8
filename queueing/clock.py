"""The only reader of the system clock. Everything else takes a moment as an argument.

The system clock may be set while the server runs, by mistake too. So the time goes on by the machine's steady
clock, which nobody sets; a step of the system clock is noticed, and its time is taken when `take_step` says so.

A clock may be started elsewhere in time (`--at`) or run faster (`demo --pace`); the screens
then say so, plainly.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from queueing.refusals import InvalidRequest

STEP_SECONDS = 2.0
"""A larger difference is a step; smaller ones, as a time service makes them, are followed."""
FURTHEST_BEHIND = timedelta(hours=2)
"""What is recorded further ahead than this was recorded by a clock that has been set right since."""
_READING_SECONDS = 0.5
_READINGS = 3


def steady_seconds() -> float:
    """Return seconds by a clock that nobody sets; where the system can tell, the machine's sleep counts."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


@dataclass(frozen=True, slots=True)
class ClockStep:
    """A step of the system clock: when, by the time before; by how much; when it was over.

    It is over when the system clock came back, or when its new time was taken.
    """

    at: datetime
    by: timedelta
    over_at: datetime | None = None
    taken: bool = False


class Reckoning:
    """The time by the steady clock since a reading of the system clock, in seconds; it never runs backwards."""

    def __init__(self, wall: Callable[[], float], steady: Callable[[], float]) -> None:
        self._wall, self._steady = wall, steady
        self._turn = threading.Lock()
        self._latest = -math.inf
        self._offset, _ = self._look()
        self._stepped_offset: float | None = None
        self._step: ClockStep | None = None

    def read(self) -> float:
        """Return the present moment; notice a step of the system clock since the last reading, or its end."""
        with self._turn:
            offset, steady = self._look()
            self._compare(offset, steady)
            self._latest = max(self._latest, steady + self._offset)
            return self._latest

    @property
    def step(self) -> ClockStep | None:
        """The last step that was noticed."""
        self.read()
        return self._step

    def take_step(self) -> None:
        """Go on by the system clock's new time, back too; without a step nothing changes."""
        with self._turn:
            if self._step and self._stepped_offset is not None:
                self._offset, self._stepped_offset = self._stepped_offset, None
                self._latest = self._steady() + self._offset
                self._step = replace(self._step, over_at=_moment(self._latest), taken=True)

    def not_before(self, seconds: float) -> None:
        """Stand still until that moment has come."""
        with self._turn:
            self._latest = max(self._latest, seconds)

    def _look(self) -> tuple[float, float]:
        # A thread that had to wait between the readings would see a step where there was none.
        looks = []
        for _ in range(_READINGS):
            before, wall, after = self._steady(), self._wall(), self._steady()
            looks.append((after - before, wall, after))
            if after - before < _READING_SECONDS:
                break
        _, wall, steady = min(looks)
        return wall - steady, steady

    def _compare(self, offset: float, steady: float) -> None:
        now = steady + self._offset
        if abs(offset - self._offset) <= STEP_SECONDS:
            self._offset = offset
            if self._step and self._stepped_offset is not None:
                self._step = replace(self._step, over_at=_moment(now))
            self._stepped_offset = None
            return
        if self._stepped_offset is None or abs(offset - self._stepped_offset) > STEP_SECONDS:
            self._step = ClockStep(_moment(now), timedelta(seconds=round(offset - self._offset)))
        self._stepped_offset = offset


@dataclass(frozen=True)
class Clock:
    """Tells aware UTC moments: `start` plus the real time gone by since, times `pace`.

    With `start` None it is the system clock, but for its steps. `wall` and `steady` read the machine's two clocks.
    """

    start: datetime | None = None
    pace: float = 1.0
    wall: Callable[[], float] = time.time
    steady: Callable[[], float] = steady_seconds
    _origin: float = field(init=False)
    _real: Reckoning = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_origin", self.steady())
        object.__setattr__(self, "_real", Reckoning(self.wall, self.steady))

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        if self.start is None:
            return self.real_now()
        return self.start + timedelta(seconds=(self.steady() - self._origin) * self.pace)

    def real_now(self) -> datetime:
        """Return the present moment of the world, also on a training day."""
        return _moment(self._real.read())

    @property
    def noticed_step(self) -> ClockStep | None:
        """The last step of the system clock since this clock was made."""
        return self._real.step

    def take_step(self) -> None:
        """Go on by the time to which the system clock has stepped."""
        self._real.take_step()

    def not_before(self, moment: datetime) -> None:
        """Stand still until that moment has come. A clock that was started elsewhere goes on."""
        self._real.not_before(moment.timestamp())

    def sleep(self, seconds: float) -> None:
        """Pause for that many seconds of this clock."""
        time.sleep(max(0.0, seconds / self.pace))

    @property
    def simulated(self) -> bool:
        """Whether the screens must say that this is not the real time."""
        return self.start is not None


def parse_moment(text: str, zone: ZoneInfo) -> datetime:
    """Return an ISO 8601 moment as aware UTC; without an offset it is local to `zone`."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidRequest(f"{text!r} is not an ISO time, such as 2026-11-23T09:30.") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
