"""Views are sent after commits, in order; changes that come while one is drawn are joined."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from queueing.app import App
from queueing.db import Database, version_of
from queueing.realtime.broadcaster import Broadcaster
from tests.cast import Kiosk

PATIENCE_SECONDS = 10


class Sender:
    """Stands in for the live side: remembers which location was sent and the committed version at that moment."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.sent: list[tuple[str, int]] = []
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.failures = 0
        self._news = threading.Condition()

    def send(self, location: str) -> None:
        """Remember; then wait until the test lets it go on, as a view takes time to draw."""
        with self.database.read() as reading:
            version = version_of(reading, location)
        with self._news:
            self.sent.append((location, version))
            self._news.notify_all()
        assert self.may_go_on.wait(PATIENCE_SECONDS)
        if self.failures:
            self.failures -= 1
            raise ConnectionError("the database is away")

    def wait_for(self, count: int) -> list[tuple[str, int]]:
        """Return what was sent, once it is this much."""
        with self._news:
            assert self._news.wait_for(lambda: len(self.sent) >= count, PATIENCE_SECONDS)
            return list(self.sent)


@pytest.fixture
def sender(database: Database) -> Sender:
    """The live side of these tests."""
    return Sender(database)


@pytest.fixture
def broadcaster(database: Database, sender: Sender) -> Iterator[Broadcaster]:
    """A broadcaster that runs."""
    worker = Broadcaster(database, sender.send)
    worker.start()
    yield worker
    sender.may_go_on.set()
    if worker.announce in database.listeners:
        worker.stop()


@pytest.mark.usefixtures("broadcaster")
def test_a_commit_sends_its_location_alone_with_what_was_committed(kiosk: Kiosk, sender: Sender) -> None:
    kiosk.ticket("report-theft")
    ((location, first),) = sender.wait_for(1)
    kiosk.ticket("report-theft")
    assert location == "downtown"
    assert sender.wait_for(2)[1] == ("downtown", first + 1)


def test_changes_during_a_drawing_are_joined(broadcaster: Broadcaster, kiosk: Kiosk, sender: Sender) -> None:
    sender.may_go_on.clear()
    kiosk.ticket("report-theft")
    sender.wait_for(1)
    for _ in range(4):
        kiosk.ticket("report-theft")
    broadcaster.announce(frozenset({"east-lake"}))
    sender.may_go_on.set()
    (_, first), *rest = sender.wait_for(3)
    assert rest == [("downtown", first + 4), ("east-lake", 0)]


@pytest.mark.usefixtures("broadcaster")
def test_a_failed_sending_ends_nothing(kiosk: Kiosk, sender: Sender, caplog: pytest.LogCaptureFixture) -> None:
    sender.failures = 1
    kiosk.ticket("report-theft")
    sender.wait_for(1)
    kiosk.ticket("report-theft")
    assert len(sender.wait_for(2)) == 2
    assert "a background step failed" in caplog.text


def test_after_its_end_nothing_is_sent(broadcaster: Broadcaster, kiosk: Kiosk, sender: Sender, app: App) -> None:
    broadcaster.stop()
    assert not [thread for thread in threading.enumerate() if thread.name == "broadcaster"]
    assert app.runtime.database.listeners == []
    kiosk.ticket("report-theft")
    assert sender.sent == []
