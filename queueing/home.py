"""The front page: where each screen of each location is."""

from __future__ import annotations

from flask import Blueprint, render_template

from queueing.access import ANYONE, allow
from queueing.web import site

home = Blueprint("home", __name__)


@home.get("/")
@allow(ANYONE)
def front() -> str:
    """Show the addresses of all screens."""
    return render_template("queueing/front.html", locations=site().catalog.locations.values())
