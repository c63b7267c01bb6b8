"""A principal has the rights of its role, at its own locations alone."""

from __future__ import annotations

import pytest

from queueing.actor import Actor
from queueing.identity.accounts import ALL_LOCATIONS, Role
from queueing.identity.permissions import Right
from queueing.identity.principal import VISITOR, Principal

AGENT = Principal(Actor.staff(3), Role.AGENT, frozenset({"downtown"}), "ana")
ADMIN = Principal(Actor.staff(1), Role.ADMIN, frozenset({ALL_LOCATIONS}), "mia")

MAY = [
    (VISITOR, Right.PUBLIC, True, "what is public needs no role"),
    (VISITOR, Right.SEE_QUEUE, False, "a visitor has no role"),
    (AGENT, Right.PUBLIC, True, "staff are anybody too"),
    (AGENT, Right.SERVE, True, "an agent's own work"),
    (AGENT, Right.CHANGE_HOURS, False, "for managers"),
    (ADMIN, Right.KEEP_STAFF, True, "for administrators"),
]


@pytest.mark.parametrize(("who", "right", "may", "why"), MAY, ids=[row[3] for row in MAY])
def test_a_role_has_its_rights(who: Principal, right: Right, may: bool, why: str) -> None:
    assert who.may(right) is may, why


@pytest.mark.parametrize(
    ("who", "location", "may"),
    [
        (VISITOR, "downtown", False),
        (AGENT, "downtown", True),
        (AGENT, "east-lake", False),
        (ADMIN, "east-lake", True),
    ],
)
def test_a_principal_acts_at_its_own_locations(who: Principal, location: str, may: bool) -> None:
    assert who.may_act_at(location) is may
