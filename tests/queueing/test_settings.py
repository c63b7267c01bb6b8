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
    monkeypatch.setenv("NOW_SERVING_THREADS", "320")
    settings = Settings()
    assert (settings.threads, settings.redis_url) == (320, "")
    assert settings.database == f"sqlite:///{tmp_path / 'now-serving.db'}"


def test_a_bad_value_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOW_SERVING_THREADS", "many")
    with pytest.raises(ValidationError, match="threads"):
        Settings()


SCREENS = [
    ({}, 160, 96, "what is there by default"),
    ({"max_screens": 1000}, 1032, 750, "more screens take more threads"),
    ({"max_screens": 1000, "threads": 1200}, 1200, 750, "more threads than needed"),
    ({"max_screens": 4, "max_screens_of_address": 2}, 36, 2, "few from one address"),
]


@pytest.mark.parametrize(("chosen", "threads", "of_address", "why"), SCREENS, ids=[row[3] for row in SCREENS])
def test_every_screen_has_a_thread_and_some_are_left(
    tmp_path: Path, chosen: dict[str, int], threads: int, of_address: int, why: str
) -> None:
    settings = Settings(var=tmp_path, **chosen)  # type: ignore[arg-type]
    assert (settings.threads, settings.max_screens_of_address) == (threads, of_address), why


def test_more_screens_than_threads_are_refused_by_name() -> None:
    with pytest.raises(ValidationError, match=r"threads\n +200 screens and 32 more need 232"):
        Settings(max_screens=200, threads=231)


def test_processes_that_start_together_share_one_secret_that_only_its_owner_reads(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as starts:
        secrets = set(starts.map(lambda _: Settings(var=tmp_path).secret, range(8)))
    assert len(secrets) == 1
    assert len(secrets.pop()) >= 48
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret-key"]
