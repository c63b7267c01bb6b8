"""The lobby board's page, and the sounds of its calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, request

from display.api import display_api
from display.board import announcements
from display.board.words import board_setup
from display.estimates import estimates_api
from display.manager import manager_pages
from display.staffing import staffing_api
from queueing.identity.authorization import ANYONE, allow
from queueing.refusals import NotFound
from queueing.snapshots.public_board import language_of_call
from queueing.web.rate_limits import limiter
from queueing.web.request import runtime

if TYPE_CHECKING:
    from queueing.app import App

THEMES = ("dark", "light")
CALL_SOUND_LIMIT = "120 per minute"
"""From one address: a hall of screens behind one gateway, at its busiest."""

pages = Blueprint("display", __name__, url_prefix="/display", template_folder="templates", static_folder="static")


@pages.get("/<location>")
@allow(ANYONE)
def board_page(location: str) -> str:
    """Show the lobby board of a location; `?theme=light` for a bright hall."""
    place = runtime().location(location)
    theme = request.args.get("theme", "")
    return render_template(
        "display/board.html",
        location=place,
        theme=theme if theme in THEMES else THEMES[0],
        setup=board_setup(runtime().catalog, place, runtime().speech),
    )


@pages.get("/sounds/chime.wav")
@allow(ANYONE)
def chime_sound() -> Response:
    """Return the two tones that come before every announcement."""
    return Response(announcements.chime(), mimetype="audio/wav", headers={"Cache-Control": "public, max-age=86400"})


@pages.get("/sounds/<location>/<language>/<number>/<counter>.wav")
@allow(ANYONE)
@limiter.limit(CALL_SOUND_LIMIT)
def call_sound(location: str, language: str, number: str, counter: str) -> Response:
    """Return the sound of a call that was made today, in the visitor's language or one of the location's.

    There is none of anything else: nobody makes the server speak, or the lobby's voice call, as they like.
    """
    here = runtime()
    center = here.location(location)
    day = center.hours.day_of(here.now())
    with here.database.read() as session:
        visitors = language_of_call(session, location=center.id, day=day, number=number, counter=counter)
    if visitors is None or language not in {visitors, *center.languages}:
        raise NotFound("No such call was made at this location today.")
    sound = announcements.call_sound(here.catalog, center, here.speech, number, counter, language)
    return Response(sound, mimetype="audio/wav", headers={"Cache-Control": "public, max-age=86400"})


def attach(app: App) -> None:
    """Attach the display's routes."""
    app.register_blueprint(pages)
    app.register_blueprint(manager_pages)
    app.register_api(display_api)
    app.register_api(staffing_api)
    app.register_api(estimates_api)
