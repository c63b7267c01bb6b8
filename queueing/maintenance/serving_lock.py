"""A lock beside the embedded database: servers share it while they serve, and a restore has it alone.

It is the kernel's lock on an open file, which goes with the process that holds it: a file that `kill -9` left
behind locks nothing. A process forked from the holder, such as the server's worker, holds it too.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from queueing.refusals import WrongState


@contextmanager
def serving(url: str) -> Iterator[None]:
    """Say that a server serves a database, until the block ends. Raise WrongState while a copy is being put back."""
    with _locked(url, fcntl.LOCK_SH, "A copy of this database is being put back. Start the server when that is done."):
        yield


@contextmanager
def nobody_serves(url: str) -> Iterator[None]:
    """Let no server start on a database until the block ends. Raise WrongState while one serves it."""
    with _locked(url, fcntl.LOCK_EX, "A server runs on this database. Stop it first, then put the copy back."):
        yield


@contextmanager
def _locked(url: str, how: int, refusal: str) -> Iterator[None]:
    database = sa.make_url(url)
    if database.get_backend_name() != "sqlite" or not database.database:
        yield
        return
    file = Path(f"{database.database}.lock")
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as held:
        try:
            fcntl.flock(held, how | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WrongState(refusal) from None
        yield
