"""The manager's pages that only show: the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from queueing.access import ANYONE, allow
from queueing.rights import Right
from queueing.staff_pages import STAFF_LANGUAGE, own_centers, staff_page
from queueing.web import site
from services_catalog.catalog import Location, in_language

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as WerkzeugResponse

manager_pages = Blueprint("manager", __name__, template_folder="templates")


@manager_pages.get("/manager/<location>/figures")
@allow(ANYONE)
def figures(location: str) -> str | tuple[str, int] | WerkzeugResponse:
    """Show the figures of any days, with pictures, each beside its table."""
    return staff_page(location, Right.SEE_FIGURES, _figures)


def pages_at(place: Location) -> list[tuple[str, str]]:
    """Return the address and the name of each of the manager's pages at a location."""
    base = f"/manager/{place.id}"
    return [(base, "Floor"), (f"{base}/figures", "Figures"), (f"{base}/audit", "Audit")]


def _figures(place: Location) -> str:
    name = in_language(place.name, STAFF_LANGUAGE)
    setup = {
        "location": place.id,
        "name": name,
        "today": place.hours.day_of(site().now()).isoformat(),
        "centers": own_centers(),
        "pages": pages_at(place),
    }
    return render_template("display/figures.html", name=name, setup=setup)
