"""The manager's pages of figures, staffing and forecast accuracy."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from queueing.calendar import hours
from queueing.i18n import STAFF_LANGUAGE
from queueing.identity.authorization import ANYONE, allow
from queueing.identity.permissions import Right
from queueing.web.request import runtime
from queueing.web.staff_pages import own_centers, pages_at, staff_page
from services_catalog.catalog import Location, in_language

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as WerkzeugResponse

manager_pages = Blueprint("manager", __name__, template_folder="templates")


@manager_pages.get("/manager/<location>/figures")
@allow(ANYONE)
def figures(location: str) -> str | tuple[str, int] | WerkzeugResponse:
    """Show the figures of any days, with pictures, each beside its table."""
    return staff_page(location, Right.SEE_FIGURES, _figures)


@manager_pages.get("/manager/<location>/staffing")
@allow(ANYONE)
def staffing(location: str) -> str | tuple[str, int] | WerkzeugResponse:
    """Show what other counters would do to the rest of today, or to a coming day."""
    return staff_page(location, Right.SEE_FIGURES, lambda location: _forecast_page(location, "Staffing", "staffing.js"))


@manager_pages.get("/manager/<location>/estimates")
@allow(ANYONE)
def estimates(location: str) -> str | tuple[str, int] | WerkzeugResponse:
    """Show the forecast accuracy: how often visitors were called within the quoted range."""
    return staff_page(location, Right.SEE_FIGURES, lambda there: _forecast_page(there, "Estimates", "estimates.js"))


def _forecast_page(location: Location, title: str, script: str) -> str:
    today = location.hours.day_of(runtime().now())
    with runtime().database.read() as session:
        next_day = hours.next_open_day(session, location, today) or today + timedelta(days=1)
    setup = {
        **_setup(location),
        "next_day": next_day.isoformat(),
        "month_ago": (today - timedelta(days=27)).isoformat(),
    }
    return render_template("display/manager.html", title=title, name=setup["name"], script=script, setup=setup)


def _figures(location: Location) -> str:
    setup = {**_setup(location), "centers": own_centers()}
    return render_template(
        "display/figures.html", title="Figures", name=setup["name"], script="figures.js", setup=setup
    )


def _setup(location: Location) -> dict[str, object]:
    """Return what each of these pages knows from the start: the location, its day, the other pages."""
    return {
        "location": location.id,
        "name": in_language(location.name, STAFF_LANGUAGE),
        "timezone": location.timezone,
        "today": location.hours.day_of(runtime().now()).isoformat(),
        "pages": pages_at(location),
    }
