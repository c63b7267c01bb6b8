"""Set up the demonstration: a temporary folder with a database, staff, screens and printers of its own."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy.orm import Session

from queueing import maintenance
from queueing.actor import Actor
from queueing.app import App, create_app
from queueing.clock import Clock
from queueing.db import Database
from queueing.demo.clock import OpenHoursClock, beginning
from queueing.demo.runner import Show
from queueing.identity import devices, staff_admin, tokens
from queueing.identity.accounts import ALL_LOCATIONS, Role, Staff
from queueing.runtime import Runtime
from queueing.settings import Settings
from queueing.waits.forecaster import RollForecaster
from services_catalog.catalog import Catalog, Location, Printer
from services_catalog.search import Index

NAMES = ("Amina", "Ben", "Carmen", "Dao", "Elena", "Farah", "George", "Hodan", "Ivan", "Joy", "Kia", "Luis")
LONG = timedelta(days=365)
"""How long a show's pairing codes are good: they stay on the terminal until they are needed."""
PAPER = "kiosk-1"
NO_PASSWORD = "none"  # noqa: S105  the hash of nothing: nobody signs in as a simulated agent
HARMLESS = ("catalog", "trusted_proxies", "threads", "max_screens", "origins", "surfaces")
"""The settings that a show shares with the real server."""


@contextmanager
def throw_away() -> Iterator[Path]:
    """Yield a folder that is gone afterwards."""
    folder, owner = Path(mkdtemp(prefix="now-serving-demo-")), os.getpid()
    try:
        yield folder
    finally:
        # The server's worker process leaves through here too; the folder is not its to remove.
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)


class Stage:
    """One show. `prepare` makes all it needs; `app` makes the server, in the process that serves."""

    def __init__(
        self, folder: Path, settings: Settings, catalog: Catalog, *, base: str, at: datetime | None, pace: float
    ) -> None:
        """Take from `settings` only what leads to nothing real; `base` is the address of the server to be."""
        self.catalog = with_spools(catalog, folder / "slips")
        self.base = base
        begins = at or beginning(catalog, Clock().now())
        # Made anew: a copy would keep what its original has already worked out, such as the real database's address.
        self.settings = Settings(
            var=folder,
            database_url="",
            redis_url="",
            secret_key=secrets.token_urlsafe(48),  # a session of the show must open no real server
            public_url="",
            secure_cookies=False,
            at=begins,
            pace=pace,
            **{name: getattr(settings, name) for name in HARMLESS},
        )
        self.clock = OpenHoursClock(
            begins, pace, centers=tuple(location.hours for location in catalog.locations.values())
        )
        self._agents: dict[tuple[str, str], tuple[str, str]] = {}
        self._kiosks: dict[str, str] = {}

    def prepare(self) -> list[str]:
        """Make the database, its accounts, and the day so far; return the lines to print on the terminal."""
        database = Database(self.settings.database)
        try:
            maintenance.upgrade(database)
            with database.write() as session:
                lines = [*self._staff(session), *self._screens(session), *self._cast(session)]
            outlook = RollForecaster(self.catalog)
            runtime = Runtime(self.settings, database, self.catalog, Index(self.catalog), self.clock, outlook)
            self._show(runtime).play_to(self._begins)
        finally:
            database.close()
        # The day so far took a while to play; the clock begins now.
        self.clock = replace(self.clock)
        return [*lines, "", f"Slips are kept in {self.settings.var / 'slips'} until this ends.", *self._when()]

    def app(self, settings: Settings) -> App:
        """Return the server, with the demonstration as one of its workers."""
        app = create_app(settings, self.clock, self.catalog)
        app.workers.append(self._show(app.runtime))
        return app

    @property
    def _begins(self) -> datetime:
        return self.settings.at or self.clock.now()

    def _show(self, runtime: Runtime) -> Show:
        return Show(runtime, agents=self._agents, by=self._kiosks, follow=self.base)

    def _when(self) -> Iterator[str]:
        zone = next(iter(self.catalog.locations.values())).hours.tz
        yield (
            f"It is {self._begins.astimezone(zone):%A %d %B %Y, %H:%M} in the show, "
            f"and time goes {self.settings.pace:g} times as fast; nights are passed over."
        )

    def _staff(self, session: Session) -> Iterator[str]:
        yield f"\nStaff sign in at {self.base}/staff/sign-in"
        people = [("admin", Role.ADMIN, [ALL_LOCATIONS])]
        for location in self.catalog.locations:
            people += [(f"manager-{location}", Role.MANAGER, [location]), (f"agent-{location}", Role.AGENT, [location])]
        for name, role, locations in people:
            password = secrets.token_urlsafe(9)
            staff_admin.add_staff(
                session, name=name, role=role, locations=locations, password=password, now=self._begins
            )
            yield f"  {name:20} {password}"

    def _screens(self, session: Session) -> Iterator[str]:
        yield "\nScreens pair with these codes, each once; programs use the tokens"
        for location in self.catalog.locations:
            for kind in (Role.KIOSK, Role.DISPLAY):
                device, code = devices.new_pairing(session, kind=kind, location=location, name="", now=Clock().now())
                device.code_expires_at = Clock().now() + LONG
                yield f"  {kind.value + ' ' + location:20} {code}"
            for role in (Role.KIOSK, Role.AGENT, Role.MANAGER):
                token = tokens.new_bearer(session, role=role, location=location, counter=None, now=self._begins)
                yield f"  {role.value + ' ' + location:20} {token}"

    def _cast(self, session: Session) -> Iterator[str]:
        """Make the simulated agents and kiosks; their secrets are printed nowhere."""
        names = iter(NAMES)
        for location in self.catalog.locations.values():
            _, code = devices.new_pairing(
                session, kind=Role.KIOSK, location=location.id, name="Simulated kiosk", now=Clock().now()
            )
            device, _ = devices.pair(session, code=code, now=Clock().now(), seen_at=self._begins)
            self._kiosks[location.id] = Actor.device(device.id)
            for counter in location.counters:
                name = f"{next(names, 'Agent')} ({location.id} {counter.id}, simulated)"
                account = Staff(
                    name=name,
                    password_hash=NO_PASSWORD,
                    role=Role.AGENT,
                    locations=[location.id],
                    created_at=self._begins,
                )
                session.add(account)
                session.flush()
                self._agents[location.id, counter.id] = (Actor.staff(account.id), name.partition(" ")[0])
        yield ""
        yield f"{len(self._agents)} simulated agents are at work; a counter that you open is yours."


def with_spools(catalog: Catalog, folder: Path) -> Catalog:
    """Return the catalog with every printer, and one where there is none, printing to files in `folder`."""
    return replace(
        catalog,
        locations={
            name: replace(location, printers=_spools(location, folder)) for name, location in catalog.locations.items()
        },
    )


def _spools(location: Location, folder: Path) -> tuple[Printer, ...]:
    printers = location.printers or (Printer(PAPER, ""),)
    return tuple(replace(printer, url=f"spool:{folder / location.id / printer.id}") for printer in printers)
