"""The learned model: kept as JSON and rebuilt to the same values, and the parameters that it gives."""

from __future__ import annotations

import json

import pytest

from queueing.simulation import Model
from tests.queueing.simulation.forecast_cast import random_source, tracker


def test_kept_as_json_and_rebuilt_to_the_same_values() -> None:
    def live(days: int, model: Model) -> Model:
        center_tracker = tracker()
        center_tracker.model = model
        rng = random_source(1)
        for _ in range(days):
            time = 480.0
            center_tracker.at(time)
            center_tracker.open("1", time=time)
            for index in range(30):
                center_tracker.at(time)
                center_tracker.issue(str(index), "ten", "standard", time=time)
                center_tracker.call(str(index), "1", time=time)
                center_tracker.start(str(index), time=time + 0.5)
                time += 0.5 + 10 * rng.lognormvariate(0, 0.4)
                center_tracker.at(time)
                (center_tracker.no_show if rng.random() < 0.1 else center_tracker.finish)(str(index), time=time)
            center_tracker.end_day()
        return center_tracker.model

    first, again = live(3, Model()), live(3, Model())
    assert first.to_dict() == again.to_dict()
    kept = json.loads(json.dumps(first.to_dict()))
    assert Model.from_dict(kept).to_dict() == first.to_dict()
    assert live(1, Model.from_dict(kept)).to_dict() == live(1, first).to_dict()


@pytest.mark.parametrize(
    ("came", "missed", "share"),
    [
        (0, 0, 0.9),  # 4.5 of 5 before any is seen
        (0, 1, 0.75),  # 4.5 of 6
        (5, 0, 0.95),  # 9.5 of 10
        (0, 5, 0.45),
    ],
)
def test_the_share_of_bookings_that_come_begins_at_nine_in_ten(came: int, missed: int, share: float) -> None:
    model = Model()
    for lead in [-4.0] * came + [None] * missed:
        model.learn_booking(lead=lead, priority="appointment" if lead else "")
    bookings = model.parameters().bookings
    assert bookings.shown == pytest.approx(share)
    assert bookings.priority == ("appointment" if came else None)


def test_forty_leads_are_the_table_of_leads() -> None:
    model = Model()
    for _ in range(40):
        model.learn_booking(lead=-4.0, priority="appointment")
    assert model.parameters().bookings.lead == pytest.approx(-4.0)


@pytest.mark.parametrize(
    ("planned", "full", "is_full"),
    [
        ([4.0], [0.0], True),
        ([0.0], [4.0], False),
        ([], [], False),
        ([100.0, 0.0], [0.0, 16.0], False),  # one miss counts 15 minutes at most: 15 to 15
    ],
)
def test_breaks_begun_late_last_their_full_length_where_that_misses_by_less(
    planned: list[float], full: list[float], is_full: bool
) -> None:
    model = Model()
    for as_planned, as_full in zip(planned, full, strict=True):
        model.learn_break(missed_as_planned=as_planned, missed_as_full=as_full)
    assert model.parameters().full_breaks is is_full


@pytest.mark.parametrize(
    ("after", "left_over", "overtime"), [(1, 0, True), (0, 1, False), (0, 0, False), (2, 2, False), (2, 1, True)]
)
def test_counters_work_overtime_where_more_days_called_after_closing(
    after: int, left_over: int, overtime: bool
) -> None:
    model = Model()
    for _ in range(after):
        model.learn_closing(called_after=True, left_over=False)
    for _ in range(left_over):
        model.learn_closing(called_after=False, left_over=True)
    assert model.parameters().overtime is overtime


def test_durations_are_never_negative_and_only_the_last_600_count() -> None:
    model = Model()
    for _ in range(600):
        model.learn_minutes("gap", -1.0)
    assert model.parameters().gap.max() == 0.0
    for _ in range(600):
        model.learn_minutes("gap", 2.0)
    assert model.parameters().gap.min() == 2.0
    assert len(model.pools["gap"]) == 600
