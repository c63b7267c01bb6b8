"""One file of locations/: a center's hours, closures, counters, printers and rules."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from services_catalog.catalog import AlertRules, Counter, Location, Policy, Printer, Rules
from services_catalog.fields import (
    Chance,
    Day,
    Flag,
    Number,
    OpeningHours,
    OptionalText,
    QueueId,
    Table,
    Tables,
    Text,
    Whole,
    Words,
    declared,
    list_of,
    references,
)
from services_catalog.hours import DayChange, Hours
from services_catalog.toml_tables import TomlTable

PRINTER_URL = re.compile(
    r"tcp://(?:\[[0-9A-Fa-f:.]+\]|[^\s/:\[\]]+):(?P<port>[0-9]{1,5})"
    r"|file:\S.*|cups:\S+|usb:[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}|spool:\S.*|agent:|none:"
)
USUAL = Rules()
"""The rules of a center that sets none."""


def is_printer(url: str) -> bool:
    """Return whether `url` names a printer: tcp://HOST:PORT, file:, cups:, usb:VID:PID, spool:, agent: or none:."""
    match = PRINTER_URL.fullmatch(url)
    return match is not None and 1 <= int(match["port"] or 1) <= 65535


def _printer_url(url: str) -> str:
    if not is_printer(url):
        raise ValueError(
            f"is not a printer: {url!r} (tcp://HOST:PORT, file:PATH, cups:NAME, usb:VID:PID, spool:FOLDER or none:)"
        )
    return url


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"unknown time zone {name!r}: write one like America/Chicago") from None


def _spoken_on_screens(tag: str, info: ValidationInfo) -> str:
    known = references(info)
    if tag in known["language"].found and tag not in known.interface_languages:
        raise ValueError(f"the screens do not speak {tag!r}: interface is not true for it")
    return tag


InterfaceLanguage = Annotated[Text, declared("language"), AfterValidator(_spoken_on_screens)]


class WeekTable(Table):
    """The usual hours, by weekday; a day that is left out is closed."""

    monday: OpeningHours = ()
    tuesday: OpeningHours = ()
    wednesday: OpeningHours = ()
    thursday: OpeningHours = ()
    friday: OpeningHours = ()
    saturday: OpeningHours = ()
    sunday: OpeningHours = ()


class ClosureTable(Table):
    """One date on which the center is closed or has other hours."""

    date: Day
    hours: OpeningHours = ()
    reason: Text


class CounterTable(Table):
    """One counter."""

    id: Text
    name: Words
    serves: Annotated[frozenset[QueueId], list_of("texts")]
    breaks: OpeningHours = ()


class PrinterTable(Table):
    """One printer."""

    id: Text
    url: Annotated[Text, AfterValidator(_printer_url)]
    width_dots: Annotated[Whole, Field(ge=8)] = 576


class NoticeTable(Table):
    """One notice for the screens."""

    text: Words


class HeadStartTable(Table):
    """How many minutes sooner a visitor of each priority class is due."""

    accessible: Number = USUAL.head_start_minutes["accessible"]
    appointment: Number = USUAL.head_start_minutes["appointment"]
    returned: Number = USUAL.head_start_minutes["returned"]


class AlertsTable(Table):
    """When the manager is alerted; see `AlertRules`."""

    longest_wait_minutes: Number = USUAL.alerts.longest_wait_minutes
    beyond_target: Whole = USUAL.alerts.beyond_target
    unserved_minutes: Number = USUAL.alerts.unserved_minutes
    paused_minutes: Number = USUAL.alerts.paused_minutes
    parts_down: Flag = USUAL.alerts.parts_down
    again_minutes: Annotated[Number, Field(ge=1)] = USUAL.alerts.again_minutes


class RulesTable(Table):
    """What the center sets about a ticket's life; see `Rules`."""

    policy: Policy = USUAL.policy
    head_start_minutes: HeadStartTable = HeadStartTable()
    recalls_before_no_show: Whole = USUAL.recalls_before_no_show
    reinstate_minutes: Number = USUAL.reinstate_minutes
    last_ticket_minutes: Number = USUAL.last_ticket_minutes
    undo_seconds: Number = USUAL.undo_seconds
    away_minutes: Number = USUAL.away_minutes
    day_ends_minutes: Number = USUAL.day_ends_minutes
    refuse_below_chance: Chance = USUAL.refuse_below_chance
    warn_below_chance: Chance = USUAL.warn_below_chance
    phone_minutes: Number = USUAL.phone_minutes
    later_minutes: Number = USUAL.later_minutes
    later_times: Whole = USUAL.later_times


class LocationFile(Table):
    """A whole file of locations/."""

    id: Text
    name: Words
    address: Text
    directions: Words = Field(default_factory=dict)
    phone: OptionalText = ""
    timezone: Annotated[Text, AfterValidator(_zone)]
    languages: Annotated[tuple[InterfaceLanguage, ...], list_of("texts")]
    first_day: Day | None = None
    last_day: Day | None = None
    hours: WeekTable
    closure: Tables[ClosureTable] = ()
    counter: Tables[CounterTable]
    printer: Tables[PrinterTable] = ()
    notice: Tables[NoticeTable] = ()
    rules: RulesTable = RulesTable()
    alerts: AlertsTable = AlertsTable()

    @field_validator("last_day")
    @classmethod
    def _after_the_first(cls, last: date | None, info: ValidationInfo) -> date | None:
        first = info.data.get("first_day")
        if first and last and last < first:
            raise ValueError(f"{last} is before first_day {first}")
        return last

    def built(self) -> Location:
        """Return the location that the file describes."""
        changes = {one.date: DayChange(one.hours, one.reason) for one in self.closure}
        starts = dict(self.rules.head_start_minutes)
        return Location(
            id=self.id,
            name=self.name,
            address=self.address,
            directions=self.directions,
            timezone=self.timezone,
            hours=Hours(
                self.timezone, dict(enumerate(dict(self.hours).values())), self.first_day, self.last_day, changes
            ),
            counters=tuple(Counter(**dict(one)) for one in self.counter),
            languages=self.languages,
            printers=tuple(Printer(**dict(one)) for one in self.printer),
            phone=self.phone,
            notices=tuple(one.text for one in self.notice),
            rules=Rules(**{**dict(self.rules), "head_start_minutes": starts}, alerts=AlertRules(**dict(self.alerts))),
        )


def may_serve(location: TomlTable, queue: str) -> bool:
    """Return whether some counter of a location, as it is written, serves the queue; true if that cannot be read."""
    lists = [counter.table.get("serves") for counter in location.tables("counter")]
    readable = isinstance(location.table.get("counter"), list) and all(isinstance(one, list) for one in lists)
    return not readable or any(queue in one for one in lists if isinstance(one, list))
