"""Starting a real server prints its addresses, and the first sign-in once."""

from __future__ import annotations

from pathlib import Path

from tests.served import serve


def test_run_prints_every_address_and_the_first_sign_in_only_once(tmp_path: Path) -> None:
    with serve(tmp_path / "var", at="2026-11-23T09:30") as server:
        log = tmp_path / "server.log"
        first = log.read_text()
        for path in ("kiosk", "display", "counter", "manager"):
            for location in ("downtown", "east-lake"):
                assert f"{server.url}/{path}/{location}" in first
        assert "The first administrator signs in once" in first
        server.stop()
        log.unlink()
        server.start()
        again = log.read_text()
        assert f"{server.url}/kiosk/downtown" in again
        assert "administrator" not in again
