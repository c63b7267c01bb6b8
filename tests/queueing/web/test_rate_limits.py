"""Rate limits are declared once a process; each application counts its own requests."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_limiter.util import get_qualified_name
from limits.storage import MemoryStorage

from queueing.app import App, create_app
from queueing.settings import Settings
from queueing.web.pairing import PAIRING_LIMIT
from queueing.web.rate_limits import COUNTS, AppLimiter

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
        ("accounts.sign_in", 6),
        ("accounts.set_password", 3),
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
