"""Upkeep of the database: migrate, back up while serving, purge."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from queueing.actor import SYSTEM
from queueing.alerts.model import HelpCall
from queueing.audit_log import AuditRecord
from queueing.calendar.model import DayEnd
from queueing.counters.model import CounterEvent
from queueing.db import Database
from queueing.phones.subscriptions import forget_past
from queueing.refusals import InvalidRequest
from queueing.tickets.model import Ticket, TicketEvent

TYPED = ("reason", "note")
"""Members that hold what staff typed about a visit, a counter or a day. Posted notices are kept."""
AUDIT_WORDS_KEPT = timedelta(days=1)


def config(connection: sa.Connection) -> Config:
    """Return Alembic's configuration for our migrations on a connection."""
    alembic = Config()
    alembic.set_main_option("script_location", str(resources.files("queueing").joinpath("migrations")))
    alembic.set_main_option("path_separator", "os")
    alembic.attributes["connection"] = connection
    return alembic


def upgrade(database: Database) -> None:
    """Bring the database to this version's schema; do nothing when it has it.

    Raise InvalidRequest for a database of a newer version; then nothing has changed.
    """
    with database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # Several servers may start at once: one migrates, the others wait.
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(8311)"))
        if newer := newer_schema(connection):
            raise InvalidRequest(newer)
        command.upgrade(config(connection), "head")


def newer_schema(connection: sa.Connection) -> str:
    """Return that a newer version has used this database, and what to do; empty when this version knows its schema."""
    script = ScriptDirectory.from_config(config(connection))
    known = {revision.revision for revision in script.walk_revisions()}
    found = MigrationContext.configure(connection).get_current_revision()
    if found is None or found in known:
        return ""
    return (
        f"A newer version of Now Serving has used this database: its schema is {found}, and this version knows "
        f"{script.get_current_head()} at most. Install that version again, or put back a copy from before it: "
        "`now-serving db restore FILE`."
    )


def backup(database: Database, to: Path) -> None:
    """Write a consistent copy of an embedded database, while it serves. Raise InvalidRequest for another kind."""
    source = embedded_file(database.url)
    if to.exists():
        raise InvalidRequest(f"{to} exists; a backup never overwrites.")
    partial = to.with_name(to.name + ".partial")
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(partial)) as written:
        live.backup(written)
        written.execute("PRAGMA journal_mode=DELETE")
    partial.rename(to)


def purge(database: Database, now: datetime) -> int:
    """Remove personal data past its retention; return how many tickets were cleaned.

    Personal data are what staff may have typed (reasons and notes of tickets, counters, days and calls) and the
    push addresses of phones. They are removed after the day, from every table; the acts, their times and the
    staff who did them stay.
    """
    today = now.date()
    typed = sa.or_(
        *(TicketEvent.detail[name].as_string() != "" for name in TYPED),
        *(TicketEvent.detail["before"][name].as_string() != "" for name in TYPED),
    )
    with database.write() as session:
        forget_past(session, today)
        has_words = sa.or_(*(getattr(Ticket, name) != "" for name in TYPED))
        session.execute(sa.update(Ticket).where(Ticket.day < today, has_words).values(dict.fromkeys(TYPED, "")))
        session.execute(sa.update(HelpCall).where(HelpCall.day < today, HelpCall.note != "").values(note=""))
        session.execute(sa.update(DayEnd).where(DayEnd.day < today, DayEnd.reason != "").values(reason=""))
        session.execute(
            sa.update(CounterEvent)
            .where(CounterEvent.day < today, CounterEvent.reason != "", CounterEvent.by != SYSTEM)
            .values(reason="")
        )
        for entry in session.scalars(
            sa.select(AuditRecord).where(AuditRecord.at < now - AUDIT_WORDS_KEPT, _typed(AuditRecord.detail))
        ):
            entry.detail = {name: value for name, value in entry.detail.items() if name not in TYPED}
        events = session.scalars(sa.select(TicketEvent).where(TicketEvent.day < today, typed)).all()
        for event in events:
            detail = _emptied(event.detail)
            event.detail = {**detail, "before": _emptied(detail["before"])} if detail.get("before") else detail
        return len({event.ticket_id for event in events})


def _typed(detail: Any) -> sa.ColumnElement[bool]:
    return sa.or_(*(detail[name].as_string() != "" for name in TYPED))


def _emptied(detail: Mapping[str, Any]) -> dict[str, Any]:
    return {**detail, **{name: "" for name in TYPED if name in detail}}


def embedded_file(url: str) -> Path:
    """Return the file of an embedded database; raise InvalidRequest for another kind."""
    address = sa.make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        raise InvalidRequest(
            "This is for the embedded database; use your PostgreSQL's own tools (pg_dump, pg_restore)."
        )
    return Path(address.database)
