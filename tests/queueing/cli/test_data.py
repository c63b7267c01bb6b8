"""Commands for the data, on a real folder: copies, migrations, retention, learning, figures."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from queueing.db import Database
from queueing.operations import TicketOrder
from queueing.settings import Settings
from services_catalog.catalog import Catalog
from tests.cast import MONDAY_MORNING, PERMIT, issue_ticket
from tests.queueing.cli.conftest import Typed
from tests.served import Served


def numbers(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as database:
        return {number for (number,) in database.execute("SELECT number FROM tickets")}


def test_a_backup_of_a_serving_center_restored_has_every_ticket(tmp_path: Path, served: Served) -> None:
    kiosk = served.token("kiosk")
    given = [
        served.call("POST", "/locations/downtown/tickets", {"service": PERMIT}, token=kiosk).json["number"]
        for _ in range(12)
    ]
    copy = tmp_path / "copy.db"
    served.command("db", "backup", str(copy))
    served.call("POST", "/locations/downtown/tickets", {"service": PERMIT}, token=kiosk)
    served.stop()
    served.command("db", "restore", str(copy))
    assert numbers(served.var / "now-serving.db") == set(given)
    served.start()
    after = served.call("POST", "/locations/downtown/tickets", {"service": PERMIT}, token=kiosk)
    assert after.json["number"] not in given


def test_a_backup_overwrites_nothing(typed: Typed, tmp_path: Path) -> None:
    (tmp_path / "here").write_text("something dear")
    refused = typed("db", "backup", str(tmp_path / "here"))
    assert (refused.exit_code, "never overwrites" in refused.output) == (1, True)


@pytest.mark.parametrize("damage", ["torn", "noise", "empty", "another"])
def test_a_damaged_copy_is_not_restored(typed: Typed, settings: Settings, tmp_path: Path, damage: str) -> None:
    copy = tmp_path / "copy.db"
    assert typed("db", "backup", str(copy)).exit_code == 0
    whole = copy.read_bytes()
    before = (settings.var / "now-serving.db").read_bytes()
    if damage == "another":
        copy.unlink()
        with closing(sqlite3.connect(copy)) as other:
            other.execute("CREATE TABLE notes (word TEXT)")
    else:
        half = len(whole) // 2
        copy.write_bytes({"torn": whole[:half], "noise": whole[:200] + b"\xff" * half, "empty": b""}[damage])
    refused = typed("db", "restore", str(copy))
    assert refused.exit_code == 1
    assert "is not a sound copy" in refused.output
    assert (settings.var / "now-serving.db").read_bytes() == before


@pytest.mark.parametrize(
    "words", [("db", "upgrade"), ("db", "purge"), ("staff", "close", "zoe"), ("run",)], ids=" ".join
)
def test_a_database_of_a_newer_version_is_told_in_a_sentence(
    typed: Typed, settings: Settings, words: tuple[str, ...]
) -> None:
    with closing(sqlite3.connect(settings.var / "now-serving.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    told = typed(*words)
    assert told.exit_code == 1
    assert told.output.startswith("Error: A newer version of Now Serving has used this database: its schema is 9999")


def test_upgrade_makes_a_database_and_leaves_one_that_is_there(typed: Typed, settings: Settings) -> None:
    (settings.var / "now-serving.db").unlink()
    for _ in range(2):
        assert "up to date" in typed("db", "upgrade").output
    assert numbers(settings.var / "now-serving.db") == set()


def test_purge_says_how_many_tickets_it_cleaned(typed: Typed) -> None:
    assert typed("db", "purge").output == "Cleaned 0 tickets.\n"


def test_the_forecast_speaks_json_lines(typed: Typed) -> None:
    answered = typed("forecast", stdin="{}\n")
    assert [json.loads(line) for line in answered.output.splitlines()]


def test_learning_says_from_how_many_days(typed: Typed, settings: Settings, catalog: Catalog) -> None:
    database = Database(settings.database)
    with database.write() as session:
        issue_ticket(
            session,
            catalog=catalog,
            location=catalog.locations["downtown"],
            order=TicketOrder(PERMIT),
            by="system",
            now=MONDAY_MORNING,
        )
    database.close()
    learned = typed("learn", at="2026-11-25T15:30:00+00:00").output
    assert learned == "downtown: learned from 1 days.\neast-lake: learned from 0 days.\n"
    rebuilt = typed("figures", "rebuild", at="2026-11-25T15:30:00+00:00").output
    assert rebuilt == "downtown: folded 1 days.\neast-lake: folded 0 days.\n"
