"""Upkeep of the database: migrate, back up while serving, purge."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import date, datetime, time, timedelta, timezone
from importlib import resources
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.orm import Session

from queueing.actor import SYSTEM
from queueing.alerts.model import HelpCall
from queueing.audit_log import AuditRecord
from queueing.calendar.model import DayEnd
from queueing.counters.model import CounterEvent, CounterState, CounterStatus
from queueing.db import Database
from queueing.phones.subscriptions import forget_past
from queueing.refusals import InvalidRequest
from queueing.tickets.model import LIVE, Ticket, TicketEvent
from services_catalog.catalog import Catalog, Location

TYPED = ("reason", "note")
"""Members that hold what staff typed about a visit, a counter or a day. Posted notices are kept."""
LAST_ZONE = timezone(timedelta(hours=-12))
"""Where every day ends last."""
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


def purge(database: Database, catalog: Catalog, now: datetime) -> int:
    """Remove personal data past its retention; return how many tickets were cleaned.

    Personal data are what staff may have typed (reasons and notes of tickets, counters, days and calls) and the
    push addresses of phones. They are removed after the location's own day, from every table; the acts, their times
    and the staff who did them stay. A day that no server has ended yet is not over, whatever the clock says.
    """
    typed = sa.or_(
        *(TicketEvent.detail[name].as_string() != "" for name in TYPED),
        *(TicketEvent.detail["before"][name].as_string() != "" for name in TYPED),
    )
    with database.write() as session:
        past = _PastDays(session, catalog, now)
        forget_past(session, past.of(Ticket))
        has_words = sa.or_(*(getattr(Ticket, name) != "" for name in TYPED))
        session.execute(sa.update(Ticket).where(past.of(Ticket), has_words).values(dict.fromkeys(TYPED, "")))
        session.execute(sa.update(HelpCall).where(past.of(HelpCall), HelpCall.note != "").values(note=""))
        session.execute(sa.update(DayEnd).where(past.of(DayEnd), DayEnd.reason != "").values(reason=""))
        session.execute(
            sa.update(CounterEvent)
            .where(past.of(CounterEvent), CounterEvent.reason != "", CounterEvent.by != SYSTEM)
            .values(reason="")
        )
        for entry in session.scalars(
            sa.select(AuditRecord).where(past.audited(now - AUDIT_WORDS_KEPT), _typed(AuditRecord.detail))
        ):
            entry.detail = {name: value for name, value in entry.detail.items() if name not in TYPED}
        events = session.scalars(sa.select(TicketEvent).where(past.of(TicketEvent), typed)).all()
        for event in events:
            detail = _emptied(event.detail)
            event.detail = {**detail, "before": _emptied(detail["before"])} if detail.get("before") else detail
        return len({event.ticket_id for event in events})


class _PastDays:
    """Which rows are of a day that is over at their location: by its own clock, and without a visitor or agent left.

    A location that is no longer in the catalog has the latest day that is over anywhere.
    """

    def __init__(self, session: Session, catalog: Catalog, now: datetime) -> None:
        self._first = {
            location.id: min({location.hours.day_of(now), *_running_days(session, location)})
            for location in catalog.locations.values()
        }
        self._begins = {
            location.id: datetime.combine(self._first[location.id], time(), tzinfo=location.hours.tz)
            for location in catalog.locations.values()
        }
        self._elsewhere = now.astimezone(LAST_ZONE).date()

    def of(self, table: type[Any]) -> sa.ColumnElement[bool]:
        """Return the condition that a row of this table, with a location and a day, is of the past."""
        here = [sa.and_(table.location == location, table.day < day) for location, day in self._first.items()]
        return sa.or_(*here, sa.and_(table.location.not_in(self._first), table.day < self._elsewhere))

    def audited(self, before: datetime) -> sa.ColumnElement[bool]:
        """Return the condition that an audited act is older than `before`, and of the past."""
        running = [
            sa.and_(AuditRecord.location == location, AuditRecord.at >= begins)
            for location, begins in self._begins.items()
        ]
        return sa.and_(AuditRecord.at < before, sa.not_(sa.or_(sa.false(), *running)))


def _running_days(session: Session, location: Location) -> set[date]:
    """Return the days of a location that have not ended: somebody is there, or a counter is open."""
    live = sa.select(Ticket.day).where(Ticket.location == location.id, Ticket.state.in_(LIVE)).distinct()
    still_open = sa.select(CounterState.since).where(
        CounterState.location == location.id, CounterState.state != CounterStatus.CLOSED
    )
    ended = sa.select(DayEnd.day).where(DayEnd.location == location.id, DayEnd.ended_at.is_not(None))
    running = {*session.scalars(live), *(location.hours.day_of(since) for since in session.scalars(still_open))}
    return running.difference(session.scalars(ended))


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
