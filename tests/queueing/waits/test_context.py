"""The forecast is asked only when somebody wants to know."""

from __future__ import annotations

from queueing.waits.context import LocationWaits, ViewContext
from services_catalog.catalog import Catalog, Location
from tests.cast import MONDAY_MORNING


def test_the_forecast_is_asked_once_and_only_when_wanted(catalog: Catalog, downtown: Location) -> None:
    asked = []

    def forecast() -> LocationWaits:
        asked.append(1)
        return LocationWaits({}, {})

    context = ViewContext(catalog, downtown, MONDAY_MORNING, forecast)
    assert not asked
    assert context.waits is context.waits
    assert len(asked) == 1
