"""What only shows, over the API: the public board, the figures."""

from __future__ import annotations

from flask import Response

from queueing.access import ANYONE, allow
from queueing.board import board_view
from queueing.shapes import BoardView
from queueing.web import LocationPath, answers, api, reply, site

display_api = api("display_api", __name__)


@display_api.get("/locations/<location>/board", responses=answers(404, s200=BoardView))
@allow(ANYONE)
def board(path: LocationPath) -> Response:
    """Show the public view: calls, waiting counts, waits, notices; no ids, nobody."""
    place = site().location(path.location)
    with site().database.read() as session:
        return reply(board_view(session, site().here(session, place)))
