"""What only shows, over the API: the public board, the manager's figures."""

from __future__ import annotations

from datetime import date
from enum import IntEnum

from flask import Response
from pydantic import BaseModel, Field

from display.reports import csv_report, pdf_report
from queueing.access import ANYONE, allow
from queueing.board import board_view
from queueing.figures import By, Question, WaitsView
from queueing.history import waits_view
from queueing.refusals import Malformed
from queueing.rights import Right
from queueing.shapes import BoardView
from queueing.web import LocationPath, answers, api, location_for, reply, site

MOST_DAYS = 366
MOST_DAYS_BY_SLOT = 31

display_api = api("display_api", __name__)


class SlotMinutes(IntEnum):
    """How long a slot may be."""

    QUARTER = 15
    HALF = 30
    HOUR = 60


class WaitsQuery(BaseModel):
    """Local service days, both ends included, and how the figures are cut."""

    first: date | None = Field(None, alias="from", description="The first day; default today, or the last day.")
    last: date | None = Field(None, alias="to", description="The last day; default today, or the first day.")
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


def _figures(path: LocationPath, query: WaitsQuery) -> WaitsView:
    place, now = location_for(path.location), site().now()
    today = place.hours.day_of(now)
    last = query.last or (max(query.first, today) if query.first else today)
    first = query.first or min(last, today)
    question = Question(first, last, query.by, int(query.slot_minutes))
    _check(question)
    return waits_view(site().database, question, catalog=site().catalog, location=place, now=now)


def _check(question: Question) -> None:
    if question.first > question.last:
        raise Malformed("The first day comes after the last.")
    most = MOST_DAYS_BY_SLOT if question.by is By.SLOT else MOST_DAYS
    if (question.last - question.first).days >= most:
        raise Malformed(f"Ask for at most {most} days at once by {question.by}.")


def _file(content: bytes, kind: str, view: WaitsView, ending: str) -> Response:
    name = f"waits-{view.location}-{view.first_day}-{view.last_day}-by-{view.by}.{ending}"
    return Response(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
