"""A phone subscribes to a ticket's messages over HTTP; what is not a browser's subscription is refused."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from kiosk.push.encryption import public_key
from queueing.db import Database
from queueing.settings import Settings
from tests.cast import Caller, Kiosk
from tests.kiosk.push.push_cast import CITY_KEY, HELP, follow, followers
from tests.kiosk.push.push_service import Phone, PushService

BAD: dict[str, dict[str, Any]] = {
    "not https": {"endpoint": "http://push.example.org/x"},
    "credentials": {"endpoint": "https://me:you@push.example.org/x"},
    "a password": {"endpoint": "https://:you@push.example.org/x"},
    "a long label": {"endpoint": f"https://{'a' * 64}.example.org/x"},
    "an empty label": {"endpoint": "https://a..example.org/x"},
    "no host": {"endpoint": "https:///x"},
    "a line's end": {"endpoint": "https://push.example.org/x\r\nHost: y"},
    "a bad port": {"endpoint": "https://push.example.org:99999/x"},
    "no point": {"keys": {"p256dh": "BBBB", "auth": "AAAAAAAAAAAAAAAAAAAAAA"}},
    "a short secret": {"keys": {**Phone("").subscription()["keys"], "auth": "AAAA"}},
    "no words": {"language": "zz"},
    "more": {"name": "Mr. X"},
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_subscription_is_refused(kiosk: Kiosk, visitor: Caller, database: Database, what: str) -> None:
    ticket = kiosk.ticket(HELP)
    body = {**Phone("https://push.example.org/x").subscription(), **BAD[what]}
    assert visitor.put(f"/tickets/{ticket['id']}/push", body).status_code == 422
    assert followers(database) == 0


def test_a_subscription_follows_its_ticket_and_ends_with_it(
    kiosk: Kiosk, visitor: Caller, pushes: PushService, client: FlaskClient, database: Database
) -> None:
    ticket = kiosk.ticket(HELP)
    assert follow(visitor, {"id": "nothing"}, pushes.phone("x")) == 404
    phone = pushes.phone("x")
    assert follow(visitor, ticket, phone) == 204
    stopped = client.delete(f"/api/v1/tickets/{ticket['id']}/push", json={"endpoint": phone.endpoint})
    assert (stopped.status_code, followers(database)) == (204, 0)
    assert f'data-key="{public_key(CITY_KEY)}"' in client.get(f"/t/{ticket['id']}").text
    visitor.post(f"/tickets/{ticket['id']}/leave")
    assert follow(visitor, ticket, pushes.phone("x")) == 409
    assert "data-key" not in client.get(f"/t/{ticket['id']}").text


class TestWithoutKeys:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"push_key": ""})

    def test_nothing_is_offered(self, kiosk: Kiosk, visitor: Caller, client: FlaskClient, pushes: PushService) -> None:
        ticket = kiosk.ticket(HELP)
        assert "pocket" not in client.get(f"/t/{ticket['id']}").text
        assert follow(visitor, ticket, pushes.phone("x")) == 409
