"""Visits as columns of whole numbers, a row a turn, so that a million of them are counted and measured at once.

A moment or a duration is in microseconds, as exact as the events are; -1 stands for none.
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
"""What the codes of the outcome stand for; None is a turn that has not ended."""

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
"""What is kept of a turn. `issued` is its ticket's; `error` is how far the first call was from the quoted P50, and
`foretold` that it was within the P90. `followed`: another turn of the visit came after it; `known`: its agent had
an earlier one of the same visit. Of a service that was finished, `unsettled`: not resolved at the first contact;
`unsaid`: it was not recorded whether it was resolved."""

FLAGS = frozenset({"outcome", "foretold", "quick", "followed", "known", "unsettled", "unsaid"})
"""Columns of small numbers."""

NAMED = ("queue", "service", "language", "agent")
"""Columns whose values are places in a list of names."""

BESIDES = "<i4"

Row = tuple[Visit, Turn]


@dataclass(frozen=True, slots=True)
class Columns:
    """Turns, one a place in every column; those of a visit one after another.

    `besides` has a row where the services done were not just the one waited for: the index of the turn, the index
    of a service among the names, and how many more of it were done (-1: it was not done).
    """

    values: Mapping[str, NDArray[Any]]
    names: Mapping[str, Sequence[str]]
    besides: NDArray[Any]

    def __len__(self) -> int:
        return len(self.values["wait"])

    def to_bytes(self) -> tuple[bytes, list[str]]:
        """Return the columns one after another, each as narrow as its values are, and their types; then `besides`."""
        narrow = [_narrow(self.values[name]) for name in COLUMNS]
        kept = [values.tobytes() for values in narrow]
        return b"".join((*kept, self.besides.astype(BESIDES).tobytes())), [values.dtype.str for values in narrow]

    @staticmethod
    def from_bytes(stored: bytes, count: int, types: Sequence[str], names: Mapping[str, Sequence[str]]) -> Columns:
        """Return what `to_bytes` gave of so many turns."""
        values, at = {}, 0
        for name, kind in zip(COLUMNS, types, strict=True):
            values[name] = np.frombuffer(stored, kind, count, at)
            at += values[name].nbytes
        return Columns(values, names, np.frombuffer(stored, BESIDES, offset=at).reshape(-1, 3))


def _narrow(values: NDArray[Any]) -> NDArray[Any]:
    for kind in ("<i1", "<i2", "<i4"):
        if not len(values) or (np.iinfo(kind).min <= values.min() and values.max() <= np.iinfo(kind).max):
            return values.astype(kind)
    return values.astype("<i8")


def columns_of(visits: Sequence[Visit], midnight: datetime | None = None) -> Columns:
    """Return visits as columns; `issued` counts from `midnight`, by default from the first issue."""
    begins = midnight or min((visit.issued for visit in visits), default=None)
    rows = [(visit, turn) for visit in visits for turn in visit.turns]
    besides = [
        (index, service, more) for index, (_, turn) in enumerate(rows) for service, more in _besides(turn).items()
    ]
    names: dict[str, list[str]] = {}
    values: dict[str, NDArray[Any]] = {}
    places: dict[str, dict[str, int]] = {}
    for name, texts in _texts(rows).items():
        among = {*texts, *(service for _, service, _ in besides)} if name == "service" else set(texts)
        names[name] = sorted(among)
        places[name] = {text: number for number, text in enumerate(names[name])}
        values[name] = np.array([places[name][text] for text in texts], np.int16)
    for name, of in _NUMBERS.items():
        values[name] = np.array([of(*row) for row in rows], np.int8 if name in FLAGS else np.int64)
    values["issued"] = np.array(
        [_micros((visit.issued - begins).total_seconds()) for visit, _ in rows if begins], "<i8"
    )
    values["known"] = np.array([known for visit in visits for known in _known(visit)], np.int8)
    found = [(index, places["service"][service], more) for index, service, more in besides]
    return Columns(values, names, np.array(found, BESIDES).reshape(-1, 3))


def joined(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Return arrays one after another, as wide as the widest."""
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


def _besides(turn: Turn) -> dict[str, int]:
    """Return by service how much more was done than the one that was waited for, once."""
    if turn.done is None or turn.outcome != Outcome.SERVED:
        return {}
    more = {turn.service: -1}
    for service, count in turn.done.items():
        more[service] = more.get(service, 0) + count
    return {service: count for service, count in more.items() if count}


def _known(visit: Visit) -> list[bool]:
    agents = [turn.agent for turn in visit.turns]
    return [agent in agents[:index] for index, agent in enumerate(agents)]


def _first_wait(visit: Visit, turn: Turn) -> float | None:
    # The estimate was for the first call only.
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
