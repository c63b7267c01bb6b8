"""The kiosk's commands of `now-serving`: a test slip, the print-agent, a push key, and checks for the doctor."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from kiosk.printing.agent import AgentPairing, HttpJobs, NotPaired, PrintAgent, ServerUnreachable, pair
from kiosk.printing.agent_jobs import AGENT_SCHEME
from kiosk.printing.backends import NOT_PRINTED_HERE, open_printer
from kiosk.printing.result import PrintResult
from kiosk.printing.worker import print_test_slip
from kiosk.push.encryption import new_key
from queueing import printing
from queueing.cli.common import PREFIX, clock_of, database_of, in_words, settings
from queueing.maintenance.doctor import Check, Verdict
from queueing.printing import STOPPED, Condition, JobKind
from queueing.refusals import InvalidRequest, NotFound
from queueing.typography.layout import faces
from services_catalog.catalog import Catalog, Location, Printer
from services_catalog.loader import load

PAIRING_FILE = "print-agent.json"
RESULT_SENTENCES = {
    PrintResult.ALL: "{name} took the whole slip; it does not say whether it printed it.",
    PrintResult.CONFIRMED: "{name} printed the slip and says that it is well.",
}
CONDITION_SENTENCES = {
    Condition.OK: "is well.",
    Condition.LOW: "is near the end of its paper; put a new roll beside it.",
    Condition.OUT: "has no paper; put in a roll.",
    Condition.COVER: "is open; close its cover.",
    Condition.ERROR: "reports a fault; switch it off and on, and look at its cutter.",
    Condition.OFFLINE: "is not reached; see that it is on, connected, and at that address.",
    Condition.UNKNOWN: "can be reached, but does not say how it is; print a test: `now-serving printer test`.",
}
WARNINGS = frozenset({Condition.LOW, Condition.UNKNOWN})


@click.group("printer")
def printer_group() -> None:
    """Receipt printers."""


@printer_group.command("test")
@click.argument("printer_id", metavar="ID")
@click.option("--location", metavar="ID", help="Where, when more than one location has a printer of that name.")
def printer_test(printer_id: str, location: str | None) -> None:
    """Print a test slip and report the result; exit 1 when it was not printed."""
    chosen = settings()
    with in_words():
        found, printer = find_printer(load(chosen.catalog), printer_id, location)
        name, now = f"{printer.id} at {found.id}", clock_of(chosen).now()
        if printer.url.startswith(AGENT_SCHEME):
            with database_of(chosen) as database, database.write() as session:
                printing.enqueue(session, location=found.id, printer=printer.id, kind=JobKind.TEST, now=now)
            click.echo(f"{name} is attached to another machine; its print-agent will print the slip.")
            return
        if printer.url.startswith(NOT_PRINTED_HERE):
            raise InvalidRequest(f"{name} is none: numbers stand on the glass only.")
    report = print_test_slip(found, printer, now=now)
    if report.result not in RESULT_SENTENCES:
        reason = report.detail or CONDITION_SENTENCES[report.condition]
        doubt = "Part of the slip may be out. " if report.result is PrintResult.UNSURE else ""
        raise click.ClickException(f"{name} did not print: {reason} {doubt}".rstrip())
    click.echo(RESULT_SENTENCES[report.result].format(name=name))


@click.command("print-agent")
@click.option("--server", required=True, metavar="URL", help="The server, such as https://queue.example.org.")
@click.option("--code", metavar="CODE", help="Pair first, by a code of `now-serving device pair --name PRINTER`.")
@click.option(
    "--printer",
    "url",
    default="file:/dev/usb/lp0",
    show_default=True,
    metavar="URL",
    help="The printer on this machine.",
)
def print_agent(server: str, code: str | None, url: str) -> None:
    """Print the slips of the printer that is attached to this machine; its pairing is stored under NOW_SERVING_VAR."""
    pairing_file = settings().var / PAIRING_FILE
    stopping = threading.Event()
    try:
        pairing = _pairing(server.rstrip("/"), code, pairing_file)
        agent = PrintAgent(HttpJobs(pairing), open_printer(url))
        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, lambda *_: stopping.set())
        click.echo(f"Printing the slips of {pairing.printer} at {pairing.location} on {url}.")
        agent.run(stopping)
    except (NotPaired, ServerUnreachable, ValueError) as error:
        raise click.ClickException(str(error)) from None


@click.group("push")
def push_group() -> None:
    """Web push to visitors' phones."""


@push_group.command("key")
def push_key() -> None:
    """Print a new key, as a line for the settings."""
    click.echo(f"{PREFIX}PUSH_KEY={new_key()}")


def attach(group: click.Group) -> None:
    """Add these commands to `now-serving`."""
    group.add_command(printer_group)
    group.add_command(print_agent)
    group.add_command(push_group)


def checks(catalog: Catalog) -> Iterator[Check]:
    """Yield a check of the fonts for slips and one of every printer."""
    try:
        yield Check(Verdict.OK, "fonts", f"{len(faces())} for slips.")
    except OSError as missing:
        yield Check(Verdict.FAIL, "fonts", f"{missing}; install the wheel again, or run `make run`.")
    for location in catalog.locations.values():
        for printer in location.printers:
            yield _printer(location, printer)


def find_printer(catalog: Catalog, printer_id: str, location_id: str | None) -> tuple[Location, Printer]:
    """Return the one printer of an id, and its location. Raises NotFound, or InvalidRequest when there are several."""
    found = [
        (location, printer)
        for location in catalog.locations.values()
        for printer in location.printers
        if printer.id == printer_id and location_id in (None, location.id)
    ]
    if not found:
        raise NotFound(f"There is no printer {printer_id!r}{f' at {location_id!r}' if location_id else ''}.")
    if len(found) > 1:
        locations = ", ".join(location.id for location, _ in found)
        raise InvalidRequest(f"There is a printer {printer_id!r} at each of {locations}; say which by --location.")
    return found[0]


def _pairing(server: str, code: str | None, file: Path) -> AgentPairing:
    if code:
        pairing = pair(server, code)
        pairing.write(file)
        return pairing
    # The server may have got another name since; the pairing holds.
    return replace(AgentPairing.read(file), server=server)


def _printer(location: Location, printer: Printer) -> Check:
    what = f"printer {printer.id} at {location.id}"
    if printer.url.startswith(AGENT_SCHEME):
        return Check(Verdict.OK, what, "is attached to another machine; the manager's page says how it is.")
    if printer.url.startswith(NOT_PRINTED_HERE):
        return Check(Verdict.OK, what, "is none: numbers stand on the glass only.")
    condition, _ = open_printer(printer.url).ask()
    verdict = Verdict.FAIL if condition in STOPPED else Verdict.WARN if condition in WARNINGS else Verdict.OK
    return Check(verdict, what, f"{printer.url} {CONDITION_SENTENCES[condition]}")
