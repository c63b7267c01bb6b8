"""One center's TOML file -> `Location`: hours, closures, counters, printers, rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services_catalog.catalog import AlertRules, Counter, Language, Location, Policy, Printer, Queue, Rules, Words
from services_catalog.hours import DayChange, Hours, Interval
from services_catalog.reading import Section

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
PRINTER_URL = re.compile(
    r"tcp://(?:\[[0-9A-Fa-f:.]+\]|[^\s/:\[\]]+):(?P<port>[0-9]{1,5})"
    r"|file:\S.*|cups:\S+|usb:[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}|spool:\S.*|agent:|none:"
)


def read_location(section: Section, queues: Mapping[str, Queue], languages: Mapping[str, Language]) -> Location:
    """Build a location from the top of its file; faults go to the section's source."""
    zone = _zone(section)
    location = Location(
        id=section.text("id"),
        name=section.words("name"),
        address=section.text("address"),
        directions=section.words("directions", required=False),
        timezone=zone,
        hours=_hours(section, zone),
        counters=_counters(section, queues),
        languages=_languages(section, languages),
        printers=_printers(section),
        phone=section.text("phone", ""),
        notices=_notices(section),
        rules=_rules(section),
    )
    section.finish()
    return location


def _zone(section: Section) -> str:
    name = section.text("timezone")
    try:
        return ZoneInfo(name).key if name else "UTC"
    except (ZoneInfoNotFoundError, ValueError, OSError):
        section.fault("timezone", f"unknown time zone {name!r}: write one like America/Chicago")
        return "UTC"


def _hours(section: Section, zone: str) -> Hours:
    first, last = section.day("first_day"), section.day("last_day")
    if first and last and last < first:
        section.fault("last_day", f"{last} is before first_day {first}")
    week = section.section("hours", required=True)
    weekly = {number: _intervals(week, weekday) for number, weekday in enumerate(DAYS)}
    week.finish()
    changes: dict[date, DayChange] = {}
    for closure in section.sections("closure", required=False):
        day = closure.day("date", required=True)
        change = DayChange(_intervals(closure, "hours"), closure.text("reason"))
        closure.finish()
        if day in changes:
            closure.fault("date", f"duplicate closure of {day}")
        elif day:
            changes[day] = change
    return Hours(zone, weekly, first, last, changes)


def _intervals(section: Section, name: str) -> tuple[Interval, ...]:
    """Read hours such as "9:00-12:00, 13:00-17:00"; empty or "closed" is closed."""
    text = section.text(name, "")
    if text in ("", "closed"):
        return ()
    found: list[Interval] = []
    for part in text.split(","):
        interval = _interval(part.strip())
        if interval is None:
            section.fault(name, f"is not hours like 9:00-16:00: {part.strip()!r}")
        elif interval.closes <= interval.opens:
            section.fault(name, f"ends before it begins: {part.strip()!r}")
        else:
            found.append(interval)
    found.sort(key=lambda interval: interval.opens)
    for before, after in pairwise(found):
        if after.opens < before.closes:
            section.fault(name, f"hours cross: {after.opens:%H:%M} is before {before.closes:%H:%M} ends")
    return tuple(found)


def _interval(text: str) -> Interval | None:
    match = _SPAN.fullmatch(text)
    if match is None:
        return None
    numbers = [int(number) for number in match.groups()]
    try:
        return Interval(time(numbers[0], numbers[1]), time(numbers[2], numbers[3]))
    except ValueError:
        return None


def _counters(section: Section, queues: Mapping[str, Queue]) -> tuple[Counter, ...]:
    counters: dict[str, Counter] = {}
    for one in section.sections("counter"):
        breaks = _intervals(one, "breaks")
        counter = Counter(one.text("id"), one.words("name"), frozenset(one.texts("serves")), breaks)
        one.finish()
        for queue in sorted(counter.serves - set(queues)):
            one.fault("serves", f"unknown queue {queue!r}")
        if counter.id in counters:
            one.fault("id", f"duplicate id {counter.id!r}")
        counters.setdefault(counter.id, counter)
    return tuple(counters.values())


