"""The files for the field: what they name is there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest

from queueing.cli import main
from queueing.settings import Settings

DEPLOY = Path(__file__).parents[1] / "deploy"
FILES = sorted(file for file in DEPLOY.rglob("*") if file.is_file())


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(DEPLOY)))
def test_every_setting_and_command_that_a_file_names_is_one(file: Path) -> None:
    words = file.read_text()
    assert {name.lower() for name in re.findall(r"NOW_SERVING_([A-Z_]+)", words)} <= set(Settings.model_fields)
    for said in re.findall(r"bin/now-serving ([a-z-]+(?: [a-z]+)?)", words):
        command: click.Command | None = main
        for word in said.split():
            if not isinstance(command, click.Group):
                break
            command = command.get_command(click.Context(command), word)
            assert command is not None, said


def test_settings_and_commands_are_named_at_all() -> None:
    words = "".join(file.read_text() for file in FILES)
    assert "NOW_SERVING_DATABASE_URL" in words
    assert "bin/now-serving run" in words


def test_a_screen_may_go_nowhere_else() -> None:
    policy = json.loads((DEPLOY / "chromium" / "now-serving.json").read_text())
    assert policy["URLBlocklist"] == ["*", "chrome://*"]  # the first leaves the browser's own pages open
    assert policy["URLAllowlist"]
    assert all(address.startswith("https://") for address in policy["URLAllowlist"])


def test_nginx_in_a_container_differs_by_address_and_certificate_alone() -> None:
    alone, contained = ((DEPLOY / folder / "now-serving.conf").read_text() for folder in ("nginx", "compose"))
    other = re.compile(r"^# .*?nginx.*$|^# For the http.*$|^\s*(# )?server \S+:\d+ .*$|^\s*ssl_certificate.*$", re.M)
    assert other.sub("", alone) == other.sub("", contained)


@pytest.mark.parametrize("folder", ["nginx", "compose"])
def test_nginx_writes_no_request_into_a_log(folder: str) -> None:
    """A ticket's address is the right to see it. Below `alert` a line of the error log holds the whole request."""
    _, *servers = re.split(r"^server \{$", (DEPLOY / folder / "now-serving.conf").read_text(), flags=re.M)
    assert len(servers) == 2, "port 80 and port 443"
    for server in servers:
        assert re.findall(r"^\s*access_log (.*);$", server, re.M) == ["off"]
        assert re.findall(r"^\s*error_log (.*);$", server, re.M) == ["/var/log/nginx/error.log alert"]
