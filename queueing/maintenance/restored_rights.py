"""What a restored copy may not bring back: rights that ended since it was made.

Accounts, screens and tokens stay as they are now: an account that was closed or got another password or role, a
screen or token that was revoked, a pairing code that was used. What was made since the copy stays too. Those that
only the copy knows come back from it, but no pairing code. Every session ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from queueing.db import LocationVersion
from queueing.identity.accounts import Device, Staff

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RightsTable:
    """A table of who may do what: the columns equal in two copies of one row, and those that only one row may have."""

    name: str
    same: tuple[str, ...]
    unique: tuple[str, ...]


TABLES = (
    RightsTable("staff", ("id", "created_at"), ("id", "name")),
    RightsTable("devices", ("id", "created_at"), ("id", "code_hash", "token_hash")),
    RightsTable("tokens", ("id", "token_hash"), ("id", "token_hash")),
)


@dataclass(frozen=True, slots=True)
class PresentRights:
    """What a database holds before a copy takes its place: who may do what, and the versions of its views."""

    rows: dict[str, list[Row]]
    versions: list[Row]


def read_rights(present: sa.Connection) -> PresentRights:
    """Return who may do what, as a database of any version has it; a table that it lacks is empty."""
    return PresentRights(
        {table.name: _rows(present, table.name) for table in TABLES}, _rows(present, "location_versions")
    )


def keep_rights(copy: sa.Connection, present: PresentRights) -> None:
    """Change a copy, already of this version's schema, so that no right that has ended is in it."""
    copy.execute(sa.update(Device).values(code_hash=None, code_expires_at=None))
    for table in TABLES:
        for row in present.rows[table.name]:
            _keep(copy, table, row)
    for row in present.rows["staff"]:
        # Also where another account has this id: no cookie of the one is good for the other.
        higher = sa.func.max(Staff.epoch, row["epoch"])
        copy.execute(sa.update(Staff).where(Staff.id == row["id"]).values(epoch=higher))
    copy.execute(sa.update(Staff).values(epoch=Staff.epoch + 1))
    for row in present.versions:
        fresh = sqlite.insert(LocationVersion).values(location=row["location"], version=row["version"] + 1)
        higher = sa.func.max(LocationVersion.version, fresh.excluded.version)
        copy.execute(fresh.on_conflict_do_update(index_elements=["location"], set_={"version": higher}))


def _keep(copy: sa.Connection, table: RightsTable, present: Row) -> None:
    """Write a present row over its copy, or add it; leave the copy's where it is another one of that id or name."""
    target = _reflected(copy, table.name)
    row = {name: value for name, value in present.items() if name in target.c}
    is_same = sa.and_(*(target.c[name] == row[name] for name in table.same))
    if copy.execute(sa.update(target).where(is_same).values(row)).rowcount:
        return
    is_taken = sa.or_(*(target.c[name] == row[name] for name in table.unique if row.get(name) is not None))
    if not copy.scalar(sa.select(sa.exists().where(is_taken))):
        copy.execute(sa.insert(target).values(row))


def _rows(connection: sa.Connection, table: str) -> list[Row]:
    if not sa.inspect(connection).has_table(table):
        return []
    return [dict(row) for row in connection.execute(sa.select(_reflected(connection, table))).mappings()]


def _reflected(connection: sa.Connection, table: str) -> sa.Table:
    # As the file has it: the models say it of this version alone.
    return sa.Table(table, sa.MetaData(), autoload_with=connection)
