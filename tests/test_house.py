"""The house itself: floors, a test for every module, a line in the documentation for all that one can set or call."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import click
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pydantic import BaseModel

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
BROWSER_CODE = [
    path for package in PACKAGES for path in (ROOT / package / "static").rglob("*.js") if "vendor" not in path.parts
]
LONGEST_FILE = 350
MOST_LOOSE_MODULES = 12
LONGEST_README = 160
HEAVIEST_PICTURE = 200_000
FEWEST_CALLS = 40
PAGES = (
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    ROOT / "deploy" / "README.md",
    *(ROOT / "docs").rglob("*.md"),
)
WRITTEN = [
    (str(page.relative_to(ROOT)), re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)) for page in sorted(PAGES)
]
LINKS = [
    (page, target)
    for page, text in WRITTEN
    for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)]+)\)", text)
    if not target.startswith(("http:", "https:", "mailto:"))
]
PICTURES = [(page, *found) for page, text in WRITTEN for found in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text)]
LONGEST_BROWSER_FILE = 250
HELD_BY = {
    # Tables without a rule of their own.
    **dict.fromkeys(
        (
            "queueing/calendar/model.py",
            "queueing/counters/model.py",
            "queueing/statistics/model.py",
            "queueing/waits/model.py",
        ),
        "tests/test_house.py",
    ),
    # The shapes of answers and bodies: whatever is sent or answered is held to the OpenAPI made of them.
    "queueing/schemas.py": "tests/queueing/test_app.py",
    "counter/act_bodies.py": "tests/counter/test_ticket_acts_api.py",
    # Two lines for `python -m`, run as the process that they are.
    "queueing/cli/__main__.py": "tests/queueing/cli/test_accounts.py",
}
"""Modules without a test file of their name: the file that holds each, for the reason above it."""


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
    own = Path("tests") / module.parent / f"test_{module.name}"
    held_by = HELD_BY.get(str(module))
    assert (ROOT / (held_by or own)).is_file(), f"{own} is missing"
    assert held_by is None or not (ROOT / own).is_file(), "it has a test of its own: take it out of HELD_BY"


def test_every_exception_is_of_a_module_that_is_there() -> None:
    assert set(HELD_BY) - {str(module) for module in MODULES} == set()


LOOSE = {path.stem for path in (ROOT / "queueing").glob("*.py")} - {"__init__"}


def test_queueing_has_rooms_and_few_loose_modules() -> None:
    assert len(LOOSE) <= MOST_LOOSE_MODULES, sorted(LOOSE)


GLOSSARY = re.findall(
    r"^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$", (ROOT / "docs" / "glossary.md").read_text(), re.MULTILINE
)[2:]


def test_every_name_in_the_glossary_is_in_the_code() -> None:
    code = "\n".join(path.read_text() for path in SOURCES if path.parts[len(ROOT.parts)] != "tests")
    names = {part for _, cell in GLOSSARY for name in re.findall(r"`([^`]+)`", cell) for part in name.split(".")}
    assert len(names) > 60
    assert {name for name in names if not re.search(rf"\b{re.escape(name)}\b", code)} == set()


def test_a_term_has_one_meaning() -> None:
    terms = [term for term, _ in GLOSSARY]
    assert sorted({term for term in terms if terms.count(term) > 1}) == []
    assert terms == sorted(terms, key=str.casefold)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_outgrows_a_readers_patience(source: Path) -> None:
    assert len(source.read_text().splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("source", BROWSER_CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_browser_file_outgrows_a_readers_patience(source: Path) -> None:
    assert len(source.read_text().splitlines()) <= LONGEST_BROWSER_FILE


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


def column(section: str) -> list[str]:
    """The first cells of the table in a section of the administrator's page."""
    page = (ROOT / "docs" / "administrator.md").read_text()
    lines = page.partition(f"\n## {section}\n")[2].partition("\n## ")[0].splitlines()
    return [line.split("|")[1].strip() for line in lines if line.startswith("|")][2:]


SETTINGS = sorted(set(Settings.model_fields) - {"at", "pace"})
"""What the environment sets; the others are set by --at and --pace."""


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_is_in_the_administrators_table(setting: str) -> None:
    assert f"`{setting.upper()}`" in column("Settings")


def commands(group: click.Group, before: str = "now-serving") -> list[str]:
    """Every command's words, such as `now-serving db upgrade`."""
    found, context = [], click.Context(group)
    for name in group.list_commands(context):
        command, words = group.get_command(context, name), f"{before} {name}"
        found += commands(command, words) if isinstance(command, click.Group) else [words]
    return found


@pytest.mark.parametrize("command", commands(main))
def test_every_command_is_in_the_administrators_table(command: str) -> None:
    assert command in [cell.split("`")[1] for cell in column("Commands")]


