"""Typing a command, for the tests of every module of commands."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from queueing.cli import main
from queueing.settings import Settings

Typed = Callable[..., Result]


@pytest.fixture
def typed(settings: Settings) -> Typed:
    """Type a command: `typed("db", "purge")`; `stdin` is what is typed into it, other names are settings."""

    def type_(*words: str, stdin: str = "", **others: str) -> Result:
        environment = {"NOW_SERVING_VAR": str(settings.var)}
        environment |= {f"NOW_SERVING_{name.upper()}": value for name, value in others.items()}
        return CliRunner().invoke(main, words, input=stdin, env=environment)

    return type_
