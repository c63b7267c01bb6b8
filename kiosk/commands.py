"""The kiosk's part of `now-serving`: a test slip, the print-agent, and what the doctor looks at."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from kiosk.printing.agent import AgentPairing, HttpJobs, NotPaired, PrintAgent, ServerAway, pair
from kiosk.printing.agent_jobs import AGENT
from kiosk.printing.backends import NOT_OURS, open_printer
from kiosk.printing.result import PrintResult
from kiosk.printing.worker import print_trial
from kiosk.push.encryption import new_key
from queueing import printing
from queueing.cli.common import PREFIX, clock_of, database_of, in_words, settings
from queueing.maintenance.doctor import Check, Verdict
from queueing.printing import STOPPED, Condition, JobKind
from queueing.refusals import InvalidRequest, NotFound
from queueing.typography.layout import faces
from services_catalog.catalog import Catalog, Location, Printer
from services_catalog.loader import load

SEAT_FILE = "print-agent.json"
HOW_IT_WENT = {
    PrintResult.ALL: "{name} took the whole slip; it does not say whether it printed it.",
    PrintResult.CONFIRMED: "{name} printed the slip and says that it is well.",
}
HELP = {
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
    """Print a test slip, and say how it went; exit 1 when it did not come out."""
    chosen = settings()
    with in_words():
        place, printer = find_printer(load(chosen.catalog), printer_id, location)
        name, now = f"{printer.id} at {place.id}", clock_of(chosen).now()
        if printer.url.startswith(AGENT):
            with database_of(chosen) as database, database.write() as session:
                printing.enqueue(session, location=place.id, printer=printer.id, kind=JobKind.TEST, now=now)
            click.echo(f"{name} hangs on another machine; its print-agent will print the slip.")
            return
        if printer.url.startswith(NOT_OURS):
            raise InvalidRequest(f"{name} is none: numbers stand on the glass only.")
    delivery = print_trial(place, printer, now=now)
    if delivery.went not in HOW_IT_WENT:
        why = delivery.detail or HELP[delivery.condition]
        part = "Part of the slip may be out. " if delivery.went is PrintResult.UNSURE else ""
        raise click.ClickException(f"{name} did not print: {why} {part}".rstrip())
    click.echo(HOW_IT_WENT[delivery.went].format(name=name))


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
    """Print the slips of the printer that hangs on this machine; what pairing told is kept under NOW_SERVING_VAR."""
    kept = settings().var / SEAT_FILE
    stopping = threading.Event()
    try:
        seat = _seat(server.rstrip("/"), code, kept)
        agent = PrintAgent(HttpJobs(seat), open_printer(url))
        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, lambda *_: stopping.set())
        click.echo(f"Printing the slips of {seat.printer} at {seat.location} on {url}.")
        agent.run(stopping)
    except (NotPaired, ServerAway, ValueError) as trouble:
        raise click.ClickException(str(trouble)) from None


@click.group("push")
def push_group() -> None:
    """Web push to visitors' phones."""


@push_group.command("key")
def push_key() -> None:
    """Print a fresh key, as the setting that it is."""
    click.echo(f"{PREFIX}PUSH_KEY={new_key()}")


def attach(group: click.Group) -> None:
    """Add these commands to `now-serving`."""
    group.add_command(printer_group)
    group.add_command(print_agent)
    group.add_command(push_group)


def checks(catalog: Catalog) -> Iterator[Check]:
    """Yield how the slips' fonts and every location's printers are."""
    try:
        yield Check(Verdict.OK, "fonts", f"{len(faces())} for slips.")
    except OSError as missing:
        yield Check(Verdict.FAIL, "fonts", f"{missing}; install the wheel again, or run `make run`.")
    for location in catalog.locations.values():
        for printer in location.printers:
            yield _printer(location, printer)


def find_printer(catalog: Catalog, printer: str, location: str | None) -> tuple[Location, Printer]:
    """Return the one printer of that id, at `location` if given. Raises UnknownThing or Malformed."""
    found = [
        (place, one)
        for place in catalog.locations.values()
        for one in place.printers
        if one.id == printer and location in (None, place.id)
    ]
    if not found:
        raise NotFound(f"There is no printer {printer!r}{f' at {location!r}' if location else ''}.")
    if len(found) > 1:
        places = ", ".join(place.id for place, _ in found)
        raise InvalidRequest(f"There is a printer {printer!r} at each of {places}; say which by --location.")
    return found[0]


def _seat(server: str, code: str | None, kept: Path) -> AgentPairing:
    if code:
        seat = pair(server, code)
        seat.write(kept)
        return seat
    # The server may have got another name since; the pairing holds.
    return replace(AgentPairing.read(kept), server=server)


def _printer(location: Location, printer: Printer) -> Check:
    what = f"printer {printer.id} at {location.id}"
    if printer.url.startswith(AGENT):
        return Check(Verdict.OK, what, "hangs on another machine; the manager's page says how it is.")
    if printer.url.startswith(NOT_OURS):
        return Check(Verdict.OK, what, "is none: numbers stand on the glass only.")
    condition, _ = open_printer(printer.url).ask()
    verdict = Verdict.FAIL if condition in STOPPED else Verdict.WARN if condition in WARNINGS else Verdict.OK
    return Check(verdict, what, f"{printer.url} {HELP[condition]}")
