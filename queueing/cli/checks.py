"""Commands that check the catalog and the installation."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from queueing.cli.common import settings
from queueing.maintenance.doctor import Verdict, examine
from services_catalog.loader import check


@click.group()
def catalog() -> None:
    """What is offered, where and when."""


@catalog.command("check")
@click.argument("path", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
def catalog_check(path: Path | None) -> None:
    """Tell every fault of the catalog at once, by file and key; exit 1 if there is any."""
    faults = check(path or settings().catalog)
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(1)
    click.echo("The catalog is sound.")


@click.command()
def doctor() -> None:
    """Check clock, database, fonts, printers, Redis and assets: a line each, with what to do; exit 1 on a FAIL."""
    failed = False
    for found in examine(settings()):
        click.echo(f"{found.verdict:4}  {found.what}: {found.sentence}")
        failed = failed or found.verdict is Verdict.FAIL
    if failed:
        sys.exit(1)
