"""The API of the public board and the manager's figures."""

from __future__ import annotations

from datetime import date
from enum import IntEnum

from flask import Response

from display.reports.csv import csv_report
from display.reports.pdf_report import pdf_report
from queueing.calendar.hours import EARLIEST, LATEST
from queueing.identity.authorization import ANYONE, allow
from queueing.identity.permissions import Right
from queueing.refusals import InvalidRequest, NotAllowed
from queueing.schemas import BoardView
from queueing.statistics import DEFINITIONS, CenterFigures, CentersView, GroupBy, ReportQuestion, WaitsView
from queueing.statistics.repository import waits_view
from queueing.web.days_query import DaysQuery
from queueing.web.request import JSON, LocationPath, answers, api, live, location_for, principal, reply, runtime
from services_catalog.catalog import Location

MOST_DAYS = 366
MOST_DAYS_BY_SLOT = 31

display_api = api("display_api", __name__)


class SlotMinutes(IntEnum):
    """How long a slot may be."""

    QUARTER = 15
    HALF = 30
    HOUR = 60


class WaitsQuery(DaysQuery):
    """The days, and how the figures are cut."""

    by: GroupBy = GroupBy.SLOT
    slot_minutes: SlotMinutes = SlotMinutes.HALF


@display_api.get("/locations/<location>/board", responses=answers(404, s200=BoardView))
@allow(ANYONE)
def board(path: LocationPath) -> Response:
    """Show the public view: calls, waiting counts, waits, notices; no ids, no person."""
    return Response(live().views.latest(path.location, "board").as_json, content_type=JSON)


@display_api.get("/locations/<location>/waits", responses=answers(403, 404, s200=WaitsView))
@allow(Right.SEE_FIGURES)
def waits(path: LocationPath, query: WaitsQuery) -> Response:
    """Show the figures of some days, with what each of them means."""
    return reply(_figures(path, query))


@display_api.get("/locations/<location>/waits.csv", responses=answers(403, 404, s200="text/csv"))
@allow(Right.SEE_FIGURES)
def waits_csv(path: LocationPath, query: WaitsQuery) -> Response:
    """Give the figures as a table for a spreadsheet, definitions below it."""
    view = _figures(path, query)
    return _file(csv_report(view), "text/csv; charset=utf-8", view, "csv")


@display_api.get("/locations/<location>/waits.pdf", responses=answers(403, 404, s200="application/pdf"))
@allow(Right.SEE_FIGURES)
def waits_pdf(path: LocationPath, query: WaitsQuery) -> Response:
    """Give the figures on paper, definitions on the last page."""
    view = _figures(path, query)
    return _file(pdf_report(view), "application/pdf", view, "pdf")


@display_api.get("/waits", responses=answers(403, s200=CentersView))
@allow(Right.SEE_FIGURES)
def centers(query: DaysQuery) -> Response:
    """Show the figures of every location of this account, over the same days."""
    views = [
        _answered(location, _question(location, query, GroupBy.WEEKDAY))
        for location in runtime().catalog.locations.values()
        if principal().may_act_at(location.id)
    ]
    if not views:
        raise NotAllowed("You may act at no center.")
    found = [CenterFigures(location=v.location, name=v.name, total=v.total, staff=v.staff) for v in views]
    first, last = min(view.first_day for view in views), max(view.last_day for view in views)
    return reply(CentersView(first_day=first, last_day=last, centers=found, definitions=DEFINITIONS))


def _figures(path: LocationPath, query: WaitsQuery) -> WaitsView:
    location = location_for(path.location)
    return _answered(location, _question(location, query, query.by, int(query.slot_minutes)))


def _answered(location: Location, question: ReportQuestion) -> WaitsView:
    return waits_view(runtime().database, question, catalog=runtime().catalog, location=location, now=runtime().now())


def _question(
    location: Location, query: DaysQuery, by: GroupBy, slot_minutes: int = SlotMinutes.HALF
) -> ReportQuestion:
    most = MOST_DAYS_BY_SLOT if by is GroupBy.SLOT else MOST_DAYS
    return ReportQuestion(*days_of(location, query, most=most, by=by), by, slot_minutes)


def days_of(location: Location, query: DaysQuery, *, most: int = MOST_DAYS, by: str = "this") -> tuple[date, date]:
    """Return the first and last requested day; raise InvalidRequest."""
    today = location.hours.day_of(runtime().now())
    last = query.last or (max(query.first, today) if query.first else today)
    first = query.first or min(last, today)
    if min(first, last) < EARLIEST or max(first, last) > LATEST:
        raise InvalidRequest(f"Ask for days from {EARLIEST} to {LATEST}.")
    if first > last:
        raise InvalidRequest("The first day comes after the last.")
    if (last - first).days >= most:
        raise InvalidRequest(f"Ask for at most {most} days at once by {by}.")
    return first, last


def _file(content: bytes, kind: str, view: WaitsView, ending: str) -> Response:
    name = f"waits-{view.location}-{view.first_day}-{view.last_day}-by-{view.by}.{ending}"
    return Response(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
