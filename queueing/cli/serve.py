"""Commands that serve: `run` on the real database, `demo` on a temporary one."""

from __future__ import annotations

import secrets
import sys
from contextlib import ExitStack
from datetime import datetime
from ipaddress import ip_address

import click
import sqlalchemy as sa

from queueing import maintenance
from queueing.cli.common import clock_of, database_of, in_words, settings
from queueing.clock import parse_moment
from queueing.db import Database
from queueing.identity import staff_admin
from queueing.identity.accounts import ALL_LOCATIONS, Role, Staff
from queueing.settings import Settings
from services_catalog.catalog import Catalog
from services_catalog.loader import load

SCREENS = (("Kiosk", "kiosk"), ("Display", "display"), ("Counter", "counter"), ("Manager", "manager"))
MOST_PACE = 600
NO_PROXY = """
Other machines reach this server without a proxy in front. Then passwords, tokens and tickets travel in clear, and
nothing compresses pages. Put nginx in front, as deploy/README.md says, listen on 127.0.0.1, and set
NOW_SERVING_TRUSTED_PROXIES=1."""

host_option = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
port_option = click.option("--port", default=8311, show_default=True, help="Port to listen on.")
at_option = click.option("--at", metavar="WHEN", help="Start the clock at this ISO time, local to the center.")


@click.command()
@host_option
@port_option
@at_option
def run(host: str, port: int, at: str | None) -> None:
    """Serve everything in one process; make and migrate the database first."""
    from queueing.server import Server  # noqa: PLC0415  the other commands need no web server

    chosen = settings()
    with ExitStack() as while_serving:
        with in_words():
            catalog = load(chosen.catalog)
            chosen = chosen.model_copy(update={"at": _moment(at, catalog)})
            while_serving.enter_context(maintenance.serving(chosen.database))
            with database_of(chosen) as database:
                once = _first_administrator(database, chosen)
        _print_addresses(catalog, f"http://{host}:{port}")
        if not (chosen.trusted_proxies or _is_loopback(host)):
            click.echo(NO_PROXY, err=True)
        if once:
            click.echo(f"\nThe first administrator signs in once, at http://{host}:{port}/staff/sign-in")
            click.echo(f"  name      admin\n  password  {once}")
        _flush()
        Server(chosen, host, port).run()


@click.command()
@host_option
@port_option
@at_option
@click.option(
    "--pace",
    type=click.FloatRange(min=0, min_open=True, max=MOST_PACE),
    default=10.0,
    show_default=True,
    help="How many times faster than real the day goes.",
)
def demo(host: str, port: int, at: str | None, pace: float) -> None:
    """Serve a show: simulated visitors and agents, on a throw-away database. Nothing real is touched."""
    from queueing.demo import Stage, throw_away  # noqa: PLC0415  the other commands need no show
    from queueing.server import Server  # noqa: PLC0415

    chosen = settings()
    with in_words(), throw_away() as folder:
        catalog = load(chosen.catalog)
        base = f"http://{host}:{port}"
        stage = Stage(folder, chosen, catalog, base=base, at=_moment(at, catalog), pace=pace)
        click.echo("Setting the stage …")
        announcements = stage.prepare()
        _print_addresses(catalog, base)
        for line in announcements:
            click.echo(line)
        _flush()
        with maintenance.serving(stage.settings.database):
            Server(stage.settings, host, port, make=stage.app).run()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _moment(at: str | None, catalog: Catalog) -> datetime | None:
    zone = next(iter(catalog.locations.values())).hours.tz
    return parse_moment(at, zone) if at else None


def _print_addresses(catalog: Catalog, base: str) -> None:
    click.echo(f"Now Serving at {base}")
    for location in catalog.locations.values():
        click.echo(f"\n{location.name['en']}")
        for name, path in SCREENS:
            click.echo(f"  {name:8} {base}/{path}/{location.id}")


def _flush() -> None:
    # The server runs from here on; a reader of a pipe must not wait for it to end.
    click.echo()
    sys.stdout.flush()


def _first_administrator(database: Database, chosen: Settings) -> str | None:
    with database.write() as session:
        if session.scalar(sa.select(sa.func.count()).select_from(Staff)):
            return None
        password = secrets.token_urlsafe(9)
        staff_admin.add_staff(
            session,
            name="admin",
            role=Role.ADMIN,
            locations=[ALL_LOCATIONS],
            password=password,
            now=clock_of(chosen).now(),
            once=True,
        )
    return password
