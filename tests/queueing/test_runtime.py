"""What a running server stands on: one place for its location, moment and forecasts."""

from __future__ import annotations

import pytest

from queueing.app import App
from queueing.refusals import NotFound
from queueing.waits.context import LocationWaits
from services_catalog.catalog import Location
from tests.cast import Agent, Kiosk, SteppedClock


def test_an_unknown_location_is_refused_by_its_name(app: App) -> None:
    assert app.runtime.location("downtown").id == "downtown"
    with pytest.raises(NotFound, match="'nowhere'"):
        app.runtime.location("nowhere")


def test_a_context_has_the_moment_and_knows_the_other_locations(
    app: App, downtown: Location, clock: SteppedClock
) -> None:
    with app.runtime.database.read() as session:
        context = app.runtime.view_context(session, downtown)
        assert (context.location, context.now) == (downtown, clock.now())
        assert [other.location.id for other in context.others()] == ["east-lake"]


def test_given_waits_are_used_and_nothing_is_forecast(app: App, downtown: Location, kiosk: Kiosk, ana: Agent) -> None:
    given = LocationWaits({}, {}, {"reports": 0.5})
    with app.runtime.database.read() as session:
        assert app.runtime.view_context(session, downtown, waits=given).waits is given
    ana.open()
    kiosk.ticket("report-theft")
    assert "reports" in app.runtime.waits(downtown).by_queue, "a counter is open, so joining is forecast"
    assert ana.get("/locations/downtown/queue").status_code == 200
