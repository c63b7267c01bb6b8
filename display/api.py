"""What only shows, over the API: the public board, the manager's figures."""

from __future__ import annotations

from datetime import date
from enum import IntEnum

from flask import Response
from pydantic import BaseModel, Field

from display.reports.csv import csv_report
from display.reports.pdf_report import pdf_report
from queueing.calendar.model import EARLIEST, LATEST
from queueing.identity.authentication import ANYONE, allow
from queueing.identity.permissions import Right
from queueing.refusals import Malformed, NotAllowed
from queueing.schemas import BoardView
from queueing.snapshots.public_board import board_view
from queueing.statistics import DEFINITIONS, By, CenterFigures, CentersView, Question, WaitsView
from queueing.statistics.repository import waits_view
from queueing.web.request import LocationPath, answers, api, location_for, reply, site, who
from services_catalog.catalog import Location

MOST_DAYS = 366
MOST_DAYS_BY_SLOT = 31

display_api = api("display_api", __name__)


class SlotMinutes(IntEnum):
    """How long a slot may be."""

    QUARTER = 15
    HALF = 30
    HOUR = 60


class DaysQuery(BaseModel):
    """Local service days, both ends included."""

    first: date | None = Field(None, alias="from", description="The first day; default today, or the last day.")
    last: date | None = Field(None, alias="to", description="The last day; default today, or the first day.")


class WaitsQuery(DaysQuery):
    """The days, and how the figures are cut."""

    by: By = By.SLOT
    slot_minutes: SlotMinutes = SlotMinutes.HALF


@display_api.get("/locations/<location>/board", responses=answers(404, s200=BoardView))
@allow(ANYONE)
def board(path: LocationPath) -> Response:
    """Show the public view: calls, waiting counts, waits, notices; no ids, nobody."""
    place = site().location(path.location)
    with site().database.read() as session:
        return reply(board_view(session, site().here(session, place)))


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
    """Show every center where the asker may act beside the others, over the same days."""
    views = [
        _answered(place, _question(place, query, By.WEEKDAY))
        for place in site().catalog.locations.values()
        if who().may_act_at(place.id)
    ]
    if not views:
        raise NotAllowed("You may act at no center.")
    found = [CenterFigures(location=v.location, name=v.name, total=v.total, staff=v.staff) for v in views]
    first, last = min(view.first_day for view in views), max(view.last_day for view in views)
    return reply(CentersView(first_day=first, last_day=last, centers=found, definitions=DEFINITIONS))


def _figures(path: LocationPath, query: WaitsQuery) -> WaitsView:
    place = location_for(path.location)
    return _answered(place, _question(place, query, query.by, int(query.slot_minutes)))


def _answered(place: Location, question: Question) -> WaitsView:
    return waits_view(site().database, question, catalog=site().catalog, location=place, now=site().now())


def _question(place: Location, query: DaysQuery, by: By, slot_minutes: int = SlotMinutes.HALF) -> Question:
    most = MOST_DAYS_BY_SLOT if by is By.SLOT else MOST_DAYS
    return Question(*days_of(place, query, most=most, by=by), by, slot_minutes)


def days_of(place: Location, query: DaysQuery, *, most: int = MOST_DAYS, by: str = "this") -> tuple[date, date]:
    """Return the first and the last of the days asked for; raise Malformed."""
    today = place.hours.day_of(site().now())
    last = query.last or (max(query.first, today) if query.first else today)
    first = query.first or min(last, today)
    if min(first, last) < EARLIEST or max(first, last) > LATEST:
        raise Malformed(f"Ask for days from {EARLIEST} to {LATEST}.")
    if first > last:
        raise Malformed("The first day comes after the last.")
    if (last - first).days >= most:
        raise Malformed(f"Ask for at most {most} days at once by {by}.")
    return first, last


def _file(content: bytes, kind: str, view: WaitsView, ending: str) -> Response:
    name = f"waits-{view.location}-{view.first_day}-{view.last_day}-by-{view.by}.{ending}"
    return Response(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
