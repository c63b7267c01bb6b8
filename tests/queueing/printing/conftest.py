"""Jobs for a printer, in a database of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from queueing.db import Base, Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path}/jobs.db")
    Base.metadata.create_all(made.engine)
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database of either kind: races are won and lost differently in each."""
    if request.param == "sqlite":
        yield request.getfixturevalue("database")
        return
    made = Database(request.getfixturevalue("postgres_url"))
    Base.metadata.create_all(made.engine)
    yield made
    made.close()
