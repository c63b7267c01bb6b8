"""Quarters of an hour of one local day: how many waited as each began and ended, its calls, and its counters' time.

Slots of 15, 30 and 60 minutes are sums of them. Quarters are counted from midnight in elapsed time, so that days of
23 and 25 hours have as many as they last; clocks change by whole quarters, so slots stay aligned with the wall clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from queueing.statistics.columns import MICROS
from queueing.statistics.counter_time import KINDS, Interval
from queueing.statistics.schemas import SlotFlow, StaffTime
from queueing.statistics.visits import Visit
from queueing.tickets.model import State

INSTANT = timedelta(microseconds=1)
QUARTER = timedelta(minutes=15)
QUARTER_MICROS = QUARTER // INSTANT
QUARTER_COLUMNS = ("length", "carried_in", "carried_out", "calls", *KINDS)
"""The columns of a quarter; `length` and the kinds of counter time are in microseconds."""

Micros = NDArray[np.int64]


def midnight_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the UTC moment at which a local day begins."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class SlotQuarters:
    """Consecutive quarters of a day, from `start` until, not including, `end`; `totals` is by QUARTER_COLUMNS."""

    start: datetime
    end: datetime
    totals: Mapping[str, int]

    @property
    def flow(self) -> SlotFlow:
        """The visitors carried in, the calls, and the visitors carried out, whenever their tickets were issued."""
        counted = {name: self.totals[name] for name in ("carried_in", "calls", "carried_out")}
        return SlotFlow(start=self.start, end=self.end, **counted)


@dataclass(frozen=True, slots=True)
class Quarters:
    """The quarters of a day from number `first`, counted from midnight; a row of `table` each, by QUARTER_COLUMNS."""

    first: int
    table: Micros

    def slots(self, midnight: datetime, ends: datetime, minutes: int) -> list[SlotQuarters]:
        """Return the day's slots of so many minutes; the last may end early, at the next midnight."""
        size = timedelta(minutes=minutes) // QUARTER
        slots = []
        for number in range(self.first // size, -(-(self.first + len(self.table)) // size) if len(self.table) else 0):
            start = midnight + number * size * QUARTER
            rows = self.table[max(number * size - self.first, 0) : (number + 1) * size - self.first]
            slots.append(SlotQuarters(start, min(start + size * QUARTER, ends), totals_of(rows)))
        return slots


def totals_of(rows: Micros) -> dict[str, int]:
    """Return consecutive quarters as one: carried into the first, carried out of the last, all else summed."""
    totals = dict(zip(QUARTER_COLUMNS, map(int, rows.sum(axis=0)), strict=True))
    totals["carried_in"] = int(rows[0][QUARTER_COLUMNS.index("carried_in")]) if len(rows) else 0
    totals["carried_out"] = int(rows[-1][QUARTER_COLUMNS.index("carried_out")]) if len(rows) else 0
    return totals


def staff_time(slots: Iterable[Mapping[str, int]]) -> StaffTime:
    """Return how counters spent their time in slots or days, given the totals of each."""
    micros = dict.fromkeys(KINDS, 0)
    length = 0
    for totals in slots:
        length += totals["length"]
        for kind in KINDS:
            micros[kind] += totals[kind]
    staffed = sum(micros.values())
    shares = {f"{kind}_share": spent / staffed if staffed else None for kind, spent in micros.items()}
    return StaffTime(counters_open=staffed / length if length else 0.0, staffed_seconds=staffed / MICROS, **shares)


def quarters_of_day(
    midnight: datetime,
    ends: datetime,
    opening: Sequence[tuple[datetime, datetime]],
    visits: Iterable[Visit],
    now: datetime,
) -> range:
    """Return the numbers of the quarters from the opening or first event to the closing or last one, up to `now`."""
    moments = [moment for opens, closes in opening for moment in (opens, closes - INSTANT)]
    for visit in visits:
        # A ticket not reached by closing is ended the next morning, which is no event of this day.
        moments += [at for at in visit.moments if midnight <= at < ends]
    if not moments or min(moments) > now:
        return range(0)
    return range((min(moments) - midnight) // QUARTER, (min(max(moments), now) - midnight) // QUARTER + 1)


def fill_quarters(
    numbers: range,
    midnight: datetime,
    visits: Iterable[Visit],
    counter_time: Mapping[str, Sequence[Interval]],
    until: datetime,
) -> Quarters:
    """Return the quarters with these numbers, up to `until`; `counter_time` is what `time_by_kind` returns."""
    whole = np.arange(numbers.start, numbers.stop + 1, dtype=np.int64) * QUARTER_MICROS
    bounds = np.minimum(whole, (until - midnight) // INSTANT)
    spans = [span for visit in visits for span in visit.spans if span.state == State.WAITING]
    begun = _micros((span.start for span in spans), midnight)
    ended = _micros((span.end for span in spans if span.end), midnight)
    # A visitor waits at a moment if their wait began before it and did not end before it.
    waiting = np.searchsorted(begun, bounds) - np.searchsorted(ended, bounds)
    # A call at exactly `until` belongs to the last quarter.
    calls = np.searchsorted(_micros((call for visit in visits for call in visit.calls), midnight), whole)
    kinds = [np.diff(_elapsed(counter_time.get(kind, ()), midnight, bounds)) for kind in KINDS]
    table = np.stack([np.diff(bounds), waiting[:-1], waiting[1:], np.diff(calls), *kinds], axis=1)
    return Quarters(numbers.start, table.astype(np.int64))


def _elapsed(intervals: Sequence[Interval], midnight: datetime, bounds: Micros) -> Micros:
    """Return how many microseconds all intervals together had lasted by each bound."""
    starts, ends = (_micros((interval[side] for interval in intervals), midnight) for side in (0, 1))
    return _since(starts, bounds) - _since(ends, bounds)


def _since(moments: Micros, bounds: Micros) -> Micros:
    before = np.searchsorted(moments, bounds)
    added = np.concatenate([np.zeros(1, np.int64), np.cumsum(moments)])
    return np.asarray(before * bounds - added[before], np.int64)


def _micros(moments: Iterable[Any], midnight: datetime) -> Micros:
    return np.sort(np.array([(moment - midnight) // INSTANT for moment in moments], np.int64))
