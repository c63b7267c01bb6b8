"""Actors as they are stored, and what is read of them."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from queueing.actor import COMMAND, SYSTEM, VISITOR, Actor, ActorKind
from queueing.audit_log import AuditAct, AuditRecord, record
from queueing.db import Database
from tests.cast import MONDAY_MORNING

ACTORS = [
    (Actor.staff(3), "staff:3", ActorKind.STAFF, 3, "a person's account"),
    (Actor.device(7), "device:7", ActorKind.DEVICE, 7, "a paired screen"),
    (Actor.token(2), "token:2", ActorKind.TOKEN, 2, "a program"),
    (VISITOR, "visitor", ActorKind.VISITOR, None, "a visitor has no account"),
    (SYSTEM, "system", ActorKind.SYSTEM, None, "by itself"),
    (COMMAND, "command", ActorKind.COMMAND, None, "the command line"),
    (Actor("staff:x"), "staff:x", ActorKind.STAFF, None, "no number, no id"),
]


@pytest.mark.parametrize(("actor", "stored", "kind", "number", "why"), ACTORS, ids=[row[1] for row in ACTORS])
def test_an_actor_is_its_stored_text_in_parts(
    actor: Actor, stored: str, kind: ActorKind, number: int | None, why: str
) -> None:
    assert (actor, actor.kind, actor.id) == (stored, kind, number), why
    assert actor.id_as(ActorKind.STAFF) == (number if kind is ActorKind.STAFF else None), why


def test_both_databases_keep_an_actor_as_its_text(either: Database) -> None:
    with either.write() as session:
        record(session, AuditAct.HOURS, location="downtown", about="day", by=Actor.staff(3), now=MONDAY_MORNING)
    with either.read() as session:
        assert session.scalars(sa.select(AuditRecord.by)).one() == "staff:3"
