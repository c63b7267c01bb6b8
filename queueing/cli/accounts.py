"""Commands for accounts of staff, pairing codes of screens and tokens of programs."""

from __future__ import annotations

import sys

import click

from queueing.cli.common import clock_of, database_of, in_words, location_of, settings
from queueing.clock import Clock
from queueing.identity import authentication, devices, staff_admin
from queueing.identity.accounts import ALL_LOCATIONS, SCREENS, STAFF, Role
from queueing.identity.passwords import new_password

STAFF_ROLES = click.Choice(sorted(role.value for role in STAFF))
SCREEN_KINDS = click.Choice(sorted(role.value for role in SCREENS))


@click.group()
def staff() -> None:
    """Accounts of people."""


@staff.command("add")
@click.argument("name")
@click.option("--role", type=STAFF_ROLES, required=True)
@click.option("--location", "locations", multiple=True, metavar="ID", help="Where; again for more. Default: all.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def staff_add(name: str, role: str, locations: tuple[str, ...], password_stdin: bool) -> None:
    """Make an account. Without --password-stdin a one-time password is made and printed."""
    chosen = settings()
    password = sys.stdin.readline().rstrip("\n") if password_stdin else new_password()
    with in_words(), database_of(chosen) as database, database.write() as session:
        for location in locations:
            location_of(chosen, location)
        staff_admin.add_staff(
            session,
            name=name,
            role=Role(role),
            locations=list(locations) or [ALL_LOCATIONS],
            password=password,
            now=clock_of(chosen).now(),
            once=not password_stdin,
        )
    click.echo(f"{name} may sign in." if password_stdin else f"{name} may sign in once with: {password}")


@staff.command("close")
@click.argument("name")
def staff_close(name: str) -> None:
    """Close an account; whoever is signed in with it is out within seconds."""
    chosen = settings()
    with in_words(), database_of(chosen) as database, database.write() as session:
        staff_admin.close_by_command(session, name=name, now=clock_of(chosen).now())
    click.echo(f"{name} may no longer sign in.")


@staff.command("password")
@click.argument("name")
def staff_password(name: str) -> None:
    """Give an account a new one-time password and print it; whoever is signed in with it is out."""
    chosen = settings()
    with in_words(), database_of(chosen) as database, database.write() as session:
        password = staff_admin.reset_by_command(session, name=name, now=clock_of(chosen).now())
    click.echo(f"{name} may sign in once with: {password}")


@click.group()
def device() -> None:
    """Screens."""


@device.command("pair")
@click.option("--kind", type=SCREEN_KINDS, required=True)
@click.option("--location", required=True, metavar="ID")
@click.option("--name", default="", help="What staff call this screen; for a print-agent, its printer's id.")
def device_pair(kind: str, location: str, name: str) -> None:
    """Print a one-time code, good for a quarter of an hour, to be typed at the screen."""
    chosen = settings()
    with in_words(), database_of(chosen) as database, database.write() as session:
        location_of(chosen, location)
        # Codes live by the real time: the server may have been started on a training day.
        _, code = devices.new_pairing(session, kind=Role(kind), location=location, name=name, now=Clock().now())
    click.echo(code)
    if sys.stderr.isatty():  # for a person; a program reads the code alone
        help_text = f"For a {kind} of {location}: open /{kind}/{location} on it. Good once, for a quarter of an hour."
        click.echo(help_text, err=True)


@click.group()
def token() -> None:
    """Bearer tokens for programs."""


@token.command("create")
@click.option("--role", type=click.Choice(sorted(role.value for role in Role)), required=True)
@click.option("--location", metavar="ID", help="Where it may act. Default: everywhere.")
@click.option("--counter", metavar="ID", help="The counter it belongs to.")
def token_create(role: str, location: str | None, counter: str | None) -> None:
    """Print one bearer token, and nothing else."""
    chosen = settings()
    with in_words(), database_of(chosen) as database, database.write() as session:
        if location:
            location_of(chosen, location, counter)
        fresh = authentication.new_bearer(
            session, role=Role(role), location=location, counter=counter, now=clock_of(chosen).now()
        )
    click.echo(fresh)
