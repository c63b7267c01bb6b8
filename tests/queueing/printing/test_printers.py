"""How each printer is, and which one a slip goes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from queueing import printing
from queueing.db import Database
from queueing.printing import Condition
from services_catalog.catalog import Printer
from tests.cast import packaged
from tests.queueing.printing.jobs_cast import HERE, NOON


class TestConditions:
    def note(self, database: Database, condition: Condition, seconds: float, *, answered: bool = False) -> bool:
        with database.write() as session:
            return printing.note_condition(
                session, **HERE, condition=condition, answered=answered, now=NOON + timedelta(seconds=seconds)
            )

    def test_a_change_is_news_and_a_repetition_is_a_sign_of_life(self, database: Database) -> None:
        heard: list[frozenset[str]] = []
        database.listeners.append(heard.append)
        assert self.note(database, Condition.OK, 0, answered=True)
        assert not self.note(database, Condition.OK, 10, answered=True)
        assert self.note(database, Condition.OUT, 20, answered=True)
        assert heard == [frozenset({"downtown"})] * 2
        with database.read() as session:
            (known,) = printing.printers_at(session, "downtown")
            assert (known.state, known.since, known.seen_at) == (
                Condition.OUT,
                NOON + timedelta(seconds=20),
                NOON + timedelta(seconds=20),
            )

    def test_that_it_once_answered_is_not_forgotten(self, database: Database) -> None:
        self.note(database, Condition.UNKNOWN, 0)
        with database.read() as session:
            assert not printing.has_answered(session, **HERE)
        self.note(database, Condition.OK, 1, answered=True)
        self.note(database, Condition.OFFLINE, 2)
        with database.read() as session:
            assert printing.has_answered(session, **HERE)

    def test_a_printer_nobody_hears_of_is_shown_offline(self, database: Database) -> None:
        self.note(database, Condition.OK, 0)
        with database.read() as session:
            (known,) = printing.printers_at(session, "downtown")
            assert printing.condition_at(known, NOON + timedelta(seconds=45)) is Condition.OK
            assert printing.condition_at(known, NOON + timedelta(seconds=46)) is Condition.OFFLINE
            # A demonstration at sixty times real speed asks every ten minutes of its own time.
            assert printing.condition_at(known, NOON + timedelta(minutes=44), pace=60.0) is Condition.OK


@pytest.mark.parametrize(
    ("urls", "kiosk", "chosen"),
    [
        ({}, "", None),
        ({"a": "none:"}, "a", None),  # the number on the glass only
        ({"a": "none:", "b": "spool:x", "c": "agent:"}, "", "b"),
        ({"b": "spool:x", "c": "agent:"}, "c", "c"),  # the kiosk's own printer first
        ({"b": "spool:x"}, "elsewhere", "b"),
    ],
)
def test_a_slip_goes_to_the_kiosks_printer_else_to_the_first(
    urls: dict[str, str], kiosk: str, chosen: str | None
) -> None:
    location = replace(
        packaged().locations["downtown"], printers=tuple(Printer(name, url) for name, url in urls.items())
    )
    found = printing.slip_printer(location, kiosk)
    assert (found.id if found else None) == chosen
