"""Settings come from the environment; the secret is made once and kept."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import ValidationError

from queueing.settings import Settings


def test_the_environment_sets_and_defaults_serve(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NOW_SERVING_VAR", str(tmp_path))
    monkeypatch.setenv("NOW_SERVING_THREADS", "32")
    settings = Settings()
    assert (settings.threads, settings.redis_url) == (32, "")
    assert settings.database == f"sqlite:///{tmp_path / 'now-serving.db'}"


def test_a_bad_value_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOW_SERVING_THREADS", "many")
    with pytest.raises(ValidationError, match="threads"):
        Settings()


def test_processes_that_start_together_share_one_secret_that_only_its_owner_reads(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as starts:
        secrets = set(starts.map(lambda _: Settings(var=tmp_path).secret, range(8)))
    assert len(secrets) == 1
    assert len(secrets.pop()) >= 48
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret-key"]
