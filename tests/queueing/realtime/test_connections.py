"""Open connections: how many, from whom, and what each may do. Sockets are real pairs."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from queueing.realtime import connections
from queueing.realtime.connections import BURST_BYTES, BoundedSocket, Connection, Connections
from queueing.refusals import ServerFull, TooManyTries


def test_the_last_place_is_the_last() -> None:
    screens = Connections(most=3, most_strangers=3)
    first, *_ = [screens.open(f"192.0.2.{n}") for n in range(3)]
    with pytest.raises(ServerFull):
        screens.open("192.0.2.9")
    screens.close(first)
    screens.open("192.0.2.9")
    assert len(screens) == 3


def test_one_network_takes_no_more_than_its_part_but_for_those_who_are_known() -> None:
    screens = Connections(most=10, most_strangers=2)
    for address in ("2001:db8::1", "2001:db8::2"):
        screens.open(address).joined = False
    with pytest.raises(TooManyTries):
        screens.open("2001:db8::3")
    screens.open("2001:db8:0:1::1")
    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.1"):
        screens.open(address).joined = True
    assert len(screens) == 6


def test_who_comes_and_goes_without_end_is_kept_out(monkeypatch: pytest.MonkeyPatch) -> None:
    screens = Connections(most=10, most_strangers=2)
    for _ in range(4):
        screens.close(screens.open("192.0.2.1"))
    with pytest.raises(TooManyTries):
        screens.open("192.0.2.1")
    screens.open("192.0.2.2")
    monkeypatch.setattr(connections, "LINGER_SECONDS", 0.0)
    screens.open("192.0.2.1")


class Wire:
    """A pair of sockets: ours, bounded, and the other side's."""

    def __init__(self, *, joined: bool | None = False) -> None:
        ours, self.theirs = socket.socketpair()
        self.connection = Connection("192.0.2.1", ours, joined=joined)
        self.ours = BoundedSocket(ours, self.connection)
        self.theirs.settimeout(5)

    def close(self) -> None:
        self.ours.close()
        self.theirs.close()


@pytest.fixture
def wires() -> Iterator[Any]:
    """Make wires, and close them."""
    made: list[Wire] = []

    def make(**how: Any) -> Wire:
        made.append(Wire(**how))
        return made[-1]

    yield make
    for wire in made:
        wire.close()


def test_one_that_has_not_joined_makes_place_for_another(wires: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    idle, screens = wires(joined=None), Connections(most=1, most_strangers=1)
    screens.open("192.0.2.1", idle.connection.wire)
    with pytest.raises(ServerFull):
        screens.open("192.0.2.2")
    monkeypatch.setattr(connections, "CROWDED_JOIN_SECONDS", 0.0)
    screens.open("192.0.2.2")
    assert (len(screens), idle.theirs.recv(1)) == (1, b"")


def test_a_stop_ends_all_and_lets_nobody_in(wires: Any) -> None:
    wire, screens = wires(), Connections(most=5, most_strangers=5)
    screens.open("192.0.2.1", wire.connection.wire)
    screens.cut_all()
    assert wire.theirs.recv(1) == b""
    with pytest.raises(ServerFull):
        screens.open("192.0.2.1")


def test_the_last_words_reach_who_is_cut(wires: Any) -> None:
    wire = wires()
    wire.connection.cut_after(0.01)
    wire.ours.send(b"goodbye")
    assert (wire.theirs.recv(7), wire.theirs.recv(1)) == (b"goodbye", b"")


SILENT = [(None, {"JOIN_SECONDS": 0.1}), (True, {"JOIN_SECONDS": 0.0, "SILENCE_SECONDS": 0.1})]


@pytest.mark.parametrize(("joined", "patience"), SILENT, ids=["does not join", "joined, and is silent for longer"])
def test_who_is_silent_for_too_long_is_cut(
    wires: Any, monkeypatch: pytest.MonkeyPatch, joined: bool | None, patience: dict[str, float]
) -> None:
    for name, seconds in patience.items():
        monkeypatch.setattr(connections, name, seconds)
    wire = wires(joined=joined)
    wire.theirs.sendall(b"a")
    assert wire.ours.recv(10) == b"a"
    with pytest.raises(TimeoutError):
        wire.ours.recv(10)


def test_who_sends_more_than_a_screen_is_cut(wires: Any) -> None:
    wire = wires()
    wire.theirs.sendall(b"a" * (BURST_BYTES + 1000))
    taken = 0
    with pytest.raises(ConnectionAbortedError):
        for _ in range(10):
            taken += len(wire.ours.recv(1024))
    assert taken <= BURST_BYTES
    with pytest.raises(BrokenPipeError):
        wire.theirs.sendall(b"a")


def test_who_does_not_read_is_cut(wires: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "SILENCE_SECONDS", 0.05)
    wire = wires()
    with pytest.raises(TimeoutError):
        wire.ours.send(b"a" * 10_000_000)
    with pytest.raises(BrokenPipeError):
        wire.ours.send(b"b")


def test_all_is_sent_however_much(wires: Any) -> None:
    wire = wires()
    assert wire.ours.send(b"abc") == 3
    assert wire.theirs.recv(10) == b"abc"
