"""The location, the moment and the forecasts with which a view is drawn or a ticket is issued."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from queueing.clock import ClockStep
from queueing.schemas import Wait
from services_catalog.catalog import Catalog, Location


@dataclass(frozen=True, slots=True)
class LocationWaits:
    """Forecasts of one location at one moment: of each waiting ticket by id, of joining a queue by its id.

    A ticket or queue that no counter serves is left out. `in_time` is the chance, by queue, that a visitor who
    joins now is called before the location closes.
    """

    by_ticket: Mapping[int, Wait]
    by_queue: Mapping[str, Wait]
    in_time: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class ViewContext:
    """Where and when a view is drawn, and what it is drawn with.

    `forecast` is called only when a view shows a wait, `others` (the other locations at this moment) only
    when a visitor may have to be sent there. `follow` is the address before a ticket's id, `clock_step` the last step
    of the machine's clock.
    """

    catalog: Catalog
    location: Location
    now: datetime
    forecast: Callable[[], LocationWaits]
    simulated: bool = False
    pace: float = 1.0
    clock_step: ClockStep | None = None
    follow: str = ""
    others: Callable[[], Sequence[ViewContext]] = tuple

    @cached_property
    def waits(self) -> LocationWaits:
        """The forecasts of the location now."""
        return self.forecast()
