"""Figures as files: the same numbers as the JSON, the definitions with them."""

from __future__ import annotations

import csv
import io

import pytest

from display.reports.csv import csv_report
from queueing.statistics import DEFINITIONS, GroupBy, WaitsView
from services_catalog.catalog import Catalog, Location
from tests.display.reports.report_cast import figures


@pytest.fixture
def view(catalog: Catalog, downtown: Location) -> WaitsView:
    """A day by agent; one of them has a name that a spreadsheet would run."""
    return figures(catalog, downtown, GroupBy.AGENT)


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
    head, *body = rows(csv_report(figures(catalog, downtown, GroupBy.SLOT)))
    nine = dict(zip(head, body[2], strict=True))
    assert (nine["label"], nine["calls"], nine["carried_out"]) == ("2026-11-23 09:00", "11", "0")
    assert nine["mean_wait_seconds"] == "600.0"
