"""Counting: the figures of past days, kept folded."""

from __future__ import annotations

import click

from queueing import history
from queueing.terminal import clock_of, database_of, in_words, settings
from services_catalog.loader import load


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
                days = history.past_days(session, location, now)
            folded = history.keep(database, location, now, days, afresh=True)
            click.echo(f"{location.id}: folded {folded} days.")
