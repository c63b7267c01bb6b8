"""The doctor names what is wrong, and what to do."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from queueing.cli.common import database_of
from queueing.maintenance import doctor
from queueing.maintenance.doctor import Verdict, examine
from queueing.operations import TicketOrder
from queueing.settings import Settings
from services_catalog.catalog import Catalog
from tests.cast import MONDAY_MORNING, PERMIT, issue_ticket
from tests.real_parts import free_port


def found(settings: Settings, what: str) -> list[tuple[Verdict, str]]:
    return [(check.verdict, check.sentence) for check in examine(settings) if check.what == what]


def test_a_server_that_has_been_set_up_has_no_failure(settings: Settings) -> None:
    checks = list(examine(settings))
    assert [check for check in checks if check.verdict is Verdict.FAIL] == []
    assert {"folder", "catalog", "clock", "database", "redis", "assets", "fonts", "printer kiosk-1 at downtown"} <= {
        check.what for check in checks
    }
    assert all(check.sentence.endswith((".", "`")) for check in checks)


def test_before_the_first_start_there_is_no_database_and_none_is_made(tmp_path: Path) -> None:
    [(verdict, sentence)] = found(Settings(var=tmp_path / "var"), "database")
    assert verdict is Verdict.WARN
    assert "now-serving run" in sentence
    assert not (tmp_path / "var").exists()


def test_an_older_schema_is_a_failure(settings: Settings) -> None:
    with closing(sqlite3.connect(settings.var / "now-serving.db")) as file:
        file.execute("UPDATE alembic_version SET version_num = '0001'")
        file.commit()
    [(verdict, sentence)] = found(settings, "database")
    assert (verdict, "now-serving db upgrade" in sentence) == (Verdict.FAIL, True)


def test_a_newer_schema_is_a_failure_of_its_own(settings: Settings) -> None:
    with closing(sqlite3.connect(settings.var / "now-serving.db")) as file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
        file.commit()
    [(verdict, sentence)] = found(settings, "database")
    assert (verdict, sentence.startswith("A newer version of Now Serving has used this database")) == (
        Verdict.FAIL,
        True,
    )


def test_a_file_that_is_no_database_is_a_failure(settings: Settings) -> None:
    for beside in settings.var.glob("now-serving.db-*"):
        beside.unlink()
    (settings.var / "now-serving.db").write_bytes(b"not a database" * 1000)
    [(verdict, sentence)] = found(settings, "database")
    assert verdict is Verdict.FAIL
    assert "not a database" in sentence


def test_a_clock_that_went_back_behind_the_tickets_is_a_failure(settings: Settings, catalog: Catalog) -> None:
    later = MONDAY_MORNING.replace(year=2099, month=11, day=23)
    downtown = catalog.locations["downtown"]
    with database_of(settings) as database, database.write() as session:
        issue_ticket(session, catalog=catalog, location=downtown, order=TicketOrder(PERMIT), by="system", now=later)
    assert (Verdict.FAIL, "The database already knows 2099-11-23 15:30 UTC; the clock has gone back.") in found(
        settings, "clock"
    )


CLOCKS = [(0, Verdict.OK), (5, Verdict.WARN), (None, Verdict.WARN)]


@pytest.mark.parametrize(("kernel", "verdict"), CLOCKS)
def test_it_says_whether_the_clock_is_kept_right(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, kernel: int | None, verdict: Verdict
) -> None:
    monkeypatch.setattr(doctor, "_kernel_clock_state", lambda: kernel)
    assert [how for how, _ in found(settings, "clock")] == [verdict]


def test_a_clock_of_another_age_is_a_failure(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setattr(doctor, "FIRST_PLAUSIBLE", datetime(2999, 1, 1, tzinfo=UTC))
    assert [how for how, _ in found(settings, "clock")] == [Verdict.FAIL]


def test_redis_is_asked_when_it_is_set(settings: Settings, redis_url: str) -> None:
    with_redis = settings.model_copy(update={"redis_url": redis_url})
    assert found(with_redis, "redis") == [(Verdict.OK, "Answers.")]
    away = settings.model_copy(update={"redis_url": f"redis://127.0.0.1:{free_port()}/0"})
    assert [how for how, _ in found(away, "redis")] == [Verdict.FAIL]
    wrong = settings.model_copy(update={"redis_url": "localhost"})
    assert [how for how, _ in found(wrong, "redis")] == [Verdict.FAIL]


def test_a_broken_catalog_is_a_failure_and_ends_what_hangs_on_it(settings: Settings, tmp_path: Path) -> None:
    shutil.copytree(Path("services_catalog/data"), tmp_path / "catalog")
    location = tmp_path / "catalog/locations/downtown.toml"
    location.write_text(location.read_text().replace('"America/Chicago"', '"Moon/Base"'))
    broken = settings.model_copy(update={"catalog": tmp_path / "catalog"})
    [(verdict, sentence)] = found(broken, "catalog")
    assert verdict is Verdict.FAIL
    assert "locations/downtown.toml: timezone" in sentence
    assert found(broken, "fonts") == []


def test_a_folder_that_cannot_be_written_is_a_failure(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert [how for how, _ in found(settings.model_copy(update={"var": tmp_path / "file"}), "folder")] == [Verdict.FAIL]


def test_assets_that_were_not_built_are_a_failure(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setattr(doctor, "BUILT", "queueing/static/nothing.json")
    assert [how for how, _ in found(settings, "assets")] == [Verdict.FAIL]
