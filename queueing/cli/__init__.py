"""The command `now-serving`: its own subcommands by module, and those that the surfaces add."""

from __future__ import annotations

import os
from importlib import import_module
from importlib.util import find_spec

import click

from queueing.settings import Settings

COMMAND_MODULES = {
    "run": "serve",
    "demo": "serve",
    "db": "data",
    "forecast": "data",
    "learn": "data",
    "figures": "data",
    "staff": "accounts",
    "device": "accounts",
    "token": "accounts",
    "catalog": "checks",
    "doctor": "checks",
}
"""Each command, and the file that has it: read when it is asked for, so that a small one answers at once."""


class Commands(click.Group):
    """The commands of this package and of the surfaces: a module `<surface>.commands` with `attach(group)`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the name of every command."""
        self._attach_surfaces()
        return sorted({*COMMAND_MODULES, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command, or None."""
        if cmd_name in COMMAND_MODULES:
            found: click.Command = getattr(import_module(f"queueing.cli.{COMMAND_MODULES[cmd_name]}"), cmd_name)
            return found
        self._attach_surfaces()
        return super().get_command(ctx, cmd_name)

    def _attach_surfaces(self) -> None:
        for surface in Settings.model_fields["surfaces"].default:
            if find_spec(f"{surface}.commands"):
                import_module(f"{surface}.commands").attach(self)


@click.group(cls=Commands)
@click.version_option(package_name="now-serving")
def main() -> None:
    """The queue and kiosk system of a walk-in service center."""
    # What a command writes (database, secret, backups) is its owner's alone.
    os.umask(0o077)
