"""The public view of a location names nobody: calls, waiting counts, recent calls."""

from __future__ import annotations

from datetime import date

from queueing.db import Database
from queueing.snapshots.public_board import language_of_call
from tests.cast import Agent, Caller, Kiosk, SteppedClock


def test_the_public_view_names_nobody_and_holds_no_id(kiosk: Kiosk, ana: Agent, visitor: Caller) -> None:
    ana.open()
    tickets = [kiosk.ticket("report-theft", language="so", needs=["interpreter"]) for _ in range(2)]
    ana.call()
    said = visitor.get("/locations/downtown/board").text
    for ticket in tickets:
        assert ticket["id"] not in said
    for secret in ("report-theft", "interpreter", "Theft"):
        assert secret not in said


def test_the_board_tells_who_is_called_where_and_how_many_wait(kiosk: Kiosk, ana: Agent, visitor: Caller) -> None:
    ana.open()
    first, second = kiosk.ticket("report-theft"), kiosk.ticket("report-theft")
    called = ana.call()
    board = visitor.get("/locations/downtown/board").get_json()
    assert called["id"] == first["id"]
    assert [(call["number"], call["counter"]) for call in board["called"]] == [(first["number"], "1")]
    line = next(line for line in board["waiting"] if line["letter"] == second["number"][0])
    assert (line["waiting"], line["served"]) == (1, True)
    assert 0 < line["wait"]["p50_seconds"] < line["wait"]["p90_seconds"]


def test_recent_calls_stay_after_the_service_and_vanish_with_the_day(
    kiosk: Kiosk, ana: Agent, visitor: Caller, clock: SteppedClock
) -> None:
    ana.open()
    ticket = kiosk.ticket("report-theft")
    ana.does(ana.call(), "start")
    ana.does(ticket, "finish")
    board = visitor.get("/locations/downtown/board").get_json()
    assert board["called"] == []
    assert [call["number"] for call in board["recent"]] == [ticket["number"]]
    clock.step(days=1)
    assert visitor.get("/locations/downtown/board").get_json()["recent"] == []


def test_discreet_lines_have_a_letter_and_no_name(visitor: Caller) -> None:
    lines = visitor.get("/locations/downtown/board").get_json()["waiting"]
    names = {line["letter"]: line["name"] for line in lines}
    assert None in names.values(), "police records are nobody's business"
    assert any(name and name["en"] for name in names.values())


def test_the_version_grows_with_every_change(kiosk: Kiosk, visitor: Caller) -> None:
    versions = []
    for _ in range(3):
        kiosk.ticket()
        versions.append(visitor.get("/locations/downtown/board").get_json()["version"])
    assert versions == sorted(set(versions))


def test_a_number_that_was_called_that_day_has_its_visitors_language(
    kiosk: Kiosk, ana: Agent, database: Database
) -> None:
    ana.open()
    kiosk.ticket("report-theft", language="so")
    called = ana.call()
    monday, tuesday = date(2026, 11, 23), date(2026, 11, 24)
    asked = [
        ("downtown", monday, called["number"], "1", "so"),
        ("downtown", monday, called["number"], "2", None),
        ("downtown", tuesday, called["number"], "1", None),
        ("downtown", monday, "R002", "1", None),
        ("east-lake", monday, called["number"], "1", None),
    ]
    with database.read() as session:
        for location, day, number, counter, language in asked:
            found = language_of_call(session, location=location, day=day, number=number, counter=counter)
            assert found == language, (location, day, number, counter)
