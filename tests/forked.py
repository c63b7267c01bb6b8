"""Our commands as processes of their own, forked from one that has imported everything already.

Real processes with real signals and files; only what every one of them would import again is paid once a worker.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["tests.forked_from"])


class Forked:
    """A process that runs `work(*given)`, the leader of its own group; what it says goes to `log`."""

    def __init__(self, log: Path, work: Callable[..., object], *given: Any, environment: Mapping[str, str]) -> None:
        self._process = _forks.Process(target=_become, args=(str(log), dict(environment), work, given))
        self._process.start()

    @property
    def pid(self) -> int:
        """Its id."""
        return self._process.pid or 0

    def poll(self) -> int | None:
        """Return its exit code, or None while it runs."""
        return self._process.exitcode

    def send_signal(self, how: signal.Signals) -> None:
        """Send it a signal."""
        os.kill(self.pid, how)

    def wait(self, seconds: float) -> int:
        """Wait until it has ended; return its exit code."""
        self._process.join(seconds)
        code = self._process.exitcode
        assert code is not None, f"still running after {seconds} s"
        return code


def now_serving(*words: str, log: Path, environment: Mapping[str, str]) -> Forked:
    """Run `now-serving` with these words."""
    return Forked(log, _command, words, environment=environment)


def _command(words: tuple[str, ...]) -> None:
    from queueing.cli import main

    main(words, prog_name="now-serving")


def _become(log: str, environment: dict[str, str], work: Callable[..., object], given: tuple[Any, ...]) -> None:
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None  # the environment says where, and had been asked before
    told = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(told, stream.fileno())
    os.close(told)
    work(*given)
