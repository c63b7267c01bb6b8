"""The figures of a location over some days, cut by slot, time of day, day, service, department, agent and so on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from queueing.i18n import WEEKDAYS
from queueing.statistics.columns import MICROS, NONE, joined
from queueing.statistics.measures import MeasuredTurns
from queueing.statistics.schemas import DEFINITIONS, HeatCell, WaitGroup, WaitsView
from queueing.statistics.service_day import FoldedServiceDay
from queueing.statistics.slots import QUARTER_MICROS, SlotQuarters, staff_time, totals_of
from services_catalog.catalog import Catalog, Location, Queue, Service, in_language
from services_catalog.hours import Hours

FEWEST_VISITS = 5
"""An agent is named for the days with at least so many of their visits: from fewer nothing follows about an agent.

Any two periods then differ by whole days of an agent, so that no two answers tell of fewer visits than that.
"""

UNNAMED, NOBODY = "under-five", "nobody"
ENGLISH = "en"


class GroupBy(StrEnum):
    """How figures may be cut."""

    SLOT = "slot"
    TIME = "time"
    DAY = "day"
    WEEKDAY = "weekday"
    SERVICE = "service"
    DEPARTMENT = "department"
    QUEUE = "queue"
    AGENT = "agent"
    LANGUAGE = "language"


TURN_BY_TURN = frozenset({GroupBy.SERVICE, GroupBy.DEPARTMENT, GroupBy.QUEUE, GroupBy.AGENT})
"""Cuts in which the services of one visit may stand in several groups."""

BY_FUNCTION = frozenset({GroupBy.SERVICE, GroupBy.DEPARTMENT})
"""Cuts in which what was done stands with its own service, not with the one that was waited for."""


@dataclass(frozen=True, slots=True)
class ReportQuestion:
    """Which local service days, both ends included, and how they are cut."""

    first: date
    last: date
    by: GroupBy = GroupBy.SLOT
    slot_minutes: int = 30

    @property
    def days(self) -> list[date]:
        """Every day asked for."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True)
class ReportContext:
    """Where and when a question is asked, and the names of those who act, by `by`."""

    catalog: Catalog
    location: Location
    hours: Hours
    now: datetime
    names: Mapping[str, str]


Name = tuple[str, str, str]
"""What a group is sorted by, its key, and its label."""

Grouping = tuple[NDArray[Any], Sequence[Name]]
"""Each turn's place in a list of groups, and that list."""

GroupingRule = Callable[[FoldedServiceDay], Grouping]


def answer(question: ReportQuestion, days: Sequence[FoldedServiceDay], context: ReportContext) -> WaitsView:
    """Return the figures that a manager asked for, with what they mean."""
    sheet = MeasuredTurns.of([day.visits for day in days], _targets(context.catalog))
    staffed = [totals_of(day.quarters.table) for day in days]
    return WaitsView(
        location=context.location.id,
        name=in_language(context.location.name, ENGLISH),
        timezone=context.location.timezone,
        first_day=question.first,
        last_day=question.last,
        at=context.now,
        by=question.by,
        slot_minutes=question.slot_minutes,
        total=sheet.total(),
        staff=staff_time(staffed),
        groups=_groups(question, days, sheet, context),
        heat=_heat(days, context.hours, question.slot_minutes) if question.by is GroupBy.WEEKDAY else [],
        definitions=DEFINITIONS,
    )


def _targets(catalog: Catalog) -> dict[str, float]:
    return {queue.id: queue.target_minutes * 60 for queue in catalog.queues.values()}


