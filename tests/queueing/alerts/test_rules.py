"""What needs a manager: one table of what a view shows and what is said of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from queueing.alerts.model import AlertSeen
from queueing.alerts.rules import alerts_of
from queueing.schemas import Alert, CallView, CounterView, DayFigures, EquipmentView, QueueFigures, QueueView
from services_catalog.catalog import AlertRules
from tests.cast import MONDAY_MORNING

MONDAY = MONDAY_MORNING.date()
RULES = AlertRules(longest_wait_minutes=30, beyond_target=3, unserved_minutes=2, paused_minutes=20, again_minutes=30)


def ago(minutes: float) -> datetime:
    """A moment before the view's."""
    return MONDAY_MORNING - timedelta(minutes=minutes)


def line(waiting: int, longest: float, *, beyond: int = 0, counters: int = 1, id: str = "permits") -> QueueFigures:
    """A queue, its longest wait in minutes."""
    return QueueFigures(
        id=id,
        letter="P",
        name="Permits",
        target_seconds=900,
        waiting=waiting,
        beyond_target=beyond,
        longest_wait_seconds=longest * 60 if waiting else None,
        counters_open=counters,
        wait=None,
    )


def seat(state: str, minutes: float, reason: str = "") -> CounterView:
    """Counter 2, in a state for so long."""
    return CounterView(
        id="2", name="Counter 2", state=state, agent="ana", reason=reason, since=ago(minutes), serves=[], may_serve=[]
    )


def part(kind: str, state: str) -> EquipmentView:
    """A screen or a printer."""
    return EquipmentView(id=f"{kind}-1", name=f"{kind}-1", kind=kind, state=state, since=ago(1))


def call(kind: str, *, counter: str | None = "2", answered: bool = False) -> CallView:
    """A call for help."""
    return CallView(
        id=7,
        kind=kind,
        counter=counter,
        caller="ana" if counter else "Kiosk by the door",
        note="",
        at=ago(1),
        answered_at=ago(0) if answered else None,
        answered_by="max" if answered else "",
    )


def view(**shown: Any) -> QueueView:
    """A staff view that shows only what the row says."""
    nothing = dict.fromkeys(DayFigures.model_fields, 0)
    usual = {
        "location": "downtown",
        "name": "Downtown",
        "version": 1,
        "at": MONDAY_MORNING,
        "simulated": False,
        "open": True,
        "closes_at": None,
        "opens_next": None,
        "timezone": "America/Chicago",
        "tickets": [],
        "missed": [],
        "counters": [],
        "queues": [],
        "today": DayFigures(**nothing),
        "parts": [],
        "slips": [],
        "notices": [],
        "posted": [],
    }
    return QueueView(**{**usual, **shown})


SAID: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"queues": [line(2, 29)]}, []),
    ({"queues": [line(2, 30)]}, ["Permits: the longest wait is 30 min."]),
    ({"queues": [line(1, 1, counters=0)]}, []),
    ({"queues": [line(1, 2, counters=0)]}, ["No open counter serves Permits, where 1 visitor waits."]),
    ({"queues": [line(3, 9, counters=0)]}, ["No open counter serves Permits, where 3 visitors wait."]),
    ({"queues": [line(2, 16, beyond=1), line(2, 16, beyond=1, id="zoning")]}, []),
    (
        {"queues": [line(2, 16, beyond=2), line(2, 16, beyond=1, id="zoning")]},
        ["3 visitors wait beyond their target."],
    ),
    ({"counters": [seat("paused", 19, "Break")]}, []),
    ({"counters": [seat("paused", 20, "Break")]}, ["Counter 2 (ana) is paused for 20 min: Break."]),
    ({"counters": [seat("open", 200), seat("closed", 200)]}, []),
    ({"parts": [part("kiosk", "down")]}, ["kiosk-1 is down."]),
    ({"parts": [part("kiosk", "up"), part("printer", "ok"), part("printer", "unknown")]}, []),
    ({"parts": [part("printer", "out")]}, ["Printer printer-1 is out of paper."]),
    ({"parts": [part("printer", "low")]}, ["Printer printer-1 is nearly out of paper."]),
    ({"parts": [part("kiosk", "down")], "open": False}, []),
    ({"calls": [call("help")], "counters": [seat("open", 1)]}, ["Counter 2 (ana) calls for help."]),
    ({"calls": [call("alarm")], "counters": [seat("open", 1)], "open": False}, ["Quiet alarm at Counter 2 (ana)."]),
    ({"calls": [call("emergency", counter=None)]}, ["Emergency reported at Kiosk by the door."]),
    ({"calls": [call("help", answered=True)]}, []),
]


@pytest.mark.parametrize(("shown", "words"), SAID, ids=[str(number) for number in range(len(SAID))])
def test_what_is_said_of_a_view(shown: dict[str, Any], words: list[str]) -> None:
    assert [alert.words for alert in alerts_of(view(**shown), RULES)] == words


def test_every_rule_can_be_switched_off() -> None:
    off = AlertRules(longest_wait_minutes=0, beyond_target=0, unserved_minutes=0, paused_minutes=0, parts_down=False)
    everything = view(
        queues=[line(9, 99, beyond=9, counters=0)], counters=[seat("paused", 99)], parts=[part("kiosk", "down")]
    )
    assert len(alerts_of(everything, RULES)) == 5
    assert alerts_of(everything, off) == []


def test_an_alarm_comes_before_a_call_and_a_call_before_a_wait() -> None:
    calls = [call("help"), call("alarm").model_copy(update={"id": 8})]
    found = alerts_of(view(queues=[line(2, 45)], calls=calls), RULES)
    assert [alert.kind for alert in found] == ["alarm", "help", "longest"]


def test_a_wrong_clock_is_told_after_the_calls_whatever_the_hour_until_it_was_seen() -> None:
    wrong = Alert(key="clock:1", kind="clock", words="The clock jumped.")
    found = alerts_of(view(calls=[call("help")], open=False), RULES, changes=[wrong])
    assert [(alert.kind, alert.seen_by) for alert in found] == [("help", ""), ("clock", "")]
    known = AlertSeen(location="downtown", day=MONDAY, key="clock:1", at=ago(60), by="", name="max")
    (alert,) = alerts_of(view(open=False), RULES, {"clock:1": known}, [wrong])
    assert alert.seen_by == "max"


@pytest.mark.parametrize(
    ("shown", "key", "minutes", "seen"),
    [
        ({"queues": [line(2, 45)]}, "longest:permits", 29, "max"),
        ({"queues": [line(2, 45)]}, "longest:permits", 30, ""),
        ({"counters": [seat("paused", 60)]}, f"paused:2:{ago(60):%H%M%S}", 45, "max"),
        ({"counters": [seat("paused", 25)]}, f"paused:2:{ago(60):%H%M%S}", 45, ""),
    ],
)
def test_an_alert_that_was_seen_stays_quiet_while_it_is_the_same(
    shown: dict[str, Any], key: str, minutes: float, seen: str
) -> None:
    known = AlertSeen(location="downtown", day=MONDAY, key=key, at=ago(minutes), by="", name="max")
    (alert,) = alerts_of(view(**shown), RULES, {key: known})
    assert alert.seen_by == seen
