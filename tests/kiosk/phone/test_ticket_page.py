"""The ticket's page has kind words for each state, in the visitor's language."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from kiosk.screen_text import ENDINGS
from queueing.tickets.model import Outcome
from tests.cast import Agent, Kiosk, SteppedClock

BUDGET_BYTES = 30_000
"""What a cheap phone on a thin line may be asked to load before the first view."""


def test_every_outcome_has_its_words() -> None:
    assert set(ENDINGS) == {outcome.value for outcome in Outcome}


def test_a_waiting_visitor_sees_the_visitors_ahead_and_what_to_bring(client: FlaskClient, kiosk: Kiosk) -> None:
    kiosk.ticket("police-report-copy")
    ticket = kiosk.ticket("police-report-copy", language="es")
    page = client.get(f"/t/{ticket['id']}").text
    assert '<html lang="es"' in page
    for words in ("C002", "Copia de un reporte policial", "<dt>Antes de usted</dt><dd>1</dd>", "Tenga listo"):
        assert words in page
    assert "Su lugar está guardado" in page  # no counter is open yet


def test_the_next_service_of_a_visit_is_shown_in_the_pages_language(
    client: FlaskClient, kiosk: Kiosk, ana: Agent
) -> None:
    ana.open()
    ticket = kiosk.ticket("general-help", language="es", then=["police-report-copy"])
    assert "Después: Copia de un reporte policial" in client.get(f"/t/{ticket['id']}").text
    ana.does(ana.call(), "start")
    ana.does(ticket, "finish")
    page = client.get(f"/t/{ticket['id']}").text
    assert "Copia de un reporte policial" in page
    assert "Después" not in page.split("<footer")[0]


def test_a_call_is_the_largest_thing_on_the_page(client: FlaskClient, kiosk: Kiosk, ana: Agent) -> None:
    ticket = kiosk.ticket("general-help")
    assert "<dd>0</dd>" in client.get(f"/t/{ticket['id']}").text, "nobody is the next where nobody serves"
    ana.open()
    assert "<dd>You are next</dd>" in client.get(f"/t/{ticket['id']}").text
    ana.call()
    page = client.get(f"/t/{ticket['id']}").text
    assert "<title>Go to counter 1 · A001</title>" in page
    assert 'data-state="called"' in page
    ana.does(ticket, "start")
    assert "You are at counter 1." in client.get(f"/t/{ticket['id']}").text
    ana.does(ticket, "hold")
    assert "Please stay close." in client.get(f"/t/{ticket['id']}").text
    ana.does(ticket, "resume")
    ana.does(ticket, "finish")
    ended = client.get(f"/t/{ticket['id']}").text
    assert "Thank you for your visit." in ended
    assert "Give up my place" not in ended


def test_a_no_show_is_told_what_to_do(client: FlaskClient, kiosk: Kiosk, ana: Agent, clock: SteppedClock) -> None:
    ticket = kiosk.ticket("general-help", language="so")
    ana.open()
    ana.call()
    ana.does(ticket, "recall")
    clock.step(minutes=5)
    ana.does(ticket, "no-show")
    assert "u sheeg miiska" in client.get(f"/t/{ticket['id']}").text


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("hmn", "hmn"),  # as asked
        ("", "es"),  # as the ticket
        ("xx", "es"),  # nobody speaks it
    ],
)
def test_the_language_is_switched_on_the_page(client: FlaskClient, kiosk: Kiosk, asked: str, shown: str) -> None:
    ticket = kiosk.ticket(language="es")
    page = client.get(f"/t/{ticket['id']}?lang={asked}").text
    assert f'<html lang="{shown}"' in page
    assert f'lang="{shown}" hreflang="{shown}" aria-current="true"' in page


def test_a_language_without_screens_falls_back_to_english(client: FlaskClient, kiosk: Kiosk) -> None:
    ticket = kiosk.ticket(language="am", needs=["interpreter"])
    assert '<html lang="en"' in client.get(f"/t/{ticket['id']}").text


def test_any_cheap_phone_gets_its_first_view(client: FlaskClient, kiosk: Kiosk) -> None:
    ticket = kiosk.ticket()
    size = 0
    for path in (f"/t/{ticket['id']}", "/static/base.css", "/kiosk/static/phone/phone.css"):
        with client.get(path) as answer:
            assert answer.status_code == 200, path
            size += len(answer.data)
    assert size < BUDGET_BYTES
    page = client.get(f"/t/{ticket['id']}").text
    assert "fonts.css" not in page
    assert '<script type="module"' in page  # which waits for the page, never the page for it


def test_after_closing_a_ticket_says_that_it_is_still_served(
    client: FlaskClient, kiosk: Kiosk, clock: SteppedClock
) -> None:
    ticket = kiosk.ticket("general-help")
    still = "Everybody who has a ticket is still served."
    assert still not in client.get(f"/t/{ticket['id']}").text
    clock.step(hours=7)
    assert still in client.get(f"/t/{ticket['id']}").text
