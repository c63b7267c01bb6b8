"""Socket.IO: check who may watch which view, draw whole views, and send them.

`broadcaster` and `scheduler` decide when; this module draws and sends. Clients draw what they get and keep no
deltas, so a screen that slept is right again with one message.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from flask import Flask, request, session
from flask_socketio import ConnectionRefusedError, SocketIO, join_room, leave_room

from queueing.identity import authentication, authorization
from queueing.identity.authorization import ANYONE, allow
from queueing.identity.permissions import Right
from queueing.identity.principal import VISITOR, Principal
from queueing.refusals import InvalidRequest, Refusal, SignInNeeded, TooManyTries
from queueing.runtime import Runtime
from queueing.snapshots.public_board import board_view
from queueing.snapshots.staff_queue import queue_view
from queueing.web.problems import problem_of

NAMESPACE = "/live"


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
    watching: tuple[str, str] | None = None


class Live:
    """The live side of one server process."""

    def __init__(self, app: Flask, runtime: Runtime) -> None:
        self.runtime = runtime
        self.socketio = SocketIO(
            app,
            async_mode="threading",
            message_queue=runtime.settings.redis_url or None,
            cors_allowed_origins=list(runtime.settings.origins) or None,
            manage_session=False,
            ping_interval=10,
            ping_timeout=10,
        )
        self._watchers: dict[str, Watcher] = {}
        self._lock = threading.Lock()
        self.socketio.on_event("connect", self._connect, namespace=NAMESPACE)
        self.socketio.on_event("disconnect", self._disconnect, namespace=NAMESPACE)
        self.socketio.on_event("watch", self._watch, namespace=NAMESPACE)

    def send(self, location: str) -> None:
        """Draw a location's views and send them to the screens that watch them, in this process or another."""
        with self._lock:
            watched = {watcher.watching for watcher in self._watchers.values()}
        for view in VIEWS:
            if self.runtime.settings.redis_url or (location, view) in watched:
                self.socketio.emit(view, self.draw(location, view), namespace=NAMESPACE, to=_room(location, view))

    def draw(self, location: str, view: str) -> dict[str, Any]:
        """Return one whole view of a location, as JSON's own types."""
        watched = self.runtime.location(location)
        with self.runtime.database.read() as reading:
            context = self.runtime.view_context(reading, watched)
            drawn = queue_view(reading, context) if view == "queue" else board_view(reading, context)
        return drawn.model_dump(mode="json")

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
                self.socketio.server.disconnect(sid, namespace=NAMESPACE)

    def _identify(self, token: str | None, cookie: dict[str, Any]) -> Principal:
        with self.runtime.database.read() as reading:
            if token:
                return authentication.by_token(reading, token)
            return authentication.by_session(reading, cookie, self.runtime.now())

    def _connect(self, auth: dict[str, Any] | None = None) -> None:
        token = (auth or {}).get("token") or None
        cookie = {} if token else dict(session)
        who = self._refusing(lambda: self._identify(token, cookie))
        most = self.runtime.settings.max_screens
        with self._lock:
            anonymous = sum(watcher.who == VISITOR for watcher in self._watchers.values())
            # Anonymous screens leave half of the connections to staff and to paired screens.
            if len(self._watchers) >= most or (who == VISITOR and anonymous >= (most + 1) // 2):
                self._refuse(TooManyTries("Too many screens are connected. Try again in a minute."))
            self._watchers[_sid()] = Watcher(who, token, cookie)

    def _disconnect(self, _reason: str = "") -> None:
        with self._lock:
            self._watchers.pop(_sid(), None)

    def _watch(self, asked: Any = None) -> dict[str, Any]:
        """Answer `watch {location, view}` with `{ok: true}` or a problem; then send that view at once."""
        try:
            location, view = self._allowed(asked)
        except Refusal as refusal:
            return problem_of(refusal)
        watcher = self._watchers[_sid()]
        if watcher.watching:
            leave_room(_room(*watcher.watching), namespace=NAMESPACE)
        join_room(_room(location, view), namespace=NAMESPACE)
        watcher.watching = (location, view)
        self.socketio.emit(view, self.draw(location, view), namespace=NAMESPACE, to=_sid())
        return {"ok": True}

    def _allowed(self, asked: Any) -> tuple[str, str]:
        if not isinstance(asked, dict) or asked.get("view") not in VIEWS:
            raise InvalidRequest("Watch {location, view}, where view is board or queue.")
        location, view = str(asked.get("location")), str(asked["view"])
        self.runtime.location(location)
        who = self._watchers[_sid()].who
        authorization.check_role(who, VIEWS[view])
        if VIEWS[view] is not _watch_board:
            authorization.check_location(who, location)
        return location, view

    def _refusing(self, work: Any) -> Any:
        try:
            return work()
        except Refusal as refusal:
            self._refuse(refusal)

    def _refuse(self, refusal: Refusal) -> None:
        problem = problem_of(refusal)
        raise ConnectionRefusedError(problem["detail"], problem) from None


def _room(location: str, view: str) -> str:
    return f"{view}:{location}"


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined]  # Flask-SocketIO adds it
