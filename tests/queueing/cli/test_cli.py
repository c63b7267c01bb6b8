"""The one command: what every part of it refuses, in one sentence."""

from __future__ import annotations

import pytest

from tests.queueing.cli.conftest import Typed

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
