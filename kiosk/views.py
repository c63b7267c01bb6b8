"""The visitor's pages: the kiosk, and the ticket on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.api import kiosk_api

if TYPE_CHECKING:
    from queueing.app import App


def attach(app: App) -> None:
    """Attach the visitor's routes."""
    app.register_api(kiosk_api)
