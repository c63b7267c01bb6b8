"""Socket.IO: check who may watch which view, draw whole views, and send them.

`broadcaster` and `scheduler` decide when; this module draws and sends. Clients draw what they get and keep no
deltas, so a screen that slept is right again with one message.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any

from flask import Flask, request, session
from flask_socketio import ConnectionRefusedError, SocketIO, join_room, leave_room

from queueing.identity import authentication, authorization
from queueing.identity.authorization import ANYONE, allow
from queueing.identity.permissions import Right
from queueing.identity.principal import VISITOR, Principal
from queueing.realtime.connections import Connection, Connections
from queueing.realtime.gate import Gate, connection_of
from queueing.realtime.wire_log import wire_log
from queueing.refusals import InvalidRequest, Refusal, SignInNeeded, TooManyTries
from queueing.runtime import Runtime
from queueing.snapshots.drawn import DrawnViews
from queueing.web.problems import problem_of

NAMESPACE = "/live"
WATCH_SECONDS = 1.0
"""How often a connection may ask to watch; a screen asks once."""
LARGEST_MESSAGE = 4096
LAST_WORDS_SECONDS = 1.0
"""How long a connection whose right has ended is kept, so that it hears why."""
log = logging.getLogger(__name__)


@allow(ANYONE)
def _watch_board() -> None:
    """Anybody may watch a location's public view."""


@allow(Right.SEE_QUEUE)
def _watch_queue() -> None:
    """Staff may watch the queue of their own locations."""


VIEWS = {"board": _watch_board, "queue": _watch_queue}
"""Each view that may be watched, with the declaration of the right that it needs."""


@dataclass(slots=True)
class Watcher:
    """One open connection: its principal, the token or cookie that showed it, and the view it watches."""

    who: Principal
    token: str | None
    cookie: dict[str, Any]
    connection: Connection | None = None
    watching: tuple[str, str] | None = None
    asked_at: float = -WATCH_SECONDS
    is_early: bool = False


