"""Hostile requests by the thousand over raw sockets: `python -m tests.bench fuzz --requests 1000000`.

A real server on loopback, on SQLite or PostgreSQL (`--database postgresql`), is sent what no browser sends: NUL and
half surrogates, huge numbers, brackets without end, wrong content types, long keys, odd methods, broken lines. Every
route that the application has is asked, with and without a right. Counted are the answers by status, every 5xx with
the request that caused it, and every traceback in the server's log; any of these ends the bench with an error.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import socket
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import quote_from_bytes

from queueing.app import create_app
from queueing.settings import Settings
from tests.real_parts import own_database, own_postgres
from tests.served import Served, serve

CONNECTIONS = 8
PATIENCE_SECONDS = 30.0
SHOWN = 10
NOT_IMPLEMENTED = 501
"""The answer to a transfer coding that nobody knows: it says so of the request, not of the server."""

TEXTS = [
    *(
        "",
        "\0",
        "a\0b",
        "\ud800",
        "\udfff\ud800",
        "\ufffe",
        "é" * 40,
        "ש" * 10,
        "🎫",
        "\r\nX: y",
        "'; --",
        "%s%n",
        "../..",
    ),
    *("A" * 97, "A" * 5000, "<script>", "=1+1", "downtown", "1", "report-theft", "2026-11-23", "09:30", "en", "NaN"),
]
NUMBERS = [
    "0",
    "-1",
    "1e400",
    "-1e400",
    "NaN",
    "Infinity",
    "9" * 40,
    str(2**31),
    str(2**63),
    str(2**64),
    "0.1",
    "1e-400",
]
FORM_FIELDS = ("csrf_token", "current", "lang", "name", "password", "q", "service", "to")
PATHS = [
    *(b"%00", b"a%00b", b"%ed%a0%80", b"%ff%fe", b"%", b"%zz", b"..%2f..", b"%2e%2e", b"x" * 3000, b"downtown", b"1"),
    *(b"permits", b"report-theft", b"kiosk-1", b"2026-11-23", b"-1", b"9" * 40, "é".encode(), b"\xff", b"0"),
]
TYPES = ["application/json", "text/plain", "multipart/form-data; boundary=x", "multipart/form-data", "", "\xff/\xff"]
TYPES += ["application/x-www-form-urlencoded", "application/json; charset=utf-7", "application/json; charset=\xff"]
METHODS = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "BREW", "get", "X" * 300]
HEADERS = ["Idempotency-Key", "X-Forwarded-For", "X-CSRFToken", "If-None-Match", "Accept-Language", "Range", "Cookie"]
HEADERS += ["If-Modified-Since", "Host", "Accept", "Must-Answer", "Transfer-Encoding", "Expect", "Connection"]


@dataclass(frozen=True)
class Route:
    """One route: its methods, the parts of its path (None where a value goes), and the members of its bodies."""

    methods: tuple[str, ...]
    parts: tuple[bytes | None, ...]
    members: tuple[str, ...]


@dataclass
class Found:
    """What came of the requests: answers by status (0: none), the requests that failed, requests without an answer."""

    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[tuple[int, bytes]] = field(default_factory=list)


def routes() -> list[Route]:
    """Return every route of the application, with the names of what it takes."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(var=Path(folder)))
        described = app.test_client().get("/api/v1/openapi.json").get_json()
        rules = [(rule.rule, sorted(rule.methods or ())) for rule in app.url_map.iter_rules()]
        app.runtime.database.close()
    return [_route(rule, methods, described) for rule, methods in rules]


def _route(rule: str, methods: Sequence[str], described: dict[str, Any]) -> Route:
    parts = re.split(r"(<[^>]+>)", rule)
    path = described["paths"].get(
        "".join(f"{{{each.strip('<>').split(':')[-1]}}}" if n % 2 else each for n, each in enumerate(parts)), {}
    )
    members: set[str] = set()
    for asked in path.values():
        members |= {each["name"] for each in asked.get("parameters", ()) if each["in"] == "query"}
        for named in re.findall(r'"#/components/schemas/(\w+)"', json.dumps(asked.get("requestBody", {}))):
            members |= set(described["components"]["schemas"][named].get("properties", ()))
    cut = tuple(None if n % 2 else each.encode() for n, each in enumerate(parts))
    return Route(tuple(methods), cut, tuple(sorted(members)) or FORM_FIELDS)


