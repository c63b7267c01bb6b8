"""The holder of a ticket has two copies of its slip, told in their language when there are no more; staff have any."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import g
from flask.testing import FlaskClient

from kiosk.printing.copies import HOLDERS_COPIES, ask_for_copy
from queueing.app import App
from queueing.db import Database
from queueing.identity.principal import VISITOR
from queueing.printing import JobState, PrintJob
from queueing.refusals import NoMoreCopies
from queueing.web.rate_limits import limiter
from services_catalog.catalog import Printer
from tests.cast import Agent, Caller, Kiosk, paired_kiosk


@pytest.fixture
def app(app: App) -> App:
    """A server with a printer downtown."""
    runtime = app.runtime
    downtown = replace(runtime.location("downtown"), printers=(Printer("kiosk-1", "agent:", 576),))
    app.move_in(replace(runtime, catalog=replace(runtime.catalog, locations={"downtown": downtown})))
    return app


def no_limit(client: FlaskClient) -> None:
    """Let a minute go by for the limit of requests."""
    with client.application.app_context():
        limiter.reset()


def copies(caller: Caller, ticket: dict[str, str], times: int = 4) -> list[str | int]:
    """Ask for copies, slower than the limit of requests; return the status or the kind of refusal of each."""
    said: list[str | int] = []
    for _ in range(times):
        no_limit(caller.client)
        answer = caller.post(f"/tickets/{ticket['id']}/reprint")
        said.append(answer.status_code if answer.status_code == 200 else answer.get_json()["type"])
    return said


def test_a_holder_has_two_copies(app: App, kiosk: Kiosk, visitor: Caller) -> None:
    ticket = kiosk.ticket()
    assert copies(visitor, ticket) == [200, 200, "no-more-copies", "no-more-copies"]
    assert copies(visitor, kiosk.ticket(), 1) == [200], "another ticket has its own"


def test_staff_are_not_limited_and_count_for_nobody(app: App, kiosk: Kiosk, visitor: Caller, ana: Agent) -> None:
    ticket = kiosk.ticket()
    assert copies(ana, ticket) == [200] * 4
    assert copies(visitor, ticket, 1) == [200]


def test_a_kiosk_has_two_of_its_own(app: App, client: FlaskClient, visitor: Caller) -> None:
    paired = paired_kiosk(app, client, "kiosk-1")
    ticket = paired.ticket()
    assert copies(paired, ticket, 3) == [200, 200, "no-more-copies"]
    assert copies(visitor, ticket, 1) == [200]


@pytest.mark.parametrize(
    ("state", "left"), [(JobState.FAILED, 200), (JobState.EXPIRED, 200), (JobState.UNKNOWN, "no-more-copies")]
)
def test_a_copy_that_surely_never_came_out_does_not_count(
    app: App, kiosk: Kiosk, visitor: Caller, database: Database, state: JobState, left: str | int
) -> None:
    ticket = kiosk.ticket()
    copies(visitor, ticket, 2)
    with database.write() as session:
        session.execute(sa.update(PrintJob).values(state=state))
    assert copies(visitor, ticket, 1) == [left]


def test_the_refusal_and_the_page_say_so_in_the_visitors_language(
    app: App, client: FlaskClient, kiosk: Kiosk, visitor: Caller
) -> None:
    ticket = kiosk.ticket(language="es")
    page = f"/t/{ticket['id']}"
    assert "Imprimir una copia" in client.get(page).text
    copies(visitor, ticket, 2)
    refused = visitor.post(f"/tickets/{ticket['id']}/reprint")
    assert refused.status_code == 409
    assert refused.get_json()["detail"] == "Ya se imprimieron dos copias. Por favor, pregunte en el mostrador."
    shown = client.get(page).text
    assert "Imprimir una copia" not in shown
    assert "Ya se imprimieron dos copias." in shown


def test_the_page_without_scripts_prints_two_and_no_more(app: App, client: FlaskClient, kiosk: Kiosk) -> None:
    ticket = kiosk.ticket()
    for _ in range(3):
        no_limit(client)
        assert client.post(f"/t/{ticket['id']}/copy").status_code == 303
    with app.runtime.database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(PrintJob)) == 2


def test_of_many_that_ask_at_once_two_are_printed(app: App, either: Database) -> None:
    app.move_in(replace(app.runtime, database=either))
    ticket = paired_kiosk(app, app.test_client(), "kiosk-1").ticket()

    def ask(_: int) -> bool:
        with app.test_request_context():
            g.who = VISITOR
            try:
                ask_for_copy(ticket["id"])
            except NoMoreCopies:
                return False
            return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(8))) == HOLDERS_COPIES
    with either.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(PrintJob)) == HOLDERS_COPIES
