"""One service day, folded: what is kept of it once it is over, and read again for every period that holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from queueing.statistics.columns import Columns, columns_of
from queueing.statistics.counter_time import spent
from queueing.statistics.slots import COLUMNS, QUARTER, Quarters, SlotQuarters, fill, midnight_of, reach
from queueing.statistics.visits import Visit
from queueing.tickets.events import ServingRow
from services_catalog.hours import Hours


@dataclass(frozen=True, slots=True)
class FoldedServiceDay:
    """A service day: its visits and its quarters of an hour. `midnight` begins it, `ends` the next; UTC."""

    on: date
    midnight: datetime
    ends: datetime
    visits: Columns
    quarters: Quarters

    def slots(self, minutes: int) -> list[SlotQuarters]:
        """Return its slots, from its opening or first happening to its closing or last one, none ahead."""
        return self.quarters.slots(self.midnight, self.ends, minutes)

    def to_stored(self) -> dict[str, Any]:
        """Return what is stored of it: what its bytes mean as JSON, and the bytes."""
        visits, types = self.visits.to_bytes()
        names = {name: list(texts) for name, texts in self.visits.names.items()}
        return {
            "names": {"first_quarter": self.quarters.first, "turns": len(self.visits), "types": types, "texts": names},
            "visits": visits,
            "quarters": self.quarters.table.astype("<i8").tobytes(),
        }

    @staticmethod
    def from_stored(day: date, hours: Hours, names: dict[str, Any], visits: bytes, quarters: bytes) -> FoldedServiceDay:
        """Return what `to_stored` gave."""
        columns = Columns.from_bytes(visits, names["turns"], names["types"], names["texts"])
        table = np.frombuffer(quarters, "<i8").reshape(-1, len(COLUMNS))
        return FoldedServiceDay(day, *_bounds(day, hours), columns, Quarters(names["first_quarter"], table))


def fold_day(
    day: date, visits: Sequence[Visit], seatings: Sequence[ServingRow], hours: Hours, now: datetime
) -> FoldedServiceDay:
    """Fold a day's visits and its counters' events, as far as `now`."""
    midnight, ends = _bounds(day, hours)
    which = reach(midnight, ends, hours.spans_on(day), visits, now)
    until = min(midnight + which.stop * QUARTER, now)
    did = spent(seatings, visits, until)
    return FoldedServiceDay(
        day, midnight, ends, columns_of(visits, midnight), fill(which, midnight, visits, did, until)
    )


def _bounds(day: date, hours: Hours) -> tuple[datetime, datetime]:
    return midnight_of(day, hours.tz), midnight_of(day + timedelta(days=1), hours.tz)
