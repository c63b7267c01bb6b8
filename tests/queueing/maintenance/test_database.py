"""Migrate, back up while serving, purge."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.orm import Session

from queueing import maintenance, operations
from queueing.alerts.model import HelpCall
from queueing.audit_log import AuditAct, AuditRecord, record
from queueing.calendar.model import DayEnd
from queueing.counters.model import CounterEvent
from queueing.db import Database
from queueing.identity import authentication
from queueing.identity.accounts import Role, digest
from queueing.maintenance.all_models import metadata
from queueing.refusals import InvalidRequest
from queueing.tickets.model import Ticket, TicketEvent
from services_catalog.catalog import Catalog
from tests.cast import MONDAY_MORNING, Agent, Caller, Kiosk, SteppedClock, packaged


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
        assert authentication.by_token(session, "kept", MONDAY_MORNING).role is Role.AGENT, (
            "a token of before has no end"
        )


def end_past_days(database: Database, catalog: Catalog, now: datetime) -> None:
    """End what is left of the days before, as a server does."""
    with database.write() as session:
        for location in catalog.locations.values():
            operations.end_past_days(session, location=location, now=now)


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

    assert maintenance.purge(database, packaged(), clock.now()) == 0, "the day is not over"
    assert "Mr. X" in said()
    later = clock.now() + timedelta(days=2)
    assert maintenance.purge(database, packaged(), later) == 0, "no server has ended the day: the clock may be wrong"
    end_past_days(database, packaged(), later)
    assert maintenance.purge(database, packaged(), later) == 1
    with database.read() as session:
        assert list(session.execute(sa.select(Ticket.reason, Ticket.note))) == [("", "")]
    assert "Mr. X" not in said()


TUESDAY = date(2026, 11, 24)
WORDS = {
    "ticket": sa.select(Ticket.note),
    "ticket event": sa.select(TicketEvent.detail["note"].as_string()).where(TicketEvent.act == "note"),
    "counter event": sa.select(CounterEvent.reason).where(CounterEvent.state == "paused"),
    "call for help": sa.select(HelpCall.note),
    "day's end": sa.select(DayEnd.reason),
    "audit": sa.select(AuditRecord.detail["reason"].as_string()).where(AuditRecord.act == AuditAct.DAY_ENDED),
}
"""Every place where staff may have typed something."""


def type_everywhere(kiosk: Kiosk, agent: Agent, manager: Caller) -> None:
    """Note, pause, call for help and end the day, each with a word."""
    agent.open()
    ticket = kiosk.ticket("report-theft")
    agent.does(ticket, "note", note="Mr. X")
    agent.does(ticket, "void", reason="Mr. X")
    agent.post(f"/locations/{kiosk.location}/calls", {"kind": "help", "counter": agent.counter, "note": "Mr. X"})
    agent.put(agent.desk, {"open": False, "reason": "Mr. X"})
    agent.put(agent.desk, {"open": False})
    manager.post(f"/locations/{kiosk.location}/day/end", {"reason": "Mr. X"})


def kept(session: Session) -> set[str]:
    """Where a word is still kept."""
    return {place for place, asked in WORDS.items() if any(session.scalars(asked))}


# When it is purged, local time, and how many of the places keep their words.
PURGED = [
    ("2026-11-23T17:59-06:00", "all", "the day is running"),
    ("2026-11-23T18:02-06:00", "all", "it is tomorrow in UTC, not in Minneapolis"),
    ("2026-11-23T23:59-06:00", "all", "it is not yet midnight"),
    ("2026-11-24T00:00-06:00", "audit", "the center's day is over; the audit keeps its words for a day"),
    ("2026-11-24T09:31-06:00", "none", "a day after they were written"),
]


@pytest.mark.parametrize(("at", "keeps", "why"), PURGED, ids=[row[2] for row in PURGED])
def test_words_are_purged_by_the_centers_own_day(
    kiosk: Kiosk, ana: Agent, mia: Caller, database: Database, at: str, keeps: str, why: str
) -> None:
    type_everywhere(kiosk, ana, mia)
    maintenance.purge(database, packaged(), datetime.fromisoformat(at))
    with database.read() as session:
        assert kept(session) == {"all": set(WORDS), "audit": {"audit"}, "none": set()}[keeps], why


@pytest.mark.parametrize(
    ("at", "is_kept"),
    [("2026-11-24T12:00Z", True), ("2026-11-24T11:59-12:00", True), ("2026-11-25T00:00-12:00", False)],
)
def test_the_words_of_a_center_that_is_gone_wait_until_its_day_is_over_everywhere(
    kiosk: Kiosk, ana: Agent, mia: Caller, database: Database, at: str, *, is_kept: bool
) -> None:
    type_everywhere(kiosk, ana, mia)
    with database.write() as session:
        session.execute(sa.update(DayEnd).values(location="gone", day=datetime(2026, 11, 24).date()))  # noqa: DTZ001
    maintenance.purge(database, packaged(), datetime.fromisoformat(at))
    with database.read() as session:
        assert ("day's end" in kept(session)) is is_kept


def test_a_clock_that_is_a_day_ahead_purges_no_day_that_is_running(
    kiosk: Kiosk, ana: Agent, database: Database, clock: SteppedClock
) -> None:
    ana.open()
    ana.does(kiosk.ticket("report-theft"), "void", reason="Mr. X")
    with database.write() as session:
        record(
            session,
            AuditAct.DAY_ENDED,
            location="downtown",
            about="day",
            by="staff:1",
            now=clock.now(),
            reason="Mr. X",
        )
    ahead = clock.now() + timedelta(days=3)
    maintenance.purge(database, packaged(), ahead)
    with database.read() as session:
        assert kept(session) == {"audit"}
        assert session.scalar(sa.select(TicketEvent.detail["reason"].as_string()).where(TicketEvent.act == "void"))
    end_past_days(database, packaged(), ahead)
    maintenance.purge(database, packaged(), ahead)
    with database.read() as session:
        assert kept(session) == set()
