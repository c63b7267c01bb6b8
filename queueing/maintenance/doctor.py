"""Check everything that a server needs: each check answers in one sentence, with what to do about a fault.

A surface adds its own: a module `<surface>.commands` with `checks(catalog)`.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from importlib import import_module, resources
from importlib.util import find_spec
from pathlib import Path

import redis
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from queueing import maintenance
from queueing.clock import Clock
from queueing.db import Database
from queueing.i18n import STAFF_LANGUAGE
from queueing.refusals import Refusal
from queueing.settings import Settings
from queueing.speech import WORDS_PER_MINUTE, Engine, Recordings, all_pieces
from queueing.tickets.model import TicketEvent
from services_catalog.catalog import Catalog
from services_catalog.loader import check, load

FIRST_PLAUSIBLE = datetime(2026, 1, 1, tzinfo=UTC)
AHEAD = timedelta(minutes=1)
UNSYNCHRONISED = 5
"""What `adjtimex` returns while nobody keeps the kernel's clock right (TIME_ERROR)."""
ROOM_BYTES = 500 * 1024 * 1024
ANSWER_SECONDS = 3.0
BUILT = "queueing/static/vendor/built.json"


class Verdict(StrEnum):
    """The result of a check. WARN works today; FAIL does not."""

    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at, and a sentence that somebody can act on."""

    verdict: Verdict
    what: str
    sentence: str


def examine(settings: Settings) -> Iterator[Check]:
    """Yield every check, in the order in which faults are best mended."""
    yield _folder(settings.var)
    yield from _catalog(settings)
    yield _clock()
    yield from _database(settings)
    yield _redis(settings.redis_url)
    yield _assets()
    if check(settings.catalog):
        return  # reported above; the checks that follow need a sound catalog
    catalog = load(settings.catalog)
    yield _speech(catalog)
    yield from _recordings(settings.var / "voices", catalog)
    for surface in settings.surfaces:
        if find_spec(f"{surface}.commands"):
            yield from import_module(f"{surface}.commands").checks(catalog)


def _folder(var: Path) -> Check:
    there = next(folder for folder in (var.absolute(), *var.absolute().parents) if folder.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        return Check(Verdict.FAIL, "folder", f"{there} cannot be written; set NOW_SERVING_VAR to a folder that can.")
    free = shutil.disk_usage(there).free
    if free < ROOM_BYTES:
        return Check(Verdict.WARN, "folder", f"{there} has {free // 2**20} MB left; make room.")
    return Check(Verdict.OK, "folder", f"{var.absolute()} can be written, {free // 2**20} MB left.")


def _catalog(settings: Settings) -> Iterator[Check]:
    if faults := check(settings.catalog):
        yield Check(
            Verdict.FAIL, "catalog", f"{len(faults)} faults; `now-serving catalog check` names them. First: {faults[0]}"
        )
        return
    catalog = load(settings.catalog)
    yield Check(Verdict.OK, "catalog", f"{len(catalog.locations)} locations, {len(catalog.services)} services.")
    yield from _last_days(catalog)


def _last_days(catalog: Catalog) -> Iterator[Check]:
    for location in catalog.locations.values():
        if location.hours.opens_next(Clock().now()) is None and not location.hours.is_open(Clock().now()):
            yield Check(Verdict.WARN, "catalog", f"{location.id} does not open within a year; check its last_day.")


def _clock() -> Check:
    now = Clock().now()
    if now < FIRST_PLAUSIBLE:
        return Check(Verdict.FAIL, "clock", f"It says {now:%Y-%m-%d}; set this machine's clock.")
    kept = _kernel_clock_state()
    if kept is None:
        return Check(Verdict.WARN, "clock", "This system does not say whether its clock is kept right; see that it is.")
    if kept == UNSYNCHRONISED:
        return Check(
            Verdict.WARN, "clock", "Nobody keeps it right; turn on systemd-timesyncd or chrony (`timedatectl`)."
        )
    return Check(Verdict.OK, "clock", f"{now:%Y-%m-%d %H:%M:%S} UTC, kept right by a time service.")


def _kernel_clock_state() -> int | None:
    # With its first field zero, adjtimex changes nothing; the buffer is larger than any kernel's struct.
    adjtimex = getattr(ctypes.CDLL(None), "adjtimex", None)
    state = adjtimex(ctypes.create_string_buffer(512)) if adjtimex else -1
    return int(state) if state >= 0 else None


def _database(settings: Settings) -> Iterator[Check]:
    try:
        url = sa.make_url(settings.database)
        if url.get_backend_name() == "sqlite" and not (url.database and Path(url.database).exists()):
            yield Check(Verdict.WARN, "database", "There is none yet; `now-serving run` makes it.")
            return
        database = Database(settings.database)
    except (sa.exc.ArgumentError, ImportError) as wrong:
        yield Check(Verdict.FAIL, "database", f"NOW_SERVING_DATABASE_URL is not the address of a database: {wrong}")
        return
    try:
        yield from _database_inside(database)
    except sa.exc.DBAPIError as away:
        yield Check(Verdict.FAIL, "database", f"{url.render_as_string()} does not answer: {away.orig}")
    finally:
        database.close()


def _database_inside(database: Database) -> Iterator[Check]:
    with database.engine.connect() as connection:
        config = maintenance.config(connection)
        now, wanted = (
            MigrationContext.configure(connection).get_current_revision(),
            ScriptDirectory.from_config(config).get_current_head(),
        )
        if newer := maintenance.newer_schema(connection):
            yield Check(Verdict.FAIL, "database", newer)
            return
        if now != wanted:
            yield Check(
                Verdict.FAIL, "database", f"Its schema is {now}, not {wanted}; run `now-serving db upgrade` first."
            )
            return
        if database.is_sqlite:
            yield from _sqlite(connection)
    with database.write() as session:
        session.execute(sa.update(TicketEvent).where(sa.false()).values(seq=TicketEvent.seq))
        last = session.scalar(sa.select(sa.func.max(TicketEvent.at)))
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    yield Check(Verdict.OK, "database", f"{kind} answers, is migrated ({now}) and can be written.")
    if last and last > Clock().now() + AHEAD:
        yield Check(
            Verdict.FAIL, "clock", f"The database already knows {last:%Y-%m-%d %H:%M} UTC; the clock has gone back."
        )


def _sqlite(connection: sa.Connection) -> Iterator[Check]:
    if connection.scalar(sa.text("PRAGMA journal_mode")) != "wal":
        yield Check(
            Verdict.FAIL, "database", "It cannot be in WAL mode there; keep it on a local disk, not a network share."
        )
    if (found := connection.scalar(sa.text("PRAGMA quick_check(1)"))) != "ok":
        yield Check(Verdict.FAIL, "database", f"It is damaged ({found}); put a backup back: `now-serving db restore`.")


def _redis(url: str) -> Check:
    if not url:
        return Check(Verdict.OK, "redis", "Not set: one process serves.")
    try:
        with redis.from_url(url, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS) as server:
            server.ping()
    except (redis.RedisError, ValueError) as away:
        return Check(Verdict.FAIL, "redis", f"NOW_SERVING_REDIS_URL does not answer: {away}")
    return Check(Verdict.OK, "redis", "Answers.")


def _speech(catalog: Catalog) -> Check:
    engine = Engine.installed()
    if engine is None:
        return Check(
            Verdict.WARN, "speech", "No speech engine: calls chime and are shown; `pip install now-serving[speech]`."
        )
    try:
        engine.speak("1", engine.voice_of(STAFF_LANGUAGE) or STAFF_LANGUAGE, WORDS_PER_MINUTE)
    except Refusal as trouble:
        return Check(Verdict.FAIL, "speech", f"{trouble.detail} Reinstall espeakng-loader.")
    names = {tag: catalog.languages[tag].english_name for tag in catalog.interface_languages}
    silent = [name for tag, name in names.items() if engine.voice_of(tag) is None]
    spoken = [name for tag, name in names.items() if engine.voice_of(tag)]
    sentence = f"Speaks {', '.join(spoken)}."
    if silent:
        sentence += f" No voice for {', '.join(silent)}: the location's first language with a voice speaks instead."
    return Check(Verdict.OK, "speech", sentence)


def _recordings(folder: Path, catalog: Catalog) -> Iterator[Check]:
    recordings = Recordings(folder)
    for language in recordings.languages():
        for location in catalog.locations.values():
            letters = [queue.letter for queue in catalog.queues_at(location.id)]
            missing = recordings.missing(language, all_pieces(letters, [counter.id for counter in location.counters]))
            what = f"voice {language} at {location.id}"
            if missing:
                yield Check(
                    Verdict.WARN,
                    what,
                    f"{len(missing)} pieces are missing, or not mono, 16 bits, at one rate; first {missing[0]}.wav.",
                )
            else:
                yield Check(Verdict.OK, what, "Recorded whole: its calls are heard in a person's voice.")


def _assets() -> Check:
    root = Path(str(resources.files("queueing"))).parent
    try:
        names = json.loads((root / BUILT).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError):
        return Check(Verdict.FAIL, "assets", "The screens' code was not built; install the wheel, or run `make run`.")
    # What tests use is built with the rest, and is in no wheel.
    missing = [name for name in names if not name.startswith("tests/") and not (root / name).is_file()]
    if missing:
        return Check(
            Verdict.FAIL, "assets", f"{len(missing)} files are missing, first {missing[0]}; install the wheel again."
        )
    return Check(Verdict.OK, "assets", f"{len(names)} built files are there.")
