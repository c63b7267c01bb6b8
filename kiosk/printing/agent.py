"""The print-agent: on a kiosk's own machine it pulls the jobs of the printer that is attached to it.

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
from kiosk.printing.result import PrinterBackend, PrintReport, PrintResult
from queueing.printing import Condition

LOOK_SECONDS = 1.0
"""How often the server is asked for a job."""
ASK_SECONDS = 10.0
"""How often the printer's condition is read and reported; the report is also the agent's sign of life."""
BACKOFF_SECONDS = (1.0, 2.0, 4.0, 5.0)
ANSWER_SECONDS = 10.0
"""How long the server may take to answer."""
NOT_PAIRED_STATUSES = frozenset({401, 403, 404})

log = logging.getLogger(__name__)


class ServerUnreachable(Exception):
    """The server cannot be reached now, or answers with an error of its own; the request is tried again."""


class NotPaired(Exception):
    """The server does not let this agent have that printer, or no longer does; the agent must be paired."""


@dataclass(frozen=True, slots=True)
class AgentPairing:
    """An agent's server, location, printer and token, as pairing returned them; stored in a file."""

    server: str
    location: str
    printer: str
    token: str

    def write(self, path: Path) -> None:
        """Write it to a file that only its owner can read."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps(asdict(self)))

    @classmethod
    def read(cls, path: Path) -> AgentPairing:
        """Return what `write` wrote. Raises NotPaired when the file is missing or damaged."""
        try:
            return cls(**json.loads(path.read_text()))
        except (OSError, ValueError, TypeError) as error:
            raise NotPaired(f"{path} holds no pairing: pair this agent with a code first.") from error


class Jobs(Protocol):
    """The source of an agent's jobs. Every call may raise ServerUnreachable or NotPaired."""

    def claim(self) -> RemoteJob | None:
        """Take the next job, if there is one."""
        ...

    def report(self, job_id: int, report: PrintReport) -> None:
        """Report what became of a job."""
        ...

    def condition(self, condition: Condition, answered: bool) -> None:
        """Report the printer's condition."""
        ...


def pair(server: str, code: str) -> AgentPairing:
    """Pair by a one-time code; the device's name is the printer's id. Raises ServerUnreachable or NotPaired."""
    body = json.dumps({"code": code}).encode()
    answer, _, _ = _post(f"{server.rstrip('/')}/api/v1/pair", body, {"Content-Type": "application/json"})
    paired = json.loads(answer)
    return AgentPairing(server.rstrip("/"), paired["location"], paired["name"], paired["token"])


class HttpJobs:
    """The jobs of one printer, over the server's API; see `Jobs`."""

    def __init__(self, pairing: AgentPairing) -> None:
        path = f"{quote(pairing.location, safe='')}/printers/{quote(pairing.printer, safe='')}"
        self._base = f"{pairing.server}/api/v1/locations/{path}"
        self._token = pairing.token

    def claim(self) -> RemoteJob | None:
        """Take the next job, if there is one."""
        data, status, headers = self._call("claim", {})
        if status == http.client.NO_CONTENT:
            return None
        return RemoteJob(int(headers["Print-Job"]), data, headers.get("Must-Answer") == "1")

    def report(self, job_id: int, report: PrintReport) -> None:
        """Report what became of a job."""
        body: dict[str, object] = {
            "went": report.result,
            "condition": report.condition,
            "detail": report.detail,
            "answered": report.answered,
        }
        self._call(f"jobs/{job_id}/result", body)

    def condition(self, condition: Condition, answered: bool) -> None:
        """Report the printer's condition."""
        self._call("condition", {"condition": condition, "answered": answered})

    def _call(self, path: str, body: dict[str, object]) -> tuple[bytes, int, http.client.HTTPMessage]:
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        return _post(f"{self._base}/{path}", json.dumps(body).encode(), headers)


class PrintAgent:
    """Pulls, prints and reports, one job at a time. It keeps a report until the server has taken it."""

    def __init__(self, jobs: Jobs, printer: PrinterBackend, *, ticks: Callable[[], float] = time.monotonic) -> None:
        self._jobs, self._printer, self._ticks = jobs, printer, ticks
        self._unreported: tuple[int, PrintReport] | None = None
        self._failures = 0
        self._ask_at = 0.0

    def step(self) -> float:
        """Do the next thing; return the seconds until the next. Raises NotPaired when it must be paired again."""
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
            report = self._printer.send(job.data, name=f"job-{job.id}", must_answer=job.must_answer)
            self._unreported = (job.id, report)
            self._jobs.report(job.id, report)
            self._unreported = None
        except ServerUnreachable as error:
            log.warning("%s", error)
            return self._pause()
        return self._pause() if report.result in (PrintResult.NOTHING, PrintResult.UNSURE) else 0.0

    def run(self, stopping: threading.Event) -> None:
        """Repeat `step` until `stopping` is set. Raises NotPaired."""
        while not stopping.is_set():
            stopping.wait(self.step())

    def _pause(self) -> float:
        seconds = BACKOFF_SECONDS[min(self._failures, len(BACKOFF_SECONDS) - 1)]
        self._failures += 1
        return seconds


def _post(url: str, body: bytes, headers: dict[str, str]) -> tuple[bytes, int, http.client.HTTPMessage]:
    if urlsplit(url).scheme not in ("http", "https"):
        raise NotPaired(f"{url!r} is not the address of a server, such as https://queue.example.org.")
    request = urllib.request.Request(url, data=body, headers=headers, method="POST")  # noqa: S310  checked above
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:  # noqa: S310  checked above
            return answer.read(), answer.status, answer.headers
    except urllib.error.HTTPError as error:
        with contextlib.closing(error):
            if error.code in NOT_PAIRED_STATUSES:
                raise NotPaired(_detail(error)) from None
            raise ServerUnreachable(f"{url} answered {error.code}") from None
    except (OSError, http.client.HTTPException) as error:
        raise ServerUnreachable(f"{url}: {error}") from None


def _detail(refused: urllib.error.HTTPError) -> str:
    """Return the sentence of a refusal: the server's own when it gave one."""
    try:
        return str(json.loads(refused.read())["detail"])
    except (OSError, ValueError, KeyError, TypeError):
        return f"the server refused this agent ({refused.code})"
