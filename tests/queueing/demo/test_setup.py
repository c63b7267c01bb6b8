"""The demonstration's settings, catalog and folder lead to nothing real."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from queueing.demo import Stage, throw_away
from queueing.settings import Settings
from services_catalog.catalog import Catalog
from tests.cast import MONDAY_MORNING

REAL_KEY = "the secret key of the real server"


def test_a_stage_takes_nothing_from_settings_that_leads_to_something_real(catalog: Catalog, tmp_path: Path) -> None:
    real = Settings(
        var=tmp_path / "real",
        database_url="postgresql+psycopg://city/queue",
        redis_url="redis://city",
        secret_key=REAL_KEY,
        public_url="https://queue.example.org",
        secure_cookies=True,
    )
    assert real.database.startswith("postgresql")  # worked out, and kept by the object
    stage = Stage(tmp_path / "show", real, catalog, base="http://x", at=MONDAY_MORNING, pace=2)
    chosen = stage.settings
    assert chosen.database == f"sqlite:///{tmp_path}/show/now-serving.db"
    assert (chosen.redis_url, chosen.public_url, chosen.secure_cookies) == ("", "", False)
    assert chosen.secret != REAL_KEY
    urls = [printer.url for location in stage.catalog.locations.values() for printer in location.printers]
    assert len(urls) >= len(catalog.locations)
    assert all(url.startswith(f"spool:{tmp_path}/show/slips/") for url in urls)


def test_a_process_of_the_server_that_ends_leaves_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as elsewhere, throw_away() as folder:
        elsewhere.setattr(os, "getpid", lambda: -1)
    assert folder.exists()
    shutil.rmtree(folder)
    with throw_away() as folder:
        assert folder.exists()
    assert not folder.exists()
