"""Sockets tested as sockets: one acts, another hears, the other location hears nothing."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import requests
import socketio

from queueing.db import Database
from queueing.identity import devices
from queueing.settings import Settings
from tests.cast import MONDAY_MORNING
from tests.served import Served, serve

PATIENCE_SECONDS = 10


class Screen:
    """A Socket.IO client that remembers every view it was sent."""

    def __init__(
        self, url: str, token: str = "", *, comes_back: bool = False, transport: str = "websocket", http: Any = None
    ) -> None:
        self.client = socketio.Client(reconnection=comes_back, reconnection_delay_max=2, http_session=http)
        self.asked: dict[str, str] | None = None
        self.heard: queue.Queue[tuple[str, dict[str, Any]]] = queue.Queue()
        self.gone = threading.Event()
        for view in ("board", "queue"):
            self.client.on(view, lambda shown, view=view: self.heard.put((view, shown)), namespace="/live")
        self.client.on("disconnect", lambda *_: self.gone.set(), namespace="/live")
        self.client.on("connect", self._connected, namespace="/live")
        auth = {"token": token} if token else {}
        self.client.connect(url, namespaces=["/live"], auth=auth, transports=[transport])

    def watch(self, location: str, view: str) -> dict[str, Any]:
        """Ask to watch; return the server's answer."""
        self.asked = {"location": location, "view": view}
        answer: dict[str, Any] = self.client.call("watch", self.asked, namespace="/live")
        return answer

    def _connected(self) -> None:
        if self.asked:
            self.client.emit("watch", self.asked, namespace="/live")

    def hear(self, until: Any = lambda shown: True) -> dict[str, Any]:
        """Return the next view for which `until` holds."""
        return self.hear_all(until)[-1][1]

    def hear_all(self, until: Any) -> list[tuple[str, dict[str, Any]]]:
        """Return all that comes up to the view for which `until` holds, each with its view's name.

        One thread of the server announces, in order: whatever an earlier act had sent here has come by then.
        """
        heard: list[tuple[str, dict[str, Any]]] = []
        while not heard or not until(heard[-1][1]):
            heard.append(self.heard.get(timeout=PATIENCE_SECONDS))
        return heard

    def close(self) -> None:
        """Leave; the library keeps the socket of a connection that was reset, so it is closed here."""
        self.client.disconnect()
        if wire := getattr(self.client.eio, "ws", None):
            wire.shutdown()


@contextmanager
def screen(served: Served, token: str = "") -> Iterator[Screen]:
    """A connected screen."""
    connected = Screen(served.url, token)
    try:
        yield connected
    finally:
        connected.close()


def told_at_the_door(served: Served, token: str = "") -> dict[str, Any]:
    """Return why a screen was not let in, as its page gets it."""
    client, told = socketio.Client(reconnection=False), queue.Queue[dict[str, Any]]()
    client.on("connect_error", told.put, namespace="/live")
    with pytest.raises(socketio.exceptions.ConnectionError):
        client.connect(
            served.url, namespaces=["/live"], auth={"token": token} if token else {}, transports=["websocket"]
        )
    return dict(told.get(timeout=PATIENCE_SECONDS)["data"])


def issue(served: Served, service: str = "report-theft", location: str = "downtown") -> dict[str, Any]:
    """Take a ticket over HTTP."""
    answer = served.call(
        "POST", f"/locations/{location}/tickets", {"service": service}, token=served.token("kiosk", location)
    )
    assert answer.status == 201, answer.json
    return dict(answer.json)


def waiting(shown: dict[str, Any]) -> int:
    """How many wait, of a board."""
    return sum(line["waiting"] for line in shown["waiting"])


def test_a_board_hears_at_once_and_after_every_change(served: Served) -> None:
    with screen(served) as board:
        assert board.watch("downtown", "board") == {"ok": True}
        first = board.hear()
        assert waiting(first) == 0
        issue(served)
        second = board.hear(lambda shown: waiting(shown) == 1)
        assert second["version"] > first["version"]
        agent = served.token("agent")
        served.call("PUT", "/locations/downtown/counters/1", {"open": True}, token=agent)
        served.call("POST", "/locations/downtown/counters/1/call-next", token=agent)
        third = board.hear(lambda shown: shown["called"])
        assert [call["counter"] for call in third["called"]] == ["1"]
        assert set(third) == set(served.call("GET", "/locations/downtown/board").json)


