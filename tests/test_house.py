"""The house itself: floors, a test for every module, a word in the README for everything one can set or call."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from queueing.app import App
from queueing.cli import main
from queueing.db import Database
from queueing.maintenance.all_models import metadata
from queueing.settings import Settings

ROOT = Path(__file__).parents[1]
PACKAGES = ("kiosk", "counter", "display", "services_catalog", "queueing")
MODULES = sorted(
    path.relative_to(ROOT)
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if path.stem not in {"__init__", "py.typed"} and not {"migrations", "assets"} & set(path.parts)
)
SOURCES = [path for top in (*PACKAGES, "tests") for path in (ROOT / top).rglob("*.py") if "versions" not in path.parts]
LONGEST_FILE = 350
ELSEWHERE = {
    # Tables and shapes without rules of their own are tested by what is done with them.
    "queueing/attention.py": "counter/test_attention.py",
    "kiosk/giving.py": "kiosk/test_api.py",
    "kiosk/referral_layout.py": "kiosk/test_referrals.py",
    "kiosk/sheet.py": "kiosk/test_slip_layout.py",
    "queueing/deeds.py": "queueing/operations/test_floor.py",
    "queueing/counters.py": "queueing/operations/test_staffing.py",
    "queueing/days.py": "queueing/operations/test_day.py",
    "queueing/learned.py": "queueing/test_outlook.py",
    "queueing/rollups.py": "queueing/test_history.py",
    "queueing/rows.py": "queueing/test_replay.py",
    "queueing/seating.py": "queueing/test_board.py",
    "queueing/operations/moving.py": "queueing/test_races.py",
    "queueing/refusals.py": "queueing/test_app.py",
    "queueing/errors.py": "queueing/test_app.py",
    "queueing/shapes.py": "queueing/test_app.py",
    "queueing/web.py": "queueing/test_app.py",
    "queueing/site.py": "queueing/test_app.py",
    "queueing/tables.py": "queueing/test_upkeep.py",
    "queueing/staff_pages.py": "counter/test_views.py",
    "display/paper.py": "display/test_pdf_report.py",
    # These are the real server, and are tested on it.
    "queueing/announcing.py": "queueing/test_live.py",
    "queueing/server.py": "queueing/test_durability.py",
    "queueing/words.py": "test_words.py",
}
"""Modules that are tested in another place than their own."""


def test_the_floors_hold() -> None:
    linted = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert linted.returncode == 0, linted.stdout


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_every_module_has_its_test(module: Path) -> None:
    test = Path(ELSEWHERE.get(str(module), str(module.parent / f"test_{module.name}")))
    # A package split by idea may be tested as the one thing it is.
    whole = list((ROOT / "tests" / module.parent.parent).glob(f"test_{module.parent.name}*.py"))
    assert (ROOT / "tests" / test).exists() or (module.parent.parent != Path() and whole), f"tests/{test} is missing"


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_outgrows_a_readers_patience(source: Path) -> None:
    assert len(source.read_text().splitlines()) <= LONGEST_FILE


def test_every_route_says_who_may_use_it(app: App) -> None:
    silent = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not hasattr(app.view_functions[rule.endpoint], "right") and rule.endpoint.rpartition(".")[2] != "static"
    }
    assert silent == set()


def test_the_migrations_make_what_the_models_say(settings: Settings) -> None:
    database = Database(settings.database)
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.close()


@pytest.mark.parametrize("setting", sorted(set(Settings.model_fields) - {"at", "pace"}))
def test_every_setting_is_in_the_readme(setting: str) -> None:
    assert f"`{setting.upper()}`" in (ROOT / "README.md").read_text()


@pytest.mark.parametrize("picture", re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text()))
def test_every_picture_in_the_readme_is_there_and_light(picture: str) -> None:
    assert 0 < (ROOT / picture).stat().st_size < 200_000


def commands(group: click.Group, before: str = "now-serving") -> list[str]:
    """Every command's words, such as `now-serving db upgrade`."""
    found, context = [], click.Context(group)
    for name in group.list_commands(context):
        command, words = group.get_command(context, name), f"{before} {name}"
        found += commands(command, words) if isinstance(command, click.Group) else [words]
    return found


@pytest.mark.parametrize("command", commands(main))
def test_every_command_is_in_the_readme(command: str) -> None:
    assert command in (ROOT / "README.md").read_text()


def test_every_test_named_in_the_accessibility_table_is_there() -> None:
    named = re.findall(r"`(test_\w+)`", (ROOT / "docs" / "accessibility.md").read_text())
    written = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name in named if f"def {name}(" not in written] == []
