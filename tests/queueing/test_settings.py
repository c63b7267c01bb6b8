"""Settings come from the environment; the secret is made once and kept."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
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


SHORT = ["", " ", "changeme", "x" * 31, " " * 40]


@pytest.mark.parametrize("key", SHORT)
def test_a_short_or_empty_key_is_refused_by_name_and_never_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, key: str
) -> None:
    monkeypatch.setenv("NOW_SERVING_VAR", str(tmp_path))
    monkeypatch.setenv("NOW_SERVING_SECRET_KEY", key)
    with pytest.raises(ValidationError, match="secret_key") as refused:
        Settings()
    assert "at least 32 characters" in str(refused.value)
    assert "openssl rand -base64 48" in str(refused.value)
    assert not key.strip() or key not in str(refused.value)


def test_a_key_of_32_characters_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NOW_SERVING_SECRET_KEY", "x" * 32)
    assert Settings(var=tmp_path).secret == "x" * 32
    assert not (tmp_path / "secret-key").exists()


@pytest.mark.parametrize("kept", ["", "\n", "abc"])
def test_a_kept_key_that_a_power_cut_left_short_is_refused_until_it_is_removed(tmp_path: Path, kept: str) -> None:
    file = tmp_path / "secret-key"
    file.write_text(kept)
    with pytest.raises(ValidationError, match="remove that file"):
        Settings(var=tmp_path)
    assert Settings(var=tmp_path, secret_key="x" * 32).secret == "x" * 32, "it is not asked when there is another"
    file.unlink()
    assert len(Settings(var=tmp_path).secret) >= 48


def test_the_server_does_not_start_without_a_good_key_and_says_so_in_one_line(tmp_path: Path) -> None:
    started = subprocess.run(
        [sys.executable, "-m", "queueing.cli", "run", "--port", "0"],
        env={"NOW_SERVING_VAR": str(tmp_path), "NOW_SERVING_SECRET_KEY": "guess-me"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert started.returncode == 1
    assert started.stderr == (
        "Error: NOW_SERVING_SECRET_KEY is too short: give at least 32 characters; make them with "
        "`openssl rand -base64 48`.\n"
    )


def test_a_new_key_is_on_the_disk_before_it_has_its_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file, real, synced = tmp_path / "secret-key", os.fsync, []

    def fsync(handle: int) -> None:
        synced.append((stat.S_ISDIR(os.fstat(handle).st_mode), file.exists()))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    assert Settings(var=tmp_path).secret
    assert synced == [(False, False), (True, True)], "the file without its name, then the folder with it"
