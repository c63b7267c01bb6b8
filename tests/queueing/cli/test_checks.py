"""Commands that check the catalog and the installation."""

from __future__ import annotations

import shutil
from pathlib import Path

from queueing.settings import Settings
from tests.queueing.cli.conftest import Typed


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


def test_the_doctor_ends_with_1_when_something_fails(typed: Typed, settings: Settings) -> None:
    well = typed("doctor")
    assert (well.exit_code, "FAIL" in well.output) == (0, False), well.output
    assert "OK    catalog: 2 locations" in well.output
    ill = typed("doctor", redis_url="redis://127.0.0.1:1/0")
    assert (ill.exit_code, "FAIL  redis: " in ill.output) == (1, True)
