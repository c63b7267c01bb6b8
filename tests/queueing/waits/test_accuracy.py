"""Forecast accuracy counted by hand, and the queues whose waits covered badly, with the manager's alert."""

from __future__ import annotations

from datetime import timedelta

import pytest

from queueing.app import App
from queueing.waits import forecaster
from queueing.waits.accuracy import AccuracyCut, EstimatesView, covers_badly, estimates_view, review
from tests.cast import MONDAY_MORNING, Agent, Caller, Kiosk, SteppedClock


@pytest.mark.parametrize(
    ("estimates", "within", "badly_covered", "why"),
    [
        (0, None, False, "nothing was told"),
        (19, 0.0, False, "too few to say"),
        (20, 0.75, True, "five of twenty missed is more than chance"),
        (20, 0.8, False, "four of twenty may be chance"),
        (100, 0.85, False, "fifteen of a hundred may be chance"),
        (100, 0.83, True, "seventeen may not"),
        (10_000, 0.86, False, "within the slack, however many"),
        (10_000, 0.84, True, "surely below"),
        (10_000, 1.0, False, "too wide is another matter"),
    ],
)
def test_a_queue_covers_badly_beyond_chance_and_slack(
    estimates: int, within: float | None, *, badly_covered: bool, why: str
) -> None:
    assert covers_badly(estimates, within) is badly_covered, why


def test_a_week_of_waits_outside_the_range_is_shown_to_the_manager(
    app: App, kiosk: Kiosk, ana: Agent, mia: Caller, clock: SteppedClock
) -> None:
    """On Friday each is told 25 minutes at most; 13 are called after 2 minutes, 8 after 30."""
    runtime, downtown = app.runtime, app.runtime.location("downtown")
    clock.set(MONDAY_MORNING - timedelta(days=3))
    friday = clock.now().date()
    ana.open("reports")
    for minutes in 13 * [2] + 8 * [30]:
        ticket = kiosk.ticket("report-theft")
        assert ticket["told"]["high_minutes"] <= 25
        clock.step(minutes=minutes)
        ana.does(ana.call(), "start")
        ana.does(ticket, "finish")
    ana.put(ana.desk, {"open": False})
    clock.set(MONDAY_MORNING)

    def told(by: AccuracyCut) -> EstimatesView:
        return estimates_view(
            runtime.database,
            catalog=runtime.catalog,
            location=downtown,
            first=friday,
            last=friday,
            by=by,
            now=clock.now(),
        )

    [queue] = told(AccuracyCut.QUEUE).groups
    assert (queue.key, queue.label, queue.estimates, queue.covers_badly) == ("reports", "Make a report", 21, True)
    assert queue.within_share == pytest.approx(13 / 21)
    assert queue.median_error_seconds == pytest.approx(120, abs=60)
    assert [group.key for group in told(AccuracyCut.QUEUE).week] == ["reports"]
    assert [(group.label, group.estimates) for group in told(AccuracyCut.HOUR).groups][:2] == [
        ("09:00", 14),
        ("10:00", 2),
    ]
    forecaster.learn(runtime.database, runtime.catalog, downtown, clock.now())
    review(runtime.database, runtime.catalog, downtown, clock.now())
    alerts = {alert["key"]: alert["words"] for alert in mia.get("/locations/downtown/queue").get_json()["alerts"]}
    assert alerts["doubted:reports"] == (
        "Make a report: only 62% of the waits told in the past week were kept, where 90% are meant to be."
    )
