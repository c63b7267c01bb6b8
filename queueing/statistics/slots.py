"""Quarters of an hour of one local day: how many waited as each began and ended, its calls, and its counters' time.

Slots of 15, 30 and 60 minutes are made of them. They are cut from midnight in real time, so that a
day of 23 or 25 hours has each hour that it has; clocks change by whole quarters, so that slots stay
on the wall clock's half-hours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from queueing.statistics.counter_time import KINDS, Interval
from queueing.statistics.schemas import SlotFlow, StaffTime
from queueing.statistics.visits import Visit
from queueing.tickets.model import State

INSTANT = timedelta(microseconds=1)
QUARTER = timedelta(minutes=15)
QUARTER_MICROS = QUARTER // INSTANT
MICROS = 1_000_000
COLUMNS = ("length", "carried_in", "carried_out", "calls", *KINDS)
"""What is kept of a quarter; lengths and kinds in microseconds."""

Micros = NDArray[np.int64]


def midnight_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the UTC moment at which a local day begins."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class SlotQuarters:
    """Some quarters of a day, one after another: from `start` until, not including, `end`."""

    start: datetime
    end: datetime
    totals: Mapping[str, int]

    @property
    def flow(self) -> SlotFlow:
        """What went through it, whenever the visitors had come."""
        counted = {name: self.totals[name] for name in ("carried_in", "calls", "carried_out")}
        return SlotFlow(start=self.start, end=self.end, **counted)


@dataclass(frozen=True, slots=True)
class Quarters:
    """The quarters of a day from `first` (counted from midnight) on; a row of `table` each, by COLUMNS."""

    first: int
    table: Micros

    def slots(self, midnight: datetime, ends: datetime, minutes: int) -> list[SlotQuarters]:
        """Return the day's slots of so many minutes; the last may be cut off by the next midnight."""
        size = timedelta(minutes=minutes) // QUARTER
        slots = []
        for number in range(self.first // size, -(-(self.first + len(self.table)) // size) if len(self.table) else 0):
            start = midnight + number * size * QUARTER
            rows = self.table[max(number * size - self.first, 0) : (number + 1) * size - self.first]
            slots.append(SlotQuarters(start, min(start + size * QUARTER, ends), totals_of(rows)))
        return slots


def totals_of(rows: Micros) -> dict[str, int]:
    """Return quarters that follow each other as one: carried into the first, out of the last, the rest added up."""
    totals = dict(zip(COLUMNS, map(int, rows.sum(axis=0)), strict=True))
    totals["carried_in"] = int(rows[0][COLUMNS.index("carried_in")]) if len(rows) else 0
    totals["carried_out"] = int(rows[-1][COLUMNS.index("carried_out")]) if len(rows) else 0
    return totals


def staff_time(slots: Iterable[Mapping[str, int]]) -> StaffTime:
    """Add up what counters did in slots or days."""
    micros = dict.fromkeys(KINDS, 0)
    length = 0
    for totals in slots:
        length += totals["length"]
        for kind in KINDS:
            micros[kind] += totals[kind]
    staffed = sum(micros.values())
    shares = {f"{kind}_share": part / staffed if staffed else None for kind, part in micros.items()}
    return StaffTime(counters_open=staffed / length if length else 0.0, staffed_seconds=staffed / MICROS, **shares)


def reach(
    midnight: datetime,
    ends: datetime,
    opening: Sequence[tuple[datetime, datetime]],
    visits: Iterable[Visit],
    now: datetime,
) -> range:
    """Return the day's quarters from its opening or first happening to its closing or last one, none ahead."""
    moments = [moment for opens, closes in opening for moment in (opens, closes - INSTANT)]
    for visit in visits:
        # A ticket that the day closed on ends the next morning; that is no happening of this day.
        moments += [at for at in visit.moments if midnight <= at < ends]
    if not moments or min(moments) > now:
        return range(0)
    return range((min(moments) - midnight) // QUARTER, (min(max(moments), now) - midnight) // QUARTER + 1)


def fill(
    which: range, midnight: datetime, visits: Iterable[Visit], did: Mapping[str, Sequence[Interval]], until: datetime
) -> Quarters:
    """Return the quarters `which` of a day, cut off at `until`; `did` is by kind what its counters did till then."""
    whole = np.arange(which.start, which.stop + 1, dtype=np.int64) * QUARTER_MICROS
    bounds = np.minimum(whole, (until - midnight) // INSTANT)
    spans = [span for visit in visits for span in visit.spans if span.state == State.WAITING]
    came = _micros((span.start for span in spans), midnight)
    went = _micros((span.end for span in spans if span.end), midnight)
    # Visitors who came before a moment and had not gone before it were still waiting then.
    waiting = np.searchsorted(came, bounds) - np.searchsorted(went, bounds)
    # A call at the very moment that cuts off the last quarter belongs to it.
    calls = np.searchsorted(_micros((call for visit in visits for call in visit.calls), midnight), whole)
    kinds = [np.diff(_elapsed(did.get(kind, ()), midnight, bounds)) for kind in KINDS]
    table = np.stack([np.diff(bounds), waiting[:-1], waiting[1:], np.diff(calls), *kinds], axis=1)
    return Quarters(which.start, table.astype(np.int64))


def _elapsed(intervals: Sequence[Interval], midnight: datetime, bounds: Micros) -> Micros:
    """Return how long all intervals together had lasted by each bound."""
    starts, ends = (_micros((interval[side] for interval in intervals), midnight) for side in (0, 1))
    return _since(starts, bounds) - _since(ends, bounds)


def _since(moments: Micros, bounds: Micros) -> Micros:
    before = np.searchsorted(moments, bounds)
    added = np.concatenate([np.zeros(1, np.int64), np.cumsum(moments)])
    return np.asarray(before * bounds - added[before], np.int64)


def _micros(moments: Iterable[Any], midnight: datetime) -> Micros:
    return np.sort(np.array([(moment - midnight) // INSTANT for moment in moments], np.int64))
