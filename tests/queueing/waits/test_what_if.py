"""The counters under another staffing."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from queueing.refusals import LocationClosed
from queueing.simulation import CenterState, CounterActivity, SimulatedCounter
from queueing.simulation.parameters import exact_parameters
from queueing.waits.snapshot import LocationSnapshot, center_of
from queueing.waits.what_if import CounterPlanChange, _changed, compare
from services_catalog.catalog import Catalog, Location
from tests.queueing.simulation.forecast_cast import NOON, counter

SERVING = replace(counter("1", "A", CounterActivity.SERVING, service="report-theft"))


@pytest.fixture
def snapshot(catalog: Catalog, downtown: Location) -> LocationSnapshot:
    """Counter 1 serves a visitor, counter 2 is paused, at noon; closing is at four."""
    paused = counter("2", "A", CounterActivity.PAUSED)
    return LocationSnapshot(CenterState(center_of(catalog, downtown), NOON, (SERVING, paused)), {}, 960.0, frozenset())


def changed(snapshot: LocationSnapshot, location: Location, change: CounterPlanChange) -> dict[str, SimulatedCounter]:
    return {each.desk.id: each for each in _changed(snapshot, location, [change])}


def test_what_is_not_named_stays(snapshot: LocationSnapshot, downtown: Location) -> None:
    assert changed(snapshot, downtown, CounterPlanChange("3"))["1"] == SERVING


def test_a_busy_counter_closes_after_its_visitor_an_idle_one_at_once(
    snapshot: LocationSnapshot, downtown: Location
) -> None:
    assert changed(snapshot, downtown, CounterPlanChange("1", open=False))["1"].then is CounterActivity.CLOSED
    assert "2" not in changed(snapshot, downtown, CounterPlanChange("2", open=False))


def test_a_paused_counter_comes_back_at_once(snapshot: LocationSnapshot, downtown: Location) -> None:
    found = changed(snapshot, downtown, CounterPlanChange("2"))["2"]
    assert (found.doing, found.since) == (CounterActivity.READY, NOON)


def test_a_counter_serves_the_given_queues_and_services(snapshot: LocationSnapshot, downtown: Location) -> None:
    found = changed(snapshot, downtown, CounterPlanChange("1", serves=("report-theft", "permits")))["1"]
    assert found.desk.queues == {"reports", "permits"}
    assert found.service == "report-theft"


def test_one_that_opens_later_is_shut_until_then(snapshot: LocationSnapshot, downtown: Location) -> None:
    found = changed(
        snapshot, downtown, CounterPlanChange("4", opens=time(13), closes=time(15), breaks=((time(14), time(14, 15)),))
    )
    assert (found["4"].doing, found["4"].desk.opens, found["4"].desk.closes) == (CounterActivity.SHUT, 780.0, 900.0)
    assert found["4"].breaks == ((840.0, 15.0),)
    assert changed(snapshot, downtown, CounterPlanChange("4", opens=time(11)))["4"].doing is CounterActivity.READY


def test_a_closed_location_is_refused(snapshot: LocationSnapshot, downtown: Location) -> None:
    with pytest.raises(LocationClosed):
        compare(replace(snapshot, closes=None), exact_parameters(), downtown, [])
