"""The forecast of a view is made only when the view needs it."""

from __future__ import annotations

from queueing.waits.context import LocationWaits, ViewContext
from services_catalog.catalog import Catalog, Location
from tests.cast import MONDAY_MORNING


def test_the_forecast_is_called_once_and_only_when_needed(catalog: Catalog, downtown: Location) -> None:
    calls = []

    def forecast() -> LocationWaits:
        calls.append(1)
        return LocationWaits({}, {})

    context = ViewContext(catalog, downtown, MONDAY_MORNING, forecast)
    assert not calls
    assert context.waits is context.waits
    assert len(calls) == 1
