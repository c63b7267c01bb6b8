"""Put a copy back in place of an embedded database: nothing that ended since comes back, and nothing is lost."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from queueing.db import Database
from queueing.maintenance.database import embedded_file, upgrade
from queueing.maintenance.restored_rights import PresentRights, keep_rights, read_rights
from queueing.maintenance.serving_lock import nobody_serves
from queueing.refusals import InvalidRequest

BESIDE = ("", "-wal", "-shm")
"""The endings of the files that SQLite keeps for one database."""


def restore(url: str, copy: Path, *, now: datetime) -> Path | None:
    """Put a copy back in place of the database at `url`; return the file that keeps what it replaced, if any.

    The copy is brought to this version's schema. `restored_rights` says what stays as it is now. A present
    database that cannot be read is set aside as it is.
    Raises WrongState while a server runs on it, InvalidRequest for a copy that is damaged, of something else or of
    a newer version; then nothing has changed.
    """
    target = embedded_file(url)
    with nobody_serves(url), _ready(copy, target.parent) as ready:
        kept = _kept_as(target, now)
        if present := _present(target, kept):
            _merge(ready, present)
        with closing(sqlite3.connect(ready)) as coming, closing(sqlite3.connect(target)) as going:
            coming.backup(going)
    return kept if kept.exists() else None


@contextmanager
def _ready(copy: Path, folder: Path) -> Iterator[Path]:
    """Yield a copy of a copy, in a folder of its own, that is sound and of this version's schema."""
    with TemporaryDirectory(prefix="restoring-", dir=folder) as scratch:
        ready = Path(scratch) / "copy.db"
        _check_sound(copy)
        with closing(_reading(copy)) as given, closing(sqlite3.connect(ready)) as made:
            given.backup(made)
        database = Database(f"sqlite:///{ready}")
        try:
            upgrade(database)
        finally:
            database.close()
        yield ready


def _check_sound(copy: Path) -> None:
    try:
        with closing(_reading(copy)) as given:
            sound = given.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            ours = given.execute("SELECT count(*) FROM sqlite_master WHERE name = 'ticket_events'").fetchone() == (1,)
    except sqlite3.DatabaseError:
        sound = ours = False
    if not (sound and ours):
        raise InvalidRequest(f"{copy} is not a sound copy of a Now Serving database.")


def _merge(ready: Path, present: PresentRights) -> None:
    engine = sa.create_engine(f"sqlite:///{ready}", poolclass=sa.NullPool)
    with engine.begin() as connection:
        keep_rights(connection, present)


def _present(target: Path, kept: Path) -> PresentRights | None:
    """Keep the present database, log and all, as `kept`; return who may do what in it, None when it cannot be read."""
    if not target.exists():
        return None
    try:
        with sa.create_engine(f"sqlite:///{target}", poolclass=sa.NullPool).connect() as connection:
            rights = read_rights(connection)
        with closing(sqlite3.connect(target)) as present, closing(sqlite3.connect(kept)) as written:
            present.backup(written)
            written.execute("PRAGMA journal_mode=DELETE")
    except (sqlite3.Error, sa.exc.DBAPIError) as error:
        kept.unlink(missing_ok=True)
        if not _is_damage(error):
            raise
        _set_aside(target, kept)
        return None
    return rights


def _is_damage(error: sqlite3.Error | sa.exc.DBAPIError) -> bool:
    """Return whether the database itself is at fault, and not a full disk or another process."""
    code = getattr(getattr(error, "orig", error), "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _set_aside(target: Path, kept: Path) -> None:
    for ending in BESIDE:
        if (file := target.with_name(target.name + ending)).exists():
            shutil.move(file, kept.with_name(kept.name + ending))


def _kept_as(target: Path, now: datetime) -> Path:
    """Return a name that no file beside the database has yet."""
    name = f"{target.name}.before-restore-{now:%Y%m%dT%H%M%SZ}"
    tries = (target.with_name(name + (f"-{n}" if n > 1 else "")) for n in range(1, 1000))
    return next(file for file in tries if not file.exists())


def _reading(copy: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)
