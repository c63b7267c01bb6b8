"""What every command shares, told in one sentence."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from queueing.cli import common
from queueing.refusals import NotFound
from queueing.settings import Settings

BAD_SETTINGS = [
    ("THREADS", "many", "a number that is none"),
    ("THREADS", "2", "too few"),
    ("PACE", "-1", "time that goes back"),
    ("SECURE_COOKIES", "perhaps", "neither true nor false"),
    ("ORIGINS", "https://one.example", "a list that is none"),
]


@pytest.mark.parametrize(("name", "value", "reason"), BAD_SETTINGS)
def test_a_bad_setting_is_refused_by_the_name_of_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str
) -> None:
    monkeypatch.setenv(f"NOW_SERVING_{name}", value)
    with pytest.raises(click.ClickException) as refused:
        common.settings()
    assert f"NOW_SERVING_{name} is" in refused.value.message, reason


def test_every_bad_setting_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOW_SERVING_THREADS", "many")
    monkeypatch.setenv("NOW_SERVING_PACE", "fast")
    with pytest.raises(click.ClickException) as refused:
        common.settings()
    assert len(refused.value.message.splitlines()) == 2


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("no address", "NOW_SERVING_DATABASE_URL is not the address of a database"),
        ("sqlite:////proc/nothing/here.db", "/proc/nothing"),
        ("postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=2", "The database does not answer"),
    ],
)
def test_a_database_that_is_not_there_is_told_in_words(tmp_path: Path, url: str, told: str) -> None:
    with (
        pytest.raises(click.ClickException) as refused,
        common.in_words(),
        common.database_of(Settings(var=tmp_path, database_url=url)),
    ):
        raise AssertionError("it opened")
    assert told in refused.value.message


@pytest.mark.parametrize(("location", "counter"), [("nowhere", None), ("downtown", "99")])
def test_an_unknown_place_is_refused(tmp_path: Path, location: str, counter: str | None) -> None:
    with pytest.raises(NotFound, match=counter or location):
        common.location_of(Settings(var=tmp_path), location, counter)
