"""A day's figures for the reports: two agents, one with a name that a spreadsheet would run, one in another script."""

from __future__ import annotations

from queueing.statistics import GroupBy, ReportContext, ReportQuestion, WaitsView, answer
from services_catalog.catalog import Catalog, Location
from tests.queueing.statistics.figures_cast import MONDAY, CounterEventRow, at, folded, visit

SERVED = ("09:00 issue", "09:10 call", "09:11 start", "09:20 finish")
NAMES = {"staff:1": "=1+2", "staff:2": "Đặng Thị Ý"}


def figures(catalog: Catalog, downtown: Location, by: GroupBy, names: dict[str, str] = NAMES) -> WaitsView:
    """Figures of one day."""
    visits = [visit(*SERVED) for _ in range(5)] + [visit(*SERVED, by="staff:2") for _ in range(6)]
    hours, now = downtown.hours, at("18:00")
    day = folded(visits, [CounterEventRow(at("09:00"), "1", "open")], hours=hours, now=now)
    return answer(ReportQuestion(MONDAY, MONDAY, by), [day], ReportContext(catalog, downtown, hours, now, names))
