"""Figures grouped by slot, service, agent, language and weekday: every visit in exactly one group."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from queueing.statistics import GroupBy, ReportContext, ReportQuestion, Visit, WaitsView, answer
from services_catalog.catalog import Catalog, Location
from tests.queueing.statistics.figures_cast import MONDAY, CounterEventRow, at, folded, visit

EVENING = at("18:00")
SERVED = ("09:00 issue", "09:10 call", "09:11 start", "09:20 finish")
TWICE = (*SERVED[:-1], "09:20 onward zoning-question", "09:25 call 2", "09:26 start", "09:30 finish")
SENT_ON = (*SERVED[:-1], "09:12 transfer zoning-question", "09:30 call 2")
NAMES = {"staff:1": "Ana", "staff:2": "Ben"}

Ask = Any


@pytest.fixture
def ask(catalog: Catalog, downtown: Location) -> Ask:
    """Answers a question about visits of Monday and of whatever other days are given."""

    def make(
        by: GroupBy,
        visits: list[Visit],
        *,
        first: date = MONDAY,
        last: date = MONDAY,
        now: datetime = EVENING,
        **more: Any,
    ) -> WaitsView:
        days: dict[date, list[Visit]] = {}
        for one in visits:
            days.setdefault(one.day or MONDAY, []).append(one)
        seats = {MONDAY: [CounterEventRow(at("09:00"), "1", "open")]}
        question, hours = ReportQuestion(first, last, by, **more), downtown.hours
        found = [folded(days.get(day, []), seats.get(day, []), day=day, hours=hours, now=now) for day in question.days]
        return answer(question, found, ReportContext(catalog, downtown, hours, now, NAMES))

    return make


def counted(view: WaitsView) -> dict[str, int]:
    """Arrivals by group."""
    return {group.key: group.figures.arrivals for group in view.groups if group.figures.arrivals}


def test_by_slot_has_every_slot_of_the_opening_hours(ask: Ask) -> None:
    view = ask(GroupBy.SLOT, [visit(*SERVED), visit("09:29:59 issue"), visit("09:30:00 issue")])
    assert [group.label for group in view.groups][:2] == ["2026-11-23 08:00", "2026-11-23 08:30"]
    assert len(view.groups) == 16  # 8:00 to 16:00
    assert counted(view) == {"2026-11-23T09:00-06:00": 2, "2026-11-23T09:30-06:00": 1}
    nine = view.groups[2]
    assert (nine.slot.calls, nine.slot.carried_out, nine.staff.counters_open) == (1, 1, 1)
    assert view.groups[0].staff.counters_open == 0


def test_groups_add_up_to_the_total(ask: Ask) -> None:
    visits = [visit(*SERVED), visit("09:00 issue", "09:05 leave"), visit("16:00 issue"), visit(*TWICE), visit(*SENT_ON)]
    for by in GroupBy:
        view = ask(by, visits)
        for name in ("called", "services", "finished", "sent_on", "done", "transfers"):
            assert sum(getattr(group.figures, name) for group in view.groups) == getattr(view.total, name)
        turns = by in {GroupBy.SERVICE, GroupBy.DEPARTMENT, GroupBy.QUEUE, GroupBy.AGENT}
        came = sum(group.figures.arrivals for group in view.groups)
        assert came == (view.total.services if turns else view.total.arrivals) == (7 if turns else 5)
        for group in view.groups:
            of = group.figures
            ended = of.served + of.no_show + of.left + of.not_reached + of.voided + of.here
            assert of.arrivals == ended + (of.sent_on if turns else 0)


def test_by_service_each_service_of_a_visit_is_counted_with_its_own(ask: Ask) -> None:
    view = ask(GroupBy.SERVICE, [visit(*TWICE), visit(*SENT_ON), visit(*SERVED)])
    found = {group.key: group.figures for group in view.groups}
    permit, zoning = found["building-permit"], found["zoning-question"]
    assert (permit.arrivals, permit.served, permit.sent_on, permit.p50_wait_seconds) == (3, 2, 1, 600)
    assert (zoning.arrivals, zoning.served, zoning.here, zoning.mean_wait_seconds) == (2, 1, 1, (5 + 18) / 2 * 60)
    assert (permit.mean_service_seconds, zoning.mean_service_seconds) == (9 * 60, 4 * 60)
    assert (view.total.arrivals, view.total.served, view.total.here) == (3, 2, 1)


def test_what_was_done_counts_for_its_own_service_and_department(ask: Ask, catalog: Catalog) -> None:
    visits = [
        visit(*SERVED[:-1], "09:20 finish +building-permit*2 +marriage-license +zoning-question"),
        visit(*SERVED[:-1], "09:20 finish +zoning-question*3"),
        visit(*SERVED),
    ]
    by_service = {group.label: group.figures for group in ask(GroupBy.SERVICE, visits).groups}
    done = {label: figures.done for label, figures in by_service.items()}
    name = {id_: catalog.services[id_].name["en"] for id_ in ("building-permit", "zoning-question")}
    assert done == {name["building-permit"]: 3, "Marriage license": 1, name["zoning-question"]: 4}
    assert (by_service[name["zoning-question"]].arrivals, by_service[name["zoning-question"]].finished) == (0, 0)
    departments = ask(GroupBy.DEPARTMENT, visits)
    assert sum(group.figures.done for group in departments.groups) == departments.total.done == 8
    assert {group.key: group.figures.done for group in departments.groups}["unknown"] == 1  # not in the catalog
    assert [group.figures.done for group in ask(GroupBy.QUEUE, visits).groups] == [8]


def test_by_language(ask: Ask) -> None:
    view = ask(GroupBy.LANGUAGE, [visit(*SERVED, language="so"), visit(*SERVED), visit(*SERVED)])
    assert [(group.key, group.label, group.figures.served) for group in view.groups] == [
        ("en", "English", 2),
        ("so", "Somali", 1),
    ]


@pytest.mark.parametrize(
    ("ana", "ben", "expected"),
    [
        (5, 0, {"Ana": 5}),
        (5, 4, {"Ana": 5, "Agents on days with fewer than 5 visits": 4}),
        (4, 4, {"Agents on days with fewer than 5 visits": 8}),
        (5, 5, {"Ana": 5, "Ben": 5}),
    ],
)
def test_an_agent_is_named_from_five_visits_on(ask: Ask, ana: int, ben: int, expected: dict[str, int]) -> None:
    visits = [visit(*SERVED, by="staff:1") for _ in range(ana)] + [visit(*SERVED, by="staff:2") for _ in range(ben)]
    view = ask(GroupBy.AGENT, visits)
    assert {group.label: group.figures.arrivals for group in view.groups} == expected
    hidden = {"Ana": ana, "Ben": ben}
    text = view.model_dump_json()
    assert all(name not in text for name, visits_ in hidden.items() if visits_ < 5)


def test_services_of_one_visit_do_not_make_an_agent_five_visits(ask: Ask) -> None:
    view = ask(GroupBy.AGENT, [visit(*TWICE) for _ in range(4)])
    assert counted(view) == {"under-five": 8}
    assert counted(ask(GroupBy.AGENT, [visit(*TWICE) for _ in range(5)])) == {"staff:1": 10}


def test_a_visit_never_called_has_no_agent(ask: Ask) -> None:
    assert counted(ask(GroupBy.AGENT, [visit("09:00 issue")])) == {"nobody": 1}


def test_by_weekday_with_a_heat_map(ask: Ask) -> None:
    tuesday, next_monday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=7)
    visits = [visit(*SERVED), visit(*SERVED, day=tuesday), visit(*SERVED, day=next_monday)]
    later = at("18:00", next_monday)
    view = ask(GroupBy.WEEKDAY, visits, last=next_monday, now=later)
    assert [(group.label, group.figures.served) for group in view.groups][:3] == [
        ("Monday", 2),
        ("Tuesday", 1),
        ("Wednesday", 0),  # open, and nobody came
    ]
    cells = {(cell.weekday, cell.slot): (cell.days, cell.arrivals, cell.mean_wait_seconds) for cell in view.heat}
    assert cells[(1, "09:00")] == (2, 2, 600)
    assert cells[(2, "09:00")] == (1, 1, 600)
    assert cells[(3, "09:00")] == (1, 0, None)
    assert (5, "08:30") not in cells  # Friday opens at nine
    assert not any(weekday > 5 for weekday, _ in cells)


@pytest.mark.parametrize(("minutes", "slots"), [(15, 32), (30, 16), (60, 8)])
def test_slots_have_the_requested_length(ask: Ask, minutes: int, slots: int) -> None:
    assert len(ask(GroupBy.SLOT, [], slot_minutes=minutes).groups) == slots


def test_slots_end_with_the_present_one(ask: Ask) -> None:
    view = ask(GroupBy.SLOT, [visit("09:05 issue")], now=at("09:10"))
    assert view.groups[-1].key == "2026-11-23T09:00-06:00"
    assert view.staff.staffed_seconds == 600
    assert view.groups[-1].staff.counters_open == 1


def test_no_two_periods_differ_by_fewer_than_five_visits_of_one_agent(ask: Ask) -> None:
    tuesday = MONDAY + timedelta(days=1)
    days = [visit(*SERVED, day=MONDAY) for _ in range(6)] + [visit(*SERVED, day=tuesday) for _ in range(3)]
    one, two = ask(GroupBy.AGENT, days[:6]), ask(GroupBy.AGENT, days, last=tuesday, now=at("18:00", tuesday))
    assert counted(one) == {"staff:1": 6}
    assert counted(two) == {"staff:1": 6, "under-five": 3}  # nine visits, of which Tuesday's three are nobody's


def test_by_department_follows_the_catalog(ask: Ask, catalog: Catalog) -> None:
    (gone,) = visit(*SERVED).turns
    gone.service = "gone"
    view = ask(GroupBy.DEPARTMENT, [visit(*SERVED), replace(visit(*SERVED), turns=[gone])])
    department = catalog.services["building-permit"].department
    assert counted(view) == {department: 1, "unknown": 1}


def test_by_time_of_day_and_by_day(ask: Ask) -> None:
    tuesday = MONDAY + timedelta(days=1)
    visits = [visit(*SERVED), visit(*SERVED, day=tuesday), visit("10:00 issue", day=tuesday)]
    times = ask(GroupBy.TIME, visits, last=tuesday, now=at("18:00", tuesday))
    assert counted(times) == {"09:00": 2, "10:00": 1}
    assert [group.key for group in times.groups][:2] == ["08:00", "08:30"]
    nine = next(group for group in times.groups if group.key == "09:00")
    assert nine.staff.counters_open == 0.5  # one counter on one of two days
    days = ask(GroupBy.DAY, visits, last=tuesday, now=at("18:00", tuesday))
    assert [(group.key, group.figures.arrivals) for group in days.groups] == [("2026-11-23", 1), ("2026-11-24", 2)]
    assert days.groups[0].staff.counters_open == pytest.approx(7 / 8)


def test_both_hours_of_one_name_are_two_slots_and_one_time_of_day(ask: Ask) -> None:
    back = date(2026, 11, 1)  # clocks go back: 01:30 comes at 06:30 and at 07:30 UTC
    hours = (datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (6, 7, 7))
    night = [replace(visit("01:30 issue", day=back), issued=issued) for issued in hours]
    asked = {"first": back, "last": back, "now": at("12:00", back)}
    assert counted(ask(GroupBy.SLOT, night, **asked)) == {"2026-11-01T01:30-05:00": 1, "2026-11-01T01:30-06:00": 2}
    assert counted(ask(GroupBy.TIME, night, **asked)) == {"01:30": 3}


def test_a_clock_set_back_leaves_later_visits_out_of_slots(ask: Ask) -> None:
    view = ask(GroupBy.SLOT, [visit("10:00 issue")], now=at("09:00"))
    assert view.total.arrivals == 1
    assert counted(view) == {}
