"""Queues closed and opened, calls for help and alerts, at the level of the rules; races with one winner."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import sqlalchemy as sa

from queueing import operations
from queueing.alerts.model import CallKind, HelpCall
from queueing.audit_log import AuditRecord
from queueing.db import Database
from queueing.operations import TicketOrder
from queueing.refusals import Refusal
from services_catalog.catalog import Catalog, Location
from tests.cast import MONDAY_MORNING, issue_ticket
from tests.queueing.operations.test_queues import REASON

NOW = MONDAY_MORNING


def both(work: Callable[[str], object]) -> list[str]:
    """Two managers do the same at once; return what each was told."""

    def hand(name: str) -> str:
        try:
            work(name)
        except Refusal as refusal:
            return f"{refusal.status} {refusal.detail}"
        return "done"

    with ThreadPoolExecutor(2) as hands:
        return sorted(hands.map(hand, ("mia", "max")), reverse=True)


def test_of_two_managers_one_is_first_and_the_other_is_told(
    either: Database, catalog: Catalog, downtown: Location
) -> None:
    here = {"location": downtown, "now": NOW}

    def closes(name: str) -> None:
        with either.write() as session:
            operations.set_queue(
                session, catalog=catalog, location=downtown, queue="permits", closed=REASON, by=name, now=NOW
            )

    def opens(name: str) -> None:
        with either.write() as session:
            operations.set_queue(
                session, catalog=catalog, location=downtown, queue="permits", closed=None, by=name, now=NOW
            )

    def ends(name: str) -> None:
        with either.write() as session:
            operations.end_day(session, **here, by=name, reason="storm")  # type: ignore[arg-type]

    def reopens(name: str) -> None:
        with either.write() as session:
            operations.reopen_day(session, **here, by=name, reason="it cleared")  # type: ignore[arg-type]

    def sees(name: str) -> None:
        with either.write() as session:
            operations.see_alert(session, **here, key="beyond", by=name, name="mia")  # type: ignore[arg-type]

    assert both(closes) == ["done", "409 That queue is closed already."]
    assert both(opens) == ["done", "409 That queue is open already."]
    assert both(ends) == ["done", "409 The day has ended already."]
    assert both(reopens) == ["done", "409 The day has not ended; there is nothing to reopen."]
    assert both(sees) == ["done", "409 mia has seen this already."]
    with either.read() as session:
        acts = session.scalars(sa.select(AuditRecord.act).order_by(AuditRecord.id)).all()
    assert list(acts) == [
        "queue-closed",
        "queue-opened",
        "hours-changed",
        "day-ended",
        "day-reopened",
        "alert-seen",
    ]
    either.close()


def test_of_two_managers_who_put_a_ticket_back_one_does(either: Database, catalog: Catalog, downtown: Location) -> None:
    with either.write() as session:
        order = TicketOrder("building-permit")
        ticket, _ = issue_ticket(session, catalog=catalog, location=downtown, order=order, by="kiosk", now=NOW)
        operations.leave(session, ticket=ticket.public_id, by="visitor", now=NOW)

    def puts_back(name: str) -> None:
        with either.write() as session:
            operations.put_back(
                session, location=downtown, ticket=ticket.public_id, by=name, now=NOW, reason="was here"
            )

    assert both(puts_back) == ["done", "409 P001 is waiting, so reinstate does not apply."]
    either.close()


def test_one_call_a_counter_and_kind_and_one_answer(either: Database, downtown: Location) -> None:
    def calls(name: str) -> None:
        with either.write() as session:
            operations.call_for_help(
                session, location=downtown, kind=CallKind.ALARM, counter="2", by=name, caller=name, now=NOW
            )

    assert both(calls) == ["done", "done"]
    with either.read() as session:
        (made,) = session.scalars(sa.select(HelpCall)).all()

    def answers(name: str) -> None:
        with either.write() as session:
            operations.answer_call(session, location=downtown, call=made.id, by=name, name="mia", now=NOW)

    assert both(answers) == ["done", "409 mia has answered this call already."]
    with either.write() as session:
        again = operations.call_for_help(
            session,
            location=downtown,
            kind=CallKind.ALARM,
            counter="2",
            by="a",
            now=NOW + timedelta(minutes=1),
        )
    assert again.id != made.id
    either.close()
