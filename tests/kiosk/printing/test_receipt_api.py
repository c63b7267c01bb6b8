"""The receipt over HTTP: the same words as PDF, as a printer's bytes, as a page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.cast import Kiosk

KINDS = [
    ("receipt.pdf", "application/pdf", b"%PDF-"),
    ("receipt.escpos", "application/octet-stream", b"\x1b@"),
    ("receipt.escpos?width=384", "application/octet-stream", b"\x1b@"),
    ("receipt.html", "text/html; charset=utf-8", b"<!doctype html>"),
]


@pytest.mark.parametrize(("kind", "content_type", "begins"), KINDS, ids=[row[0] for row in KINDS])
def test_each_kind(kiosk: Kiosk, client: FlaskClient, kind: str, content_type: str, begins: bytes) -> None:
    ticket = kiosk.ticket(language="es")
    answer = client.get(f"/api/v1/tickets/{ticket['id']}/{kind}")
    assert (answer.status_code, answer.content_type) == (200, content_type)
    assert answer.data.startswith(begins)


def test_the_page_shows_number_location_and_service_in_the_visitors_language(kiosk: Kiosk, client: FlaskClient) -> None:
    ticket = kiosk.ticket(language="es")
    page = client.get(f"/api/v1/tickets/{ticket['id']}/receipt.html").text
    for said in (ticket["number"], ticket["service"]["name"], "505 4th Ave", 'lang="es"'):
        assert said in page


REFUSED = [("receipt.pdf", 404), ("receipt.escpos", 404), ("receipt.escpos?width=500", 422), ("receipt.html", 404)]


@pytest.mark.parametrize(("kind", "status"), REFUSED)
def test_what_is_not_there_is_refused(client: FlaskClient, kind: str, status: int) -> None:
    answer = client.get(f"/api/v1/tickets/nobody/{kind}")
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
