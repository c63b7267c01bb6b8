"""The visitor's pages over HTTP, before any script runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from queueing.app import App
from queueing.speech import Speech
from tests.cast import Caller, Kiosk, SteppedClock


def test_the_kiosk_page_knows_its_location(client: FlaskClient) -> None:
    answer = client.get("/kiosk/east-lake")
    assert answer.status_code == 200
    assert 'data-location="east-lake"' in answer.text
    assert "Training" not in answer.text


def test_every_style_sheet_and_script_of_the_page_is_there(client: FlaskClient) -> None:
    linked = re.findall(r'(?:href|src)="(/[^"]+\.(?:css|js))"', client.get("/kiosk/downtown").text)
    assert "/kiosk/static/app/kiosk.js" in linked
    for file in linked:
        with client.get(file) as answer:
            assert answer.status_code == 200, file


def test_an_unknown_location_lists_the_known_ones(client: FlaskClient) -> None:
    answer = client.get("/kiosk/nowhere")
    assert answer.status_code == 404
    assert "/kiosk/downtown" in answer.text


def test_the_bundle_is_sent_once(client: FlaskClient) -> None:
    first = client.get("/kiosk/downtown/offer.json")
    assert first.json is not None
    assert first.json["location"]["id"] == "downtown"
    again = client.get("/kiosk/downtown/offer.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get("/kiosk/nowhere/offer.json").status_code == 404


def test_moments_are_written_as_each_language_writes_them(client: FlaskClient, clock: SteppedClock) -> None:
    opened = client.get("/kiosk/downtown/moments.json").json
    assert opened is not None
    assert opened["en"]["closes_at"] == "4:00 PM"
    clock.step(hours=10)
    closed = client.get("/kiosk/downtown/moments.json").json
    assert closed is not None
    assert closed["en"]["closes_at"] is None
    assert closed["en"]["opens_next"].startswith("Tuesday, November 24")
    assert closed["es"]["opens_next"].startswith("martes, 24 de noviembre")
    assert "hnub Tuesday, lub 11 hlis tim 24, 2026" in closed["hmn"]["opens_next"]


def test_a_tickets_code_leads_to_its_page(client: FlaskClient, kiosk: Kiosk) -> None:
    ticket = kiosk.ticket()
    answer = client.get(f"/kiosk/qr/{ticket['id']}.svg")
    assert answer.mimetype == "image/svg+xml"
    assert client.get("/kiosk/qr/nothing.svg").status_code == 404
    assert client.get(ticket["follow_url"]).status_code == 200


def test_an_unknown_ticket_has_a_page_in_every_language(client: FlaskClient) -> None:
    answer = client.get("/t/nothing")
    assert answer.status_code == 404
    assert all(f'lang="{tag}"' in answer.text for tag in ("en", "es", "so", "hmn"))
    assert "No conocemos este turno" in answer.text


def test_the_ticket_is_given_up_without_a_script(client: FlaskClient, kiosk: Kiosk, visitor: Caller) -> None:
    ticket = kiosk.ticket()
    asked = client.get(f"/t/{ticket['id']}?leave=1")
    assert f'action="/t/{ticket["id"]}/leave?lang=en"' in asked.text
    for _ in range(2):  # a second tap changes nothing and shows the same page
        answer = client.post(f"/t/{ticket['id']}/leave?lang=es")
        assert (answer.status_code, answer.location) == (303, f"/t/{ticket['id']}?lang=es")
    assert (visitor.get(f"/tickets/{ticket['id']}").get_json() or {})["outcome"] == "left"


@pytest.mark.parametrize("page", ["/kiosk/downtown", "/t/nothing"])
def test_no_file_comes_from_another_host(client: FlaskClient, page: str) -> None:
    answer = client.get(page)
    assert "https://" not in answer.text
    assert "style=" not in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")


def test_speech_is_offered_where_the_server_can_speak(client: FlaskClient, app: App) -> None:
    page = client.get("/kiosk/downtown").text
    assert 'data-lead="en"' in page
    assert " es " in page.partition('data-voices="')[2].partition('"')[0]
    vars(app.runtime)["speech"] = Speech(Path("unused"))
    assert 'data-voices="" data-lead=""' in client.get("/kiosk/downtown").text


def test_the_visitors_page_names_every_key_of_the_keypad() -> None:
    root = Path(__file__).parents[2]
    keys = re.findall(r'\["(\w+)", "\w+"\]', (root / "kiosk/static/app/keypad.js").read_text())
    told = (root / "docs/visitor.md").read_text().partition("| Key |")[2].partition("\n\n")[0]
    assert {"F1", "F2", "F8", "Backspace"} <= set(keys)
    assert [key for key in keys if key not in told] == []
