"""The only reader of the system clock. Everything else takes a moment as an argument.

A clock may be started elsewhere in time (`--at`) or run faster (`demo --pace`); the screens
then say so, plainly.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from queueing.refusals import InvalidRequest


@dataclass(frozen=True)
class Clock:
    """Tells aware UTC moments: `start` plus the real time gone by since, times `pace`.

    With `start` None it is the system clock itself.
    """

    start: datetime | None = None
    pace: float = 1.0
    _origin: float = field(default_factory=time.time)

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        real = time.time()
        if self.start is None:
            return datetime.fromtimestamp(real, UTC)
        return self.start + timedelta(seconds=(real - self._origin) * self.pace)

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
