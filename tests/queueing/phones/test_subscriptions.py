"""Phones that follow a ticket: a few, each once, claimed by one process, gone with the ticket."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from queueing import maintenance, operations
from queueing.db import Database
from queueing.operations.transition import find
from queueing.phones import subscriptions
from queueing.phones.subscriptions import MOST_EVER, MOST_PHONES, Phone, Subscription
from queueing.refusals import TooManyTries
from tests.cast import Kiosk, SteppedClock, packaged


@pytest.fixture
def ticket(kiosk: Kiosk) -> dict[str, Any]:
    return kiosk.ticket("general-help")


def follow(database: Database, ticket: dict[str, Any], name: str, language: str = "en") -> None:
    with database.write() as session:
        phone = Phone(f"https://push.example.org/{name}", "point", "secret", language)
        subscriptions.subscribe(session, find(session, ticket["id"]), phone)


def followers(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        return [(one.endpoint[-1], one.language) for one, _ in subscriptions.followed(session)]


def test_the_same_phone_is_one_and_a_fourth_is_one_too_many(database: Database, ticket: dict[str, Any]) -> None:
    for name in "abc"[:MOST_PHONES]:
        follow(database, ticket, name)
    follow(database, ticket, "a", "es")
    with pytest.raises(TooManyTries):
        follow(database, ticket, "d")
    assert followers(database) == [("a", "es"), ("b", "en"), ("c", "en")]
    with database.write() as session:
        for _ in range(2):
            subscriptions.unsubscribe(session, find(session, ticket["id"]).id, "https://push.example.org/a")
    assert followers(database) == [("b", "en"), ("c", "en")]


def test_who_has_stopped_is_a_digest_that_still_counts(database: Database, ticket: dict[str, Any]) -> None:
    names = "abcdefghijkl"[:MOST_EVER]
    for name in names:
        follow(database, ticket, name)
        with database.write() as session:
            subscriptions.unsubscribe(session, find(session, ticket["id"]).id, f"https://push.example.org/{name}")
    assert followers(database) == []
    with database.read() as session:
        kept = session.scalars(sa.select(Subscription)).all()
    assert {(len(one.endpoint), one.p256dh, one.auth) for one in kept} == {(64, "", "")}
    with pytest.raises(TooManyTries):
        follow(database, ticket, "z")
    follow(database, ticket, "a")
    assert followers(database) == [("a", "en")]


def test_one_process_tells_each_thing(database: Database, ticket: dict[str, Any]) -> None:
    follow(database, ticket, "a")
    with database.read() as session:
        [(seen, _)] = subscriptions.followed(session)
    with database.write() as session:
        assert [subscriptions.claim(session, seen, "near") for _ in range(2)] == [True, False]


def test_purge_forgets_phones_of_past_days(database: Database, ticket: dict[str, Any], clock: SteppedClock) -> None:
    follow(database, ticket, "a")
    maintenance.purge(database, packaged(), clock.now())
    assert len(followers(database)) == 1
    tomorrow = clock.now() + timedelta(days=1)
    maintenance.purge(database, packaged(), tomorrow)
    assert len(followers(database)) == 1, "no server has ended the day yet, so the clock may be wrong"
    with database.write() as session:
        operations.end_past_days(session, location=packaged().locations["downtown"], now=tomorrow)
    maintenance.purge(database, packaged(), tomorrow)
    assert followers(database) == []
