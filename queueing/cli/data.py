"""Commands for the data: migrations, copies, retention, and what the forecast and the figures keep of past days."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from queueing import maintenance
from queueing.cli.common import clock_of, database_of, in_words, settings
from queueing.clock import Clock
from queueing.simulation import serve
from queueing.statistics import repository
from queueing.waits import forecaster
from services_catalog.loader import load


@click.group()
def db() -> None:
    """The database: upgrade, backup, restore, purge."""


@db.command()
def upgrade() -> None:
    """Bring the database to this version's schema."""
    with in_words(), database_of(settings()):
        click.echo("The database is up to date.")


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write a consistent copy to FILE, while serving."""
    with in_words(), database_of(settings()) as database:
        maintenance.backup(database, file)
    click.echo(f"Backed up to {file}.")


@db.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def restore(file: Path) -> None:
    """Put the copy FILE back, with the server stopped; what it replaces is kept beside the database."""
    chosen = settings()
    with in_words():
        kept = maintenance.restore(chosen.database, file, now=Clock().now())
    click.echo(f"Restored from {file}.")
    if kept:
        click.echo(f"What it replaces is kept as {kept}.")
    click.echo("Everybody signs in again. Accounts, screens and tokens are as they were before this; look them over.")


@db.command()
def purge() -> None:
    """Remove personal data past its retention."""
    chosen = settings()
    with in_words(), database_of(chosen) as database:
        cleaned = maintenance.purge(database, load(chosen.catalog), clock_of(chosen).now())
    click.echo(f"Cleaned {cleaned} tickets.")


@click.command()
def forecast() -> None:
    """Read a center's events as JSON lines on stdin; answer each question about waits on stdout."""
    serve(sys.stdin, sys.stdout)


@click.command()
def learn() -> None:
    """Rebuild what the forecast has learned from the events of past days."""
    chosen = settings()
    with in_words(), database_of(chosen) as database:
        catalog, now = load(chosen.catalog), clock_of(chosen).now()
        for location in catalog.locations.values():
            days = forecaster.learn(database, catalog, location, now, rebuild=True)
            click.echo(f"{location.id}: learned from {days} days.")


@click.group()
def figures() -> None:
    """The figures of past days."""


@figures.command()
def rebuild() -> None:
    """Fold every past day again from its events, to the same figures."""
    chosen = settings()
    with in_words(), database_of(chosen) as database:
        now = clock_of(chosen).now()
        for location in load(chosen.catalog).locations.values():
            with database.read() as session:
                days = repository.past_days(session, location, now)
            folded = repository.keep(database, location, now, days, rebuild=True)
            click.echo(f"{location.id}: folded {folded} days.")
