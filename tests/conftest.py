"""The stage: a server of its own for each test, and the cast that lives in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from playwright.sync_api import expect

from queueing import maintenance
from queueing.app import App, create_app, runtime_of
from queueing.db import Database
from queueing.identity import passwords, tokens
from queueing.identity.accounts import Role
from queueing.settings import Settings
from queueing.web.rate_limits import limiter
from services_catalog.catalog import Catalog, Location
from tests.browser_modules import module_server, modules
from tests.cast import Agent, Caller, Kiosk, SteppedClock, packaged
from tests.real_parts import SHARED_MEMORY, chromium, postgres_server, postgres_url, redis_server, redis_url
from tests.served import Served, serve

__all__ = [
    "chromium",
    "module_server",
    "modules",
    "postgres_server",
    "postgres_url",
    "redis_server",
    "redis_url",
]

PATIENCE_MS = 20_000

Tokens = Callable[..., str]


def pytest_configure(config: pytest.Config) -> None:
    """Keep test data in memory where there is some: real files and fsyncs, none of a busy disk's waits.

    What a page must come to show may take long on a busy machine; what it must not show is asserted otherwise.
    """
    expect.set_options(timeout=PATIENCE_MS)
    passwords.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # a password is no secret here
    if config.option.basetemp is None and not hasattr(config, "workerinput") and os.access(SHARED_MEMORY, os.W_OK):
        config.option.basetemp = str(SHARED_MEMORY / f"now-serving-tests-{os.getpid()}")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing in memory."""
    if not hasattr(config, "workerinput") and str(config.option.basetemp or "").startswith(str(SHARED_MEMORY)):
        shutil.rmtree(config.option.basetemp, ignore_errors=True)


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The packaged catalog."""
    return packaged()


@pytest.fixture
def downtown(catalog: Catalog) -> Location:
    """The Downtown Service Center."""
    return catalog.locations["downtown"]


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every migration run, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "fresh.db"
    database = Database(f"sqlite:///{file}")
    maintenance.upgrade(database)
    database.close()
    return file


@pytest.fixture
def settings(tmp_path: Path, migrated: Path) -> Settings:
    """Settings of a server that has just been set up."""
    var = tmp_path / "var"
    var.mkdir()
    shutil.copy(migrated, var / "now-serving.db")
    return Settings(var=var)


@pytest.fixture
def clock() -> SteppedClock:
    """A clock that stands at Monday 09:30 until it is stepped."""
    return SteppedClock()


@pytest.fixture(scope="session")
def building(tmp_path_factory: pytest.TempPathFactory) -> App:
    """The application with every surface attached, once a test worker; each test moves in with data of its own."""
    return create_app(Settings(var=tmp_path_factory.mktemp("building")))


@pytest.fixture
def app(building: App, settings: Settings, clock: SteppedClock) -> Iterator[App]:
    """A server in this process, on its first day."""
    building.move_in(runtime_of(settings, clock))
    with building.app_context():
        limiter.reset()
    yield building
    building.runtime.database.close()


@pytest.fixture
def database(app: App) -> Database:
    """The server's database."""
    return app.runtime.database


@pytest.fixture
def client(app: App) -> FlaskClient:
    """A browser without pictures."""
    return app.test_client()


@pytest.fixture
def token(app: App, clock: SteppedClock) -> Tokens:
    """Makes bearer tokens: `token(Role.AGENT, "downtown")`."""

    def make(role: Role, location: str | None = None, counter: str | None = None) -> str:
        with app.runtime.database.write() as session:
            return tokens.new_bearer(session, role=role, location=location, counter=counter, now=clock.now())

    return make


@pytest.fixture
def visitor(client: FlaskClient) -> Caller:
    """Anybody, with a phone."""
    return Caller(client)


@pytest.fixture
def kiosk(client: FlaskClient, token: Tokens) -> Kiosk:
    """The kiosk downtown."""
    return Kiosk(client, token(Role.KIOSK, "downtown"))


@pytest.fixture
def ana(client: FlaskClient, token: Tokens) -> Agent:
    """The agent at counter 1 downtown."""
    return Agent(client, token(Role.AGENT, "downtown", "1"), counter="1")


@pytest.fixture
def ben(client: FlaskClient, token: Tokens) -> Agent:
    """The agent at counter 2 downtown."""
    return Agent(client, token(Role.AGENT, "downtown", "2"), counter="2")


@pytest.fixture
def eli(client: FlaskClient, token: Tokens) -> Agent:
    """The agent of the other center, who must not see or touch anything downtown."""
    return Agent(client, token(Role.AGENT, "east-lake", "1"), location="east-lake")


@pytest.fixture
def mia(client: FlaskClient, token: Tokens) -> Caller:
    """The manager downtown."""
    return Caller(client, token(Role.MANAGER, "downtown"))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """The real server, `now-serving run`, on Monday 09:30, with real sockets."""
    with serve(tmp_path / "var", at="2026-11-23T09:30") as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, settings: Settings) -> Database:
    """A migrated database of either kind."""
    url = settings.database if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    database = Database(url)
    maintenance.upgrade(database)
    request.addfinalizer(database.close)
    return database
