"""Figures as files: the same numbers as the JSON, the definitions with them."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess

import pytest

from display.reports import csv_report, pdf_report
from queueing.figures import DEFINITIONS, By, Here, Question, WaitsView, answer
from services_catalog.catalog import Catalog, Location
from tests.queueing.figures_cast import MONDAY, Seat, at, folded, visit

SERVED = ("09:00 issue", "09:10 call", "09:11 start", "09:20 finish")


@pytest.fixture
def view(catalog: Catalog, downtown: Location) -> WaitsView:
    """A day by agent; one of them has a name that a spreadsheet would run."""
    return figures(catalog, downtown, By.AGENT)


def figures(catalog: Catalog, downtown: Location, by: By) -> WaitsView:
    """Figures of one day."""
    visits = [visit(*SERVED) for _ in range(5)] + [visit(*SERVED, by="staff:2") for _ in range(6)]
    hours, now, names = downtown.hours, at("18:00"), {"staff:1": "=1+2", "staff:2": "Đặng Thị Ý"}
    day = folded(visits, [Seat(at("09:00"), "1", "open")], hours=hours, now=now)
    return answer(Question(MONDAY, MONDAY, by), [day], Here(catalog, downtown, hours, now, names))


def rows(content: bytes) -> list[list[str]]:
    """A CSV's rows."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_csv_holds_groups_total_and_definitions(view: WaitsView) -> None:
    head, *body = rows(csv_report(view))
    end = body.index([])
    assert head[:3] == ["agent", "label", "arrivals"]
    assert [row[1:3] for row in body[:end]] == [["'=1+2", "5"], ["Đặng Thị Ý", "6"], ["2026-11-23 to 2026-11-23", "11"]]
    assert all(len(row) == len(head) for row in body[:end])
    assert dict(body[end + 2 :]) == DEFINITIONS
    assert set(head[2:]) <= set(DEFINITIONS)


def test_csv_by_slot_tells_what_was_carried(catalog: Catalog, downtown: Location) -> None:
    head, *body = rows(csv_report(figures(catalog, downtown, By.SLOT)))
    nine = dict(zip(head, body[2], strict=True))
    assert (nine["label"], nine["calls"], nine["carried_out"]) == ("2026-11-23 09:00", "11", "0")
    assert nine["mean_wait_seconds"] == "600.0"


@pytest.mark.parametrize("by", list(By))
def test_pdf_is_one_and_says_the_same(catalog: Catalog, downtown: Location, by: By) -> None:
    content = pdf_report(figures(catalog, downtown, by))
    assert content.startswith(b"%PDF-")
    assert content == pdf_report(figures(catalog, downtown, by))  # no clock is read
    pages = len(re.findall(rb"/Type /Page\b", content))
    assert pages == 2


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not on this machine")
def test_pdf_can_be_read(view: WaitsView) -> None:
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf_report(view), capture_output=True, check=True
    ).stdout.decode()
    assert "Monday, November 23, 2026" in text
    assert "10:00" in text
    assert "Dang Thi Ý" in text
    assert "it starts at the ticket, not at the door" in " ".join(text.split())
