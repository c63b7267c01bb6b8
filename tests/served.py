"""The real server as its users start it, and programs that talk to it over real sockets."""

from __future__ import annotations

import json
import os
import signal
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

from queueing.clock import Clock
from queueing.db import Database
from queueing.identity import tokens
from queueing.identity.accounts import Role
from queueing.settings import Settings
from tests.forked import Forked, now_serving
from tests.real_parts import free_port

PATIENCE_SECONDS = 30


@dataclass
class Answer:
    """An HTTP answer: its status and its JSON (None when empty)."""

    status: int
    json: Any


@dataclass
class Served:
    """A running `now-serving run`."""

    var: Path
    port: int
    environment: dict[str, str]
    options: tuple[str, ...]
    process: Forked | None = None
    _tokens: dict[tuple[str, ...], str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The server's address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def _log(self) -> Path:
        return self.var.parent / "server.log"

    def start(self) -> None:
        """Start, and wait until it answers."""
        words = ("run", "--port", str(self.port), *self.options)
        self.process = now_serving(*words, log=self._log, environment=self.environment)
        deadline = monotonic() + PATIENCE_SECONDS
        while monotonic() < deadline and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.url}/readyz", timeout=1).close()
            except OSError:
                sleep(0.05)
            else:
                return
        raise AssertionError(self._log.read_text())

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the server: kindly, or with SIGKILL its whole process group at once."""
        if self.process is None:
            return
        if how is signal.SIGKILL:
            os.killpg(self.process.pid, how)
        else:
            self.process.send_signal(how)
        self.process.wait(PATIENCE_SECONDS)
        self.process = None

    def command(self, *words: str) -> str:
        """Run another `now-serving` command on the same data; return what it prints."""
        log = self.var.parent / f"{uuid4().hex}.log"
        code = now_serving(*words, log=log, environment=self.environment).wait(PATIENCE_SECONDS)
        said = log.read_text()
        assert code == 0, said
        return said.strip()

    def token(self, role: str, location: str = "downtown") -> str:
        """Return a bearer token, made once a role and location."""
        key = (role, location)
        if key not in self._tokens:
            url = self.environment.get("NOW_SERVING_DATABASE_URL", "")
            database = Database(Settings(var=self.var, database_url=url).database)
            with database.write() as session:
                self._tokens[key] = tokens.new_bearer(
                    session, role=Role(role), location=location, counter=None, now=Clock().now()
                )
            database.close()
        return self._tokens[key]

    def call(
        self, method: str, path: str, body: Any = None, *, token: str = "", headers: dict[str, str] | None = None
    ) -> Answer:
        """Call the API below /api/v1."""
        request = urllib.request.Request(
            f"{self.url}/api/v1{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                **({"Content-Type": "application/json"} if body is not None else {}),
                **({"Authorization": f"Bearer {token}"} if token else {}),
                **(headers or {}),
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                read, status = answer.read(), answer.status
        except urllib.error.HTTPError as error:
            read, status = error.read(), error.code
        return Answer(status, json.loads(read) if read else None)


@contextmanager
def serve(var: Path, *, at: str = "", **settings: str) -> Iterator[Served]:
    """Serve on a free loopback port; `settings` become NOW_SERVING_… variables."""
    var.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "NOW_SERVING_VAR": str(var),
        **{f"NOW_SERVING_{name.upper()}": value for name, value in settings.items()},
    }
    server = Served(var, free_port(), environment, ("--at", at) if at else ())
    server.start()
    try:
        yield server
    finally:
        server.stop()