def test_versions_only_grow_and_a_burst_ends_with_the_truth(served: Served) -> None:
    with screen(served) as board:
        board.watch("downtown", "board")
        for _ in range(12):
            issue(served)
        versions = []
        while True:
            shown = board.hear()
            versions.append(shown["version"])
            if waiting(shown) == 12:
                break
        assert versions == sorted(versions)


def test_the_other_center_hears_nothing_of_it(served: Served) -> None:
    with screen(served) as here, screen(served) as there:
        here.watch("downtown", "board")
        there.watch("east-lake", "board")
        first = there.hear()
        assert (first["location"], waiting(first)) == ("east-lake", 0)
        issue(served)
        here.hear(lambda shown: waiting(shown) == 1)
        issue(served, "general-help", "east-lake")
        *before, (_, last) = there.hear_all(lambda shown: waiting(shown) == 1)
        assert last["location"] == "east-lake"
        # The same view may be sent again while time goes by; nothing that happened downtown is told by one.
        stood = {(view, shown["location"], shown["version"]) for view, shown in before}
        assert stood <= {("board", "east-lake", first["version"])}


def test_staff_see_the_queue_and_another_agents_act_at_once(served: Served) -> None:
    with screen(served, served.token("agent")) as ben:
        assert ben.watch("downtown", "queue") == {"ok": True}
        ben.hear()
        ticket = issue(served)
        shown = ben.hear(lambda shown: shown["tickets"])
        assert [seen["id"] for seen in shown["tickets"]] == [ticket["id"]]


