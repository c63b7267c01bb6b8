"""The front page: the address of each screen of each location, and whether the location is open."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, render_template

from queueing.calendar.hours import hours_of
from queueing.i18n import SOURCE_LANGUAGE, translator
from queueing.identity.authorization import ANYONE, allow
from queueing.web.request import runtime
from services_catalog.hours import Hours

home = Blueprint("home", __name__)


@home.get("/")
@allow(ANYONE)
def front() -> str:
    """Show the addresses of all screens."""
    now = runtime().now()
    with runtime().database.read() as session:
        centers = [
            (location, hours.is_open(now), _opening_words(hours, now))
            for location in runtime().catalog.locations.values()
            for hours in (hours_of(session, location),)
        ]
    return render_template("queueing/front.html", centers=centers)


def _opening_words(hours: Hours, now: datetime) -> str:
    say = translator(SOURCE_LANGUAGE)
    if closes := hours.closes_at(now):
        return f"Open until {say.time(closes, hours.tz)}"
    if opens := hours.opens_next(now):
        return f"Closed. Opens {say.date(hours.day_of(opens))}, {say.time(opens, hours.tz)}"
    return "Closed for good."
