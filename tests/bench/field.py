"""The files for the field, exercised: the units, the policy, two processes behind nginx and one of them killed.

`python -m tests.bench.field` needs nginx, openssl, PostgreSQL, Redis and systemd-analyze; it says what is missing.
"""

from __future__ import annotations

import json
import re
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.error import HTTPError
from uuid import uuid4

import socketio

from tests.bench import kiosk_policy
from tests.real_parts import free_port, postgres_server, postgres_url, redis_server, redis_url
from tests.served import Served, serve

DEPLOY = Path(__file__).parents[2] / "deploy"
NAME = "queue.example.org"
TICKETS, HANDS = 200, 4
SERVER_ERROR = 500
NEEDED = ("nginx", "openssl", "redis-server", "systemd-analyze")


def units() -> Iterator[str]:
    """Yield what systemd says of each unit, but for programs that are not installed on this machine."""
    for unit in sorted((DEPLOY / "systemd").iterdir()):
        said = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", str(unit)], check=False, capture_output=True, text=True
        )
        lines = [line for line in said.stderr.splitlines() if unit.stem in line and "is not executable" not in line]
        yield f"{unit.name}: {'; '.join(lines) or 'sound'}"


@contextmanager
def in_front(folder: Path, ports: list[int]) -> Iterator[int]:
    """Run nginx with the shipped file, but for ports, certificate and name; yield its HTTPS port."""
    plain, secure = free_port(), free_port()
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    ask = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={NAME}"]
    subprocess.run([*ask, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    runtime = (DEPLOY / "nginx" / "now-serving.conf").read_text()
    servers = "\n".join(f"    server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;" for port in ports)
    runtime = re.sub(r"^    server 127\.0\.0\.1:8311 .*$", servers, runtime, flags=re.M)
    runtime = runtime.replace("listen 80;", f"listen 127.0.0.1:{plain};").replace(
        "listen 443 ssl;", f"listen 127.0.0.1:{secure} ssl;"
    )
    runtime = re.sub(r"ssl_certificate  .*;", f"ssl_certificate {certificate};", runtime)
    runtime = re.sub(r"ssl_certificate_key .*;", f"ssl_certificate_key {key};", runtime)
    paths = " ".join(
        f"{what}_temp_path {folder}/{what};" for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = folder / "nginx.conf"
    main.write_text(
        f"daemon off; user root; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ {paths}\n{runtime}\n}}\n"
    )
    subprocess.run(["nginx", "-t", "-c", main], check=True, capture_output=True)
    process = subprocess.Popen(["nginx", "-c", main])
    sleep(0.5)
    try:
        yield secure
    finally:
        process.terminate()
        process.wait(10)


class Center:
    """The center as screens reach it: through nginx, over TLS."""

    def __init__(self, port: int) -> None:
        self.base = f"https://127.0.0.1:{port}"
        self.trust = ssl._create_unverified_context()  # noqa: S323  the certificate is a minute old

    def call(self, method: str, path: str, body: Any = None, *, token: str = "", key: str = "") -> Any:
        """Call the API, again and again until somebody answers, as a kiosk does."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        data = None if body is None else json.dumps(body).encode()
        deadline = monotonic() + 30
        while True:
            request = urllib.request.Request(f"{self.base}/api/v1{path}", data=data, headers=headers, method=method)
            try:
                with urllib.request.urlopen(request, timeout=10, context=self.trust) as answer:
                    return json.loads(answer.read())
            except OSError as trouble:
                if monotonic() > deadline or (isinstance(trouble, HTTPError) and trouble.code < SERVER_ERROR):
                    raise
                sleep(0.2)


def day(one: Served, two: Served, center: Center) -> None:
    """Issue tickets through nginx by several hands while a process is killed; count what the survivors know."""
    agent = one.token("agent")  # staff may add beyond what the kiosk would: more come here than a day can serve
    heard: list[int] = []
    board = socketio.Client(ssl_verify=False, reconnection_delay_max=1)
    board.on("board", lambda view: heard.append(sum(row["waiting"] for row in view["waiting"])), namespace="/live")
    board.on("connect", lambda: board.emit("watch", {"location": "downtown", "view": "board"}, "/live"), "/live")
    board.connect(center.base, transports=["websocket"], namespaces=["/live"])
    told: list[str] = []

    def hand() -> None:
        for _ in range(TICKETS // HANDS):
            order = {"service": "building-permit"}
            told.append(
                center.call("POST", "/locations/downtown/tickets", order, token=agent, key=uuid4().hex)["number"]
            )

    began = monotonic()
    with ThreadPoolExecutor(HANDS) as pool:
        hands = [pool.submit(hand) for _ in range(HANDS)]
        while len(told) < TICKETS // 3 and not any(each.done() for each in hands):
            sleep(0.01)
        one.stop(signal.SIGKILL)
    for each in hands:
        each.result()
    seconds = monotonic() - began
    known = {ticket["number"] for ticket in center.call("GET", "/locations/downtown/queue", token=agent)["tickets"]}
    print(f"{TICKETS} tickets by {HANDS} hands through nginx in {seconds:.1f} s, one of two processes killed amid them")
    print(f"told {len(told)}, distinct {len(set(told))}, known to the survivor {len(known)}")
    assert len(set(told)) == len(told) == TICKETS
    assert set(told) == known
    deadline = monotonic() + 20
    while (not heard or heard[-1] != TICKETS) and monotonic() < deadline:
        sleep(0.1)
    print(f"the display, through nginx's WebSocket, shows {heard[-1] if heard else 'nothing'} waiting")
    assert heard[-1] == TICKETS
    board.disconnect()
    assert two.process is not None
    assert two.process.poll() is None


def main() -> None:
    """Exercise the units, the Chromium policy and nginx."""
    missing = [program for program in NEEDED if not shutil.which(program)]
    if missing:
        sys.exit(f"Not installed here: {', '.join(missing)}.")
    for line in units():
        print(line)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = _of(stack, postgres_url, _of(stack, postgres_server))
        settings = {
            "database_url": database,
            "redis_url": redis_url.__wrapped__(_of(stack, redis_server)),  # type: ignore[attr-defined]
            "secret_key": "the same for both " * 2,
            "trusted_proxies": "1",
        }
        at = "2026-11-23T09:30"
        one = stack.enter_context(serve(folder / "one" / "var", at=at, **settings))
        two = stack.enter_context(serve(folder / "two" / "var", at=at, **settings))
        for line in kiosk_policy.exercised(folder / "policies", one.url):
            print(line)
        port = stack.enter_context(in_front(folder, [one.port, two.port]))
        day(one, two, Center(port))


def _of(stack: ExitStack, fixture: Any, *given: Any) -> Any:
    """Enter a fixture of the tests as what it is, a generator."""
    return stack.enter_context(contextmanager(fixture.__wrapped__)(*given))


if __name__ == "__main__":
    main()
