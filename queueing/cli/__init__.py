"""now-serving: the one command. Each file holds the commands of one idea; the surfaces add their own by name."""

from __future__ import annotations

import os
from importlib import import_module
from importlib.util import find_spec

import click

from queueing.cli.checking import catalog, doctor
from queueing.cli.keeping import db, forecast, learn
from queueing.cli.people import device, staff, token
from queueing.cli.serving import demo, run
from queueing.settings import Settings


@click.group()
@click.version_option(package_name="now-serving")
def main() -> None:
    """The queue and kiosk system of a walk-in service center."""
    # What a command writes (database, secret, backups) is its owner's alone.
    os.umask(0o077)


for command in (run, demo, db, forecast, learn, staff, device, token, catalog, doctor):
    main.add_command(command)
for surface in Settings.model_fields["surfaces"].default:
    if find_spec(f"{surface}.commands"):
        import_module(f"{surface}.commands").attach(main)
