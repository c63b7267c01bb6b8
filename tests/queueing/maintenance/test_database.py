"""Migrate, back up while serving, purge."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from queueing import maintenance
from queueing.db import Database
from queueing.identity import authentication
from queueing.identity.accounts import Role, digest
from queueing.maintenance.all_models import metadata
from queueing.refusals import InvalidRequest
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
    copied = Database(f"sqlite:///{copy}")
    with copied.read() as session:
        assert session.scalars(sa.select(Ticket.public_id)).all() == [first["id"]]
    copied.close()


def test_a_backup_never_overwrites(database: Database, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious")
    with pytest.raises(InvalidRequest):
        maintenance.backup(database, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "precious"


def test_a_database_of_a_newer_version_is_left_alone(either: Database) -> None:
    with either.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(InvalidRequest, match="its schema is 9999, and this version knows 00"):
        maintenance.upgrade(either)
    with either.engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT version_num FROM alembic_version")) == "9999"


def test_a_database_of_the_first_version_with_tickets_in_it_is_upgraded(either: Database) -> None:
    with either.engine.begin() as connection:
        command.downgrade(maintenance.config(connection), "0001")
        old = sa.Table("tokens", sa.MetaData(), autoload_with=connection)
        connection.execute(
            sa.insert(old).values(id=7, token_hash=digest("kept"), role="agent", created_at=MONDAY_MORNING)
        )
    maintenance.upgrade(either)
    with either.read() as session:
        assert authentication.by_token(session, "kept").role is Role.AGENT, "a token of before has no end"


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
