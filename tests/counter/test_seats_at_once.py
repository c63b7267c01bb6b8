"""A manager changes what a counter serves while an agent sits down there: both stand, whoever is first.

Two processes on one database, SQLite and PostgreSQL.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from queueing import maintenance, operations
from queueing.app import App
from queueing.counters.model import CounterState
from queueing.db import Database
from queueing.identity.accounts import Role
from queueing.operations.counters import CounterChange
from queueing.settings import Settings
from services_catalog.catalog import Catalog
from tests.cast import MONDAY_MORNING, Caller, packaged
from tests.counter.conftest import Person, SignIn
from tests.forked import Forked

ROUNDS = 12
DESK = "/locations/downtown/counters/1"


def hand(url: str, line: Connection) -> None:
    """Change the counter of downtown as it is told down the line, and say so when it is done."""
    database, catalog = Database(url), packaged()
    while (said := line.recv()) is not None:
        counter, seat, by = said
        with database.write() as session:
            change(session, catalog, counter, seat, by)
        line.send("done")


def change(session: Session, catalog: Catalog, counter: str, seat: CounterChange, by: str) -> CounterState:
    """Change a counter downtown."""
    location = catalog.locations["downtown"]
    return operations.set_counter(
        session, catalog=catalog, location=location, counter=counter, seat=seat, by=by, now=MONDAY_MORNING
    )


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_agent_who_sits_down_and_what_the_manager_says_both_stand(
    request: pytest.FixtureRequest, kind: str, settings: Settings, catalog: Catalog, tmp_path: Path
) -> None:
    url = settings.database if kind == "sqlite" else request.getfixturevalue("postgres_url")
    database = Database(url)
    maintenance.upgrade(database)
    pipes = Pipe(), Pipe()
    ends = [
        Forked(tmp_path / f"hand-{n}.log", hand, url, far, environment=os.environ) for n, (_, far) in enumerate(pipes)
    ]
    lines = [near for near, _ in pipes]
    for turn in range(ROUNDS):
        counter = str(turn % 2 + 1)  # the first round of each finds a counter that was never opened
        lines[0].send((counter, CounterChange(open=True, agent=f"ben {turn}"), "staff:1"))
        lines[1].send(
            (counter, CounterChange(open=None, agent=None, serves=("info" if turn % 4 < 2 else "payments",)), "staff:2")
        )
        assert [line.recv() for line in lines] == ["done", "done"]
        with database.read() as session:
            row = session.get_one(CounterState, ("downtown", counter))
            stands = (row.state, row.agent, row.serves)
        assert stands == ("open", f"ben {turn}", ["info" if turn % 4 < 2 else "payments"])
    for line in lines:
        line.send(None)
    assert [end.wait(30) for end in ends] == [0, 0]
    database.close()


def test_a_manager_who_keeps_the_agent_keeps_the_one_who_came_this_instant(
    app: App, amy: Person, sign_in: SignIn, mia: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    amy.put(DESK, {"open": True})
    bea = sign_in("bea", Role.AGENT, "downtown")
    write, late = app.runtime.database.write, [bea]

    @contextmanager
    def just_after() -> Iterator[Session]:
        if late:
            late.pop().put(DESK, {"open": True})
        with write() as session:
            yield session

    with monkeypatch.context() as patched:
        patched.setattr(app.runtime.database, "write", just_after)
        seen = mia.put(DESK, {"open": False, "reason": "Meeting", "keep_agent": True}).get_json()
    assert (seen["state"], seen["agent"]) == ("paused", "bea")
