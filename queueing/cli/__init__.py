"""now-serving: the one command."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import sqlalchemy as sa

from queueing import access, outlook, upkeep
from queueing.clock import Clock, parse_moment
from queueing.db import Database
from queueing.forecast import serve
from queueing.people import ALL_LOCATIONS, SCREENS, STAFF, Role, Staff
from queueing.refusals import Refusal, UnknownThing
from queueing.settings import Settings
from services_catalog.catalog import Catalog
from services_catalog.loader import CatalogError, check, load

STAFF_ROLES = click.Choice(sorted(role.value for role in STAFF))
SCREEN_KINDS = click.Choice(sorted(role.value for role in SCREENS))


@click.group()
@click.version_option(package_name="now-serving")
def main() -> None:
    """The queue and kiosk system of a walk-in service center."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8311, show_default=True, help="Port to listen on.")
@click.option("--at", metavar="WHEN", help="Start the clock at this ISO time, local to the center.")
def run(host: str, port: int, at: str | None) -> None:
    """Serve everything in one process; make and migrate the database first."""
    from queueing.server import Server  # noqa: PLC0415  the other commands need no web server

    settings = Settings()
    with _in_words():
        catalog = load(settings.catalog)
        if at:
            zone = next(iter(catalog.locations.values())).hours.tz
            settings = settings.model_copy(update={"at": parse_moment(at, zone)})
        with _database(settings) as database:
            once = _first_administrator(database, settings)
    _print_addresses(catalog, f"http://{host}:{port}", once)
    Server(settings, host, port).run()


@main.group()
def db() -> None:
    """The database: upgrade, backup, restore, purge."""


@db.command()
def upgrade() -> None:
    """Bring the database to this version's schema."""
    with _in_words(), _database(Settings()):
        click.echo("The database is up to date.")


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write a consistent copy to FILE, while serving."""
    with _in_words(), _database(Settings()) as database:
        upkeep.backup(database, file)
    click.echo(f"Backed up to {file}.")


@db.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def restore(file: Path) -> None:
    """Put the copy FILE back. Stop the server first."""
    with _in_words(), _database(Settings()) as database:
        upkeep.restore(database, file)
    click.echo(f"Restored from {file}.")


@db.command()
def purge() -> None:
    """Remove personal data past its retention."""
    settings = Settings()
    with _in_words(), _database(settings) as database:
        click.echo(f"Cleaned {upkeep.purge(database, _clock(settings).now())} tickets.")


@main.command()
def forecast() -> None:
    """Read a center's events as JSON lines on stdin; answer each question about waits on stdout."""
    serve(sys.stdin, sys.stdout)


@main.command()
def learn() -> None:
    """Rebuild what the forecast has learned from the events of past days."""
    settings = Settings()
    with _in_words(), _database(settings) as database:
        catalog, now = load(settings.catalog), _clock(settings).now()
        for location in catalog.locations.values():
            days = outlook.learn(database, catalog, location, now, afresh=True)
            click.echo(f"{location.id}: learned from {days} days.")


@main.group()
def staff() -> None:
    """Accounts of people."""


