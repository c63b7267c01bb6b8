"""The session cookie outlives steps of the system clock, and nobody else's signature."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from queueing.app import App
from queueing.identity import authentication, staff_admin
from queueing.identity.accounts import Role
from queueing.web.sessions import SessionCookies
from tests.cast import SteppedClock

QUEUE = "/api/v1/locations/downtown/queue"


def signer_of(by: timedelta) -> type[TimestampSigner]:
    """One that signs by a clock which is wrong by so much."""

    class WrongClock(TimestampSigner):
        def get_timestamp(self) -> int:
            return super().get_timestamp() + round(by.total_seconds())

    return WrongClock


def cookie_of(app: App, clock: SteppedClock, signed: timedelta, secret: str = "") -> str:
    """Ana's cookie, signed when the system clock was ahead by so much."""
    with app.runtime.database.write() as session:
        staff_admin.add_staff(
            session, name="ana", role=Role.AGENT, locations=["downtown"], password="a long one", now=clock.now()
        )
    _, held = authentication.sign_in(app.runtime.database, name="ana", password="a long one", now=clock.now())
    serializer = URLSafeTimedSerializer(
        secret or app.config["SECRET_KEY"],
        salt=SessionCookies.salt,
        serializer=SessionCookies.serializer,
        signer=signer_of(signed),
        signer_kwargs={"key_derivation": SessionCookies.key_derivation, "digest_method": SessionCookies.digest_method},
    )
    return str(serializer.dumps(held))


@pytest.mark.parametrize("ahead", [timedelta(), timedelta(hours=1), timedelta(days=1), timedelta(days=-60)], ids=str)
def test_a_step_of_the_system_clock_signs_nobody_out(
    app: App, client: FlaskClient, clock: SteppedClock, ahead: timedelta
) -> None:
    client.set_cookie("now_serving", cookie_of(app, clock, ahead))
    assert client.get(QUEUE).status_code == 200


def test_a_cookie_that_somebody_else_signed_is_none(app: App, client: FlaskClient, clock: SteppedClock) -> None:
    client.set_cookie("now_serving", cookie_of(app, clock, timedelta(), "another secret"))
    assert client.get(QUEUE).status_code == 401
    client.set_cookie("now_serving", "nonsense")
    assert client.get(QUEUE).status_code == 401


def test_without_a_cookie_the_session_is_empty(client: FlaskClient) -> None:
    assert client.get(QUEUE).status_code == 401
