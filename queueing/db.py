"""The database: base class, aware-UTC type, engine and sessions, and what changed in them.

SQLite runs in WAL with `synchronous=FULL`, so that a committed ticket survives a power cut;
a writer begins IMMEDIATE, so that two never both read before either writes. PostgreSQL needs
neither. The same code runs on both.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

BUSY_SECONDS = 15
"""How long a writer waits for another process's write before it gives up."""


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An aware UTC moment. Naive moments are refused rather than guessed at."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Store in UTC; raise ValueError on a naive moment."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive moment {value!r}")
        return value.astimezone(UTC) if dialect.name != "sqlite" else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Return aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of every table, with one naming rule for constraints, so that migrations can name them."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: sa.JSON, list[str]: sa.JSON}  # noqa: RUF012


class LocationVersion(Base):
    """How many changes a location's views have seen; grows by one with each transaction that changes them."""

    __tablename__ = "location_versions"

    location: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    version: Mapped[int] = mapped_column(sa.BigInteger)


def insert(session: Session, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """Return the dialect's own INSERT, which knows ON CONFLICT."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def mark_changed(session: Session, location: str) -> None:
    """Say that this transaction changes what the location's screens show."""
    session.info.setdefault("changed", set()).add(location)


def version_of(session: Session, location: str) -> int:
    """Return the location's version; 0 before the first change."""
    found = session.scalar(sa.select(LocationVersion.version).where(LocationVersion.location == location))
    return found or 0


class Database:
    """One engine and its sessions.

    `write` commits when its block ends and rolls back when it raises; after the commit the
    listeners get the ids of the changed locations. `read` sees one consistent state.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        if self.is_sqlite and (file := sa.make_url(url).database):
            Path(file).parent.mkdir(parents=True, exist_ok=True)
        self.engine = _engine(url)
        self.listeners: list[Callable[[frozenset[str]], None]] = []
        self._writers = sessionmaker(self.engine, expire_on_commit=False)
        reading = self.engine.execution_options(reading=True)
        if not self.is_sqlite:
            reading = reading.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._readers = sessionmaker(reading, expire_on_commit=False)
        # Threads of one process queue here, fairly, instead of polling SQLite's busy handler.
        self._turn = threading.Lock() if self.is_sqlite else nullcontext()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Yield a session whose work is committed as one; the listeners are called after the commit."""
        with self._turn, self._writers.begin() as session:
            yield session
            session.flush()
            changed = frozenset(session.info.pop("changed", ()))
            for location in sorted(changed):
                _bump(session, location)
        for listener in self.listeners if changed else ():
            listener(changed)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Yield a session that sees one consistent state and writes nothing."""
        with self._readers.begin() as session:
            yield session

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def _bump(session: Session, location: str) -> None:
    # Last in the transaction: the row's lock is held shortest, and commits come in version order.
    fresh = insert(session, LocationVersion).values(location=location, version=1)
    session.execute(
        fresh.on_conflict_do_update(
            index_elements=[LocationVersion.location], set_={"version": LocationVersion.version + 1}
        )
    )


def _engine(url: str) -> sa.Engine:
    if not url.startswith("sqlite"):
        return sa.create_engine(url, pool_size=16, max_overflow=32, pool_pre_ping=True, hide_parameters=True)
    engine = sa.create_engine(
        url,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        pool_size=16,
        max_overflow=64,
        hide_parameters=True,
    )
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the begin below is ours, not the driver's
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
