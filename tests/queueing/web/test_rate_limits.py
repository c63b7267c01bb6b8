"""Rate limits are declared once a process; each application counts its own requests."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_limiter.util import get_qualified_name
from limits.storage import MemoryStorage

from queueing.app import App, create_app
from queueing.identity.permissions import Right
from queueing.settings import Settings
from queueing.web.pairing import PAIRING_LIMIT
from queueing.web.rate_limits import COUNTS, AppLimiter, network_of, wait_in_words

WRONG_CODE = {"code": "ZZZZ-ZZZZ"}


def pair(client: FlaskClient, times: int = 1) -> list[int]:
    """The statuses of wrong pairing codes, sent this many times."""
    return [client.post("/api/v1/pair", json=WRONG_CODE).status_code for _ in range(times)]


def test_two_applications_do_not_share_counts(app: App, client: FlaskClient, settings: Settings) -> None:
    assert PAIRING_LIMIT == "20 per minute"
    assert pair(client, 21) == [404] * 20 + [429]
    other = create_app(Settings(var=settings.var))
    try:
        assert pair(other.test_client(), 20) == [404] * 20, "the first application's requests are not counted"
        assert pair(client) == [429], "making another application does not clear the counts"
        assert pair(other.test_client()) == [429]
    finally:
        other.runtime.database.close()


def test_each_application_counts_in_the_storage_of_its_own_configuration() -> None:
    limiter = AppLimiter(lambda: "everybody")
    apps = [Flask("one"), Flask("two")]
    for app in apps:
        app.config["RATELIMIT_STORAGE_URI"] = "memory://"
        limiter.init_app(app)
    storages = []
    for app in apps:
        with app.app_context():
            assert isinstance(limiter.storage, MemoryStorage)
            assert limiter.limiter is app.extensions[COUNTS]
            storages.append(limiter.storage)
    assert storages[0] is not storages[1]


@pytest.mark.parametrize(
    ("endpoint", "limits"),
    [
        ("accounts.sign_in", 5),
        ("accounts.set_password", 2),
        ("accounts_api.pair", 1),
        ("self_service.begin", 1),
        ("self_service.begin_in", 1),
        ("self_service.danger", 1),
        ("display.call_sound", 1),
        ("emergencies_api.tell", 1),
        ("kiosk.print_copy", 1),
        ("printing_api.reprint", 1),
        ("push_api.subscribe", 1),
        ("referral_api.print_referral", 1),
        ("speech_api.speech", 1),
    ],
)
def test_the_views_that_can_be_abused_have_limits(app: App, endpoint: str, limits: int) -> None:
    (limiter,) = app.extensions["limiter"]
    view = app.view_functions[endpoint]
    declared = limiter.limit_manager.decorated_limits(get_qualified_name(view))
    assert len(declared) == limits


ADDRESSES = [
    ("203.0.113.7", "203.0.113.7", "IPv4 as it is"),
    ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "IPv6 by its network"),
    ("2001:db8:1:2::", "2001:db8:1:2::/64", "the same network"),
    ("2001:db8:1:3::1", "2001:db8:1:3::/64", "the network beside it"),
    ("::ffff:203.0.113.7", "203.0.113.7", "IPv4 mapped into IPv6"),
    ("fe80::1%eth0", "fe80::/64", "with the name of an interface"),
    ("::1", "::/64", "this machine"),
    ("unknown", "unknown", "what a proxy writes who does not know"),
    ("", "", "nothing"),
]


@pytest.mark.parametrize(("address", "network", "why"), ADDRESSES, ids=[row[2] for row in ADDRESSES])
def test_what_a_limit_by_address_counts_by(address: str, network: str, why: str) -> None:
    assert network_of(address) == network, why


def test_every_limit_by_address_counts_a_network_as_one(client: FlaskClient) -> None:
    def pair_from(address: str) -> int:
        return client.post("/api/v1/pair", json=WRONG_CODE, environ_base={"REMOTE_ADDR": address}).status_code

    assert {pair_from(f"2001:db8::{n:x}") for n in range(20)} == {404}
    assert (pair_from("2001:db8::ffff:1"), pair_from("2001:db8:0:1::1")) == (429, 404)


def test_a_refusal_says_how_long_to_wait(client: FlaskClient) -> None:
    pair(client, 20)
    refused = client.post("/api/v1/pair", json=WRONG_CODE)
    assert (refused.status_code, refused.content_type) == (429, "application/problem+json")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert "Wait" in refused.get_json()["detail"]


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "a second"), (40, "40 seconds"), (91, "2 minutes"), (3600, "60 minutes")]
)
def test_a_wait_is_told_in_words(seconds: int, words: str) -> None:
    assert wait_in_words(seconds) == words


def test_what_is_given_back_to_redis_may_be_used_again(redis_url: str, settings: Settings) -> None:
    app = create_app(Settings(var=settings.var, redis_url=redis_url))
    limiter = AppLimiter(lambda: "everybody")
    limiter.init_app(app)

    def right() -> str:
        limiter.give_back()
        return ""

    def wrong() -> str:
        return ""

    for view in (right, wrong):
        view.right = Right.PUBLIC  # type: ignore[attr-defined]
        app.add_url_rule(f"/{view.__name__}", view_func=limiter.limit("3 per minute")(view))
    try:
        client = app.test_client()
        assert [client.get("/right").status_code for _ in range(5)] == [200] * 5
        assert [client.get("/wrong").status_code for _ in range(4)] == [200] * 3 + [429]
    finally:
        app.runtime.database.close()
