"""The staff's pages: the counter where an agent works, the floor where a manager looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.api import counter_api
from counter.floor import floor_api

if TYPE_CHECKING:
    from queueing.app import App


def attach(app: App) -> None:
    """Attach the staff's routes."""
    app.register_api(counter_api)
    app.register_api(floor_api)
