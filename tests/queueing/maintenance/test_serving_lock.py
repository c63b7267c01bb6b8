"""A restore and a server never have one database at the same time, and a killed server locks nothing."""

from __future__ import annotations

import signal
from contextlib import ExitStack
from pathlib import Path

import pytest

from queueing.maintenance import nobody_serves, serving
from queueing.refusals import WrongState
from tests.served import serve


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'var' / 'now-serving.db'}"


def test_servers_share_it_and_a_restore_waits_for_none(url: str) -> None:
    with ExitStack() as servers:
        servers.enter_context(serving(url))
        servers.enter_context(serving(url))
        with pytest.raises(WrongState, match="Stop it first"), nobody_serves(url):
            pass
    with nobody_serves(url), pytest.raises(WrongState, match="is being put back"), serving(url):
        pass


def test_other_databases_are_not_locked(url: str) -> None:
    with nobody_serves(url), serving(f"{url}.other"), serving("postgresql+psycopg://nobody@127.0.0.1/none"):
        pass


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def test_a_running_server_holds_it_and_one_that_is_gone_does_not(tmp_path: Path, how: signal.Signals) -> None:
    with serve(tmp_path / "var") as server:
        copy = tmp_path / "copy.db"
        server.command("db", "backup", str(copy))
        with pytest.raises(AssertionError, match="A server runs on this database"):
            server.command("db", "restore", str(copy))
        server.stop(how)
        assert (server.var / "now-serving.db.lock").exists(), "the file stays; its lock does not"
        assert "What it replaces is kept as" in server.command("db", "restore", str(copy))
        server.start()
