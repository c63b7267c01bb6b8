"""The figures of a location over some days, cut by slot, service, agent, language or weekday."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from queueing.figures.measures import measure
from queueing.figures.seats import Interval, Seating, spent, staff_time
from queueing.figures.shapes import DEFINITIONS, HeatCell, StaffTime, WaitGroup, WaitsView
from queueing.figures.slots import Slot, flow, slots_of
from queueing.figures.visits import Visit
from services_catalog.catalog import Catalog, Location, in_language
from services_catalog.hours import Hours

FEWEST_VISITS = 5
"""An agent with fewer visits than this is never named: so few say nothing about anybody."""

UNNAMED, NOBODY = "under-five", "nobody"
ENGLISH = "en"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class By(StrEnum):
    """How figures may be cut."""

    SLOT = "slot"
    SERVICE = "service"
    AGENT = "agent"
    LANGUAGE = "language"
    WEEKDAY = "weekday"


@dataclass(frozen=True, slots=True)
class Question:
    """Which local service days, both ends included, and how they are cut."""

    first: date
    last: date
    by: By = By.SLOT
    slot_minutes: int = 30

    @property
    def days(self) -> list[date]:
        """Every day asked for."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True)
class Day:
    """One service day: its visits, its slots, and by kind what its counters did."""

    date: date
    visits: Sequence[Visit]
    slots: Sequence[Slot]
    spent: Mapping[str, list[Interval]]


@dataclass(frozen=True, slots=True)
class Facts:
    """What figures are made from: visits and seatings by service day; the names of those who act, by `by`."""

    visits: Mapping[date, Sequence[Visit]]
    seatings: Mapping[date, Sequence[Seating]]
    names: Mapping[str, str]


def answer(
    question: Question, facts: Facts, *, catalog: Catalog, location: Location, hours: Hours, now: datetime
) -> WaitsView:
    """Return the figures that a manager asked for, with what they mean."""
    targets = {queue.id: queue.target_minutes * 60 for queue in catalog.queues.values()}
    days = [_day(day, question, facts, hours, now) for day in question.days]
    visits = [visit for day in days for visit in day.visits]
    heat: list[HeatCell] = []
    if question.by is By.SLOT:
        groups = [_slot_group(day, slot, hours, targets, now) for day in days for slot in day.slots]
    elif question.by is By.WEEKDAY:
        groups = _groups(visits, _weekday, targets)
        heat = _heat(days, hours)
    elif question.by is By.AGENT:
        groups = _groups(visits, _agent(visits, facts.names), targets)
    else:
        groups = _groups(visits, _service(catalog) if question.by is By.SERVICE else _language(catalog), targets)
    return WaitsView(
        location=location.id,
        name=in_language(location.name, ENGLISH),
        timezone=location.timezone,
        first_day=question.first,
        last_day=question.last,
        at=now,
        by=question.by,
        slot_minutes=question.slot_minutes,
        total=measure(visits, targets),
        staff=staff_time((day.spent, _until(day.slots, now)) for day in days),
        groups=groups,
        heat=heat,
        definitions=DEFINITIONS,
    )


def _day(day: date, question: Question, facts: Facts, hours: Hours, now: datetime) -> Day:
    visits = facts.visits.get(day, ())
    slots = slots_of(day, hours.tz, question.slot_minutes, opening=hours.spans_on(day), visits=visits, now=now)
    until = min(slots[-1].end, now) if slots else now
    return Day(day, visits, slots, spent(facts.seatings.get(day, ()), visits, until))


def _until(slots: Sequence[Slot], now: datetime) -> list[Slot]:
    """Return slots of which the last is cut off at the present."""
    return [Slot(slot.start, min(slot.end, now)) for slot in slots]


def _slot_group(day: Day, slot: Slot, hours: Hours, targets: Mapping[str, float], now: datetime) -> WaitGroup:
    local = slot.start.astimezone(hours.tz)
    staff: StaffTime = staff_time([(day.spent, _until([slot], now))])
    return WaitGroup(
        key=local.isoformat(timespec="minutes"),
        label=f"{local:%Y-%m-%d %H:%M}",
        figures=measure([visit for visit in day.visits if slot.holds(visit.issued)], targets),
        slot=flow(slot, day.visits, now),
        staff=staff,
    )


Naming = Callable[[Visit], tuple[str, str, str]]
"""A visit -> what its group is sorted by, its key, and its label."""


def _groups(visits: Iterable[Visit], naming: Naming, targets: Mapping[str, float]) -> list[WaitGroup]:
    grouped: dict[tuple[str, str, str], list[Visit]] = {}
    for visit in visits:
        grouped.setdefault(naming(visit), []).append(visit)
    return [
        WaitGroup(key=key, label=label, figures=measure(members, targets))
        for (_, key, label), members in sorted(grouped.items())
    ]


def _weekday(visit: Visit) -> tuple[str, str, str]:
    number = visit.day.weekday() if visit.day else 0
    return str(number), WEEKDAYS[number].lower(), WEEKDAYS[number]


def _service(catalog: Catalog) -> Naming:
    def name(visit: Visit) -> tuple[str, str, str]:
        service = catalog.services.get(visit.service)
        label = in_language(service.name, ENGLISH) if service else visit.service
        return label.casefold(), visit.service, label

    return name


def _language(catalog: Catalog) -> Naming:
    def name(visit: Visit) -> tuple[str, str, str]:
        language = catalog.languages.get(visit.language)
        label = language.english_name if language else visit.language
        return label.casefold(), visit.language, label

    return name


def _agent(visits: Iterable[Visit], names: Mapping[str, str]) -> Naming:
    count: dict[str, int] = {}
    for visit in visits:
        count[visit.agent] = count.get(visit.agent, 0) + 1

    def name(visit: Visit) -> tuple[str, str, str]:
        if not visit.agent:
            return "2", NOBODY, "Never called"
        if count[visit.agent] < FEWEST_VISITS:
            return "1", UNNAMED, f"Agents with fewer than {FEWEST_VISITS} visits"
        label = names.get(visit.agent, visit.agent)
        return f"0{label.casefold()}", visit.agent, label

    return name


def _heat(days: Iterable[Day], hours: Hours) -> list[HeatCell]:
    cells: dict[tuple[int, str], list[Visit]] = {}
    for day in days:
        for slot in day.slots:
            local = f"{slot.start.astimezone(hours.tz):%H:%M}"
            cells.setdefault((day.date.isoweekday(), local), []).extend(
                visit for visit in day.visits if slot.holds(visit.issued)
            )
    return [
        HeatCell(
            weekday=weekday, slot=slot, arrivals=len(visits), mean_wait_seconds=measure(visits, {}).mean_wait_seconds
        )
        for (weekday, slot), visits in sorted(cells.items())
    ]
