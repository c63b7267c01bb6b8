"""One database, two engines: commits are durable, views consistent, and listeners hear of commits alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from queueing.calendar.model import Notice
from queueing.db import Database, mark_changed, version_of
from queueing.settings import Settings
from tests.cast import MONDAY_MORNING


def notice(text: str) -> Notice:
    """Something to write."""
    return Notice(location="downtown", words={"en": text}, by="x", at=MONDAY_MORNING)


def test_a_commit_is_heard_once_and_a_rollback_is_silence(either: Database) -> None:
    heard: list[frozenset[str]] = []
    either.listeners.append(heard.append)
    with either.write() as session:
        session.add(notice("kept"))
        mark_changed(session, "downtown")
        mark_changed(session, "downtown")
        assert heard == []
    with pytest.raises(RuntimeError), either.write() as session:
        session.add(notice("lost"))
        mark_changed(session, "downtown")
        raise RuntimeError
    assert heard == [frozenset({"downtown"})]
    with either.read() as session:
        assert session.scalars(sa.select(Notice.words)).all() == [{"en": "kept"}]
        assert version_of(session, "downtown") == 1
        assert version_of(session, "east-lake") == 0


def test_a_reader_sees_one_state_while_others_write(either: Database) -> None:
    with either.read() as reading:
        before = version_of(reading, "downtown")
        with either.write() as writing:
            mark_changed(writing, "downtown")
        assert version_of(reading, "downtown") == before
    with either.read() as reading:
        assert version_of(reading, "downtown") == before + 1


def test_moments_come_back_aware_and_in_utc(either: Database) -> None:
    with either.write() as session:
        session.add(notice("now"))
    with either.read() as session:
        at = session.scalars(sa.select(Notice.at)).one()
    assert at == MONDAY_MORNING
    assert at.tzinfo is UTC


def test_a_naive_moment_is_refused(either: Database) -> None:
    naive = notice("when?")
    naive.at = datetime(2026, 11, 23, 9, 30)  # noqa: DTZ001  the fault under test
    with pytest.raises(sa.exc.StatementError, match="naive"), either.write() as session:
        session.add(naive)


def test_sqlite_survives_a_power_cut(settings: Settings) -> None:
    database = Database(settings.database)
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2, "FULL"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    database.close()


def test_a_failed_statement_does_not_say_with_which_values(either: Database) -> None:
    with pytest.raises(sa.exc.DBAPIError) as failed, either.read() as session:
        session.execute(sa.text("SELECT :it FROM no_such_table"), {"it": "a visitor's note"})
    assert "no_such_table" in str(failed.value)
    assert "a visitor's note" not in str(failed.value)