def _groups(
    question: ReportQuestion, days: Sequence[FoldedServiceDay], sheet: MeasuredTurns, context: ReportContext
) -> list[WaitGroup]:
    slotted = question.by in {GroupBy.SLOT, GroupBy.TIME}
    slots = {day.on: day.slots(question.slot_minutes) for day in days} if slotted else {}
    rule = _grouping_rule(question, slots, context)
    places: dict[Name, int] = {}
    parts, done_in = [], []
    for day in days:
        codes, names = rule(day)
        among = np.array([*(places.setdefault(name, len(places)) for name in names), NONE], np.int32)
        # A clock that was set back may leave visits that no slot has come to yet.
        parts.append(among[np.where((codes >= 0) & (codes < len(names)), codes, len(names))])
        turn, service, _ = day.visits.besides.T
        done_in.append(among[service] if question.by in BY_FUNCTION else parts[-1][turn])
    last = np.int32(len(places))
    groups, besides = (np.where(some == NONE, last, some).astype(np.int32) for some in (joined(parts), joined(done_in)))
    figures = sheet.by(groups, len(places) + 1, besides, turns=question.by in TURN_BY_TURN)
    beside = _beside(question.by, days, slots, context.hours)
    return [
        WaitGroup(key=name[1], label=name[2], figures=figures[places[name]], **beside.get(name[1], {}))
        for name in sorted(places)
    ]


def _grouping_rule(
    question: ReportQuestion, slots: Mapping[date, Sequence[SlotQuarters]], context: ReportContext
) -> GroupingRule:
    if question.by in {GroupBy.SLOT, GroupBy.TIME}:
        naming = _moment_name if question.by is GroupBy.SLOT else _time_name
        return lambda day: _by_slot(day, slots[day.on], question.slot_minutes, naming, context.hours)
    if question.by in {GroupBy.DAY, GroupBy.WEEKDAY}:
        of_day = _day_name if question.by is GroupBy.DAY else _weekday_name
        return lambda day: (np.zeros(len(day.visits), np.int64), [of_day(day)] if _happened(day) else [])
    if question.by is GroupBy.AGENT:
        return lambda day: _by_agent(day, context.names)
    catalog = context.catalog
    ways: Mapping[GroupBy, tuple[str, Callable[[str], Name]]] = {
        GroupBy.SERVICE: ("service", partial(_named, catalog.services)),
        GroupBy.DEPARTMENT: ("service", partial(_department_name, catalog)),
        GroupBy.QUEUE: ("queue", partial(_named, catalog.queues)),
        GroupBy.LANGUAGE: ("language", partial(_language_name, catalog)),
    }
    column, of_text = ways[question.by]
    name = cache(of_text)
    return lambda day: (day.visits.values[column], [name(text) for text in day.visits.names[column]])


def _happened(day: FoldedServiceDay) -> bool:
    return bool(len(day.visits) or len(day.quarters.table))


def _by_slot(
    day: FoldedServiceDay,
    slots: Sequence[SlotQuarters],
    minutes: int,
    naming: Callable[[datetime, Hours], Name],
    hours: Hours,
) -> Grouping:
    size = minutes * 60 * MICROS
    first = day.quarters.first * QUARTER_MICROS // size
    return day.visits.values["issued"].astype(np.int64) // size - first, [naming(slot.start, hours) for slot in slots]


def _by_agent(day: FoldedServiceDay, names: Mapping[str, str]) -> Grouping:
    codes, agents = day.visits.values["agent"], day.visits.names["agent"]
    # Several services of one visit are one visit of theirs.
    count = np.bincount(codes[day.visits.values["known"] == 0], minlength=len(agents))
    return codes, [_agent_name(agent, int(count[code]), names) for code, agent in enumerate(agents)]


def _agent_name(agent: str, visits: int, names: Mapping[str, str]) -> Name:
    if not agent:
        return "2", NOBODY, "Never called"
    if visits < FEWEST_VISITS:
        return "1", UNNAMED, f"Agents on days with fewer than {FEWEST_VISITS} visits"
    label = names.get(agent, agent)
    return f"0{label.casefold()}", agent, label


def _moment_name(start: datetime, hours: Hours) -> Name:
    local = start.astimezone(hours.tz)
    return start.isoformat(), local.isoformat(timespec="minutes"), f"{local:%Y-%m-%d %H:%M}"


