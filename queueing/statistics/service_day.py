"""One service day, folded from its events: stored once it is over, and read for every period that includes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from queueing.statistics.columns import Columns, columns_of
from queueing.statistics.counter_time import time_by_kind
from queueing.statistics.slots import (
    QUARTER,
    QUARTER_COLUMNS,
    Quarters,
    SlotQuarters,
    fill_quarters,
    midnight_of,
    quarters_of_day,
)
from queueing.statistics.visits import Visit
from queueing.tickets.events import ServingRow
from services_catalog.hours import Hours


@dataclass(frozen=True, slots=True)
class FoldedServiceDay:
    """A service day: its visits and its quarters of an hour. `midnight` begins it, `ends` begins the next; UTC."""

    on: date
    midnight: datetime
    ends: datetime
    visits: Columns
    quarters: Quarters

    def slots(self, minutes: int) -> list[SlotQuarters]:
        """Return its slots of so many minutes, as far as `quarters_of_day` reaches."""
        return self.quarters.slots(self.midnight, self.ends, minutes)

    def to_stored(self) -> dict[str, Any]:
        """Return the columns of `FoldedDay`: `names`, JSON that says how to read the bytes, `visits` and `quarters`."""
        visits, types = self.visits.to_bytes()
        names = {name: list(texts) for name, texts in self.visits.names.items()}
        return {
            "names": {"first_quarter": self.quarters.first, "turns": len(self.visits), "types": types, "texts": names},
            "visits": visits,
            "quarters": self.quarters.table.astype("<i8").tobytes(),
        }

    @staticmethod
    def from_stored(day: date, hours: Hours, names: dict[str, Any], visits: bytes, quarters: bytes) -> FoldedServiceDay:
        """Return the day that `to_stored` stored."""
        columns = Columns.from_bytes(visits, names["turns"], names["types"], names["texts"])
        table = np.frombuffer(quarters, "<i8").reshape(-1, len(QUARTER_COLUMNS))
        return FoldedServiceDay(day, *_bounds(day, hours), columns, Quarters(names["first_quarter"], table))


def fold_day(
    day: date, visits: Sequence[Visit], counter_events: Sequence[ServingRow], hours: Hours, now: datetime
) -> FoldedServiceDay:
    """Return a day folded from its visits and counter events, up to `now`."""
    midnight, ends = _bounds(day, hours)
    quarters = quarters_of_day(midnight, ends, hours.spans_on(day), visits, now)
    until = min(midnight + quarters.stop * QUARTER, now)
    counter_time = time_by_kind(counter_events, visits, until)
    filled = fill_quarters(quarters, midnight, visits, counter_time, until)
    return FoldedServiceDay(day, midnight, ends, columns_of(visits, midnight), filled)


def _bounds(day: date, hours: Hours) -> tuple[datetime, datetime]:
    return midnight_of(day, hours.tz), midnight_of(day + timedelta(days=1), hours.tz)
