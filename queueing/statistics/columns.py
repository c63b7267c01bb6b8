"""Visits as columns of whole numbers, one row a turn, so that a million of them can be counted and measured at once.

Moments and durations are in microseconds, as exact as the events are; -1 stands for none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from queueing.statistics.turns import SENT_ON, Turn
from queueing.statistics.visits import Visit
from queueing.tickets.model import Outcome

NONE = -1
MICROS = 1_000_000
OUTCOMES: tuple[str | None, ...] = (None, *Outcome, SENT_ON)
"""The outcomes by their code; None is a turn that has not ended."""

COLUMNS = (
    "issued",
    "wait",
    "service_time",
    "error",
    "interpreter",
    "queue",
    "service",
    "language",
    "agent",
    "transfers",
    "recalls",
    "outcome",
    "foretold",
    "quick",
    "followed",
    "known",
    "unsettled",
    "unsaid",
)
"""The columns of a turn. `issued` is the issue of its ticket; `error` is how far the first call was from the quoted
P50, and `foretold` that it was within the quoted range. `followed`: another turn of the visit came after it; `known`:
its agent had an earlier turn of the same visit. Of a finished service, `unsettled`: it was not resolved at the first
contact; `unsaid`: it was not recorded whether it was resolved."""

SMALL_COLUMNS = frozenset({"outcome", "foretold", "quick", "followed", "known", "unsettled", "unsaid"})
"""Columns of small numbers."""

NAMED = ("queue", "service", "language", "agent")
"""Columns whose values are indices into a list of names."""

CORRECTION_TYPE = "<i4"

Row = tuple[Visit, Turn]


@dataclass(frozen=True, slots=True)
class Columns:
    """Turns, one in each row of every column; the turns of a visit follow each other.

    By default the service waited for counts as done once. `corrections`, of shape (corrections, 3), has the exceptions:
    the row of the turn, the index of a service in `names`, and how many more of it were done (-1: it was not done).
    """

    values: Mapping[str, NDArray[Any]]
    names: Mapping[str, Sequence[str]]
    corrections: NDArray[Any]

    def __len__(self) -> int:
        return len(self.values["wait"])

    def to_bytes(self) -> tuple[bytes, list[str]]:
        """Return bytes of the columns, each in its narrowest type, then of `corrections`; and the columns' types."""
        narrow = [_narrow(self.values[name]) for name in COLUMNS]
        parts = [*(values.tobytes() for values in narrow), self.corrections.astype(CORRECTION_TYPE).tobytes()]
        return b"".join(parts), [values.dtype.str for values in narrow]

    @staticmethod
    def from_bytes(stored: bytes, count: int, types: Sequence[str], names: Mapping[str, Sequence[str]]) -> Columns:
        """Return the `count` turns that `to_bytes` stored."""
        values, at = {}, 0
        for name, kind in zip(COLUMNS, types, strict=True):
            values[name] = np.frombuffer(stored, kind, count, at)
            at += values[name].nbytes
        return Columns(values, names, np.frombuffer(stored, CORRECTION_TYPE, offset=at).reshape(-1, 3))


def _narrow(values: NDArray[Any]) -> NDArray[Any]:
    for kind in ("<i1", "<i2", "<i4"):
        if not len(values) or (np.iinfo(kind).min <= values.min() and values.max() <= np.iinfo(kind).max):
            return values.astype(kind)
    return values.astype("<i8")


