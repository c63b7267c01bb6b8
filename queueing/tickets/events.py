"""What is read of stored events: every fold (figures, forecast) names the columns that it needs by these shapes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol


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
    """An act with all that its event tells; of the first `detail`, of those that finish a service what was done."""

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
    """A change of a counter, with who then sat there."""

    @property
    def day(self) -> date: ...  # noqa: D102
    @property
    def agent(self) -> str: ...  # noqa: D102
