"""gunicorn, set for one application and its background workers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication

from queueing.app import App, create_app
from queueing.server.worker import PatientWorker
from queueing.settings import Settings

WAITING_CONNECTIONS = 1000
"""Connections beside those that have a thread: kept for a next request, or whose request is on its way."""
GRACE_SECONDS = 1
"""How long requests that are under way have when the server stops."""


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Serves until it is stopped. Each open screen keeps one thread."""

    def __init__(
        self, settings: Settings, host: str, port: int, *, make: Callable[[Settings], App] = create_app
    ) -> None:
        self.settings, self.make = settings, make
        self.address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        """Set what gunicorn needs to know."""
        chosen: dict[str, Any] = {
            "bind": self.address,
            "workers": 1,
            "worker_class": PatientWorker,
            "threads": self.settings.threads,
            "worker_connections": self.settings.threads + WAITING_CONNECTIONS,
            "graceful_timeout": GRACE_SECONDS,
            "keepalive": 15,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": lambda worker: worker.wsgi.start_workers(),
            "worker_exit": lambda _server, worker: _stop(worker),
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> App:
        """Make the application, in the worker process."""
        return self.make(self.settings)


def _stop(worker: Any) -> None:
    if isinstance(getattr(worker, "wsgi", None), App):
        worker.wsgi.stop_workers()