class Live:
    """The live side of one server process."""

    def __init__(self, app: Flask, runtime: Runtime) -> None:
        settings = runtime.settings
        self.move_in(runtime)
        self.socketio = SocketIO(
            app,
            async_mode="threading",
            # An event is handled by the thread that read it, so a connection's events wait for each other.
            async_handlers=False,
            transports=["polling", "websocket"] if settings.live_polling else ["websocket"],
            message_queue=settings.redis_url or None,
            cors_allowed_origins=list(settings.origins) or None,
            manage_session=False,
            max_http_buffer_size=LARGEST_MESSAGE,
            engineio_logger=wire_log(),
            ping_interval=10,
            ping_timeout=10,
        )
        self.connections = Connections(settings.max_screens, settings.max_screens_of_address)
        app.wsgi_app = Gate(app.wsgi_app, self.connections)  # type: ignore[method-assign]
        self._watchers: dict[str, Watcher] = {}
        self._lock = threading.Lock()
        self.socketio.on_event("connect", self._connect, namespace=NAMESPACE)
        self.socketio.on_event("disconnect", self._disconnect, namespace=NAMESPACE)
        self.socketio.on_event("watch", self._watch, namespace=NAMESPACE)
        self.socketio.on_error(NAMESPACE)(_unexpected)

    def move_in(self, runtime: Runtime) -> None:
        """Serve on this runtime from now on."""
        self.runtime, self.views = runtime, DrawnViews(runtime)

    def send(self, location: str) -> None:
        """Draw a location's views and send them to the screens that watch them, in this process or another."""
        with self._lock:
            watched = {watcher.watching for watcher in self._watchers.values()}
        for view in VIEWS:
            if self.runtime.settings.redis_url or (location, view) in watched:
                drawn = self.views.draw(location, view)
                self.socketio.emit(view, drawn.as_dict, namespace=NAMESPACE, to=_room(location, view))

    def drop_revoked(self) -> None:
        """End the connections whose account, token or screen has been closed."""
        with self._lock:
            known = [(sid, watcher) for sid, watcher in self._watchers.items() if watcher.who != VISITOR]
        for sid, watcher in known:
            try:
                now_is = self._identify(watcher.token, watcher.cookie)
            except SignInNeeded:
                now_is = VISITOR
            if now_is == VISITOR:
                self._end(sid, watcher)

    def stop(self) -> None:
        """End every connection, and let no new one in."""
        self.connections.cut_all()

    def _end(self, sid: str, watcher: Watcher) -> None:
        if watcher.connection:
            watcher.connection.cut_after(LAST_WORDS_SECONDS)
        self.socketio.server.disconnect(sid, namespace=NAMESPACE)

    def _identify(self, token: str | None, cookie: dict[str, Any]) -> Principal:
        with self.runtime.database.read() as reading:
            if token:
                return authentication.by_token(reading, token, self.runtime.real_now())
            return authentication.by_session(reading, cookie, self.runtime.now())

    def _connect(self, auth: Any = None) -> None:
        connection = connection_of(request.environ)
        try:
            if connection and connection.joined is not None:
                raise TooManyTries("A connection joins once.")
            token = _token_in(auth)
            cookie = {} if token else dict(session)
            who = self._identify(token, cookie)
            self._add(Watcher(who, token, cookie, connection))
        except Refusal as refusal:
            if connection:
                connection.cut_after(LAST_WORDS_SECONDS)
            problem = problem_of(refusal)
            raise ConnectionRefusedError(problem["detail"], problem) from None
        if connection:
            connection.joined = who != VISITOR

    def _add(self, watcher: Watcher) -> None:
        most = self.runtime.settings.max_screens
        with self._lock:
            anonymous = sum(other.who == VISITOR for other in self._watchers.values())
            # Anonymous screens leave half of the connections to staff and to paired screens.
            if len(self._watchers) >= most or (watcher.who == VISITOR and anonymous >= (most + 1) // 2):
                raise TooManyTries("Too many screens are connected. Try again in a minute.")
            self._watchers[_sid()] = watcher

    def _disconnect(self, _reason: str = "") -> None:
        with self._lock:
            watcher = self._watchers.pop(_sid(), None)
        if watcher and watcher.connection:
            watcher.connection.cut_after(LAST_WORDS_SECONDS)

    def _watch(self, asked: Any = None, *_more: Any) -> dict[str, Any] | None:
        """Answer `watch {location, view}` with `{ok: true}` or a problem; then send that view at once."""
        watcher = self._watchers[_sid()]
        if not _waited(watcher):
            self._end(_sid(), watcher)
            return None
        try:
            location, view = self._allowed(watcher.who, asked)
        except Refusal as refusal:
            return problem_of(refusal)
        if watcher.watching:
            leave_room(_room(*watcher.watching), namespace=NAMESPACE)
        join_room(_room(location, view), namespace=NAMESPACE)
        watcher.watching = (location, view)
        drawn = self.views.latest(location, view)
        self.socketio.emit(view, drawn.as_dict, namespace=NAMESPACE, to=_sid(), ignore_queue=True)
        return {"ok": True}

    def _allowed(self, who: Principal, asked: Any) -> tuple[str, str]:
        if not isinstance(asked, dict) or not isinstance(view := asked.get("view"), str) or view not in VIEWS:
            raise InvalidRequest("Watch {location, view}, where view is board or queue.")
        location = str(asked.get("location"))
        self.runtime.location(location)
        authorization.check_role(who, VIEWS[view])
        if VIEWS[view] is not _watch_board:
            authorization.check_location(who, location)
        return location, view


def _token_in(auth: Any) -> str | None:
    if auth is None:
        return None
    token = auth.get("token") if isinstance(auth, dict) else auth
    if not isinstance(auth, dict) or not (token is None or isinstance(token, str)):
        raise InvalidRequest("Connect with auth {token}, or with the session.")
    return token or None


def _waited(watcher: Watcher) -> bool:
    """Wait until this connection may ask to watch again; return False for the second that comes too early."""
    left = watcher.asked_at + WATCH_SECONDS - monotonic()
    if left > 0 and watcher.is_early:
        return False
    watcher.is_early = left > 0
    sleep(max(0.0, left))
    watcher.asked_at = monotonic()
    return True


def _unexpected(_error: Exception) -> bool:
    log.exception("a live event failed")
    return False


def _room(location: str, view: str) -> str:
    return f"{view}:{location}"


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined]  # Flask-SocketIO adds it
