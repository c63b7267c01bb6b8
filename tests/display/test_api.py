"""The public board and the manager's figures over HTTP: who may read what, and what is refused in words."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from flask.testing import FlaskClient

from display.api import MOST_DAYS, MOST_DAYS_BY_SLOT
from queueing.identity.accounts import Role
from tests.cast import Agent, Caller, Kiosk
from tests.conftest import Tokens

WAITS = "/locations/downtown/waits"


def test_anybody_sees_the_board_and_no_id_on_it(visitor: Caller, kiosk: Kiosk) -> None:
    ticket = kiosk.ticket()
    answer = visitor.get("/locations/downtown/board")
    assert answer.status_code == 200
    assert ticket["id"] not in answer.text
    assert ticket["service"]["name"] not in answer.text


def test_there_is_no_board_of_nowhere(visitor: Caller) -> None:
    assert visitor.get("/locations/nowhere/board").status_code == 404


@pytest.mark.parametrize("ending", ["", ".csv", ".pdf"])
def test_only_a_manager_of_the_center_reads_figures(
    client: FlaskClient, token: Tokens, visitor: Caller, kiosk: Kiosk, ana: Agent, mia: Caller, ending: str
) -> None:
    assert mia.get(WAITS + ending).status_code == 200
    assert visitor.get(WAITS + ending).status_code == 401
    assert ana.get(WAITS + ending).status_code == 403
    assert kiosk.get(WAITS + ending).status_code == 403
    assert Caller(client, token(Role.DISPLAY, "downtown")).get(WAITS + ending).status_code == 403
    assert Caller(client, token(Role.MANAGER, "east-lake")).get(WAITS + ending).status_code == 403


def read(mia: Caller, asked: str = "") -> dict[str, Any]:
    """The figures as JSON."""
    answer = mia.get(WAITS + asked)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def test_today_is_the_default_and_definitions_come_along(mia: Caller, kiosk: Kiosk) -> None:
    kiosk.ticket()
    figures = read(mia)
    assert (figures["first_day"], figures["last_day"], figures["by"]) == ("2026-11-23", "2026-11-23", "slot")
    assert figures["total"]["arrivals"] == 1
    assert "08:30:00" in figures["definitions"]["slot"]
    assert figures["total"].keys() <= figures["definitions"].keys()


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("?from=2026-11-20", "2026-11-20", "2026-11-23"),  # until today
        ("?to=2026-11-20", "2026-11-20", "2026-11-20"),
        ("?from=2026-11-16&to=2026-11-20", "2026-11-16", "2026-11-20"),
        ("?from=2026-11-30", "2026-11-30", "2026-11-30"),  # ahead: empty, but an answer
    ],
)
def test_days_are_as_asked(mia: Caller, asked: str, first: str, last: str) -> None:
    figures = read(mia, asked)
    assert (figures["first_day"], figures["last_day"]) == (first, last)


@pytest.mark.parametrize("by", ["slot", "service", "agent", "language", "weekday", "department", "time", "day"])
def test_every_cut_adds_up(mia: Caller, kiosk: Kiosk, by: str) -> None:
    kiosk.ticket(language="so")
    kiosk.ticket()
    groups = read(mia, f"?by={by}")["groups"]
    assert sum(group["figures"]["arrivals"] for group in groups) == 2


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("?from=2026-11-24&to=2026-11-23", "comes after"),
        ("?from=2026-01-01", f"at most {MOST_DAYS_BY_SLOT} days"),
        ("?from=2020-01-01&by=service", f"at most {MOST_DAYS} days"),
        ("?by=mood", "by"),
        ("?slot_minutes=20", "15, 30 or 60"),
        ("?from=yesterday", "from"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(mia: Caller, asked: str, says: str) -> None:
    answer = mia.get(WAITS + asked)
    assert answer.status_code == 422
    assert says in answer.get_json()["detail"]


def test_files_have_names_and_their_kind(mia: Caller, kiosk: Kiosk) -> None:
    kiosk.ticket()
    table, paper = mia.get(f"{WAITS}.csv?by=language"), mia.get(f"{WAITS}.pdf?by=language")
    assert table.mimetype == "text/csv"
    assert 'filename="waits-downtown-2026-11-23-2026-11-23-by-language.csv"' in table.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(table.data.decode("utf-8-sig"))))
    assert rows[1][:3] == ["en", "English", "1"]
    assert paper.mimetype == "application/pdf"
    assert paper.data.startswith(b"%PDF-")


def test_centers_stand_beside_each_other_for_whoever_may_act_at_them(
    client: FlaskClient, token: Tokens, mia: Caller, kiosk: Kiosk
) -> None:
    kiosk.ticket()
    both = Caller(client, token(Role.ADMIN)).get("/waits").get_json()
    assert [(center["location"], center["total"]["arrivals"]) for center in both["centers"]] == [
        ("downtown", 1),
        ("east-lake", 0),
    ]
    assert [center["location"] for center in mia.get("/waits").get_json()["centers"]] == ["downtown"]
    assert mia.get("/waits?from=2026-11-24&to=2026-11-23").status_code == 422
    for days in ("from=9999-12-31", "to=0001-01-01", "from=9999-12-31&to=9999-12-31"):
        assert mia.get(f"/waits?{days}").status_code == 422
        assert mia.get(f"/locations/downtown/waits.pdf?{days}").status_code == 422
    assert Caller(client, token(Role.AGENT, "downtown")).get("/waits").status_code == 403
