"""The print-agent: on a kiosk's own machine it pulls the jobs of the printer that hangs there.

It speaks to the server over HTTP with a device's token, one job at a time:

    POST {server}/api/v1/locations/{location}/printers/{printer}/claim
        204, or 200 with the slip's bytes and the headers Print-Job and Must-Answer (1 or 0)
    POST …/printers/{printer}/jobs/{job}/result   {went, condition, answered, detail}   204
    POST …/printers/{printer}/condition           {condition, answered}                 204
"""

from __future__ import annotations

import contextlib
import http.client
import json
import logging
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, urlsplit

from kiosk.printing.agent_jobs import RemoteJob
from kiosk.printing.result import Delivery, PrinterBackend, PrintResult
from queueing.printing import Condition

LOOK_SECONDS = 1.0
"""How often the server is asked for a job."""
ASK_SECONDS = 10.0
"""How often the printer is asked how it is; telling the server is the agent's sign of life too."""
BACKOFF_SECONDS = (1.0, 2.0, 4.0, 5.0)
ANSWER_SECONDS = 10.0
"""How long the server may take to answer."""
NO_LONGER_GOOD = frozenset({401, 403, 404})

log = logging.getLogger(__name__)


class ServerAway(Exception):
    """The server cannot be reached now, or does not manage to answer; it is tried again."""


class NotPaired(Exception):
    """The server does not, or no longer, let this agent have that printer; somebody must pair it."""


@dataclass(frozen=True, slots=True)
class AgentPairing:
    """Where an agent belongs, as pairing told it: kept in a file that only its owner reads."""

    server: str
    location: str
    printer: str
    token: str

    def write(self, path: Path) -> None:
        """Keep it, readable by the owner alone."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps(asdict(self)))

    @classmethod
    def read(cls, path: Path) -> AgentPairing:
        """Return what `write` kept. Raises NotPaired when it is not there or not whole."""
        try:
            return cls(**json.loads(path.read_text()))
        except (OSError, ValueError, TypeError) as error:
            raise NotPaired(f"{path} holds no pairing: pair this agent with a code first.") from error


class Jobs(Protocol):
    """Where an agent gets its jobs. Every call may raise ServerAway or NotPaired."""

    def claim(self) -> RemoteJob | None:
        """Take the next job, if there is one."""
        ...

    def report(self, job_id: int, delivery: Delivery) -> None:
        """Say what became of it."""
        ...

    def condition(self, condition: Condition, answered: bool) -> None:
        """Say how the printer is."""
        ...


def pair(server: str, code: str) -> AgentPairing:
    """Use up a one-time code; the device's name is the printer's id. Raises ServerAway or NotPaired."""
    body = json.dumps({"code": code}).encode()
    answer, _, _ = _post(f"{server.rstrip('/')}/api/v1/pair", body, {"Content-Type": "application/json"})
    told = json.loads(answer)
    return AgentPairing(server.rstrip("/"), told["location"], told["name"], told["token"])


class HttpJobs:
    """See `Jobs`."""

    def __init__(self, seat: AgentPairing) -> None:
        place = f"{quote(seat.location, safe='')}/printers/{quote(seat.printer, safe='')}"
        self._base = f"{seat.server}/api/v1/locations/{place}"
        self._token = seat.token

    def claim(self) -> RemoteJob | None:
        """Take the next job, if there is one."""
        data, status, headers = self._call("claim", {})
        if status == http.client.NO_CONTENT:
            return None
        return RemoteJob(int(headers["Print-Job"]), data, headers.get("Must-Answer") == "1")

    def report(self, job_id: int, delivery: Delivery) -> None:
        """Say what became of it."""
        self._call(f"jobs/{job_id}/result", asdict(delivery))

    def condition(self, condition: Condition, answered: bool) -> None:
        """Say how the printer is."""
        self._call("condition", {"condition": condition, "answered": answered})

    def _call(self, path: str, body: dict[str, object]) -> tuple[bytes, int, http.client.HTTPMessage]:
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        return _post(f"{self._base}/{path}", json.dumps(body).encode(), headers)


class PrintAgent:
    """Pulls, prints and reports, one job at a time. It holds a report back until the server has taken it."""

    def __init__(self, jobs: Jobs, printer: PrinterBackend, *, ticks: Callable[[], float] = time.monotonic) -> None:
        self._jobs, self._printer, self._ticks = jobs, printer, ticks
        self._unreported: tuple[int, Delivery] | None = None
        self._failures = 0
        self._ask_at = 0.0

    def step(self) -> float:
        """Do the next thing; return the seconds until the next. Raises NotPaired when it will not get better."""
        try:
            if self._unreported:
                self._jobs.report(*self._unreported)
                self._unreported = None
            if self._ticks() >= self._ask_at:
                self._ask_at = self._ticks() + ASK_SECONDS
                self._jobs.condition(*self._printer.ask())
            job = self._jobs.claim()
            if job is None:
                self._failures = 0
                return LOOK_SECONDS
            delivery = self._printer.deliver(job.data, name=f"job-{job.id}", must_answer=job.must_answer)
            self._unreported = (job.id, delivery)
            self._jobs.report(job.id, delivery)
            self._unreported = None
        except ServerAway as away:
            log.warning("%s", away)
            return self._pause()
        return self._pause() if delivery.went in (PrintResult.NOTHING, PrintResult.UNSURE) else 0.0

    def run(self, stopping: threading.Event) -> None:
        """Go on until told to stop. Raises NotPaired."""
        while not stopping.is_set():
            stopping.wait(self.step())

    def _pause(self) -> float:
        seconds = BACKOFF_SECONDS[min(self._failures, len(BACKOFF_SECONDS) - 1)]
        self._failures += 1
        return seconds


def _post(url: str, body: bytes, headers: dict[str, str]) -> tuple[bytes, int, http.client.HTTPMessage]:
    if urlsplit(url).scheme not in ("http", "https"):
        raise NotPaired(f"{url!r} is not the address of a server, such as https://queue.example.org.")
    asked = urllib.request.Request(url, data=body, headers=headers, method="POST")  # noqa: S310  checked above
    try:
        with urllib.request.urlopen(asked, timeout=ANSWER_SECONDS) as answer:  # noqa: S310  checked above
            return answer.read(), answer.status, answer.headers
    except urllib.error.HTTPError as refused:
        with contextlib.closing(refused):
            if refused.code in NO_LONGER_GOOD:
                raise NotPaired(_detail(refused)) from None
            raise ServerAway(f"{url} answered {refused.code}") from None
    except (OSError, http.client.HTTPException) as error:
        raise ServerAway(f"{url}: {error}") from None


def _detail(refused: urllib.error.HTTPError) -> str:
    """Return the sentence of a refusal: the server's own when it gave one."""
    try:
        return str(json.loads(refused.read())["detail"])
    except (OSError, ValueError, KeyError, TypeError):
        return f"the server refused this agent ({refused.code})"
