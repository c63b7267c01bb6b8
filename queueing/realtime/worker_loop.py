"""What both workers need: one step that fails is logged and does not end the thread."""

from __future__ import annotations

import logging
from collections.abc import Callable

log = logging.getLogger(__name__)


def run_logged(step: Callable[..., object], *arguments: object) -> None:
    """Run one step of a worker; log its exception, so that a database that is away for a moment ends no thread."""
    try:
        step(*arguments)
    except Exception:
        log.exception("a background step failed; it is tried again with the next change or tick")
