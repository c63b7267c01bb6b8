"""What every command shares: settings, the database, and errors reported in one sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import click
import sqlalchemy as sa
from pydantic import ValidationError
from pydantic_settings import SettingsError

from queueing import maintenance
from queueing.clock import Clock
from queueing.db import Database
from queueing.refusals import NotFound, Refusal
from queueing.settings import Settings
from services_catalog.catalog import Location
from services_catalog.loader import CatalogError, load

PREFIX = "NOW_SERVING_"


def settings() -> Settings:
    """Return the settings. Raises ClickException that names every environment variable with a bad value."""
    try:
        return Settings()
    except ValidationError as bad:
        raise click.ClickException("\n".join(bad_settings(bad))) from None
    except SettingsError as bad:
        field = str(bad).partition('"')[2].partition('"')[0]
        raise click.ClickException(f'{PREFIX}{field.upper()} is a list: write it like ["one", "two"].') from None


def bad_settings(bad: ValidationError) -> list[str]:
    """Return one sentence a bad setting, by the name of its environment variable."""
    return [_sentence(str(fault["loc"][0]), fault["input"], fault["msg"]) for fault in bad.errors()]


def _sentence(field: str, given: object, fault: str) -> str:
    name = f"{PREFIX}{field.upper()}"
    return f"{name} {fault}." if field == "secret_key" else f"{name} is {given!r}: {fault}."


@contextmanager
def in_words() -> Iterator[None]:
    """Turn a refusal into one sentence and exit code 1."""
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(refusal.detail) from None
    except CatalogError as faults:
        raise click.ClickException(str(faults)) from None
    except sa.exc.DBAPIError as away:
        raise click.ClickException(f"The database does not answer: {away.orig}") from None
    except sqlite3.Error as away:
        raise click.ClickException(f"The database does not answer: {away}") from None
    except OSError as away:
        raise click.ClickException(f"{away.filename}: {away.strerror}") from None
    except sa.exc.ArgumentError as wrong:
        raise click.ClickException(f"{PREFIX}DATABASE_URL is not the address of a database: {wrong}") from None


@contextmanager
def database_of(chosen: Settings) -> Iterator[Database]:
    """Yield the database, brought to this version's schema."""
    database = Database(chosen.database)
    try:
        maintenance.upgrade(database)
        yield database
    finally:
        database.close()


def clock_of(chosen: Settings) -> Clock:
    """Return the clock that the settings ask for."""
    return Clock(chosen.at, chosen.pace)


def location_of(chosen: Settings, location: str, counter: str | None = None) -> Location:
    """Return a location of the catalog; raise NotFound for it, or for a counter that it does not have."""
    found = load(chosen.catalog).locations.get(location)
    if found is None:
        raise NotFound(f"There is no location {location!r}.")
    if counter and found.counter(counter) is None:
        raise NotFound(f"{found.name['en']} has no counter {counter!r}.")
    return found
