"""The forecast of a location as it stands in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from queueing.board import Waits
from services_catalog.catalog import Catalog, Location


class Outlook:
    """Forecasts waits from the live state of a location."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def waits(self, session: Session, location: Location, now: datetime) -> Waits:
        """Return the forecasts at `now`."""
        return Waits({}, {})
