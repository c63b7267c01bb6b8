"""Who asks: bearer tokens, sessions, passwords, and what a stranger learns."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from queueing.app import App
from queueing.db import Database
from queueing.identity import authentication, devices, principal, staff_admin
from queueing.identity.accounts import Device, Role, Staff, Token, digest
from queueing.refusals import NotFound, Refusal, SignInNeeded
from tests.cast import MONDAY_MORNING, SteppedClock
from tests.conftest import Tokens


def test_a_bad_token_is_refused_even_where_anyone_may(client: FlaskClient) -> None:
    answer = client.get("/api/v1/locations", headers={"Authorization": "Bearer nonsense"})
    assert answer.status_code == 401


def test_no_secret_is_stored_as_it_is(app: App, token: Tokens, clock: SteppedClock) -> None:
    bearer = token(Role.AGENT, "downtown")
    with app.runtime.database.write() as session:
        staff_admin.add_staff(
            session, name="ana", role=Role.AGENT, locations=["*"], password="a long one", now=clock.now()
        )
        _, code = devices.new_pairing(session, kind=Role.KIOSK, location="downtown", name="", now=clock.now())
    with app.runtime.database.read() as session:
        assert session.scalars(sa.select(Token.token_hash)).all() == [digest(bearer)]
        assert session.scalars(sa.select(Device.code_hash)).all() == [digest(code)]
        hashed = session.scalars(sa.select(Staff.password_hash)).one()
    assert hashed.startswith("$argon2id$")
    assert "a long one" not in hashed


def test_a_session_ends_with_its_twelve_hours_its_account_or_its_password(app: App, clock: SteppedClock) -> None:
    def is_ana(cookie: dict[str, object]) -> bool:
        with app.runtime.database.read() as session:
            return authentication.by_session(session, cookie, clock.now()).name == "ana"

    with app.runtime.database.write() as session:
        staff_admin.add_staff(
            session, name="ana", role=Role.AGENT, locations=["*"], password="a long one", now=clock.now()
        )
    database = app.runtime.database
    who, cookie = authentication.sign_in(database, name="ana", password="a long one", now=clock.now())
    assert is_ana(cookie)
    fresh = authentication.change_password(
        database, by=who.by, current="a long one", password="another long one", now=clock.now()
    )
    assert (is_ana(cookie), is_ana(fresh)) == (False, True)
    for step, signed_in in ((-2, True), (-1, False), (3 + 12, True), (1, False)):
        clock.step(hours=step)
        assert is_ana(fresh) is signed_in, "a clock that is set back far makes no session last for days"


BAD_ACCOUNTS = [
    ("ana", Role.AGENT, "short", "a password of five letters"),
    ("bob", Role.KIOSK, "a long one", "a kiosk is no person"),
    ("mia", Role.AGENT, "a long one", "the name is taken"),
]


@pytest.mark.parametrize(("name", "role", "password", "why"), BAD_ACCOUNTS, ids=[row[3] for row in BAD_ACCOUNTS])
def test_an_account_that_will_not_do(
    app: App, clock: SteppedClock, name: str, role: Role, password: str, why: str
) -> None:
    with app.runtime.database.write() as session:
        staff_admin.add_staff(
            session, name="mia", role=Role.AGENT, locations=["*"], password="a long one", now=clock.now()
        )
    with pytest.raises(Refusal), app.runtime.database.write() as session:
        staff_admin.add_staff(session, name=name, role=role, locations=["*"], password=password, now=clock.now())


def test_a_wrong_name_and_a_wrong_password_sound_the_same(app: App, clock: SteppedClock) -> None:
    with app.runtime.database.write() as session:
        staff_admin.add_staff(
            session, name="ana", role=Role.AGENT, locations=["*"], password="a long one", now=clock.now()
        )
    said = []
    for name, password in (("ana", "wrong"), ("nobody", "a long one")):
        with pytest.raises(SignInNeeded) as refused:
            authentication.sign_in(app.runtime.database, name=name, password=password, now=clock.now())
        said.append(refused.value.detail)
    assert said[0] == said[1]


def test_a_closed_account_is_out_at_once_and_signs_in_no_more(database: Database) -> None:
    with database.write() as session:
        staff_admin.add_staff(
            session, name="zoe", role=Role.AGENT, locations=["downtown"], password="a long one", now=MONDAY_MORNING
        )
    who, cookie = authentication.sign_in(database, name="zoe", password="a long one", now=MONDAY_MORNING)
    with database.read() as session:
        assert authentication.by_session(session, cookie, MONDAY_MORNING) == who
    with database.write() as session:
        staff_admin.close_by_command(session, name="zoe", now=MONDAY_MORNING)
    with database.read() as session:
        assert authentication.by_session(session, cookie, MONDAY_MORNING) == principal.VISITOR
    with pytest.raises(SignInNeeded):
        authentication.sign_in(database, name="zoe", password="a long one", now=MONDAY_MORNING)
    with database.write() as session, pytest.raises(NotFound):
        staff_admin.close_by_command(session, name="zoe", now=MONDAY_MORNING)