def _languages(section: Section, languages: Mapping[str, Language]) -> tuple[str, ...]:
    tags = section.texts("languages")
    for tag in tags:
        if tag not in languages:
            section.fault("languages", f"unknown language {tag!r}")
        elif not languages[tag].interface:
            section.fault("languages", f"the screens do not speak {tag!r}: interface is not true for it")
    return tags


def is_printer(url: str) -> bool:
    """Tell whether `url` names a printer: tcp://HOST:PORT, file:, cups:, usb:VID:PID, spool: or none:."""
    match = PRINTER_URL.fullmatch(url)
    return match is not None and 1 <= int(match["port"] or 1) <= 65535


def _printers(section: Section) -> tuple[Printer, ...]:
    printers: dict[str, Printer] = {}
    for one in section.sections("printer", required=False):
        printer = Printer(one.text("id"), one.text("url"), int(one.number("width_dots", 576, least=8)))
        one.finish()
        if printer.url and not is_printer(printer.url):
            one.fault(
                "url",
                f"is not a printer: {printer.url!r} (tcp://HOST:PORT, file:PATH, cups:NAME, "
                "usb:VID:PID, spool:FOLDER or none:)",
            )
        if printer.id in printers:
            one.fault("id", f"duplicate id {printer.id!r}")
        printers.setdefault(printer.id, printer)
    return tuple(printers.values())


def _notices(section: Section) -> tuple[Words, ...]:
    notices: list[Words] = []
    for one in section.sections("notice", required=False):
        notices.append(one.words("text"))
        one.finish()
    return tuple(notices)


def _chance(table: Section, name: str, usual: float) -> float:
    chance = table.number(name, usual)
    if chance > 1:
        table.fault(name, f"is a chance from 0 to 1, not {chance:g}")
    return chance


def _rules(section: Section) -> Rules:
    table = section.section("rules")
    usual = Rules()
    policy = Policy(table.choice("policy", list(Policy), usual.policy))
    starts = table.section("head_start_minutes")
    head_starts = {name: starts.number(name, minutes) for name, minutes in usual.head_start_minutes.items()}
    starts.finish()
    rules = Rules(
        policy=policy,
        head_start_minutes=head_starts,
        recalls_before_no_show=_whole(table, "recalls_before_no_show", usual.recalls_before_no_show),
        reinstate_minutes=table.number("reinstate_minutes", usual.reinstate_minutes),
        last_ticket_minutes=table.number("last_ticket_minutes", usual.last_ticket_minutes),
        undo_seconds=table.number("undo_seconds", usual.undo_seconds),
        away_minutes=table.number("away_minutes", usual.away_minutes),
        day_ends_minutes=table.number("day_ends_minutes", usual.day_ends_minutes),
        alerts=_alerts(section.section("alerts")),
        refuse_below_chance=_chance(table, "refuse_below_chance", usual.refuse_below_chance),
        warn_below_chance=_chance(table, "warn_below_chance", usual.warn_below_chance),
        phone_minutes=table.number("phone_minutes", usual.phone_minutes),
        later_minutes=table.number("later_minutes", usual.later_minutes),
        later_times=_whole(table, "later_times", usual.later_times),
    )
    table.finish()
    return rules


def _alerts(table: Section) -> AlertRules:
    usual = AlertRules()
    rules = AlertRules(
        longest_wait_minutes=table.number("longest_wait_minutes", usual.longest_wait_minutes),
        beyond_target=_whole(table, "beyond_target", usual.beyond_target),
        unserved_minutes=table.number("unserved_minutes", usual.unserved_minutes),
        paused_minutes=table.number("paused_minutes", usual.paused_minutes),
        parts_down=table.flag("parts_down", default=usual.parts_down),
        again_minutes=table.number("again_minutes", usual.again_minutes, least=1),
    )
    table.finish()
    return rules


def _whole(table: Section, name: str, default: int) -> int:
    number = float(table.number(name, default))
    if not number.is_integer():
        table.fault(name, f"must be a whole number, not {number:g}")
    return int(number)
