"""The principal of a request: which person, screen, program or visitor asks, and where they may act."""

from __future__ import annotations

from dataclasses import dataclass

from queueing.actor import VISITOR as VISITOR_ACTOR
from queueing.actor import Actor
from queueing.identity.accounts import (
    ALL_LOCATIONS,
    Role,
)
from queueing.identity.permissions import ANYBODY, Right


@dataclass(frozen=True, slots=True)
class Principal:
    """The sender of a request. `role` is None for a visitor; `locations` are the ids where it may act, or `*`."""

    by: Actor = VISITOR_ACTOR
    role: Role | None = None
    locations: frozenset[str] = frozenset()
    name: str = ""
    counter: str | None = None
    must_change_password: bool = False

    def may(self, right: Right) -> bool:
        """Return whether its role holds `right`."""
        return right.roles == ANYBODY or self.role in right.roles

    def may_act_at(self, location: str) -> bool:
        """Return whether its locations include `location`."""
        return ALL_LOCATIONS in self.locations or location in self.locations


VISITOR = Principal()
