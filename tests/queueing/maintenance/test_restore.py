"""A copy put back: nothing is lost by it, and only one that is sound is taken."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from queueing import maintenance
from queueing.db import Database, version_of
from queueing.operations import TicketOrder
from queueing.refusals import InvalidRequest, WrongState
from queueing.settings import Settings
from services_catalog.catalog import Catalog, Location
from tests.cast import MONDAY_MORNING as NOW
from tests.cast import PERMIT, issue_ticket


class Kept:
    """A database, a copy of it, and the tickets in either."""

    def __init__(self, settings: Settings, catalog: Catalog, copy: Path) -> None:
        self.url, self.catalog, self.copy = settings.database, catalog, copy
        self.file = settings.var / "now-serving.db"

    @property
    def downtown(self) -> Location:
        return self.catalog.locations["downtown"]

    def issue(self) -> int:
        """Issue a ticket; return the version of the location's views after it."""
        database = Database(self.url)
        with database.write() as session:
            order = TicketOrder(PERMIT)
            issue_ticket(session, catalog=self.catalog, location=self.downtown, order=order, by="system", now=NOW)
        with database.read() as session:
            version = version_of(session, "downtown")
        database.close()
        return version

    def back_up(self) -> None:
        database = Database(self.url)
        maintenance.backup(database, self.copy)
        database.close()

    def restore(self) -> Path | None:
        return maintenance.restore(self.url, self.copy, now=NOW)


def numbers(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as database:
        return [number for (number,) in database.execute("SELECT number FROM tickets ORDER BY id")]


@pytest.fixture
def kept(settings: Settings, catalog: Catalog, tmp_path: Path) -> Kept:
    """A database with one ticket in it and in its copy, and a second one in it alone."""
    center = Kept(settings, catalog, tmp_path / "copy.db")
    center.issue()
    center.back_up()
    center.issue()
    return center


def test_the_copy_takes_the_place_and_what_it_replaces_is_kept(kept: Kept) -> None:
    replaced = kept.restore()
    assert replaced
    assert numbers(kept.file) == ["P001"]
    assert numbers(replaced) == ["P001", "P002"], "with what was in the log alone"
    assert replaced.name == "now-serving.db.before-restore-20261123T153000Z"
    assert not replaced.with_name(f"{replaced.name}-wal").exists()


def test_two_restores_in_a_second_keep_both(kept: Kept) -> None:
    first, second = kept.restore(), kept.restore()
    assert first
    assert second
    assert (numbers(first), numbers(second)) == (["P001", "P002"], ["P001"])


def test_versions_of_views_go_on_from_the_higher_one(kept: Kept) -> None:
    seen = kept.issue()
    kept.restore()
    assert kept.issue() > seen, "no screen takes what it is sent next for old"


def test_a_copy_of_before_a_locations_first_view_goes_on_from_there_too(kept: Kept) -> None:
    with closing(sqlite3.connect(kept.copy)) as copy:
        copy.execute("DELETE FROM location_versions")
        copy.commit()
    seen = kept.issue()
    kept.restore()
    assert kept.issue() > seen


def test_a_copy_of_an_earlier_version_is_brought_to_this_one(kept: Kept) -> None:
    older = Database(f"sqlite:///{kept.copy}")
    with older.engine.begin() as connection:
        command.downgrade(maintenance.config(connection), "0001")
    older.close()
    kept.restore()
    assert numbers(kept.file) == ["P001"]
    kept.issue()


def test_a_database_of_a_newer_version_is_replaced_by_a_copy_of_this_one(kept: Kept) -> None:
    with closing(sqlite3.connect(kept.file)) as present:
        present.execute("UPDATE alembic_version SET version_num = '9999'")
        present.execute("ALTER TABLE staff ADD COLUMN nickname TEXT")
        present.commit()
    kept.restore()
    kept.issue()
    assert numbers(kept.file) == ["P001", "P002"]


def test_a_damaged_database_is_set_aside_as_it_is(kept: Kept) -> None:
    kept.file.write_bytes(b"not a database" * 1000)
    replaced = kept.restore()
    assert replaced
    assert replaced.read_bytes() == b"not a database" * 1000
    assert numbers(kept.file) == ["P001"]


def test_where_there_is_none_the_copy_is_all_there_is(kept: Kept, tmp_path: Path) -> None:
    empty = tmp_path / "empty" / "now-serving.db"
    empty.parent.mkdir()
    assert maintenance.restore(f"sqlite:///{empty}", kept.copy, now=NOW) is None
    assert numbers(empty) == ["P001"]


@pytest.mark.parametrize("bad", ["no database", "of a newer version"])
def test_a_bad_copy_changes_nothing(kept: Kept, bad: str) -> None:
    if bad == "no database":
        kept.copy.write_bytes(b"not a database at all, not even close to one")
    else:
        with closing(sqlite3.connect(kept.copy)) as copy:
            copy.execute("UPDATE alembic_version SET version_num = '9999'")
            copy.commit()
    beside = sorted(kept.file.parent.iterdir())
    with pytest.raises(InvalidRequest):
        kept.restore()
    assert numbers(kept.file) == ["P001", "P002"]
    assert set(kept.file.parent.iterdir()) - set(beside) <= {kept.file.with_name("now-serving.db.lock")}


def test_while_another_program_writes_nothing_is_set_aside(kept: Kept) -> None:
    with closing(sqlite3.connect(kept.file, isolation_level=None)) as writer:
        writer.execute("PRAGMA locking_mode=EXCLUSIVE")
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises((sqlite3.OperationalError, sa.exc.OperationalError)):
            kept.restore()
        writer.execute("ROLLBACK")
    assert numbers(kept.file) == ["P001", "P002"]


def test_it_is_refused_while_a_server_runs(kept: Kept) -> None:
    with maintenance.serving(kept.url), pytest.raises(WrongState, match="A server runs"):
        kept.restore()
    assert numbers(kept.file) == ["P001", "P002"]


def test_postgresql_has_tools_of_its_own(kept: Kept, postgres_url: str) -> None:
    with pytest.raises(InvalidRequest, match="pg_restore"):
        maintenance.restore(postgres_url, kept.copy, now=NOW)