REFUSED = [
    ("", "downtown", "queue", 401, "an anonymous one gets the public view only"),
    ("kiosk", "downtown", "queue", 403, "a kiosk is no staff"),
    ("agent", "east-lake", "queue", 403, "an agent downtown sees nothing of East Lake's queue"),
    ("agent", "nowhere", "queue", 404, "no such location"),
    ("agent", "downtown", "secrets", 422, "no such view"),
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for the rows of a table."""
    with serve(tmp_path_factory.mktemp("live") / "var", at="2026-11-23T09:30") as server:
        yield server


@pytest.mark.parametrize(("role", "location", "view", "status", "why"), REFUSED, ids=[row[4] for row in REFUSED])
def test_who_may_not_watch_is_told_why(
    shared: Served, role: str, location: str, view: str, status: int, why: str
) -> None:
    there = location if location == "east-lake" else "downtown"
    with (
        screen(shared, shared.token("agent", there)) as staff,
        screen(shared, shared.token(role) if role else "") as client,
    ):
        assert staff.watch(there, "queue") == {"ok": True}
        answer = client.watch(location, view)
        assert (answer["status"], bool(answer["detail"])) == (status, True), why
        ticket = issue(shared, "general-help", there)["id"]
        staff.hear(lambda shown: ticket in [seen["id"] for seen in shown["tickets"]])
        # What they may watch comes, and nothing that they may not came before it.
        assert client.watch("downtown", "board") == {"ok": True}
        heard = client.hear_all(lambda shown: "tickets" not in shown)
        now = waiting(heard[-1][1])
        issue(shared)
        heard += client.hear_all(lambda shown: "tickets" not in shown and waiting(shown) == now + 1)
        assert {(view, shown["location"]) for view, shown in heard} == {("board", "downtown")}


def test_a_bad_token_is_not_let_in_and_told_why(shared: Served) -> None:
    assert told_at_the_door(shared, "no-such-token")["type"] == "sign-in-needed"


def test_who_is_nobody_leaves_places_to_staff_and_screens(tmp_path: Path) -> None:
    with (
        serve(tmp_path / "var", at="2026-11-23T09:30", max_screens="4") as server,
        screen(server),
        screen(server) as second,
    ):
        told = told_at_the_door(server)
        assert (told["type"], told["detail"]) == ("too-many", "Too many screens are connected. Try again in a minute.")
        with screen(server, server.token("agent")) as agent:
            assert agent.watch("downtown", "queue") == {"ok": True}
        second.close()


@pytest.mark.parametrize("how", ["by a manager", "by another process"])
def test_a_revoked_screen_is_out_within_five_seconds(served: Served, how: str) -> None:
    code = served.command("device", "pair", "--kind", "display", "--location", "downtown")
    token = served.call("POST", "/pair", {"code": code}).json["token"]
    with screen(served, token) as paired:
        paired.watch("downtown", "board")
        device = served.call("GET", "/locations/downtown/queue", token=served.token("agent")).json["parts"][0]
        number = device["id"].removeprefix("device-")
        if how == "by a manager":
            gone = served.call("DELETE", f"/locations/downtown/devices/{number}", token=served.token("manager"))
            assert gone.status == 204
        else:
            database = Database(Settings(var=served.var).database)
            with database.write() as session:
                devices.revoke_device(
                    session, device=int(number), location="downtown", by="command", now=MONDAY_MORNING
                )
            database.close()
        assert paired.gone.wait(5)
    assert served.call("POST", "/heartbeat", {}, token=token).status == 401


def test_who_watches_without_end_is_cut_and_nobody_else_waits(served: Served) -> None:
    with screen(served) as calm, screen(served) as eager:
        calm.watch("downtown", "board")
        calm.hear()
        for _ in range(20):
            with suppress(socketio.exceptions.SocketIOError):
                eager.client.emit("watch", {"location": "downtown", "view": "board"}, namespace="/live")
        issue(served)
        calm.hear(lambda shown: waiting(shown) == 1)
        assert eager.gone.wait(PATIENCE_SECONDS)
    with screen(served) as again:
        assert again.watch("downtown", "board") == {"ok": True}


def test_every_screen_is_right_again_after_a_restart(tmp_path: Path) -> None:
    with serve(tmp_path / "var", at="2026-11-23T09:30", max_screens="60") as server:
        boards = [Screen(server.url, comes_back=True) for _ in range(20)]
        for board in boards:
            board.watch("downtown", "board")
            assert waiting(board.hear()) == 0
        server.stop()
        server.start()
        issue(server)
        for board in boards:
            board.hear(lambda shown: waiting(shown) == 1)
        server.stop()
        assert "SIGKILL" not in (tmp_path / "server.log").read_text()
        for board in boards:
            board.client.shutdown()
            board.close()


def test_a_setting_lets_programs_poll_and_counts_them(tmp_path: Path) -> None:
    with (
        requests.Session() as http,  # the client leaves its own open when it is refused
        serve(tmp_path / "var", at="2026-11-23T09:30", live_polling="true", max_screens="4") as server,
    ):
        boards = [Screen(server.url, transport="polling", http=http) for _ in range(2)]
        for board in boards:
            board.watch("downtown", "board")
            assert waiting(board.hear()) == 0
        issue(server)
        for board in boards:
            board.hear(lambda shown: waiting(shown) == 1)
        with pytest.raises(socketio.exceptions.ConnectionError):
            Screen(server.url, transport="polling", http=http)
        for board in boards:
            board.close()


def test_two_processes_behind_redis_hear_each_other(tmp_path: Path, postgres_url: str, redis_url: str) -> None:
    settings = {"database_url": postgres_url, "redis_url": redis_url, "secret_key": "the same for both " * 2}
    at = "2026-11-23T09:30"
    with (
        serve(tmp_path / "one" / "var", at=at, **settings) as one,
        serve(tmp_path / "two" / "var", at=at, **settings) as two,
        screen(one) as near,
        screen(two) as far,
    ):
        for board in (near, far):
            board.watch("downtown", "board")
            assert waiting(board.hear()) == 0
        issue(one)
        assert waiting(far.hear(lambda shown: waiting(shown) > 0)) == 1
        issue(two)
        assert waiting(near.hear(lambda shown: waiting(shown) > 1)) == 2
