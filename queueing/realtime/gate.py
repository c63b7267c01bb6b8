"""The gate in front of Socket.IO: every live connection is counted, and bounded, from the moment it opens."""

from __future__ import annotations

import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from queueing.realtime.connections import BoundedSocket, Connection, Connections
from queueing.refusals import Refusal
from queueing.web.problems import PROBLEM_JSON, problem_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "/socket.io/"
CONNECTION = "now_serving.connection"
"""The connection that a request opened, in its WSGI environment."""
SOCKET = "gunicorn.socket"
RETRY_SECONDS = 5


class Gate:
    """WSGI middleware: counts a request to Socket.IO as an open connection for as long as it lasts.

    Where long polling is allowed, a screen that polls asks and sends at the same time, so it has twice the places.
    """

    def __init__(self, app: WSGIApplication, connections: Connections) -> None:
        self._app, self._connections = app, connections
        self._polls = Connections(2 * connections.most, 2 * connections.most_strangers, lingering=False)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Let the request through, or refuse it as a problem."""
        if not environ.get("PATH_INFO", "").startswith(PATH):
            return self._app(environ, start_response)
        wire = environ.get(SOCKET) if environ.get("HTTP_UPGRADE", "").lower() == "websocket" else None
        is_poll = wire is None and "sid" in parse_qs(environ.get("QUERY_STRING", ""))
        among = self._polls if is_poll else self._connections
        try:
            connection = among.open(environ.get("REMOTE_ADDR", ""), wire)
        except Refusal as refusal:
            return _refused(refusal, start_response)
        environ[CONNECTION] = connection
        if wire is not None:
            environ[SOCKET] = BoundedSocket(wire, connection)
            # A few compressed bytes may be a gigabyte; views are small, and proxies do not look into them.
            environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        try:
            return self._app(environ, start_response)
        finally:
            among.close(connection)


def connection_of(environ: dict[str, Any]) -> Connection | None:
    """Return the connection that a request opened; None when it did not come through the gate."""
    return environ.get(CONNECTION)


def _refused(refusal: Refusal, start_response: StartResponse) -> Iterable[bytes]:
    headers = [("Content-Type", PROBLEM_JSON), ("Retry-After", str(RETRY_SECONDS)), ("Connection", "close")]
    start_response(f"{refusal.status} {HTTPStatus(refusal.status).phrase}", headers)
    return [json.dumps(problem_of(refusal)).encode()]
