"""The application as a whole: OpenAPI that is true, headers that protect, bodies that are checked."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from queueing.app import App
from queueing.identity.permissions import Right
from tests.bench.fuzz import attack
from tests.cast import Kiosk
from tests.conftest import Tokens
from tests.served import Served, serve


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A real server to be shouted at."""
    with serve(tmp_path_factory.mktemp("schema") / "var", at="2026-11-23T09:30") as server:
        yield server


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_hostile_bytes_over_raw_sockets_break_nothing(
    request: pytest.FixtureRequest, tmp_path: Path, database: str
) -> None:
    settings = {"database_url": request.getfixturevalue("postgres_url")} if database == "postgresql" else {}
    with serve(tmp_path / "var", at="2026-11-23T09:30", **settings) as server:
        found = attack(server, HOSTILE_REQUESTS, seed=1)
        assert server.call("GET", "/locations").status == 200
    assert found.failures == []
    assert found.statuses[200] and found.statuses[422], "some of it is well formed, some is refused by the views"
    assert "Traceback" not in (tmp_path / "server.log").read_text(errors="replace")


HOSTILE_REQUESTS = 400
"""Few, for `python -m tests.bench fuzz` sends as many as one likes."""

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,"
    "positive_data_acceptance"
)


@pytest.fixture(scope="module")
def somebody(busy: Served) -> str:
    """A visitor's ticket, taken before anybody shouts that the day is over."""
    order = {"service": "report-theft"}
    return str(busy.call("POST", "/locations/downtown/tickets", order, token=busy.token("kiosk")).json["id"])


EVERYTHING = "."


THE_KIOSKS = "/tickets$|/(leave|later|slip|reprint|heartbeat|speech|claim|result|condition|phone-code|emergencies.*)$"


SHOUTS = [("admin", EVERYTHING, "examples,fuzzing"), ("kiosk", THE_KIOSKS, "examples,coverage,fuzzing")]


@pytest.mark.parametrize(("role", "paths", "phases"), SHOUTS, ids=["admin", "kiosk"])
def test_nothing_that_is_sent_breaks_it_or_is_answered_otherwise_than_described(
    busy: Served, somebody: str, role: str, paths: str, phases: str
) -> None:
    config = busy.var / "schemathesis.toml"
    config.write_text(
        f'[parameters]\n"path.ticket" = "{somebody}"\n"path.location" = "downtown"\n"path.counter" = "1"\n'
    )
    shouted = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"),
            *("--config-file", config),
            "run",
            f"{busy.url}/api/v1/openapi.json",
            *("--header", f"Authorization: Bearer {busy.token(role)}"),
            *("--include-path-regex", paths),
            *("--checks", CHECKS),
            *("--phases", phases),
            *("--max-examples", "2"),
            *("--generation-deterministic", "--no-color"),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=busy.var,
    )
    assert shouted.returncode == 0, shouted.stdout[-30000:] + shouted.stderr[-2000:]


def test_every_contract_call_is_described(client: FlaskClient) -> None:
    paths = set(client.get("/api/v1/openapi.json").get_json()["paths"])
    asked = json.loads((Path(__file__).parent / "contract_paths.json").read_text())
    assert set(asked) - paths == set()


def test_every_route_of_the_api_is_described(app: App, client: FlaskClient) -> None:
    described = {
        (path, method.upper())
        for path, methods in client.get("/api/v1/openapi.json").get_json()["paths"].items()
        for method in methods
    }
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/v1/") and rule.endpoint != "openapi_json"
    }
    assert routes == described


def test_pages_fetch_nothing_from_elsewhere_and_are_framed_nowhere(client: FlaskClient) -> None:
    headers = client.get("/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "body", ["{", "[1, 2", '"text"', "null,", pytest.param("[" * 60_000, id="brackets without end")]
)
def test_a_body_that_is_no_json_is_refused_once_and_changes_nothing(
    kiosk: Kiosk, client: FlaskClient, body: str
) -> None:
    answer = client.post(
        "/api/v1/locations/downtown/tickets",
        data=body,
        headers={"Authorization": f"Bearer {kiosk.token}", "Content-Type": "application/json"},
    )
    assert (answer.status_code, answer.get_json()["type"]) == (422, "malformed")
    assert kiosk.ticket()["ahead"] == 0


def test_a_number_in_a_path_is_one_that_a_database_can_hold(app: App, client: FlaskClient, token: Tokens) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if "<int:" in rule.rule]
    assert len(rules) >= 8
    for rule in rules:
        for number in ("0", str(2**63), "9" * 40):
            path = re.sub(r"<int:\w+>", number, rule.rule).replace("<location>", "downtown").replace("<printer>", "x")
            method = min((rule.methods or set()) - {"HEAD", "OPTIONS"})
            right: Right = vars(app.view_functions[rule.endpoint])["right"]
            role = max(right.roles)
            headers = {"Authorization": f"Bearer {token(role, 'downtown')}"}
            refused = client.open(path, method=method, headers=headers, json={} if method != "GET" else None)
            argument = next(iter(rule.arguments - {"location", "printer"}))
            assert (refused.status_code, argument in refused.text) == (422, True), (path, refused.text)
