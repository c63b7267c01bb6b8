"""What a manager is told of a step of the machine's clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from queueing.clock import ClockStep

TOLD_FOR = timedelta(hours=3)
"""How long a step that is over is still told of."""
UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def is_told(step: ClockStep | None, now: datetime) -> bool:
    """Return whether a manager should still know of a step."""
    return step is not None and (step.over_at is None or abs(now - step.over_at) < TOLD_FOR)


def in_words(step: ClockStep, zone: ZoneInfo) -> str:
    """Return one or two sentences: what the clock did, and by which time the center goes on."""
    direction = "forward" if step.by > timedelta() else "back"
    jumped = f"This machine's clock jumped {direction} by {_how_much(step.by)} at {step.at.astimezone(zone):%H:%M}."
    if step.over_at is None:
        return (
            f"{jumped} The center goes on by the time before, and the end of the day waits. If the new time is right, "
            "it is taken by itself, at the latest when nobody is left; a restart of the server takes it at once."
        )
    over_at = f"{step.over_at.astimezone(zone):%H:%M}"
    if step.taken:
        return f"{jumped} Its new time has been taken, at {over_at}."
    return f"{jumped} It came back at {over_at}; the center was kept on the right time."


def _how_much(by: timedelta) -> str:
    """Return a length in its two largest units, such as `1 day` or `1 hour 30 minutes`."""
    left, parts = round(abs(by).total_seconds()), []
    for name, seconds in UNITS:
        count, left = divmod(left, seconds)
        if count:
            parts.append(f"{count} {name}{'' if count == 1 else 's'}")
    return " ".join(parts[:2])
