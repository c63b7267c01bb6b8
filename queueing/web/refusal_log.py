"""One line in the log for each refused request: who was refused, what they lacked, and at which route.

Never a token, a code or the path with a ticket's id. At most MOST_LINES a minute of one kind are written; the first
line after that minute says how many more there were.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from datetime import datetime

from flask import Flask, Response, g, request

from queueing.identity import principal
from queueing.identity.permissions import Right
from queueing.web.rate_limits import limiter
from queueing.web.request import runtime

MOST_LINES = 20
"""How many lines a minute are written of one kind of refusal."""
MINUTE_SECONDS = 60.0
KINDS = {400: "form expired or malformed", 401: "not signed in", 403: "not allowed", 413: "too long", 429: "too often"}
"""The refusals that are logged, by status: those that a stranger or a wrong right causes."""

log = logging.getLogger(__name__)


@dataclass
class LineRate:
    """Lets MOST_LINES lines of a kind through a minute, and counts the others; `lines` are counted since `since`."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    since: dict[str, float] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def admit(self, kind: str, now: float) -> int | None:
        """Return how many lines were left out in the minute before one that may be written now; None if it may not.

        `now` is in seconds, by any clock; one that is set back begins a new minute.
        """
        with self.lock:
            begun = self.since.get(kind)
            left_out = 0
            if begun is None or not 0 <= now - begun < MINUTE_SECONDS:
                left_out = max(self.lines.get(kind, 0) - MOST_LINES, 0)
                self.since[kind], self.lines[kind] = now, 0
            self.lines[kind] += 1
            return left_out if self.lines[kind] <= MOST_LINES else None


class RefusalLog:
    """Writes lines about refusals at a bounded rate."""

    def __init__(self) -> None:
        self._rate = LineRate()

    def write(self, kind: str, line: str, now: datetime) -> None:
        """Write a line about a refusal of a kind, or only count it."""
        more = self._rate.admit(kind, now.timestamp())
        if more is None:
            return
        if more:
            log.warning("refused, %s: %d more in the minute before", kind, more)
        log.warning("refused, %s: %s", kind, line)


def attach(app: Flask) -> None:
    """Log every refused request of `app`."""
    refusals = RefusalLog()

    @app.after_request
    def note(response: Response) -> Response:
        kind = KINDS.get(response.status_code)
        if kind is not None:
            refusals.write(kind, _line(app, response.status_code), runtime().real_now())
        return response


def _line(app: Flask, status: int) -> str:
    who: principal.Principal = g.get("who", principal.VISITOR)
    name = "nobody" if who == principal.VISITOR else who.by
    route = request.url_rule.rule if request.url_rule else "no route"
    view = app.view_functions.get(request.endpoint or "")
    right: Right | None = getattr(view, "right", None)
    lacked = ""
    if status in {401, 403} and right is not None and right is not Right.PUBLIC:
        lacked = f" without the right {right.name}"
    if status == 429 and (reached := limiter.current_limit):
        lacked = f" beyond {reached.limit}"
    return f"{name}{lacked} at {request.method} {route}"
