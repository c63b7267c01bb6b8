"""What is no text is refused before any view, wherever a request carries it, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from queueing.app import App, runtime_of
from queueing.db import Database
from queueing.settings import Settings
from queueing.web.plain_text import NOT_TEXT, UNREADABLE
from tests.cast import Kiosk, SteppedClock

TICKETS = "/api/v1/locations/downtown/tickets"
JSON = "application/json"

# Each carries a NUL or half a surrogate pair: method, address, what is sent with it.
HOSTILE: list[tuple[str, str, dict[str, Any]]] = [
    ("GET", "/t/%00", {}),
    ("GET", "/t/abc%00def", {}),
    ("POST", "/t/%00/leave", {}),
    ("GET", "/kiosk/down%00town", {}),
    ("GET", "/kiosk/downtown/where/%00", {}),
    ("GET", "/api/v1/tickets/%00", {}),
    ("GET", "/api/v1/locations/downtown/services?q=a%00b", {}),
    ("GET", "/api/v1/locations/downtown/services?%00=a", {}),
    ("POST", "/staff/sign-in", {"data": {"name": "ana\x00", "password": "a long one"}}),
    ("POST", "/staff/sign-in", {"data": {"name": "ana", "password": "a\x00long one"}}),
    ("POST", "/staff/sign-in", {"data": {"\x00": "ana"}}),
    ("POST", TICKETS, {"data": '{"service": "a\\u0000b"}', "content_type": JSON}),
    ("POST", TICKETS, {"data": '{"service": "a\\ud800b"}', "content_type": JSON}),
    ("POST", TICKETS, {"data": '{"a\\u0000b": 1}', "content_type": JSON}),
    ("POST", TICKETS, {"data": '{"needs": [[{"deep": ["\\udfff"]}]]}', "content_type": JSON}),
    ("PUT", "/api/v1/tickets/abc/push", {"data": '{"endpoint": "https://push\\u0000"}', "content_type": JSON}),
]


@pytest.fixture
def app(building: App, settings: Settings, clock: SteppedClock, either: Database) -> Iterator[App]:
    """A server on a database of either kind."""
    building.move_in(runtime_of(Settings(var=settings.var, database_url=either.url), clock))
    yield building
    building.runtime.database.close()


def test_nul_and_half_surrogates_are_refused_in_words(kiosk: Kiosk, client: FlaskClient) -> None:
    for method, address, sent in HOSTILE:
        headers = {"Authorization": f"Bearer {kiosk.token}"} if address.startswith("/api") else {}
        answer = client.open(address, method=method, headers=headers, **sent)
        assert (answer.status_code, answer.get_json()["detail"]) == (422, UNREADABLE), (address, sent, answer.text)


def test_a_key_of_no_text_is_refused(kiosk: Kiosk, client: FlaskClient) -> None:
    asked = {"Authorization": f"Bearer {kiosk.token}", "Idempotency-Key": "a\x00b"}
    answer = client.post(TICKETS, json={"service": "report-theft"}, headers=asked)
    assert (answer.status_code, answer.get_json()["detail"]) == (422, UNREADABLE)


def test_what_is_badly_encoded_is_nobodys_address(client: FlaskClient) -> None:
    assert client.get("/t/%ff%fe").status_code == 404
    assert client.get("/t/%ed%a0%80").status_code == 404, "half a surrogate pair in UTF-8 is no character"


@pytest.mark.parametrize("text", ["José", "Hmoob 你好", "🎫", "tab\tand\nline", ""])
def test_every_other_text_is_let_in(kiosk: Kiosk, client: FlaskClient, text: str) -> None:
    assert not NOT_TEXT.search(text)
    assert kiosk.get(f"/locations/downtown/services?q={text}").status_code == 200
    assert client.post("/staff/sign-in", data={"name": text, "password": text}).status_code == 400, (
        "only the token lacks"
    )
