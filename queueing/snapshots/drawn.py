"""Views as they were last drawn: one drawing a location, view and version, however many screens ask for it."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from queueing.db import version_of
from queueing.runtime import Runtime
from queueing.schemas import BoardView, QueueView
from queueing.snapshots.public_board import board_view
from queueing.snapshots.staff_queue import queue_view

FRESH = timedelta(seconds=1)
"""For how long a drawing is shown to those who ask anew: waits and times change though nothing happens."""


@dataclass(frozen=True)
class Drawing:
    """One view of a location as it was at a moment."""

    view: BoardView | QueueView
    at: datetime

    @cached_property
    def as_dict(self) -> dict[str, Any]:
        """The view as JSON's own types."""
        return self.view.model_dump(mode="json")

    @cached_property
    def as_json(self) -> str:
        """The view as JSON."""
        return self.view.model_dump_json()


class DrawnViews:
    """The last drawing of each location's views."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._drawings: dict[tuple[str, str], Drawing] = {}
        self._locks: defaultdict[tuple[str, str], threading.Lock] = defaultdict(threading.Lock)

    def latest(self, location: str, view: str) -> Drawing:
        """Return the view `board` or `queue` of a location as it is now.

        It is drawn if the location has changed, or a second has passed, since it last was; who asks meanwhile waits
        for that drawing. Raises NotFound for an unknown location.
        """
        key = (self._runtime.location(location).id, view)
        with self._locks[key]:
            kept = self._drawings.get(key)
            return kept if kept and self._is_current(kept) else self._draw(key)

    def draw(self, location: str, view: str) -> Drawing:
        """Draw the view anew and return it. Raises NotFound for an unknown location."""
        key = (self._runtime.location(location).id, view)
        with self._locks[key]:
            return self._draw(key)

    def _is_current(self, kept: Drawing) -> bool:
        if not timedelta() <= self._runtime.now() - kept.at < FRESH:
            return False
        with self._runtime.database.read() as reading:
            return version_of(reading, kept.view.location) == kept.view.version

    def _draw(self, key: tuple[str, str]) -> Drawing:
        location, view = key
        with self._runtime.database.read() as reading:
            context = self._runtime.view_context(reading, self._runtime.location(location))
            drawn = queue_view(reading, context) if view == "queue" else board_view(reading, context)
        self._drawings[key] = Drawing(drawn, context.now)
        return self._drawings[key]
