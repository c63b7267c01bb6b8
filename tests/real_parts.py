"""The real PostgreSQL, Redis and Chromium as fixtures: throw-away servers on loopback, one of each a test worker.

Nothing starts before a test asks for it, and what started is stopped by its own process, never by name.
While `chromium` is open, Playwright's event loop is the thread's: a test that uses both runs asyncio elsewhere.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from uuid import uuid4

import psycopg
import pytest
import redis
from playwright.sync_api import Browser, Playwright, sync_playwright

PATIENCE_SECONDS = 30
CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=document-user-activation-required",  # the browser's own rule, which its shell leaves open
)
BROWSERS = ("chromium-headless-shell", "chromium")
"""Debian's Chromium without its windows costs half of the one with them; either will do."""

SHARED_MEMORY = Path("/dev/shm")
"""Where test data is kept if it can be: real files and fsyncs, none of a busy disk's waits."""


@dataclass(frozen=True)
class Server:
    """A server of this test worker alone. A test may stop or freeze `process`, if it starts its own."""

    port: int
    process: subprocess.Popen[bytes]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A PostgreSQL cluster with durable commits, as in the field: fsync and synchronous_commit are on."""
    with own_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """The SQLAlchemy URL of a database that is empty and gone after the test."""
    with own_database(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Server]:
    """A Redis that keeps nothing on disk."""
    with _own_folder("redis") as folder:
        port = free_port()
        command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(folder)]
        with _running(command, folder, signal.SIGTERM) as process:
            _wait(lambda: _redis_answers(port), process, folder)
            yield Server(port, process)


@pytest.fixture
def redis_url(redis_server: Server) -> str:
    """The URL of a Redis that is empty at the start of the test."""
    with redis.Redis(port=redis_server.port) as client:
        client.flushall()
    return f"redis://127.0.0.1:{redis_server.port}/0"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, driven by Playwright; a test opens a context of its own and closes it."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


def launched(playwright: Playwright) -> Browser:
    """Return a browser that has just been started."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert path, "no chromium on this machine; tests/real_parts.sh installs it"
    return playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS))


def free_port() -> int:
    """Return a loopback port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def own_postgres() -> Iterator[Server]:
    """Run a new PostgreSQL cluster in a folder of its own, until the block ends."""
    with _own_folder("postgres", owner=_postgres_user()) as folder, postgres(folder, _postgres_user()) as server:
        yield server


@contextmanager
def own_database(server: Server) -> Iterator[str]:
    """Make an empty database, give its SQLAlchemy URL, and drop it when the block ends."""
    name = f"test_{uuid4().hex}"
    _administer(server.port, f"CREATE DATABASE {name}")
    yield f"postgresql+psycopg://postgres@127.0.0.1:{server.port}/{name}"
    _administer(server.port, f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def postgres(folder: Path, user: str | None) -> Iterator[Server]:
    """Run a new PostgreSQL cluster in `folder`, as `user` (it refuses root), until the block ends."""
    data, port, programs = folder / "data", free_port(), _postgres_programs()
    # Not synced: a cluster without data may be lost with the machine.
    initdb = [programs / "initdb", "--pgdata", data, "--username=postgres", "--auth=trust", "--no-sync"]
    texts = ["--encoding=UTF8", "--locale=C.UTF-8"]
    subprocess.run([str(word) for word in (*initdb, *texts)], check=True, capture_output=True, user=user, cwd=folder)
    settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": folder, "fsync": "on"}
    command = [str(programs / "postgres"), "-D", str(data)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    # An interrupt is PostgreSQL's fast shutdown: open sessions are ended, data are written.
    with _running(command, folder, signal.SIGINT, user) as process:
        _wait(lambda: _postgres_answers(port), process, folder)
        yield Server(port, process)


def _postgres_programs() -> Path:
    """Return the folder of the newest PostgreSQL's programs, which Debian keeps off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[-3]))
    on_path = shutil.which("postgres")
    assert found or on_path, "no PostgreSQL server on this machine; tests/real_parts.sh installs it"
    return found[-1].parent if found else Path(str(on_path)).parent


def _postgres_user() -> str | None:
    """Return who runs PostgreSQL: its own system user under root, otherwise whoever runs the tests."""
    return pwd.getpwnam("postgres").pw_name if os.geteuid() == 0 else None


def _administer(port: int, statement: str) -> None:
    with psycopg.connect(host="127.0.0.1", port=port, user="postgres", dbname="postgres", autocommit=True) as session:
        session.execute(statement.encode())


def _postgres_answers(port: int) -> bool:
    try:
        _administer(port, "SELECT 1")
    except psycopg.OperationalError:
        return False
    return True


def _redis_answers(port: int) -> bool:
    with redis.Redis(port=port) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False


@contextmanager
def _own_folder(name: str, owner: str | None = None) -> Iterator[Path]:
    """Make a folder that `owner` can reach (pytest's own are closed to other users); remove it afterwards."""
    memory = str(SHARED_MEMORY) if os.access(SHARED_MEMORY, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix=f"now-serving-{name}-", dir=memory))
    if owner:
        shutil.chown(folder, owner)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(
    command: list[str], folder: Path, farewell: signal.Signals, user: str | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server, its words in `folder`/log, until the block ends; then ask it to go and wait until it has."""
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, user=user, cwd=folder)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(farewell)
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(answers: Callable[[], bool], process: subprocess.Popen[bytes], folder: Path) -> None:
    """Wait until a server answers; fail with its own words when it ends or stays silent."""
    until = monotonic() + PATIENCE_SECONDS
    while not answers():
        ended = process.poll() is not None
        assert not ended and monotonic() < until, f"a server did not start:\n{(folder / 'log').read_text()}"
        sleep(0.05)
