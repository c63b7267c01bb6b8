"""The page that a screen shows while the server is unreachable; its browser caches it beforehand."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, render_template

from queueing.i18n import languages, translator
from queueing.identity.authorization import ANYONE, allow

gone = Blueprint("gone", __name__)


@gone.get("/gone")
@allow(ANYONE)
def gone_page() -> str:
    """Say in every language that the screen comes back by itself."""
    return render_template("queueing/offline.html", tongues=[translator(tag) for tag in languages()])


@gone.get("/gone-worker.js")
@allow(ANYONE)
def gone_worker() -> Response:
    """Send the service worker, from the root: it may keep pages only at and below its own address."""
    response = current_app.send_static_file("offline/worker.js")
    response.headers["Cache-Control"] = "no-cache"
    return response
