"""Which counters may call a waiting ticket: a rule, and the query that obeys it."""

from __future__ import annotations

import pytest

from queueing.counters.eligibility import only_at
from tests.cast import Agent, Caller, Kiosk

STAFFED = {"1": "ana", "2": "ben", "3": "", "4": "ana"}
ONLY = [
    ("", "", set(), "sent to nobody: every counter that serves its queue"),
    ("2", "", {"2"}, "sent to a counter that is open or paused"),
    ("5", "", set(), "sent to a counter that is closed by now"),
    ("", "ben", {"2"}, "sent to an agent"),
    ("", "ana", {"1", "4"}, "sent to an agent at two counters"),
    ("", "zoe", set(), "sent to an agent who has gone"),
]


@pytest.mark.parametrize(("counter", "agent", "counters", "why"), ONLY, ids=[row[3] for row in ONLY])
def test_where_alone_a_ticket_is_called(counter: str, agent: str, counters: set[str], why: str) -> None:
    assert only_at(counter, agent, STAFFED) == counters, why


def test_who_was_sent_to_a_counter_is_called_only_there_whatever_it_serves(
    kiosk: Kiosk, ana: Agent, ben: Agent
) -> None:
    ana.open("reports")
    ben.open("info")
    sent, other = kiosk.ticket("report-theft"), kiosk.ticket("report-theft")
    ana.does(sent, "transfer", counter="2")
    assert ana.call()["id"] == other["id"]
    assert ben.call()["id"] == sent["id"]


def test_a_counter_that_closes_leaves_them_to_anybody_and_one_that_pauses_keeps_them(
    kiosk: Kiosk, ana: Agent, ben: Agent, mia: Caller
) -> None:
    ana.open("reports")
    ben.open("info")
    sent = kiosk.ticket("report-theft")
    ana.does(sent, "transfer", counter="2")
    ben.put(ben.desk, {"open": False, "reason": "Lunch"})
    assert ana.post(f"{ana.desk}/call-next").status_code == 204
    (seen,) = mia.get("/locations/downtown/queue").get_json()["tickets"]
    assert seen["only_at"] == ["2"]
    ben.put(ben.desk, {"open": False})
    (seen,) = mia.get("/locations/downtown/queue").get_json()["tickets"]
    assert (seen["for_counter"], seen["only_at"]) == ("2", [])
    assert ana.call()["id"] == sent["id"]
