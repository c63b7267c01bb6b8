"""Paper that does not come: the number stands on the glass at once, staff are told, and it recovers untouched."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from time import monotonic, sleep

import pytest
from playwright.sync_api import Browser, expect

from queueing import printing
from queueing.db import Database
from queueing.identity.accounts import Role
from queueing.operations.transition import find as find_ticket
from queueing.printing import JobState, SlipContext
from queueing.settings import Settings
from tests.cast import MONDAY_MORNING
from tests.journeys.kiosk_glass import SMALL, begin, faultless, find, open_kiosk, take
from tests.journeys.staff_cast import SignIn, sign_in
from tests.served import Served, serve
from tests.tcp_printer import TcpPrinter

__all__ = ["sign_in"]

TOLD_WITHIN_SECONDS = 30
"""Norm B4: how soon staff hear of a printer in trouble."""


@pytest.fixture
def printer() -> Iterator[TcpPrinter]:
    """The receipt printer beside the kiosk."""
    with TcpPrinter() as printer:
        yield printer


@pytest.fixture
def served(center: Served) -> Served:
    """Where staff sign in."""
    return center


@pytest.fixture
def center(tmp_path: Path, printer: TcpPrinter) -> Iterator[Served]:
    """The center downtown with that printer."""
    folder = tmp_path / "catalog"
    shutil.copytree(str(resources.files("services_catalog").joinpath("data")), folder)
    file = folder / "locations" / "downtown.toml"
    file.write_text(file.read_text().replace('url = "none:"', f'url = "{printer.url}"'))
    with serve(tmp_path / "var", at="2026-11-23T09:30", catalog=str(folder)) as served:
        yield served


def condition(center: Served) -> str:
    """How staff see the printer."""
    parts = center.call("GET", "/locations/downtown/queue", token=center.token("agent")).json["parts"]
    return str(next((part["state"] for part in parts if part["kind"] == "printer"), "unheard of"))


def test_without_paper_the_number_is_enough_and_staff_hear_of_it(
    chromium: Browser, center: Served, printer: TcpPrinter
) -> None:
    printer.refuse()
    kiosk = open_kiosk(chromium, center)
    begin(kiosk)
    find(kiosk, "police report", "Copy of a police report")
    number = take(kiosk)
    assert number == "C001"
    expect(kiosk.locator(".paper.trouble")).to_contain_text("No paper? Your number is all you need.", timeout=20_000)
    deadline = monotonic() + TOLD_WITHIN_SECONDS
    while condition(center) != "offline" and monotonic() < deadline:
        sleep(0.2)
    assert condition(center) == "offline"

    printer.accept_again()
    order = {"service": "report-theft", "print": True}
    after = center.call("POST", "/locations/downtown/tickets", order, token=center.token("kiosk")).json
    slip = f"/tickets/{after['id']}/slip"
    while center.call("GET", slip).json["state"] != "confirmed" and monotonic() < deadline + TOLD_WITHIN_SECONDS:
        sleep(0.2)
    assert center.call("GET", slip).json["state"] == "confirmed"
    assert len(printer.slips) == 2, "back in time, the slip comes once, and the next visitor's after it"
    kiosk.context.close()


def test_where_to_go_is_printed_at_the_kiosk(chromium: Browser, center: Served, printer: TcpPrinter) -> None:
    kiosk = open_kiosk(chromium, center, viewport=SMALL)
    begin(kiosk, "so")
    find(kiosk, "lost on bus", "Wax ku lumay baska ama tareenka")
    kiosk.get_by_role("button", name="Warqad ku daabac").tap()
    expect(kiosk.locator(".paper.printed")).to_have_text("Waa la daabacay. Fadlan qaado.")
    expect(kiosk.locator("#spoken")).to_have_text("Waa la daabacay. Fadlan qaado.")
    assert len(printer.slips) == 1
    faultless(kiosk, "a sheet was printed")
    kiosk.context.close()


def test_a_visitor_has_a_copy_printed_from_the_phone(chromium: Browser, center: Served, printer: TcpPrinter) -> None:
    ticket = center.call(
        "POST", "/locations/downtown/tickets", {"service": "report-theft"}, token=center.token("kiosk")
    ).json
    phone = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    phone.goto(f"{center.url}/t/{ticket['id']}")
    phone.get_by_role("button", name="Print a copy").click()
    deadline = monotonic() + TOLD_WITHIN_SECONDS
    while not printer.slips and monotonic() < deadline:
        sleep(0.1)
    assert len(printer.slips) == 1
    phone.context.close()


def test_a_manager_decides_on_a_slip_that_may_not_have_come_out(
    center: Served, sign_in: SignIn, printer: TcpPrinter
) -> None:
    order = {"service": "report-theft"}
    ticket = center.call("POST", "/locations/downtown/tickets", order, token=center.token("kiosk")).json
    database = Database(Settings(var=center.var).database)
    with database.write() as session:
        job = printing.enqueue(
            session,
            location="downtown",
            printer="kiosk-1",
            ticket_id=find_ticket(session, ticket["id"]).id,
            context=SlipContext(follow_url=ticket["follow_url"]),
            now=MONDAY_MORNING,
        )
        job.state = JobState.UNKNOWN
    database.close()
    page = sign_in("mia", Role.MANAGER, "/manager/downtown")
    page.get_by_role("button", name=f"Print {ticket['number']} again").click()
    deadline = monotonic() + TOLD_WITHIN_SECONDS
    while not printer.slips and monotonic() < deadline:
        sleep(0.1)
    assert len(printer.slips) == 1
    expect(page.get_by_text("Slips that may not have come out")).to_have_count(0)
