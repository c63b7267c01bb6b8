"""Slots of a local day, and who is carried from one into the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from queueing.figures.shapes import SlotFlow
from queueing.figures.visits import Visit
from queueing.tickets import State

INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """From `start` until, not including, `end`; UTC moments."""

    start: datetime
    end: datetime

    def holds(self, moment: datetime) -> bool:
        """Whether a moment belongs to this slot."""
        return self.start <= moment < self.end


def midnight_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the UTC moment at which a local day begins."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def slots_of(
    day: date,
    zone: ZoneInfo,
    minutes: int,
    *,
    opening: Sequence[tuple[datetime, datetime]],
    visits: Iterable[Visit],
    now: datetime,
) -> list[Slot]:
    """Return the slots of a local day, from its opening or first happening to its closing or last one, none ahead.

    They are cut from midnight in real time, so that a day of 23 or 25 hours has each hour that it
    has; clocks change by whole slots, so that slots stay on the wall clock's half-hours.
    """
    begins, ends = midnight_of(day, zone), midnight_of(day + timedelta(days=1), zone)
    moments = [moment for opens, closes in opening for moment in (opens, closes - INSTANT)]
    for visit in visits:
        # A ticket that the day closed on ends the next morning; that is no happening of this day.
        moments += [at for at in (visit.issued, visit.called, visit.ended) if at and begins <= at < ends]
    if not moments or min(moments) > now:
        return []
    length, last = timedelta(minutes=minutes), min(max(moments), now)
    start = begins + (min(moments) - begins) // length * length
    slots = []
    while start <= last:
        slots.append(Slot(start, min(start + length, ends)))
        start = slots[-1].end
    return slots


def flow(slot: Slot, visits: Iterable[Visit], now: datetime) -> SlotFlow:
    """Return who was carried into a slot, how many calls it saw, and who was carried out of it."""
    carried_in = calls = carried_out = 0
    until = min(slot.end, now)
    for visit in visits:
        carried_in += waits_at(visit, slot.start)
        carried_out += waits_at(visit, until)
        calls += sum(map(slot.holds, visit.calls))
    return SlotFlow(start=slot.start, end=slot.end, carried_in=carried_in, calls=calls, carried_out=carried_out)


def waits_at(visit: Visit, moment: datetime) -> bool:
    """Whether a visitor who came before `moment` was still waiting when it came."""
    return any(
        span.state == State.WAITING and span.start < moment and (span.end is None or span.end >= moment)
        for span in visit.spans
    )