def _time_name(start: datetime, hours: Hours) -> Name:
    wall = f"{start.astimezone(hours.tz):%H:%M}"
    return wall, wall, wall


def _day_name(day: FoldedServiceDay) -> Name:
    return day.on.isoformat(), day.on.isoformat(), f"{day.on:%a %Y-%m-%d}"


def _weekday_name(day: FoldedServiceDay) -> Name:
    number = day.on.weekday()
    return str(number), WEEKDAYS[number].lower(), WEEKDAYS[number]


def _department_name(catalog: Catalog, service: str) -> Name:
    known = catalog.services.get(service)
    department = catalog.departments.get(known.department) if known else None
    if department is None:
        return "~", "unknown", "No longer in the catalog"
    return _sorted_by_label(department.id, in_language(department.name, ENGLISH))


def _named(things: Mapping[str, Queue] | Mapping[str, Service], thing: str) -> Name:
    known = things.get(thing)
    return _sorted_by_label(thing, in_language(known.name, ENGLISH) if known else thing)


def _language_name(catalog: Catalog, language: str) -> Name:
    known = catalog.languages.get(language)
    return _sorted_by_label(language, known.english_name if known else language)


def _sorted_by_label(key: str, label: str) -> Name:
    return label.casefold(), key, label


def _beside(
    by: GroupBy, days: Sequence[FoldedServiceDay], slots: Mapping[date, Sequence[SlotQuarters]], hours: Hours
) -> dict[str, dict[str, Any]]:
    """Return the further figures of groups that are stretches of time: their counters, and a slot's flow."""
    if by is GroupBy.SLOT:
        return {
            _moment_name(slot.start, hours)[1]: {"slot": slot.flow, "staff": staff_time([slot.totals])}
            for day in days
            for slot in slots[day.on]
        }
    stretches: dict[str, list[Mapping[str, int]]] = {}
    if by is GroupBy.TIME:
        for day in days:
            for slot in slots[day.on]:
                stretches.setdefault(_time_name(slot.start, hours)[1], []).append(slot.totals)
    elif by in {GroupBy.DAY, GroupBy.WEEKDAY}:
        for day in days:
            name = _day_name(day) if by is GroupBy.DAY else _weekday_name(day)
            stretches.setdefault(name[1], []).append(totals_of(day.quarters.table))
    return {key: {"staff": staff_time(totals), "days": len(totals)} for key, totals in stretches.items()}


def _heat(days: Iterable[FoldedServiceDay], hours: Hours, minutes: int) -> list[HeatCell]:
    cells: dict[tuple[int, str], NDArray[Any]] = {}
    for day in days:
        slots = day.slots(minutes)
        size = minutes * 60 * MICROS
        place = day.visits.values["issued"].astype(np.int64) // size - day.quarters.first * QUARTER_MICROS // size
        wait = day.visits.values["wait"]
        here = (place >= 0) & (place < len(slots))
        called = here & (wait != NONE)
        came = np.bincount(place[here & (day.visits.values["followed"] == 0)], minlength=len(slots))
        counted = np.bincount(place[called], minlength=len(slots))
        waited = np.bincount(place[called], weights=wait[called], minlength=len(slots))
        for number, slot in enumerate(slots):
            key = (day.on.isoweekday(), _time_name(slot.start, hours)[1])
            sums = np.array([1, came[number], counted[number], waited[number]])
            cells[key] = cells.get(key, 0) + sums
    return [_cell(key, *map(int, sums)) for key, sums in sorted(cells.items())]


def _cell(key: tuple[int, str], days: int, arrivals: int, called: int, waited: int) -> HeatCell:
    mean = waited / called / MICROS if called else None
    return HeatCell(weekday=key[0], slot=key[1], days=days, arrivals=arrivals, mean_wait_seconds=mean)
