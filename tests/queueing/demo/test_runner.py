"""The demonstration as a process: both centers live, and nothing real is touched."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path
from time import monotonic, sleep

import sqlalchemy as sa

from queueing.tickets.model import TicketEvent
from tests.forked import now_serving
from tests.real_parts import free_port
from tests.served import Served

PATIENCE_SECONDS = 60


def acts(database: Path) -> set[tuple[str, str]]:
    """What has happened where."""
    engine = sa.create_engine(f"sqlite:///{database}")
    try:
        with engine.connect() as connection:
            rows = connection.execute(sa.select(TicketEvent.location, TicketEvent.act).distinct())
            return {(row.location, row.act) for row in rows}
    except sa.exc.OperationalError:
        return set()  # not there yet
    finally:
        engine.dispose()


def test_both_centers_live_and_what_is_real_stays_as_it_is(tmp_path: Path) -> None:
    real = tmp_path / "real"
    environment = {
        **os.environ,
        "TMPDIR": str(tmp_path),
        "NOW_SERVING_VAR": str(real),
        "NOW_SERVING_DATABASE_URL": f"sqlite:///{real}/real.db",
        "NOW_SERVING_REDIS_URL": "redis://127.0.0.1:1/0",
        "NOW_SERVING_SECRET_KEY": "the secret key of the real server",
    }
    words = ["demo", "--port", str(port := free_port()), "--pace", "400", "--at", "2026-11-23T09:20"]
    log = tmp_path / "log"
    show = now_serving(*words, log=log, environment=environment)
    wanted = {(place, act) for place in ("downtown", "east-lake") for act in ("issue", "call", "start", "finish")}
    try:
        deadline = monotonic() + PATIENCE_SECONDS
        seen: set[tuple[str, str]] = set()
        folders: list[Path] = []
        while not wanted <= seen and monotonic() < deadline and show.poll() is None:
            sleep(0.5)
            folders = list(tmp_path.glob("now-serving-demo-*"))
            seen = acts(folders[0] / "now-serving.db") if folders else set()
        assert wanted <= seen, log.read_text()
        said = log.read_text()
        token = re.search(r"agent downtown +(\S+)", said)
        assert token
        served = Served(folders[0], port, {}, ())
        while not list(folders[0].glob("slips/*/*/*.escpos")) and monotonic() < deadline:
            sleep(0.5)
        assert list(folders[0].glob("slips/*/*/*.escpos"))
        assert served.call("GET", "/locations/downtown/queue", token=token[1]).status == 200
        assert served.call("GET", "/locations/downtown/board").json["simulated"] is True
        code = re.search(r"kiosk east-lake +(\S{4}-\S{4})\n", said)
        assert code
        assert served.call("POST", "/pair", {"code": code[1]}).json["location"] == "east-lake"
    finally:
        show.send_signal(signal.SIGTERM)
        show.wait(PATIENCE_SECONDS)
    assert not real.exists()
    assert list(tmp_path.glob("now-serving-demo-*")) == []