def test_the_administrators_tables_hold_no_setting_or_command_that_is_not_there() -> None:
    assert len(column("Settings")) == len(SETTINGS)
    assert len(column("Commands")) == len(commands(main))


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) < LONGEST_README


@pytest.mark.parametrize(("page", "target"), LINKS, ids=str)
def test_every_link_of_the_documentation_leads_somewhere(page: str, target: str) -> None:
    path, _, heading = target.partition("#")
    found = (ROOT / page).parent / path if path else ROOT / page
    assert found.exists()
    assert not heading or heading in headings(found)


@pytest.mark.parametrize(("page", "words", "picture"), PICTURES, ids=str)
def test_every_picture_of_the_documentation_is_there_light_and_described(page: str, words: str, picture: str) -> None:
    assert 0 < ((ROOT / page).parent / picture).stat().st_size < HEAVIEST_PICTURE
    assert words.strip()


def headings(page: Path) -> set[str]:
    """The names by which links lead to a page's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_the_readmes_location_is_a_part_of_the_packaged_one() -> None:
    example = tomllib.loads((ROOT / "README.md").read_text().partition("```toml\n")[2].partition("```")[0])
    packaged = tomllib.loads((ROOT / "services_catalog/data/locations/east-lake.toml").read_text())
    assert example["id"] == "east-lake"
    assert is_part(example, packaged)


def is_part(part: object, whole: object) -> bool:
    """Whether `part` says nothing that `whole` does not; of a list of tables it may hold the first ones alone."""
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(name in whole and is_part(value, whole[name]) for name, value in part.items())
    if isinstance(part, list) and isinstance(whole, list) and all(isinstance(each, dict) for each in part):
        return len(part) <= len(whole) and all(map(is_part, part, whole))
    return part == whole


def test_every_call_in_the_programs_page_is_a_route(app: App) -> None:
    told = re.findall(r"`(GET|POST|PUT|DELETE) (/[^`]+)`", (ROOT / "docs" / "programs.md").read_text())
    routes = {
        (method, re.sub(r"<(?:int:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }
    assert len(told) > FEWEST_CALLS
    assert [call for call in told if (call[0], f"/api/v1{call[1]}") not in routes] == []


def test_every_test_named_in_the_accessibility_table_is_there() -> None:
    named = re.findall(r"`(test_\w+)`", (ROOT / "docs" / "accessibility.md").read_text())
    written = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    assert named
    assert [name for name in named if f"def {name}(" not in written] == []


def test_no_two_models_of_the_application_share_a_name() -> None:
    # OpenAPI knows a schema by its class's name: of two with one name, one would be published as the other.
    homes: dict[str, set[str]] = {}
    for module in MODULES:
        if module.stem not in {"__main__", "espeak_process"}:
            found = import_module(".".join(module.with_suffix("").parts))
            for name, value in vars(found).items():
                if isinstance(value, type) and issubclass(value, BaseModel) and value.__module__ == found.__name__:
                    homes.setdefault(name, set()).add(found.__name__)
    assert len(homes) > 100
    assert {name: places for name, places in homes.items() if len(places) > 1} == {}


def test_no_two_classes_share_a_name() -> None:
    homes: dict[str, list[str]] = {}
    for module in MODULES:
        for node in ast.parse((ROOT / module).read_text()).body:
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name, []).append(str(module))
    assert len(homes) > 250
    assert {name: modules for name, modules in homes.items() if len(modules) > 1} == {}


DATES = {
    "services_catalog/hours.py": "the day of a moment at a location: what everything else asks",
    "queueing/operations/hours.py": "of a moment in the location's own time",
    "queueing/maintenance/database.py": "of a moment in the zone where days end last",
    "kiosk/location_text.py": "of a moment in the location's own time",
    "kiosk/printing/receipts.py": "of a moment in the location's own time",
}
"""Modules that may ask a moment for its date, and why it is not UTC's."""


def dates_asked(source: str) -> int:
    """How often a module asks a moment for its date, itself or in SQL."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    names = [(ast.unparse(call.func).rpartition("."), len(call.args)) for call in calls]
    in_sql = ("date", "strftime", "date_trunc", "date_part", "current_date")
    return sum(
        (last == "date" and not arguments) or (before.endswith("func") and last in in_sql)
        for (before, _, last), arguments in names
    )


def test_the_date_of_a_moment_is_a_locations_never_that_of_utc() -> None:
    asking = {str(module) for module in MODULES if dates_asked((ROOT / module).read_text())}
    assert asking == set(DATES)


@pytest.mark.parametrize(
    ("source", "asked"), [("now.date()", 1), ("sa.func.date(at)", 1), ("date(2026, 1, 1)", 0), ("say.date(day)", 0)]
)
def test_a_date_that_is_asked_of_a_moment_is_found(source: str, asked: int) -> None:
    assert dates_asked(source) == asked
