"""The page of a referral says where a service is done, on the visitor's phone."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient


def test_another_center_has_its_address_hours_and_telephone(client: FlaskClient) -> None:
    page = client.get("/kiosk/east-lake/where/building-permit?lang=es").text
    assert '<html lang="es"' in page
    for words in ("505 4th Ave. South", "Abierto hasta las 4:00 p.m.", "viernes: 9:00 a.m. – 4:00 p.m.", "tel:"):
        assert words in page


def test_a_referral_has_its_words_and_its_website(client: FlaskClient) -> None:
    assert "612-673-3000" in client.get("/kiosk/downtown/where/report-identity-theft").text
    assert 'href="https://www.metrotransit.org/"' in client.get("/kiosk/downtown/where/lost-on-bus").text


def test_its_code_is_a_picture(client: FlaskClient) -> None:
    answer = client.get("/kiosk/downtown/where/lost-on-bus.svg?lang=so")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")


@pytest.mark.parametrize("path", ["/kiosk/nowhere/where/lost-on-bus", "/kiosk/downtown/where/nothing"])
def test_what_is_not_there_is_refused(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_it_is_small_enough_for_any_phone(client: FlaskClient) -> None:
    size = 0
    for path in ("/kiosk/east-lake/where/building-permit", "/static/base.css", "/kiosk/static/phone/phone.css"):
        with client.get(path) as answer:
            assert answer.status_code == 200, path
            size += len(answer.data)
    assert size < 30_000
