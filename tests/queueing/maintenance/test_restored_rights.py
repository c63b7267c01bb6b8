"""A right that ended since the copy was made does not come back with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing import maintenance
from queueing.db import Database
from queueing.identity import authentication, devices, principal, staff_admin, tokens
from queueing.identity.accounts import Device, Role, Staff
from queueing.refusals import NotFound, SignInNeeded
from queueing.settings import Settings
from tests.cast import MONDAY_MORNING as NOW

FIRST, SECOND = "a long first one", "a long second one"


class Office:
    """A database with an administrator, an agent, a screen, an unused pairing code and a token."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.copy, self.database = url, folder / "copy.db", Database(url)
        with self.database.write() as session:
            for name in ("boss", "zoe"):
                staff_admin.add_staff(session, name=name, role=Role.ADMIN, locations=["*"], password=FIRST, now=NOW)
            _, code = devices.new_pairing(session, kind=Role.KIOSK, location="downtown", name="door", now=NOW)
            self.screen = devices.pair(session, code=code, now=NOW)[1]
            _, self.code = devices.new_pairing(session, kind=Role.KIOSK, location="downtown", name="hall", now=NOW)
            self.bearer = tokens.new_bearer(session, role=Role.AGENT, location=None, counter=None, now=NOW)
        self.cookie = authentication.sign_in(self.database, name="zoe", password=FIRST, now=NOW)[1]
        maintenance.backup(self.database, self.copy)

    def restore(self) -> None:
        """Put the copy back."""
        self.database.close()
        maintenance.restore(self.url, self.copy, now=NOW)

    def does(self, what: Callable[[Session], object]) -> None:
        """Do something after the copy."""
        with self.database.write() as session:
            what(session)

    def signs_in(self, name: str, password: str) -> bool:
        """Whether this name and password are good."""
        with suppress(SignInNeeded):
            return bool(authentication.sign_in(self.database, name=name, password=password, now=NOW))
        return False

    def lets_in(self, token: str) -> bool:
        """Whether a screen's or a program's token is good."""
        with self.database.read() as session, suppress(SignInNeeded):
            return bool(authentication.by_token(session, token, NOW))
        return False

    def is_good(self, cookie: dict[str, object]) -> bool:
        """Whether a session's cookie signs somebody in."""
        with self.database.read() as session:
            return authentication.by_session(session, cookie, NOW) != principal.VISITOR

    def pairs(self, code: str) -> bool:
        """Whether a pairing code is good."""
        with self.database.write() as session, suppress(NotFound):
            return bool(devices.pair(session, code=code, now=NOW))
        return False


@pytest.fixture
def office(settings: Settings, tmp_path: Path) -> Iterator[Office]:
    """The office, just after its copy was made."""
    made = Office(settings.database, tmp_path)
    yield made
    made.database.close()


def test_what_did_not_change_is_as_good_as_before_but_every_session_ends(office: Office) -> None:
    office.restore()
    assert office.signs_in("zoe", FIRST)
    assert office.lets_in(office.screen)
    assert office.lets_in(office.bearer)
    assert not office.is_good(office.cookie)


def test_a_closed_account_stays_closed(office: Office) -> None:
    office.does(lambda session: staff_admin.close_by_command(session, name="boss", now=NOW))
    office.restore()
    assert not office.signs_in("boss", FIRST)


def test_a_password_that_was_changed_is_not_good_again(office: Office) -> None:
    with office.database.read() as session:
        by = f"staff:{session.scalar(sa.select(Staff.id).where(Staff.name == 'zoe'))}"
    authentication.change_password(office.database, by=by, current=FIRST, password=SECOND, now=NOW)
    office.restore()
    assert not office.signs_in("zoe", FIRST)
    assert office.signs_in("zoe", SECOND)


def test_a_role_that_was_taken_away_does_not_come_back(office: Office) -> None:
    demoted = sa.update(Staff).where(Staff.name == "zoe").values(role=Role.AGENT, locations=["downtown"])
    office.does(lambda session: session.execute(demoted))
    office.restore()
    who, _ = authentication.sign_in(office.database, name="zoe", password=FIRST, now=NOW)
    assert (who.role, who.locations) == (Role.AGENT, frozenset({"downtown"}))


def test_a_revoked_token_stays_revoked(office: Office) -> None:
    office.does(lambda session: tokens.revoke_token(session, token=1, now=NOW))
    office.restore()
    assert not office.lets_in(office.bearer)


def test_a_revoked_screen_stays_revoked(office: Office) -> None:
    office.does(lambda session: devices.revoke_device(session, device=1, location="downtown", by="staff:1", now=NOW))
    office.restore()
    assert not office.lets_in(office.screen)


def test_no_pairing_code_of_the_copy_is_good_whether_it_was_used_or_not(office: Office) -> None:
    paired: list[str] = []
    office.does(lambda session: paired.append(devices.pair(session, code=office.code, now=NOW)[1]))
    office.restore()
    assert not office.pairs(office.code)
    assert office.lets_in(paired[0]), "the screen that used it goes on"


def test_a_code_that_only_the_copy_knows_pairs_nothing(office: Office) -> None:
    office.does(lambda session: session.execute(sa.delete(Device).where(Device.name == "hall")))
    office.restore()
    assert not office.pairs(office.code)


def test_what_was_made_since_the_copy_stays(office: Office) -> None:
    made: dict[str, str] = {}

    def make(session: Session) -> None:
        staff_admin.add_staff(session, name="new", role=Role.AGENT, locations=["*"], password=FIRST, now=NOW)
        made["token"] = tokens.new_bearer(session, role=Role.AGENT, location=None, counter=None, now=NOW)
        _, made["code"] = devices.new_pairing(session, kind=Role.DISPLAY, location="downtown", name="", now=NOW)

    office.does(make)
    office.restore()
    assert office.signs_in("new", FIRST)
    assert office.lets_in(made["token"])
    assert office.pairs(made["code"])


def test_on_another_machine_the_copys_own_accounts_come_back_and_its_cookies_do_not(
    office: Office, tmp_path: Path
) -> None:
    office.database.close()
    elsewhere = Database(f"sqlite:///{tmp_path / 'elsewhere' / 'now-serving.db'}")
    maintenance.upgrade(elsewhere)
    later = NOW + timedelta(days=1)
    with elsewhere.write() as session:
        staff_admin.add_staff(session, name="admin", role=Role.ADMIN, locations=["*"], password=SECOND, now=later)
        session.execute(sa.update(Staff).values(epoch=40))
    cookie = authentication.sign_in(elsewhere, name="admin", password=SECOND, now=NOW)[1]
    office.url, office.database = elsewhere.url, elsewhere
    office.restore()
    assert office.signs_in("boss", FIRST)
    assert office.lets_in(office.screen)
    assert not office.signs_in("admin", SECOND), "its number is the copy's first account's"
    assert not office.is_good(cookie)
