"""What-if and plan over HTTP: who may ask, what is answered, what makes no sense."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import MONDAY_MORNING, Agent, Caller, Kiosk, SteppedClock

WHAT_IF, PLAN = "/locations/downtown/what-if", "/locations/downtown/plan"


def ask(mia: Caller, path: str, **body: Any) -> dict[str, Any]:
    answer = mia.post(path, body)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def of(view: dict[str, Any], side: str, queue: str = "reports") -> dict[str, Any]:
    """One queue's forecast on one side of an answer."""
    place = [each["id"] for each in view["queues"]].index(queue)
    return dict(view[side]["queues"][place])


@pytest.fixture
def busy(kiosk: Kiosk, ana: Agent) -> None:
    """One counter, five in its line."""
    ana.open("reports")
    for _ in range(5):
        kiosk.ticket("report-theft")


@pytest.mark.parametrize("path", [WHAT_IF, PLAN])
def test_only_managers_ask(kiosk: Kiosk, visitor: Caller, ana: Agent, path: str) -> None:
    body = {"counters": [], "weekday": 1} if path == PLAN else {}
    assert visitor.post(path, body).status_code == 401
    assert ana.post(path, body).status_code == 403
    assert kiosk.post(path, body).status_code == 403


def test_another_counter_is_seen_beside_now_and_nothing_has_changed(busy: None, mia: Caller) -> None:
    before = mia.get("/locations/downtown/queue").get_json()["version"]
    view = ask(mia, WHAT_IF, counters=[{"id": "2", "open": True, "serves": ["reports"]}])
    now, then = of(view, "now"), of(view, "then")
    assert now["visitors"] == 5
    assert then["longest_seconds"] < 0.8 * now["longest_seconds"]
    assert then["p90_seconds"] < now["p90_seconds"]
    assert then["joining"]["p50_seconds"] < now["joining"]["p50_seconds"]
    assert {each["id"]: each["waiting"] for each in view["queues"]}["reports"] == 5
    assert view["now"]["total"].keys() <= {*view["definitions"], "visitors"}
    starts = [slot["start"] for slot in view["now"]["slots"]]
    assert (starts[0], starts[-1], len(starts)) == ("2026-11-23T09:30:00-06:00", "2026-11-23T15:30:00-06:00", 13)
    assert view["closes_at"].startswith("2026-11-23T16:00:00")
    assert mia.get("/locations/downtown/queue").get_json()["version"] == before


def test_without_its_only_counter_nobody_is_reached(busy: None, mia: Caller) -> None:
    then = of(ask(mia, WHAT_IF, counters=[{"id": "1", "open": False}]), "then")
    assert (then["not_reached"], then["joining"]) == (5.0, None)


def test_a_counter_that_opens_for_something_else_does_not_help(busy: None, mia: Caller) -> None:
    view = ask(mia, WHAT_IF, counters=[{"id": "3", "serves": ["building-permit"]}])
    assert of(view, "then")["longest_seconds"] == pytest.approx(of(view, "now")["longest_seconds"], rel=0.1)


def test_a_lunch_moves_the_waits(busy: None, mia: Caller) -> None:
    lunch = [{"id": "1", "breaks": [{"from": "09:35", "to": "10:35"}]}]
    view = ask(mia, WHAT_IF, counters=lunch)
    assert of(view, "then")["longest_seconds"] > of(view, "now")["longest_seconds"] + 1800


def test_an_hour_counts_from_when_it_opens_and_until_it_closes(busy: None, mia: Caller) -> None:
    late = of(ask(mia, WHAT_IF, counters=[{"id": "2", "opens": "15:59"}]), "then")
    soon = of(ask(mia, WHAT_IF, counters=[{"id": "2", "opens": "09:31", "closes": "15:00"}]), "then")
    assert soon["longest_seconds"] < late["longest_seconds"]


