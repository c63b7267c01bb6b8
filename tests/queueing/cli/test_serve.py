"""Starting a real server prints its addresses, and the first sign-in once."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from queueing.cli import main
from tests.served import serve

PROXIES = [
    ("0.0.0.0", "0", True),
    ("127.0.0.1", "0", False),
    ("::1", "0", False),
    ("localhost", "0", False),
    ("0.0.0.0", "1", False),
]


@pytest.mark.parametrize(("host", "proxies", "told"), PROXIES, ids=[" ".join(map(str, row)) for row in PROXIES])
def test_who_listens_to_others_without_a_proxy_is_told_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, proxies: str, told: bool
) -> None:
    monkeypatch.setenv("NOW_SERVING_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("NOW_SERVING_TRUSTED_PROXIES", proxies)
    monkeypatch.setattr("queueing.server.Server.run", lambda _: None)  # nothing listens beyond loopback here
    result = CliRunner().invoke(main, ["run", "--host", host])
    assert result.exit_code == 0, result.output
    assert ("without a proxy in front" in result.stderr) == told


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