@staff.command("add")
@click.argument("name")
@click.option("--role", type=STAFF_ROLES, required=True)
@click.option("--location", "locations", multiple=True, metavar="ID", help="Where; again for more. Default: all.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def staff_add(name: str, role: str, locations: tuple[str, ...], password_stdin: bool) -> None:
    """Make an account. Without --password-stdin a one-time password is made and printed."""
    settings = Settings()
    password = sys.stdin.readline().rstrip("\n") if password_stdin else secrets.token_urlsafe(9)
    with _in_words(), _database(settings) as database, database.write() as session:
        for location in locations:
            _known_location(settings, location)
        access.add_staff(
            session,
            name=name,
            role=Role(role),
            locations=list(locations) or [ALL_LOCATIONS],
            password=password,
            now=_clock(settings).now(),
            once=not password_stdin,
        )
    click.echo(f"{name} may sign in." if password_stdin else f"{name} may sign in once with: {password}")


@main.group()
def device() -> None:
    """Screens."""


@device.command("pair")
@click.option("--kind", type=SCREEN_KINDS, required=True)
@click.option("--location", required=True, metavar="ID")
@click.option("--name", default="", help="What staff call this screen.")
def device_pair(kind: str, location: str, name: str) -> None:
    """Print a one-time code, good for a quarter of an hour, to be typed at the screen."""
    settings = Settings()
    with _in_words(), _database(settings) as database, database.write() as session:
        _known_location(settings, location)
        _, code = access.new_pairing(session, kind=Role(kind), location=location, name=name, now=_clock(settings).now())
    click.echo(code)


@main.group()
def token() -> None:
    """Bearer tokens for programs."""


@token.command("create")
@click.option("--role", type=click.Choice(sorted(role.value for role in Role)), required=True)
@click.option("--location", metavar="ID", help="Where it may act. Default: everywhere.")
@click.option("--counter", metavar="ID", help="The counter it belongs to.")
def token_create(role: str, location: str | None, counter: str | None) -> None:
    """Print one bearer token, and nothing else."""
    settings = Settings()
    with _in_words(), _database(settings) as database, database.write() as session:
        if location:
            _known_location(settings, location, counter)
        fresh = access.new_bearer(
            session, role=Role(role), location=location, counter=counter, now=_clock(settings).now()
        )
    click.echo(fresh)


@main.group()
def catalog() -> None:
    """What is offered, where and when."""


@catalog.command("check")
@click.argument("path", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
def catalog_check(path: Path | None) -> None:
    """Tell every fault of the catalog at once, by file and key; exit 1 if there is any."""
    faults = check(path or Settings().catalog)
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(1)
    click.echo("The catalog is sound.")


def _print_addresses(catalog: Catalog, base: str, once: str | None) -> None:
    click.echo(f"Now Serving at {base}")
    for location in catalog.locations.values():
        click.echo(f"\n{location.name['en']}")
        for name, path in (("Kiosk", "kiosk"), ("Display", "display"), ("Counter", "counter"), ("Manager", "manager")):
            click.echo(f"  {name:8} {base}/{path}/{location.id}")
    if once:
        click.echo(f"\nThe first administrator signs in once, at {base}/staff/sign-in")
        click.echo(f"  name      admin\n  password  {once}")
    click.echo("", nl=True)
    sys.stdout.flush()


def _first_administrator(database: Database, settings: Settings) -> str | None:
    with database.write() as session:
        if session.scalar(sa.select(sa.func.count()).select_from(Staff)):
            return None
        password = secrets.token_urlsafe(9)
        access.add_staff(
            session,
            name="admin",
            role=Role.ADMIN,
            locations=[ALL_LOCATIONS],
            password=password,
            now=_clock(settings).now(),
            once=True,
        )
    return password


def _known_location(settings: Settings, location: str, counter: str | None = None) -> None:
    found = load(settings.catalog).locations.get(location)
    if found is None:
        raise UnknownThing(f"There is no location {location!r}.")
    if counter and found.counter(counter) is None:
        raise UnknownThing(f"{found.name['en']} has no counter {counter!r}.")


def _clock(settings: Settings) -> Clock:
    return Clock(settings.at, settings.pace)


@contextmanager
def _database(settings: Settings) -> Iterator[Database]:
    database = Database(settings.database)
    try:
        upkeep.upgrade(database)
        yield database
    finally:
        database.close()


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn a refusal into one sentence and exit code 1."""
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(refusal.detail) from None
    except CatalogError as faults:
        raise click.ClickException(str(faults)) from None
    except sa.exc.OperationalError as away:
        raise click.ClickException(f"The database does not answer: {away.orig}") from None


if __name__ == "__main__":
    os.umask(0o077)
    main()