NONSENSE = [
    ([{"id": "99"}], "no counter '99'"),
    ([{"id": "1"}, {"id": "1"}], "named once"),
    ([{"id": "1", "serves": ["juggling"]}], "'juggling'"),
    ([{"id": "1", "breaks": [{"from": "12:30", "to": "12:00"}]}], "ends before it begins"),
    ([{"id": "1", "opens": "12:30", "closes": "12:00"}], "close before it opens"),
    ([{"id": "1", "mood": "good"}], "mood"),
    ([{"id": "1", "opens": "soon"}], "opens"),
]


def test_what_makes_no_sense_is_refused_in_words(mia: Caller) -> None:
    for counters, says in NONSENSE:
        answer = mia.post(WHAT_IF, {"counters": counters})
        assert answer.status_code == 422, says
        assert says in answer.get_json()["detail"]


def test_a_closed_center_has_no_rest_of_the_day(mia: Caller, clock: SteppedClock) -> None:
    clock.step(hours=10)
    answer = mia.post(WHAT_IF, {})
    assert (answer.status_code, answer.get_json()["type"]) == (409, "closed")


def test_a_coming_monday_is_planned_from_past_mondays(mia: Caller, kiosk: Kiosk, clock: SteppedClock) -> None:
    for week in range(2):
        clock.set(MONDAY_MORNING - timedelta(weeks=2 - week))
        for _ in range(6):
            kiosk.ticket("report-theft")
    clock.set(MONDAY_MORNING)
    one, two = (
        ask(mia, PLAN, weekday=1, counters=[{"id": str(n), "serves": ["reports"]} for n in range(1, many + 1)])
        for many in (1, 2)
    )
    assert (one["date"], one["days"]) == ("2026-11-30", 2)
    assert one["opens_at"].startswith("2026-11-30T08:00")
    assert len(one["plan"]["slots"]) == 16
    assert of(one, "plan")["visitors"] == pytest.approx(6, abs=1.5)
    assert of(two, "plan")["p90_seconds"] < of(one, "plan")["p90_seconds"]
    nine = next(slot for slot in one["plan"]["slots"] if "T09:30" in slot["start"])
    assert nine["visitors"] > 2
    assert nine["waiting"] > 0


def test_a_planned_day_says_that_its_hours_are_not_the_usual_ones(
    mia: Caller, kiosk: Kiosk, clock: SteppedClock
) -> None:
    clock.set(MONDAY_MORNING - timedelta(weeks=1))
    kiosk.ticket("report-theft")
    clock.set(MONDAY_MORNING)
    for day, hours in (("2026-11-30", {"opens": "08:00", "closes": "17:00"}), ("2026-12-07", {"closed": True})):
        assert mia.put(f"/locations/downtown/days/{day}", {"reason": "Elections", **hours}).status_code == 200
    view = ask(mia, PLAN, date="2026-11-30", counters=[{"id": "1"}])
    assert (view["reason"], view["other_hours"], view["unknown"]) == ("Elections", 0, ["16:00"])
    answer = mia.post(PLAN, {"date": "2026-12-07", "counters": []})
    assert "closed on Monday, December 7 (Elections). The next day" in answer.get_json()["detail"]


def test_a_weekday_without_history_is_told(mia: Caller) -> None:
    assert ask(mia, PLAN, weekday=3, counters=[{"id": "1"}])["days"] == 0


NO_DAY: list[tuple[dict[str, Any], int, str]] = [
    ({"weekday": 6}, 409, "closed on Saturday"),
    ({"date": "2026-11-28"}, 409, "closed on Saturday"),
    ({}, 422, "one of them"),
    ({"weekday": 1, "date": "2026-11-30"}, 422, "one of them"),
    ({"date": "2020-01-01"}, 409, "coming year"),
    ({"weekday": 8}, 422, "weekday"),
]


def test_a_day_that_cannot_be_planned_is_refused(mia: Caller) -> None:
    for body, status, says in NO_DAY:
        answer = mia.post(PLAN, {"counters": [], **body})
        assert answer.status_code == status, body
        assert says in answer.get_json()["detail"]
