"""Pages that only show: the lobby board, the manager's waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from display.api import display_api

if TYPE_CHECKING:
    from queueing.app import App


def attach(app: App) -> None:
    """Attach the display's routes."""
    app.register_api(display_api)
