"""The figures of a location over some days, grouped by slot, time of day, day, service, department, agent and so on."""

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
"""An agent is named for the days on which they had at least so many visits; the others are shown together.

Any two periods then differ by whole days of an agent, so that no two reports reveal fewer visits than that.
"""

UNNAMED, NEVER_CALLED = "under-five", "nobody"
ENGLISH = "en"


class GroupBy(StrEnum):
    """How figures may be grouped."""

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
"""Groupings in which the turns of one visit may fall into several groups."""

BY_FUNCTION = frozenset({GroupBy.SERVICE, GroupBy.DEPARTMENT})
"""Groupings in which what was done counts for its own service, not for the service waited for."""


@dataclass(frozen=True, slots=True)
class ReportQuestion:
    """Which local service days, both ends included, and how they are grouped."""

    first: date
    last: date
    by: GroupBy = GroupBy.SLOT
    slot_minutes: int = 30

    @property
    def days(self) -> list[date]:
        """Every requested day."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True)
class ReportContext:
    """The catalog, location, hours and moment of a report; `names` has the name of each actor."""

    catalog: Catalog
    location: Location
    hours: Hours
    now: datetime
    names: Mapping[str, str]


GroupName = tuple[str, str, str]
"""A group's sort key, its key and its label."""

Grouping = tuple[NDArray[Any], Sequence[GroupName]]
"""Each turn's index in a list of groups, and that list."""

GroupingRule = Callable[[FoldedServiceDay], Grouping]
"""Groups the turns of a day."""


def answer(question: ReportQuestion, days: Sequence[FoldedServiceDay], context: ReportContext) -> WaitsView:
    """Return the figures of some days as the question groups them, with the definition of each."""
    measured = MeasuredTurns.of([day.visits for day in days], _targets(context.catalog, days))
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
        total=measured.total(),
        staff=staff_time(staffed),
        groups=_groups(question, days, measured, context),
        heat=_heat(days, context.hours, question.slot_minutes) if question.by is GroupBy.WEEKDAY else [],
        definitions=DEFINITIONS,
    )


def _targets(catalog: Catalog, days: Sequence[FoldedServiceDay]) -> dict[str, float]:
    return catalog.target_seconds({queue for day in days for queue in day.visits.names["queue"]})


def _groups(
    question: ReportQuestion, days: Sequence[FoldedServiceDay], measured: MeasuredTurns, context: ReportContext
) -> list[WaitGroup]:
    slotted = question.by in {GroupBy.SLOT, GroupBy.TIME}
    slots = {day.on: day.slots(question.slot_minutes) for day in days} if slotted else {}
    rule = _grouping_rule(question, slots, context)
    numbers: dict[GroupName, int] = {}
    of_turns, of_corrections = [], []
    for day in days:
        codes, names = rule(day)
        number_of = np.array([*(numbers.setdefault(name, len(numbers)) for name in names), NONE], np.int32)
        # A clock that was set back may leave visits in slots that have not begun yet.
        of_turns.append(number_of[np.where((codes >= 0) & (codes < len(names)), codes, len(names))])
        turn, service, _ = day.visits.corrections.T
        of_corrections.append(number_of[service] if question.by in BY_FUNCTION else of_turns[-1][turn])
    ungrouped = np.int32(len(numbers))
    groups, done_in = (
        np.where(found == NONE, ungrouped, found).astype(np.int32)
        for found in (joined(of_turns), joined(of_corrections))
    )
    figures = measured.by(groups, len(numbers) + 1, done_in, turns=question.by in TURN_BY_TURN)
    details = _time_details(question.by, days, slots, context.hours)
    return [
        WaitGroup(key=name[1], label=name[2], figures=figures[numbers[name]], **details.get(name[1], {}))
        for name in sorted(numbers)
    ]


def _grouping_rule(
    question: ReportQuestion, slots: Mapping[date, Sequence[SlotQuarters]], context: ReportContext
) -> GroupingRule:
    if question.by in {GroupBy.SLOT, GroupBy.TIME}:
        naming = _moment_name if question.by is GroupBy.SLOT else _time_name
        return lambda day: _by_slot(day, slots[day.on], question.slot_minutes, naming, context.hours)
    if question.by in {GroupBy.DAY, GroupBy.WEEKDAY}:
        of_day = _day_name if question.by is GroupBy.DAY else _weekday_name
        return lambda day: (np.zeros(len(day.visits), np.int64), [of_day(day)] if _has_activity(day) else [])
    if question.by is GroupBy.AGENT:
        return lambda day: _by_agent(day, context.names)
    catalog = context.catalog
    columns: Mapping[GroupBy, tuple[str, Callable[[str], GroupName]]] = {
        GroupBy.SERVICE: ("service", partial(_catalog_name, catalog.service)),
        GroupBy.DEPARTMENT: ("service", partial(_department_name, catalog)),
        GroupBy.QUEUE: ("queue", partial(_catalog_name, catalog.queue)),
        GroupBy.LANGUAGE: ("language", partial(_language_name, catalog)),
    }
    column, of_text = columns[question.by]
    name = cache(of_text)
    return lambda day: (day.visits.values[column], [name(text) for text in day.visits.names[column]])


