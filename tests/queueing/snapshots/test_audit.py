"""The audit's reading: who did what, in order, in pages, and nothing that staff typed once the day is past."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from queueing import maintenance
from queueing.app import App
from queueing.db import Database
from queueing.identity import authentication, staff_admin
from queueing.identity.accounts import Role
from queueing.refusals import InvalidRequest
from queueing.snapshots.audit import AuditFilter, AuditView, audit_view, people_of, whole_audit
from services_catalog.catalog import Catalog, Location
from tests.cast import Agent, Caller, Kiosk, SteppedClock, packaged

MONDAY = date(2026, 11, 23)
Look = Any


@pytest.fixture
def look(app: App, catalog: Catalog, downtown: Location) -> Look:
    """Reads one page of the audit."""

    def read(**asked: Any) -> AuditView:
        with app.runtime.database.read() as session:
            return audit_view(session, AuditFilter(MONDAY, MONDAY, **asked), catalog=catalog, location=downtown)

    return read


@pytest.fixture
def day(kiosk: Kiosk, ana: Agent, mia: Caller, clock: SteppedClock) -> dict[str, Any]:
    """One visit, a hold with a reason, a closed queue, a pause, a call for help."""
    ana.open("building-permit")
    ticket = kiosk.ticket()
    clock.step(minutes=1)
    ana.does(ana.call(), "start")
    ana.does(ticket, "hold", reason="waits for Mr. X")
    clock.step(minutes=1)
    ana.put(ana.desk, {"open": False, "reason": "Called Mr. X"})
    mia.put("/locations/downtown/queues/permits", {"open": False, "reason": "System down"})
    mia.post("/locations/downtown/calls", {"kind": "help", "counter": "2", "note": "Mr. X is loud"})
    mia.post("/locations/downtown/day/end", {"reason": "Mr. X again"})
    return ticket


def told(view: AuditView) -> list[tuple[str, str, str]]:
    """Acts, what they are about, what else was said; without the making of the cast's tokens."""
    return [(one.act, one.about, one.detail) for one in view.entries if one.act != "token-made"]


DONE = [
    ("ticket-close", "P001", "the day ended; not reached"),
    ("counter-paused", "Counter 1", "Called Mr. X; serves Building, plumbing and mechanical permits"),
    ("day-ended", "day 2026-11-23", "Mr. X again; not reached: 1"),
    ("hours-changed", "day 2026-11-23", "08:00-09:32; Mr. X again"),
    ("help-called", "counter 2", "Mr. X is loud"),
    ("queue-closed", "Building, plumbing and mechanical permits", "System down"),
    ("ticket-hold", "P001", "waits for Mr. X"),
    ("ticket-start", "P001", ""),
    ("ticket-call", "P001", ""),
    ("ticket-issue", "P001", "Building permit"),
    ("counter-opened", "Counter 1", "serves Building, plumbing and mechanical permits"),
]


@pytest.mark.usefixtures("day")
def test_everything_that_was_done_is_told_the_newest_first(look: Look) -> None:
    assert told(look()) == DONE


@pytest.mark.usefixtures("day")
@pytest.mark.parametrize(
    ("asked", "acts"),
    [
        ({"number": "p 001"}, ["close", "hold", "start", "call", "issue"]),
        ({"number": "P002"}, []),
        ({"act": "ticket-hold"}, ["hold"]),
        ({"act": "counter-paused"}, ["counter-paused"]),
        ({"act": "queue-closed"}, ["queue-closed"]),
        ({"person": "nobody at all"}, []),
        ({"person": "By itself"}, ["close"]),
        ({"person": "system", "act": "ticket-close"}, ["close"]),
    ],
)
def test_it_is_filtered(look: Look, asked: dict[str, str], acts: list[str]) -> None:
    assert [one.act.removeprefix("ticket-") for one in look(**asked).entries] == acts


@pytest.mark.usefixtures("day")
def test_pages_follow_one_another_without_gap_or_repetition(look: Look) -> None:
    seen, before = [], ""
    while True:
        page = look(limit=2, before=before)
        assert len(page.entries) <= 2
        seen += page.entries
        if page.before is None:
            break
        before = page.before
    assert seen == look().entries


@pytest.mark.parametrize("before", ["x", "20261123T150000.0-a-1", "20261123-1-1", f"20261123T150000.0-1-{2**63}"])
def test_a_page_that_begins_nowhere_is_refused(look: Look, before: str) -> None:
    with pytest.raises(InvalidRequest):
        look(before=before)


@pytest.mark.usefixtures("day")
def test_another_day_and_another_center_have_none_of_it(
    database: Database, catalog: Catalog, downtown: Location
) -> None:
    with database.read() as session:
        tuesday = AuditFilter(MONDAY + timedelta(days=1), MONDAY + timedelta(days=1))
        assert list(whole_audit(session, tuesday, catalog=catalog, location=downtown)) == []
        there = whole_audit(
            session, AuditFilter(MONDAY, MONDAY), catalog=catalog, location=catalog.locations["east-lake"]
        )
        assert list(there) == []


@pytest.mark.usefixtures("day")
def test_after_retention_nobody_is_named_that_staff_wrote_of(
    look: Look, database: Database, clock: SteppedClock
) -> None:
    maintenance.purge(database, packaged(), clock.now() + timedelta(days=2))
    after = told(look())
    assert [act for act, _, _ in after] == [act for act, _, _ in DONE], "what happened stays"
    kept = [said for act, _, said in after if act not in {"hours-changed", "queue-closed"}]
    assert "Mr. X" not in str(kept)


def test_accounts_and_screens_are_in_it_wherever_they_may_act(
    database: Database, downtown: Location, look: Look, mia: Caller, clock: SteppedClock
) -> None:
    with database.write() as session:
        staff_admin.add_staff(
            session, name="zoe", role=Role.AGENT, locations=["downtown"], password="a long one", now=clock.now()
        )
        staff_admin.add_staff(
            session, name="eve", role=Role.AGENT, locations=["east-lake"], password="a long one", now=clock.now()
        )
        authentication.note_failed_sign_in(session, name="zoe", now=clock.now())
        authentication.note_failed_sign_in(session, name="my secret password", now=clock.now())
        staff_admin.close_by_command(session, name="zoe", now=clock.now())
    mia.post("/locations/downtown/pairings", {"kind": "kiosk", "name": "By the door"})
    assert told(look()) == [
        ("screen-code-made", "screen By the door", "By the door"),
        ("account-closed", "staff zoe", "agent; downtown"),
        ("sign-in-failed", "nobody", ""),
        ("sign-in-failed", "staff zoe", ""),
        ("account-made", "staff zoe", "agent; downtown"),
    ]
    with database.read() as session:
        assert people_of(session, downtown) == ["zoe", "visitor", "system", "command"]


def test_a_screen_with_a_persons_name_is_not_that_person(
    database: Database, look: Look, mia: Caller, visitor: Caller, clock: SteppedClock
) -> None:
    with database.write() as session:
        staff_admin.add_staff(
            session, name="zoe", role=Role.AGENT, locations=["downtown"], password="a long one", now=clock.now()
        )
    code = mia.post("/locations/downtown/pairings", {"kind": "kiosk", "name": "zoe"}).get_json()["code"]
    visitor.post("/pair", {"code": code})
    assert look(person="zoe").entries == []
    assert [(one.act, one.who) for one in look(person="Screen zoe").entries] == [("screen-paired", "screen zoe")]
