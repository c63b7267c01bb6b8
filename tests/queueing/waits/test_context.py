"""The forecast is asked only when somebody wants to know."""

from __future__ import annotations

from queueing.waits.context import Here, Waits
from services_catalog.catalog import Catalog, Location
from tests.cast import MONDAY_MORNING


def test_the_forecast_is_asked_once_and_only_when_wanted(catalog: Catalog, downtown: Location) -> None:
    asked = []

    def forecast() -> Waits:
        asked.append(1)
        return Waits({}, {})

    here = Here(catalog, downtown, MONDAY_MORNING, forecast)
    assert not asked
    assert here.waits is here.waits
    assert len(asked) == 1
