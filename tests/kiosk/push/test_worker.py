"""The worker sends each message once, in the phone's language, to that phone alone, and drops phones that are gone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from http_ece import ECEException
from py_vapid import Vapid

from kiosk.push.client import PushResult
from kiosk.push.encryption import public_key
from kiosk.push.worker import PushWorker
from queueing.app import App
from queueing.cli import main
from queueing.db import Database
from queueing.settings import Settings
from tests.cast import Agent, Caller, Kiosk, SteppedClock
from tests.kiosk.push.push_cast import CITY_KEY, HELP, follow, followers
from tests.kiosk.push.push_service import Phone, PushService


@pytest.fixture
def worker(app: App) -> Iterator[PushWorker]:
    worker = PushWorker(app.runtime)
    yield worker
    worker._posts.shutdown()


def told(worker: PushWorker) -> list[PushResult]:
    """Look once; return what became of each message."""
    return [sent.result(10) for sent in worker.look()]


def test_each_message_comes_once_and_the_subscription_ends_with_the_ticket(
    kiosk: Kiosk,
    visitor: Caller,
    ana: Agent,
    worker: PushWorker,
    pushes: PushService,
    database: Database,
    clock: SteppedClock,
) -> None:
    phone = pushes.phone("es")
    for _ in range(3):
        kiosk.ticket(HELP)
    ticket = kiosk.ticket(HELP, language="es")
    assert follow(visitor, ticket, phone, "es") == 204
    ana.open()
    assert told(worker) == [], "three are before them"
    for _ in range(3):
        ana.does(ana.does(ana.call(), "start"), "finish")
        clock.step(minutes=6)
    assert told(worker) == [PushResult.TAKEN]
    assert told(worker) == []
    ana.call()
    assert told(worker) == [PushResult.TAKEN]
    clock.step(minutes=1)
    ana.does(ticket, "recall")
    assert told(worker) == [PushResult.TAKEN]
    assert told(worker) == []
    clock.step(minutes=5)
    ana.does(ticket, "no-show")
    assert told(worker) == [PushResult.TAKEN]
    assert followers(database) == 0
    heard = [phone.reads(body) for _, _, body in pushes.came]
    assert [one["title"] for one in heard] == [
        "Ya casi es su turno",
        "Es su turno",
        "Le hemos llamado. Por favor, vuelva.",
        "Le hemos llamado. Por favor, vuelva.",
    ]
    assert [one["body"] for one in heard[:2]] == [
        "A004 · Centro de Servicios Downtown",
        "A004 · Pase al mostrador 1",
    ]
    assert {one["lang"] for one in heard} == {"es"}
    assert {key for one in heard for key in one} == {"title", "body", "lang"}


def test_a_message_is_encrypted_signed_and_short_lived(
    kiosk: Kiosk, visitor: Caller, ana: Agent, worker: PushWorker, pushes: PushService
) -> None:
    ticket, phone = kiosk.ticket(HELP), pushes.phone("sealed")
    follow(visitor, ticket, phone)
    ana.open()
    ana.call()
    assert told(worker) == [PushResult.TAKEN]
    [(path, headers, body)] = pushes.came
    assert path == "/sealed"
    assert (headers["Content-Encoding"], headers["TTL"], headers["Urgency"]) == ("aes128gcm", "600", "high")
    assert Vapid.verify(headers["Authorization"])
    assert f"k={public_key(CITY_KEY)}" in headers["Authorization"]
    assert b"A001" not in body
    with pytest.raises(ECEException):
        pushes.phone("another").reads(body)


def test_after_a_postponement_the_next_call_is_a_new_message(
    kiosk: Kiosk, visitor: Caller, ana: Agent, worker: PushWorker, pushes: PushService, clock: SteppedClock
) -> None:
    ticket, phone = kiosk.ticket(HELP), pushes.phone("later")
    follow(visitor, ticket, phone)
    ana.open()
    ana.call()
    assert told(worker) == [PushResult.TAKEN]
    assert visitor.post(f"/tickets/{ticket['id']}/later").status_code == 200
    assert told(worker) == []
    clock.step(minutes=10)
    assert told(worker) == [PushResult.TAKEN]
    ana.call()
    assert told(worker) == [PushResult.TAKEN]
    assert [phone.reads(body)["title"] for _, _, body in pushes.came] == [
        "It is your turn",
        "Almost your turn",
        "It is your turn",
    ]


@pytest.mark.parametrize(
    ("answer", "went", "left"),
    [
        (404, PushResult.GONE, 0),
        (410, PushResult.GONE, 0),
        (500, PushResult.FAILED, 1),
        (301, PushResult.FAILED, 1),
        (429, PushResult.FAILED, 1),
    ],
)
def test_a_phone_that_is_gone_is_forgotten_and_a_failure_stops_no_other_phone(
    kiosk: Kiosk,
    visitor: Caller,
    ana: Agent,
    worker: PushWorker,
    pushes: PushService,
    database: Database,
    answer: int,
    went: PushResult,
    left: int,
) -> None:
    ticket = kiosk.ticket(HELP)
    pushes.answers["/gone"] = answer
    follow(visitor, ticket, pushes.phone("gone"))
    follow(visitor, ticket, pushes.phone("well"))
    ana.open()
    ana.call()
    assert sorted(told(worker)) == sorted([went, PushResult.TAKEN])
    assert followers(database) == left + 1
    assert told(worker) == [], "what went wrong is not tried again: the next news is what matters"


def test_a_slow_push_service_keeps_no_thread_from_another(
    kiosk: Kiosk, visitor: Caller, ana: Agent, worker: PushWorker, pushes: PushService
) -> None:
    ticket = kiosk.ticket(HELP)
    for name in ("slow-1", "slow-2", "slow-3"):
        assert follow(visitor, ticket, pushes.phone(name)) == 204
    other = Phone(pushes.phone("other").endpoint.replace("127.0.0.1", "localhost"))
    assert follow(visitor, kiosk.ticket(HELP), other) == 204
    ana.open()
    ana.call()
    pushes.may_answer.clear()
    first = worker.look()
    assert len(first) == 3, "two of the slow host, and the other's"
    assert worker.look() == [], "the third phone of that host waits"
    worker._wake.clear()
    pushes.may_answer.set()
    assert [sent.result(10) for sent in first] == [PushResult.TAKEN] * 3
    assert worker._wake.wait(10), "and is looked for again at once"
    assert told(worker) == [PushResult.TAKEN]
    assert sorted(path for path, _, _ in pushes.came) == ["/other", "/slow-1", "/slow-2", "/slow-3"]


@pytest.mark.parametrize("answer", [201, 410])
def test_subscribing_again_repeats_no_message(
    kiosk: Kiosk, visitor: Caller, ana: Agent, worker: PushWorker, pushes: PushService, answer: int
) -> None:
    ticket, phone = kiosk.ticket(HELP), pushes.phone("again")
    pushes.answers["/again"] = answer
    follow(visitor, ticket, phone)
    ana.open()
    ana.call()
    assert told(worker) == [PushResult.GONE if answer == 410 else PushResult.TAKEN]
    visitor.client.delete(f"/api/v1/tickets/{ticket['id']}/push", json={"endpoint": phone.endpoint})
    assert follow(visitor, ticket, phone) == 204
    assert told(worker) == []
    ana.does(ticket, "recall")
    assert len(told(worker)) == 1, "what is new is told"


@pytest.mark.parametrize("act", ["leave", "void", "finish"])
def test_subscriptions_end_with_their_ticket(
    kiosk: Kiosk, visitor: Caller, ana: Agent, worker: PushWorker, pushes: PushService, database: Database, act: str
) -> None:
    ticket = kiosk.ticket(HELP)
    follow(visitor, ticket, pushes.phone("end"))
    if act == "finish":
        ana.open()
        ana.does(ana.call(), "start")
    if act == "leave":
        visitor.post(f"/tickets/{ticket['id']}/leave")
    else:
        ana.does(ticket, act, **({"reason": "printed twice"} if act == "void" else {}))
    assert told(worker) == []
    assert (followers(database), pushes.came) == (0, [])


def test_the_worker_looks_by_itself_after_a_change(
    kiosk: Kiosk, visitor: Caller, ana: Agent, app: App, pushes: PushService
) -> None:
    came = threading.Event()
    pushes.came = _Noticed(came)
    follow(visitor, kiosk.ticket(HELP), pushes.phone("woken"))
    worker = PushWorker(app.runtime)
    worker.start()
    try:
        ana.open()
        ana.call()
        assert came.wait(10)
    finally:
        worker.stop()
        pushes.came = []


class _Noticed(list[tuple[str, dict[str, str], bytes]]):
    def __init__(self, came: threading.Event) -> None:
        super().__init__()
        self._came = came

    def append(self, one: tuple[str, dict[str, str], bytes]) -> None:
        super().append(one)
        self._came.set()


def test_the_service_worker_lies_below_the_tickets_addresses(client: FlaskClient) -> None:
    with client.get("/t/worker.js") as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/javascript")
        assert answer.headers["Cache-Control"] == "no-cache"


def test_a_command_makes_the_key_and_a_bad_one_is_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said = CliRunner().invoke(main, ["push", "key"]).output.strip()
    name, _, key = said.partition("=")
    monkeypatch.setenv(name, key)
    with pytest.raises(ValueError, match="push_contact"):
        Settings()
    monkeypatch.setenv("NOW_SERVING_PUSH_CONTACT", "https://example.org")
    assert Settings().push_key == key
    monkeypatch.setenv(name, key[:-4])
    with pytest.raises(ValueError, match="now-serving push key"):
        Settings()
