"""The engine and the voices that the tests speak with."""

from __future__ import annotations

from pathlib import Path

import pytest

from queueing.speech import Engine, Speech


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The engine that the tests install."""
    found = Engine.installed()
    assert found
    return found


@pytest.fixture
def speech(tmp_path: Path, engine: Engine) -> Speech:
    """A server's speech, with nothing kept yet."""
    return Speech(tmp_path / "speech", engine)