class Attacker:
    """Makes hostile requests, the same ones for the same seed."""

    def __init__(self, seed: str, known: Sequence[Route], tokens: Sequence[str]) -> None:
        self.dice, self.routes, self.tokens = random.Random(seed), known, tokens

    def request(self) -> bytes:
        """Return the bytes of one request, most of them nearly right."""
        dice, route = self.dice, self.dice.choice(self.routes)
        method = dice.choice(route.methods) if dice.random() < 0.85 else dice.choice(METHODS)
        path = b"".join(dice.choice(PATHS) if part is None else part for part in route.parts)
        if dice.random() < 0.3:
            pairs = [f"{dice.choice(route.members)}=".encode() + self._quoted() for _ in range(dice.randint(1, 3))]
            path += b"?" + b"&".join(pairs)
        body = self._body(route) if method not in {"GET", "HEAD"} or dice.random() < 0.05 else b""
        return self._head(method, path, body) + body

    def _head(self, method: str, path: bytes, body: bytes) -> bytes:
        dice = self.dice
        lines = [f"{method} ".encode() + path + b" HTTP/1.1", b"Host: localhost", b"Connection: close"]
        if dice.random() < 0.7:
            token = dice.choice(self.tokens) if dice.random() < 0.9 else dice.choice(["x", "\xff", "A" * 3000])
            lines.append(b"Authorization: Bearer " + token.encode("latin-1"))
        if body:
            kind = "application/json" if dice.random() < 0.8 else dice.choice(TYPES)
            lines.append(b"Content-Type: " + kind.encode("latin-1"))
        if dice.random() < 0.2:
            value = dice.choice(TEXTS).replace("\r\n", "").encode("utf-8", "surrogatepass")
            lines.append(dice.choice(HEADERS).encode() + b": " + value)
        length = str(len(body)).encode() if dice.random() < 0.97 else dice.choice([b"-1", b"9" * 30, b"x", b"0"])
        return b"\r\n".join([*lines, b"Content-Length: " + length]) + b"\r\n\r\n"

    def _quoted(self) -> bytes:
        if self.dice.random() < 0.3:
            return self.dice.choice(PATHS)
        text = self.dice.choice(TEXTS) if self.dice.random() < 0.7 else self.dice.choice(NUMBERS)
        return quote_from_bytes(text.encode("utf-8", "surrogatepass")).encode()

    def _body(self, route: Route) -> bytes:
        dice, kind = self.dice, self.dice.random()
        if kind < 0.05:
            return dice.choice([b"[" * 60_000, b'{"a":' * 20_000, b"\0", b"\xff\xfe", b"null", b'"x', b"", b"{}" * 9])
        if kind < 0.2:
            return b"&".join(f"{dice.choice(route.members)}=".encode() + self._quoted() for _ in range(4))
        names = dice.sample(route.members, dice.randint(0, min(4, len(route.members))))
        return ("{" + ",".join(f"{json.dumps(name)}:{self._value(3)}" for name in names) + "}").encode()

    def _value(self, depth: int) -> str:
        dice, kind = self.dice, self.dice.random()
        if kind < 0.5:
            return json.dumps(dice.choice(TEXTS))  # escapes NUL and half surrogates, as a program would
        if kind < 0.7 or not depth:
            return dice.choice([*NUMBERS, "true", "null"])
        if kind < 0.85:
            return "[" + ",".join(self._value(depth - 1) for _ in range(dice.randint(0, 3))) + "]"
        return "{" + ",".join(f"{json.dumps(dice.choice(TEXTS))}:{self._value(depth - 1)}" for _ in range(2)) + "}"


def status_of(port: int, request: bytes) -> int:
    """Send a request over a socket of its own; return the status of its answer, 0 for none."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as line:
        try:
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)
            answer = b""
            while part := line.recv(65536):
                answer = (answer + part)[:64]
        except OSError:
            return 0
    found = re.match(rb"HTTP/1\.[01] (\d{3})", answer)
    return int(found[1]) if found else 0


def attack(server: Served, count: int, seed: int) -> Found:
    """Send that many requests from several connections at once."""
    known, found = routes(), Found()
    tokens = [server.token(role) for role in ("admin", "manager", "agent", "kiosk", "display")]

    def one_after_another(number: int) -> Found:
        attacker, mine = Attacker(f"{seed}/{number}", known, tokens), Found()
        for _ in range(count // CONNECTIONS + (number < count % CONNECTIONS)):
            request = attacker.request()
            status = status_of(server.port, request)
            mine.statuses[status] += 1
            if status >= 500 and status != NOT_IMPLEMENTED:
                mine.failures.append((status, request))
        return mine

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        for part in pool.map(one_after_another, range(CONNECTIONS)):
            found.statuses += part.statuses
            found.failures += part.failures
    return found


@contextmanager
def server_on(database: str, folder: Path) -> Iterator[Served]:
    """Serve on a new database of either kind."""
    with ExitStack() as stack:
        settings: dict[str, Any] = {}
        if database == "postgresql":
            settings["database_url"] = stack.enter_context(own_database(stack.enter_context(own_postgres())))
        yield stack.enter_context(serve(folder / "var", at="2026-11-23T09:30", **settings))


def run(count: int, database: str, seed: int = 1) -> int:
    """Attack, print what came of it, and return how many failures and tracebacks there were."""
    with tempfile.TemporaryDirectory() as folder, server_on(database, Path(folder)) as server:
        begun = perf_counter()
        found = attack(server, count, seed)
        seconds = perf_counter() - begun
        alive = server.call("GET", "/locations").status
        tracebacks = (
            (Path(folder) / "server.log").read_text(errors="replace").count("Traceback (most recent call last)")
        )
    answers = ", ".join(f"{status or 'no answer'}: {n}" for status, n in sorted(found.statuses.items()))
    print(f"{count} hostile requests on {database} in {seconds:.0f} s. {answers}.")
    print(f"5xx: {len(found.failures)}. Tracebacks in the log: {tracebacks}. Afterwards /locations answers {alive}.")
    for status, request in found.failures[:SHOWN]:
        print(status, request[:400])
    return len(found.failures) + tracebacks + (alive != 200)


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--requests", type=int, default=20_000)
    words.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    words.add_argument("--seed", type=int, default=1)
    asked = words.parse_args()
    sys.exit(1 if run(asked.requests, asked.database, asked.seed) else 0)
