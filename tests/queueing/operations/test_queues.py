"""A queue closed to new tickets: who is refused, in which words, until when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from queueing import operations
from queueing.db import Database
from queueing.operations import TicketOrder
from queueing.refusals import NotFound, NotOffered
from services_catalog.catalog import Catalog, Location
from tests.cast import MONDAY_MORNING, issue_ticket

NOW = MONDAY_MORNING
SAID = "Hoy ya no se dan turnos para esto. El sistema para esto no funciona ahora. Abrimos: mañana a las 8:00 a.m."
REASON = "The system for this does not work now."


def test_a_closed_queue_gives_no_ticket_until_it_is_opened_or_the_day_is_over(
    database: Database, catalog: Catalog, downtown: Location
) -> None:
    def issues(days: int = 0) -> None:
        with database.write() as session:
            issue_ticket(
                session,
                catalog=catalog,
                location=downtown,
                order=TicketOrder("building-permit", "es"),
                by="kiosk",
                now=NOW + timedelta(days=days),
            )

    def closes(queue: str = "permits") -> None:
        with database.write() as session:
            operations.set_queue(
                session, catalog=catalog, location=downtown, queue=queue, closed=REASON, by="mia", now=NOW
            )

    closes()
    with pytest.raises(NotOffered) as refused:
        issues()
    assert refused.value.detail == SAID
    issues(days=1)
    with pytest.raises(NotFound):
        closes("no-such-queue")
