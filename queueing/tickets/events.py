"""Which stored events stand, and the columns that each fold reads of them.

Every fold (figures, forecast) names the columns that it needs by one of these row types.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from queueing.tickets.model import Act, TicketEvent


class ActRow(Protocol):
    """An act in a ticket's life."""

    @property
    def ticket_id(self) -> int: ...  # noqa: D102
    @property
    def at(self) -> datetime: ...  # noqa: D102
    @property
    def act(self) -> str: ...  # noqa: D102
    @property
    def service(self) -> str: ...  # noqa: D102


class OutcomeRow(ActRow, Protocol):
    """An act, and where it left the ticket."""

    @property
    def queue(self) -> str: ...  # noqa: D102
    @property
    def outcome(self) -> str | None: ...  # noqa: D102


class RecordedRow(OutcomeRow, Protocol):
    """An act with every column: `detail` of the first event, `done` of those that finish a service."""

    @property
    def day(self) -> date: ...  # noqa: D102
    @property
    def by(self) -> str: ...  # noqa: D102
    @property
    def counter(self) -> str | None: ...  # noqa: D102
    @property
    def to_state(self) -> str: ...  # noqa: D102
    @property
    def detail(self) -> Mapping[str, Any]: ...  # noqa: D102
    @property
    def done(self) -> Sequence[Mapping[str, Any]] | None: ...  # noqa: D102
    @property
    def resolved(self) -> bool | None: ...  # noqa: D102


class ClassRow(ActRow, Protocol):
    """An act as the forecast learns from it: with the class that the ticket stood in."""

    @property
    def day(self) -> date: ...  # noqa: D102
    @property
    def counter(self) -> str | None: ...  # noqa: D102
    @property
    def priority(self) -> str | None: ...  # noqa: D102


class CounterRow(Protocol):
    """A change of a counter."""

    @property
    def at(self) -> datetime: ...  # noqa: D102
    @property
    def counter(self) -> str: ...  # noqa: D102
    @property
    def state(self) -> str: ...  # noqa: D102


class ServingRow(CounterRow, Protocol):
    """A change of a counter, with the queues that it then served."""

    @property
    def serves(self) -> Sequence[str]: ...  # noqa: D102


class StaffedRow(CounterRow, Protocol):
    """A change of a counter, with the agent who was then there."""

    @property
    def day(self) -> date: ...  # noqa: D102
    @property
    def agent(self) -> str: ...  # noqa: D102


Row = TypeVar("Row", bound=ActRow)


def without_undone(events: Iterable[Row]) -> list[Row]:
    """Return the events that stand, ticket by ticket: an undo takes away itself and the act before it.

    `events` are in the order they happened, those of several tickets one after another or mixed.
    """
    standing: dict[int, list[Row]] = {}
    for event in events:
        mine = standing.setdefault(event.ticket_id, [])
        if event.act != Act.UNDO:
            mine.append(event)
        elif mine:
            mine.pop()
    return [event for mine in standing.values() for event in mine]


def not_undone() -> sa.ColumnElement[bool]:
    """Return the condition that a stored event stands: the rule of `without_undone` for one event, in SQL."""
    undo = aliased(TicketEvent)
    undone = (undo.ticket_id == TicketEvent.ticket_id, undo.seq == TicketEvent.seq + 1, undo.act == Act.UNDO)
    return ~sa.exists().where(*undone)
