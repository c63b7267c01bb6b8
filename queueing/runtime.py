"""One running server: its settings, database, catalog and clock, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Protocol

from sqlalchemy.orm import Session

from queueing.clock import Clock
from queueing.db import Database
from queueing.refusals import NotFound
from queueing.settings import Settings
from queueing.simulation import ModelParameters
from queueing.speech import Engine, Speech
from queueing.waits.context import LocationWaits, ViewContext
from services_catalog.catalog import Catalog, Location
from services_catalog.search import Index


class WaitForecaster(Protocol):
    """Forecasts the waits of a location."""

    def waits(self, session: Session, location: Location, now: datetime) -> LocationWaits:
        """Return the forecasts at `now`; a queue or ticket that nobody serves is left out."""
        ...

    def parameters(self, session: Session, location: Location, now: datetime) -> ModelParameters:
        """Return the parameters with which a location is simulated."""
        ...


@dataclass(frozen=True)
class Runtime:
    """What a request, a socket or a background worker needs to do its work."""

    settings: Settings
    database: Database
    catalog: Catalog
    index: Index
    clock: Clock
    forecaster: WaitForecaster

    @cached_property
    def speech(self) -> Speech:
        """The speech engine and recordings of this server."""
        return Speech(self.settings.var / "speech", Engine.installed(), self.settings.var / "voices")

    def location(self, location: str) -> Location:
        """Return the location of that id; raise NotFound."""
        found = self.catalog.locations.get(location)
        if found is None:
            raise NotFound(f"There is no location {location!r}.")
        return found

    def waits(self, location: Location) -> LocationWaits:
        """Return the location's forecasts at this moment; a roll may run, so never call it inside a write."""
        with self.database.read() as session:
            return self.forecaster.waits(session, location, self.now())

    def view_context(
        self, session: Session, location: Location, follow: str = "", *, waits: LocationWaits | None = None
    ) -> ViewContext:
        """Return what a view of the location is drawn with at this moment; with `waits` nothing is forecast anew."""
        now = self.now()
        return ViewContext(
            catalog=self.catalog,
            location=location,
            now=now,
            forecast=lambda: waits or self.forecaster.waits(session, location, now),
            simulated=self.clock.simulated,
            pace=self.clock.pace,
            clock_step=None if self.clock.simulated else self.clock.noticed_step,
            follow=follow or self.settings.public_url,
            others=lambda: [
                self.view_context(session, other)
                for other in self.catalog.locations.values()
                if other.id != location.id
            ],
        )

    def now(self) -> datetime:
        """Return the present moment of this server, which may be a training day."""
        return self.clock.now()

    def real_now(self) -> datetime:
        """Return the present moment of the world: codes made by another command live by it."""
        return self.clock.real_now()
