"""Migrate, back up while serving, restore, purge."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from queueing import maintenance
from queueing.db import Database, version_of
from queueing.identity import authentication, principal, staff_admin
from queueing.identity.accounts import Role, Token
from queueing.maintenance.all_models import metadata
from queueing.refusals import InvalidRequest, SignInNeeded
from queueing.tickets.model import Ticket
from tests.cast import MONDAY_MORNING, Agent, Kiosk, SteppedClock


def test_upgrading_twice_is_upgrading_once(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new' / 'x.db'}")
    maintenance.upgrade(database)
    maintenance.upgrade(database)
    assert set(sa.inspect(database.engine).get_table_names()) == {*metadata.tables, "alembic_version"}
    database.close()


def test_postgresql_gets_the_same_tables(postgres_url: str) -> None:
    database = Database(postgres_url)
    maintenance.upgrade(database)
    assert set(sa.inspect(database.engine).get_table_names()) == {*metadata.tables, "alembic_version"}
    database.close()


def test_a_backup_taken_while_serving_holds_every_ticket(kiosk: Kiosk, database: Database, tmp_path: Path) -> None:
    first = kiosk.ticket()
    copy = tmp_path / "copy.db"
    maintenance.backup(database, copy)
    kiosk.ticket()
    with database.read() as session:
        seen = version_of(session, "downtown")
    maintenance.restore(database, copy)
    with database.read() as session:
        assert version_of(session, "downtown") > seen, "no screen takes what it is sent next for old"
        assert session.scalars(sa.select(Ticket.public_id)).all() == [first["id"]]


def test_what_was_closed_since_stays_closed(database: Database, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with database.write() as session:
        for name in ("boss", "zoe"):
            staff_admin.add_staff(
                session, name=name, role=Role.ADMIN, locations=["*"], password="a long one", now=MONDAY_MORNING
            )
        bearer = authentication.new_bearer(session, role=Role.AGENT, location=None, counter=None, now=MONDAY_MORNING)
    cookie = authentication.sign_in(database, name="zoe", password="a long one", now=MONDAY_MORNING)[1]
    maintenance.backup(database, copy)
    with database.write() as session:
        staff_admin.close_by_command(session, name="boss", now=MONDAY_MORNING)
        session.execute(sa.update(Token).values(revoked_at=MONDAY_MORNING))
    maintenance.restore(database, copy)
    with database.read() as session:
        with pytest.raises(SignInNeeded):
            authentication.sign_in(database, name="boss", password="a long one", now=MONDAY_MORNING)
        with pytest.raises(SignInNeeded):
            authentication.by_token(session, bearer)
        assert authentication.by_session(session, cookie, MONDAY_MORNING) == principal.VISITOR, (
            "everybody signs in again"
        )
        assert authentication.sign_in(database, name="zoe", password="a long one", now=MONDAY_MORNING)


def test_a_backup_never_overwrites(database: Database, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious")
    with pytest.raises(InvalidRequest):
        maintenance.backup(database, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "precious"


def test_what_is_no_copy_of_ours_is_not_restored(kiosk: Kiosk, database: Database, tmp_path: Path) -> None:
    kiosk.ticket()
    (tmp_path / "bad.db").write_bytes(b"not a database at all, not even close to one")
    with pytest.raises(InvalidRequest):
        maintenance.restore(database, tmp_path / "bad.db")
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Ticket)) == 1


def test_purge_forgets_what_staff_typed_and_keeps_the_visit(
    kiosk: Kiosk, ana: Agent, database: Database, clock: SteppedClock
) -> None:
    ana.open()
    kiosk.ticket("report-theft")
    ticket = ana.call()
    ana.does(ticket, "note", note="Mr. X has the form")
    ana.does(ticket, "hold", reason="waiting for a call from Mr. X")

    def said() -> str:
        with database.read() as session:
            return str(session.scalars(sa.text("SELECT detail FROM ticket_events")).all())

    assert maintenance.purge(database, clock.now()) == 0, "the day is not over"
    assert "Mr. X" in said()
    assert maintenance.purge(database, clock.now() + timedelta(days=2)) == 1
    with database.read() as session:
        assert list(session.execute(sa.select(Ticket.reason, Ticket.note))) == [("", "")]
    assert "Mr. X" not in said()