def _has_activity(day: FoldedServiceDay) -> bool:
    return bool(len(day.visits) or len(day.quarters.table))


def _by_slot(
    day: FoldedServiceDay,
    slots: Sequence[SlotQuarters],
    minutes: int,
    naming: Callable[[datetime, Hours], GroupName],
    hours: Hours,
) -> Grouping:
    size = minutes * 60 * MICROS
    first = day.quarters.first * QUARTER_MICROS // size
    return day.visits.values["issued"].astype(np.int64) // size - first, [naming(slot.start, hours) for slot in slots]


def _by_agent(day: FoldedServiceDay, names: Mapping[str, str]) -> Grouping:
    codes, agents = day.visits.values["agent"], day.visits.names["agent"]
    # Several turns of one visit with the same agent count as one visit.
    count = np.bincount(codes[day.visits.values["known"] == 0], minlength=len(agents))
    return codes, [_agent_name(agent, int(count[code]), names) for code, agent in enumerate(agents)]


def _agent_name(agent: str, visits: int, names: Mapping[str, str]) -> GroupName:
    if not agent:
        return "2", NEVER_CALLED, "Never called"
    if visits < FEWEST_VISITS:
        return "1", UNNAMED, f"Agents on days with fewer than {FEWEST_VISITS} visits"
    label = names.get(agent, agent)
    return f"0{label.casefold()}", agent, label


def _moment_name(start: datetime, hours: Hours) -> GroupName:
    local = start.astimezone(hours.tz)
    return start.isoformat(), local.isoformat(timespec="minutes"), f"{local:%Y-%m-%d %H:%M}"


def _time_name(start: datetime, hours: Hours) -> GroupName:
    wall = f"{start.astimezone(hours.tz):%H:%M}"
    return wall, wall, wall


def _day_name(day: FoldedServiceDay) -> GroupName:
    return day.on.isoformat(), day.on.isoformat(), f"{day.on:%a %Y-%m-%d}"


def _weekday_name(day: FoldedServiceDay) -> GroupName:
    number = day.on.weekday()
    return str(number), WEEKDAYS[number].lower(), WEEKDAYS[number]


def _department_name(catalog: Catalog, service: str) -> GroupName:
    department = catalog.departments.get(catalog.service(service).department)
    if department is None:
        return "~", "unknown", "No longer in the catalog"
    return _sorted_by_label(department.id, in_language(department.name, ENGLISH))


def _catalog_name(entry: Callable[[str], Queue | Service], id_: str) -> GroupName:
    return _sorted_by_label(id_, in_language(entry(id_).name, ENGLISH))


def _language_name(catalog: Catalog, language: str) -> GroupName:
    known = catalog.languages.get(language)
    return _sorted_by_label(language, known.english_name if known else language)


def _sorted_by_label(key: str, label: str) -> GroupName:
    return label.casefold(), key, label


def _time_details(
    by: GroupBy, days: Sequence[FoldedServiceDay], slots: Mapping[date, Sequence[SlotQuarters]], hours: Hours
) -> dict[str, dict[str, Any]]:
    """Return, by key, the further figures of groups that are periods of time: their counters, and a slot's flow."""
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
        index = day.visits.values["issued"].astype(np.int64) // size - day.quarters.first * QUARTER_MICROS // size
        wait = day.visits.values["wait"]
        in_slot = (index >= 0) & (index < len(slots))
        called = in_slot & (wait != NONE)
        arrivals = np.bincount(index[in_slot & (day.visits.values["followed"] == 0)], minlength=len(slots))
        calls = np.bincount(index[called], minlength=len(slots))
        waited = np.bincount(index[called], weights=wait[called], minlength=len(slots))
        for number, slot in enumerate(slots):
            key = (day.on.isoweekday(), _time_name(slot.start, hours)[1])
            sums = np.array([1, arrivals[number], calls[number], waited[number]])
            cells[key] = cells.get(key, 0) + sums
    return [_cell(key, *map(int, sums)) for key, sums in sorted(cells.items())]


def _cell(key: tuple[int, str], days: int, arrivals: int, called: int, waited: int) -> HeatCell:
    mean = waited / called / MICROS if called else None
    return HeatCell(weekday=key[0], slot=key[1], days=days, arrivals=arrivals, mean_wait_seconds=mean)
