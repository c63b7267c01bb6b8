"""The server's settings for gunicorn."""

from __future__ import annotations

from pathlib import Path

import pytest

from queueing.server import Server
from queueing.server.worker import PatientWorker
from queueing.settings import Settings


@pytest.mark.parametrize(("host", "address"), [("127.0.0.1", "127.0.0.1:8311"), ("::1", "[::1]:8311"), ("", ":8311")])
def test_it_listens_at_one_address_with_the_threads_of_the_settings(tmp_path: Path, host: str, address: str) -> None:
    server = Server(Settings(var=tmp_path, max_screens=8), host, 8311)
    assert server.cfg.bind == [address]
    assert (server.cfg.workers, server.cfg.worker_class, server.cfg.threads) == (1, PatientWorker, 40)
