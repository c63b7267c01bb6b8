"""Commands for accounts of staff, pairing codes of screens and tokens of programs."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta

import click

from queueing.cli.common import clock_of, database_of, in_words, location_of, settings
from queueing.clock import Clock
from queueing.identity import devices, staff_admin, tokens
from queueing.identity.accounts import ALL_LOCATIONS, SCREENS, STAFF, Role, Token
from queueing.identity.passwords import new_password

STAFF_ROLES = click.Choice(sorted(role.value for role in STAFF))
MOST_DAYS = 3650
MOST_ID = 2**31 - 1
TOKEN_LINE = "{:>4}  {:8}  {:16}  {:8}  {:17}  {:17}  {}"  # noqa: S105  a layout, not a token
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
@click.option(
    "--expires",
    type=click.IntRange(1, MOST_DAYS),
    metavar="DAYS",
    help="It ends after so many days. Default: it has no end until it is revoked.",
)
def token_create(role: str, location: str | None, counter: str | None, expires: int | None) -> None:
    """Print one bearer token, and nothing else."""
    chosen = settings()
    # Ends are by the real time, as pairing codes are: the server may have been started on a training day.
    expires_at = Clock().now() + timedelta(days=expires) if expires else None
    with in_words(), database_of(chosen) as database, database.write() as session:
        if location:
            location_of(chosen, location, counter)
        fresh = tokens.new_bearer(
            session,
            role=Role(role),
            location=location,
            counter=counter,
            now=clock_of(chosen).now(),
            expires_at=expires_at,
        )
    click.echo(fresh)


@token.command("list")
def token_list() -> None:
    """Print every token, a line each, times in UTC; never a secret."""
    with in_words(), database_of(settings()) as database, database.read() as session:
        click.echo(TOKEN_LINE.format("id", "role", "location", "counter", "made", "ends", "state").rstrip())
        for held in tokens.tokens(session):
            cells = (held.id, held.role, held.location or ALL_LOCATIONS, held.counter or "-")
            times = (_minute(held.created_at), _minute(held.expires_at))
            click.echo(TOKEN_LINE.format(*cells, *times, _token_state(held)).rstrip())


@token.command("revoke")
@click.argument("token_id", metavar="ID", type=click.IntRange(1, MOST_ID))
def token_revoke(token_id: int) -> None:
    """Revoke the token of that id, as `token list` has it; its open connections end within seconds."""
    chosen = settings()
    with in_words(), database_of(chosen) as database, database.write() as session:
        tokens.revoke_token(session, token=token_id, now=clock_of(chosen).now())
    click.echo(f"Token {token_id} is revoked.")


def _minute(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%dT%H:%MZ}" if moment else "-"


def _token_state(held: Token) -> str:
    revoked = f" {_minute(held.revoked_at)}" if held.revoked_at else ""
    return tokens.state_of(held, Clock().now()) + revoked
