"""A program's token is listed without its secret, and ends: by its time, or when it is revoked."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from queueing.app import App
from queueing.audit_log import AuditRecord
from queueing.clock import Clock
from queueing.db import Database
from queueing.identity import authentication, tokens
from queueing.identity.accounts import Role, Token
from queueing.refusals import NotFound, SignInNeeded, WrongState
from tests.cast import MONDAY_MORNING as NOW
from tests.cast import Caller, SteppedClock

DAY = timedelta(days=1)


def made(database: Database, *, expires_at: datetime | None = None) -> str:
    """A manager's token."""
    with database.write() as session:
        return tokens.new_bearer(
            session, role=Role.MANAGER, location="downtown", counter=None, now=NOW, expires_at=expires_at
        )


def is_good(database: Database, secret: str, now: datetime) -> bool:
    with database.read() as session:
        try:
            return authentication.by_token(session, secret, now).role is Role.MANAGER
        except SignInNeeded:
            return False


def test_a_token_is_good_until_its_end(either: Database) -> None:
    ending, endless = made(either, expires_at=NOW + DAY), made(either)
    moments = (NOW, NOW + DAY - timedelta(microseconds=1), NOW + DAY, NOW + 9 * DAY)
    assert [is_good(either, ending, moment) for moment in moments] == [True, True, False, False]
    assert all(is_good(either, endless, moment) for moment in moments)


def test_a_revoked_token_is_good_for_nothing_and_the_audit_has_it(either: Database) -> None:
    secret = made(either)
    with either.write() as session:
        tokens.revoke_token(session, token=1, now=NOW)
    assert not is_good(either, secret, NOW)
    with either.read() as session:
        [record] = session.scalars(sa.select(AuditRecord).where(AuditRecord.act == "token-revoked"))
    assert (record.about, record.by, record.location) == ("token:1", "command", "downtown")
    assert record.detail == {"role": "manager"}


def test_what_is_not_there_or_revoked_already_is_not_revoked(either: Database) -> None:
    made(either)
    with either.write() as session:
        tokens.revoke_token(session, token=1, now=NOW)
    with either.write() as session, pytest.raises(WrongState):
        tokens.revoke_token(session, token=1, now=NOW + DAY)
    with either.write() as session, pytest.raises(NotFound):
        tokens.revoke_token(session, token=2, now=NOW)
    with either.read() as session:
        assert session.scalars(sa.select(Token.revoked_at)).all() == [NOW], "the first time stays"


STATES = [
    (None, None, "good"),
    (NOW + DAY, None, "good"),
    (NOW, None, "expired"),
    (None, NOW, "revoked"),
    (NOW, NOW, "revoked"),
]


@pytest.mark.parametrize(("expires_at", "revoked_at", "state"), STATES, ids=str)
def test_a_token_is_in_one_state(expires_at: datetime | None, revoked_at: datetime | None, state: str) -> None:
    assert tokens.state_of(Token(expires_at=expires_at, revoked_at=revoked_at), NOW) == state


def test_an_end_is_by_the_real_time_on_a_training_day_too(app: App, clock: SteppedClock, visitor: Caller) -> None:
    real = Clock().now()
    path = "/locations/downtown/queue"
    for training_day in (real - 400 * DAY, NOW, real + 400 * DAY):
        clock.set(training_day)
        answers = [
            Caller(visitor.client, made(app.runtime.database, expires_at=end)).get(path)
            for end in (real + DAY, real - timedelta(seconds=1))
        ]
        assert [answer.status_code for answer in answers] == [200, 401]
        assert answers[1].get_json()["type"] == "sign-in-needed"


@pytest.mark.parametrize("how", ["expired", "revoked"])
def test_an_open_live_connection_ends_with_its_token(app: App, how: str) -> None:
    secret = made(app.runtime.database, expires_at=Clock().now() + DAY)
    live = app.live.socketio.test_client(app, namespace="/live", auth={"token": secret})
    assert live.is_connected("/live")
    app.live.drop_revoked()
    assert live.is_connected("/live")
    with app.runtime.database.write() as session:
        if how == "expired":
            session.execute(sa.update(Token).values(expires_at=Clock().now()))
        else:
            tokens.revoke_token(session, token=1, now=NOW)
    app.live.drop_revoked()  # as the scheduler does every two seconds
    assert not live.is_connected("/live")
    again = app.live.socketio.test_client(app, namespace="/live", auth={"token": secret})
    assert not again.is_connected("/live")