def columns_of(visits: Sequence[Visit], midnight: datetime | None = None) -> Columns:
    """Return visits as columns. `issued` counts from `midnight`, by default from the first issue."""
    begins = midnight or min((visit.issued for visit in visits), default=None)
    rows = [(visit, turn) for visit in visits for turn in visit.turns]
    corrections = [
        (index, service, more) for index, (_, turn) in enumerate(rows) for service, more in _corrections(turn).items()
    ]
    names: dict[str, list[str]] = {}
    values: dict[str, NDArray[Any]] = {}
    index_of: dict[str, dict[str, int]] = {}
    for name, texts in _texts(rows).items():
        among = {*texts, *(service for _, service, _ in corrections)} if name == "service" else set(texts)
        names[name] = sorted(among)
        index_of[name] = {text: number for number, text in enumerate(names[name])}
        values[name] = np.array([index_of[name][text] for text in texts], np.int16)
    for name, of in _NUMBERS.items():
        values[name] = np.array([of(*row) for row in rows], np.int8 if name in SMALL_COLUMNS else np.int64)
    values["issued"] = np.array(
        [_micros((visit.issued - begins).total_seconds()) for visit, _ in rows if begins], "<i8"
    )
    values["known"] = np.array([known for visit in visits for known in _agent_seen(visit)], np.int8)
    found = [(index, index_of["service"][service], more) for index, service, more in corrections]
    return Columns(values, names, np.array(found, CORRECTION_TYPE).reshape(-1, 3))


def joined(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Return arrays concatenated, in the widest of their types."""
    return np.concatenate(parts) if parts else np.empty(0, np.int8)


def _micros(seconds: float | None) -> int:
    return NONE if seconds is None else round(seconds * MICROS)


def _texts(rows: Sequence[Row]) -> dict[str, list[str]]:
    return {
        "queue": [turn.queue for _, turn in rows],
        "service": [turn.service for _, turn in rows],
        "language": [visit.language for visit, _ in rows],
        "agent": [turn.agent for _, turn in rows],
    }


def _corrections(turn: Turn) -> dict[str, int]:
    """Return by service how many more were done than the service waited for, once."""
    if turn.done is None or turn.outcome != Outcome.SERVED:
        return {}
    more = {turn.service: -1}
    for service, count in turn.done.items():
        more[service] = more.get(service, 0) + count
    return {service: count for service, count in more.items() if count}


def _agent_seen(visit: Visit) -> list[bool]:
    agents = [turn.agent for turn in visit.turns]
    return [agent in agents[:index] for index, agent in enumerate(agents)]


def _first_wait(visit: Visit, turn: Turn) -> float | None:
    # The wait was quoted for the first call only.
    if turn is not visit.turns[0] or not turn.calls:
        return None
    return (turn.calls[0] - visit.issued).total_seconds()


def _error(visit: Visit, turn: Turn) -> float | None:
    wait = _first_wait(visit, turn)
    return abs(wait - visit.quoted_seconds[0]) if wait is not None and visit.quoted_seconds else None


def _foretold(visit: Visit, turn: Turn) -> bool:
    wait = _first_wait(visit, turn)
    return wait is not None and visit.quoted_seconds is not None and wait <= visit.quoted_seconds[1]


def _unsettled(turn: Turn) -> bool:
    return turn.outcome == Outcome.SERVED and turn.resolved is not None and (not turn.resolved or turn.seen_before)


_NUMBERS: Mapping[str, Callable[[Visit, Turn], int]] = {
    "wait": lambda _, turn: _micros(turn.wait_seconds),
    "service_time": lambda _, turn: _micros(turn.service_seconds),
    "error": lambda visit, turn: _micros(_error(visit, turn)),
    "transfers": lambda _, turn: turn.transfers,
    "recalls": lambda _, turn: turn.recalls,
    "outcome": lambda _, turn: OUTCOMES.index(turn.outcome),
    "foretold": lambda visit, turn: int(_foretold(visit, turn)),
    "quick": lambda _, turn: int(turn.quick),
    "interpreter": lambda _, turn: _micros(turn.interpreter_seconds),
    "followed": lambda visit, turn: int(turn is not visit.turns[-1]),
    "unsettled": lambda _, turn: int(_unsettled(turn)),
    "unsaid": lambda _, turn: int(turn.outcome == Outcome.SERVED and turn.resolved is None),
}
