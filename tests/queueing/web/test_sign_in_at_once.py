"""Many who sign in at the same moment, at the real server with passwords as hard as in life."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode

import pytest

from queueing.identity.passwords import HASHES_AT_ONCE
from tests.served import Served, serve

AT_ONCE = 150
MEGABYTES_OF_TWO_HASHES = HASHES_AT_ONCE * 64
MEGABYTES_OF_THREADS = 150


@dataclass
class Center:
    """The real server behind a proxy that names addresses, Ana's password for once, and a form that was loaded."""

    server: Served
    password: str
    cookie: str
    token: str

    def sign_in(self, address: str, name: str, password: str) -> int:
        """Send the form from an address; return the status, of a redirect its own."""
        form = urlencode({"csrf_token": self.token, "name": name, "password": password}).encode()
        headers = {"Cookie": self.cookie, "Accept": "text/html", "X-Forwarded-For": address}
        request = urllib.request.Request(f"{self.server.url}/staff/sign-in", form, headers)
        try:
            with OPENER.open(request, timeout=60) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.code

    def sign_in_at_once(self, tries: Sequence[tuple[str, str]], password: str) -> Counter[int]:
        """Send the form for each address and name, all at the same moment; return how often each status came."""
        gate = Barrier(len(tries))

        def one(given: tuple[str, str]) -> int:
            gate.wait(30)
            return self.sign_in(*given, password)

        with ThreadPoolExecutor(len(tries)) as hands:
            return Counter(hands.map(one, tries))

    def megabytes(self, what: str) -> int:
        """`VmRSS`, the memory of the process that answers, or `VmHWM`, the most that it had."""
        assert self.server.process is not None
        parent = self.server.process.pid
        (worker,) = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        found = re.search(rf"{what}:\s+(\d+) kB", Path(f"/proc/{worker}/status").read_text())
        assert found
        return int(found.group(1)) // 1024


class StayHere(urllib.request.HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(self, *_: object) -> None:
        """Return nothing, so that the redirect is the answer."""


OPENER = urllib.request.build_opener(StayHere)


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Center]:
    """The center at nine, where Ana has an account."""
    var = tmp_path_factory.mktemp("at-once") / "var"
    with serve(var, at="2026-11-23T09:00", trusted_proxies="1") as server:
        told = server.command("staff", "add", "ana", "--role", "agent", "--location", "downtown")
        with urllib.request.urlopen(f"{server.url}/staff/sign-in", timeout=10) as page:
            cookie = page.headers["Set-Cookie"].partition(";")[0]
            found = re.search(r'name="csrf_token" value="([^"]+)"', page.read().decode())
        assert found
        yield Center(server, told.rpartition(": ")[2], cookie, found.group(1))


def test_a_flood_of_sign_ins_takes_the_memory_of_two_and_the_center_goes_on(center: Center) -> None:
    before = center.megabytes("VmRSS")
    answered = center.sign_in_at_once([(f"10.0.1.{n}", f"nobody {n}") for n in range(AT_ONCE)], "wrong")
    assert answered.keys() == {401, 503}
    assert answered[401] >= HASHES_AT_ONCE, "the first ones were heard"
    assert center.megabytes("VmHWM") - before < MEGABYTES_OF_TWO_HASHES + MEGABYTES_OF_THREADS
    kiosk = center.server.token("kiosk")
    ticket = center.server.call("POST", "/locations/downtown/tickets", {"service": "report-theft"}, token=kiosk)
    assert ticket.status == 201


def test_guesses_at_the_same_moment_reach_the_hash_no_more_than_the_limit_allows(center: Center) -> None:
    assert center.sign_in("10.0.2.1", "ana", "wrong") == 401
    answered = center.sign_in_at_once([("10.0.2.1", "ana")] * AT_ONCE, "wrong")
    assert answered[401] <= 9, "ten a minute, and one was before"
    assert answered[429] >= AT_ONCE - 9 - answered[503]


def test_ten_agents_who_begin_at_nine_all_get_in(center: Center) -> None:
    agents = [(f"10.0.3.{n}", "ana") for n in range(10)]
    assert center.sign_in_at_once(agents, center.password) == {303: 10}
