"""Every command, as somebody types it, on a real folder."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from queueing.cli import main
from queueing.cli.common import database_of
from queueing.clock import Clock
from queueing.db import Database
from queueing.identity import authentication, devices
from queueing.identity.accounts import Role
from queueing.operations import TicketOrder
from queueing.refusals import SignInNeeded
from queueing.settings import Settings
from services_catalog.catalog import Catalog
from tests.cast import MONDAY_MORNING, PERMIT, issue_ticket
from tests.served import Served, serve

Typed = Callable[..., Result]


@pytest.fixture
def typed(settings: Settings) -> Typed:
    """Type a command: `typed("db", "purge")`; `stdin` is what is typed into it, other names are settings."""

    def type_(*words: str, stdin: str = "", **others: str) -> Result:
        environment = {"NOW_SERVING_VAR": str(settings.var)}
        environment |= {f"NOW_SERVING_{name.upper()}": value for name, value in others.items()}
        return CliRunner().invoke(main, words, input=stdin, env=environment)

    return type_


def numbers(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as database:
        return {number for (number,) in database.execute("SELECT number FROM tickets")}


def test_run_prints_every_address_and_the_first_sign_in_only_once(tmp_path: Path) -> None:
    with serve(tmp_path / "var", at="2026-11-23T09:30") as server:
        log = tmp_path / "server.log"
        first = log.read_text()
        for path in ("kiosk", "display", "counter", "manager"):
            for location in ("downtown", "east-lake"):
                assert f"{server.url}/{path}/{location}" in first
        assert "The first administrator signs in once" in first
        server.stop()
        log.unlink()
        server.start()
        again = log.read_text()
        assert f"{server.url}/kiosk/downtown" in again
        assert "administrator" not in again


def test_a_screen_pairs_with_a_server_that_was_started_at_another_time(tmp_path: Path) -> None:
    with serve(tmp_path / "var", at="2030-03-04T09:30") as server:
        code = server.command("device", "pair", "--kind", "display", "--location", "downtown", "--name", "North wall")
        paired = server.call("POST", "/pair", {"code": code})
        assert (paired.status, paired.json["name"], paired.json["kind"]) == (200, "North wall", "display")


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


def test_upgrade_makes_a_database_and_leaves_one_that_is_there(typed: Typed, settings: Settings) -> None:
    (settings.var / "now-serving.db").unlink()
    for _ in range(2):
        assert "up to date" in typed("db", "upgrade").output
    assert numbers(settings.var / "now-serving.db") == set()


def test_purge_says_how_many_tickets_it_cleaned(typed: Typed) -> None:
    assert typed("db", "purge").output == "Cleaned 0 tickets.\n"


def test_a_person_is_added_with_a_password_of_their_own(typed: Typed, settings: Settings) -> None:
    words = ("staff", "add", "ana", "--role", "agent", "--location", "downtown", "--password-stdin")
    assert typed(*words, stdin="correct horse\n").output == "ana may sign in.\n"
    with database_of(settings) as database, database.read() as session:
        who, _ = authentication.sign_in(session, name="ana", password="correct horse", now=MONDAY_MORNING)
    assert (who.role, who.locations, who.must_change_password) == (Role.AGENT, frozenset({"downtown"}), False)
    again = typed(*words, stdin="correct horse\n")
    assert (again.exit_code, "already an account" in again.output) == (1, True)


def test_a_person_is_added_with_a_password_for_once(typed: Typed, settings: Settings) -> None:
    said = typed("staff", "add", "mia", "--role", "manager").output
    password = said.removeprefix("mia may sign in once with: ").strip()
    with database_of(settings) as database, database.read() as session:
        who, _ = authentication.sign_in(session, name="mia", password=password, now=MONDAY_MORNING)
    assert (who.locations, who.must_change_password) == (frozenset({"*"}), True)


def test_who_lost_a_password_gets_another_for_once(typed: Typed, settings: Settings) -> None:
    typed("staff", "add", "mia", "--role", "manager", "--password-stdin", stdin="correct horse\n")
    password = typed("staff", "password", "mia").output.removeprefix("mia may sign in once with: ").strip()
    with database_of(settings) as database, database.read() as session:
        who, _ = authentication.sign_in(session, name="mia", password=password, now=MONDAY_MORNING)
        with pytest.raises(SignInNeeded):
            authentication.sign_in(session, name="mia", password="correct horse", now=MONDAY_MORNING)
    assert who.must_change_password
    refused = typed("staff", "password", "nobody")
    assert (refused.exit_code, "no open account" in refused.output) == (1, True)


def test_a_screen_is_paired_by_a_code(typed: Typed, settings: Settings) -> None:
    code = typed("device", "pair", "--kind", "kiosk", "--location", "east-lake").stdout.strip()
    with database_of(settings) as database, database.write() as session:
        device, _ = devices.pair(session, code=code, now=Clock().now(), seen_at=MONDAY_MORNING)
    assert (device.kind, device.location) == ("kiosk", "east-lake")


def test_a_token_is_all_that_is_printed(settings: Settings) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "queueing.cli", "token", "create", "--role", "agent", "--location", "downtown"],
        env={"NOW_SERVING_VAR": str(settings.var)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (len(made.stdout.splitlines()), made.stderr) == (1, "")
    with database_of(settings) as database, database.read() as session:
        assert authentication.by_token(session, made.stdout.strip()).role is Role.AGENT


REFUSED = [
    (("token", "create", "--role", "agent", "--location", "nowhere"), "There is no location 'nowhere'."),
    (("token", "create", "--role", "agent", "--location", "downtown", "--counter", "9"), "has no counter '9'."),
    (("device", "pair", "--kind", "kiosk", "--location", "nowhere"), "There is no location 'nowhere'."),
    (("staff", "add", "x", "--role", "agent", "--location", "nowhere"), "There is no location 'nowhere'."),
    (("run", "--at", "tomorrow"), "'tomorrow' is not an ISO time, such as 2026-11-23T09:30."),
    (("demo", "--at", "tomorrow"), "'tomorrow' is not an ISO time, such as 2026-11-23T09:30."),
]


@pytest.mark.parametrize(("words", "told"), REFUSED)
def test_what_does_not_exist_is_refused_in_one_sentence(typed: Typed, words: tuple[str, ...], told: str) -> None:
    refused = typed(*words)
    assert refused.exit_code == 1
    assert refused.output.startswith("Error: ")
    assert refused.output.endswith(f"{told}\n")
    assert len(refused.output.splitlines()) == 1


def test_a_bad_setting_is_refused_by_name(typed: Typed) -> None:
    refused = typed("db", "upgrade", threads="many")
    assert refused.exit_code == 1
    assert refused.output.startswith("Error: NOW_SERVING_THREADS is 'many': ")


def test_a_sound_catalog_is_said_to_be(typed: Typed) -> None:
    assert typed("catalog", "check").output == "The catalog is sound.\n"


def test_every_fault_of_a_catalog_is_told_by_file_and_key(typed: Typed, tmp_path: Path) -> None:
    shutil.copytree(Path("services_catalog/data"), tmp_path / "catalog")
    file = tmp_path / "catalog/locations/downtown.toml"
    file.write_text(
        file.read_text().replace('"America/Chicago"', '"Moon/Base"').replace('monday = "8:00', 'monday = "18:00')
    )
    found = typed("catalog", "check", str(tmp_path / "catalog"))
    assert found.exit_code == 1
    assert "locations/downtown.toml: timezone: " in found.output
    assert "locations/downtown.toml: hours.monday" in found.output
    refused = typed("learn", catalog=str(tmp_path / "catalog"))
    assert (refused.exit_code, "timezone" in refused.output) == (1, True)


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


def test_the_doctor_ends_with_1_when_something_fails(typed: Typed, settings: Settings) -> None:
    well = typed("doctor")
    assert (well.exit_code, "FAIL" in well.output) == (0, False), well.output
    assert "OK    catalog: 2 locations" in well.output
    ill = typed("doctor", redis_url="redis://127.0.0.1:1/0")
    assert (ill.exit_code, "FAIL  redis: " in ill.output) == (1, True)
