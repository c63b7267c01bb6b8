"""Visits as columns of whole numbers, so that a million of them are counted and measured at once.

A moment or a duration is in microseconds, as exact as the events are; -1 stands for none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from queueing.figures.visits import Visit
from queueing.tickets import Outcome

Array = NDArray[np.generic]

NONE = -1
MICROS = 1_000_000
OUTCOMES: tuple[str | None, ...] = (None, *Outcome)
"""What the codes of the outcome stand for; None is a visit that has not ended."""

TYPES: Mapping[str, str] = {
    "issued": "<i8",
    "wait": "<i8",
    "service_time": "<i8",
    "error": "<i8",
    "interpreter": "<i8",
    "queue": "<i2",
    "service": "<i2",
    "language": "<i2",
    "agent": "<i2",
    "transfers": "<i2",
    "recalls": "<i2",
    "outcome": "<i1",
    "foretold": "<i1",
    "quick": "<i1",
}
"""Each column's type. `error` is how far the first call was from the P50 told; `foretold`: it was within the P90."""

NAMED = ("queue", "service", "language", "agent")
"""Columns whose values are places in a list of names."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Visits, one a place in every column."""

    values: Mapping[str, NDArray[Any]]
    names: Mapping[str, Sequence[str]]

    def __len__(self) -> int:
        return len(self.values["wait"])

    def to_bytes(self) -> bytes:
        """Return the columns one after another."""
        return b"".join(self.values[name].tobytes() for name in TYPES)

    @staticmethod
    def from_bytes(stored: bytes, names: Mapping[str, Sequence[str]]) -> Columns:
        """Return what `to_bytes` gave."""
        count = len(stored) // sum(np.dtype(kind).itemsize for kind in TYPES.values())
        values, at = {}, 0
        for name, kind in TYPES.items():
            values[name] = np.frombuffer(stored, kind, count, at)
            at += values[name].nbytes
        return Columns(values, names)


def columns_of(visits: Sequence[Visit], midnight: datetime | None = None) -> Columns:
    """Return visits as columns; `issued` counts from `midnight`, by default from the first issue."""
    begins = midnight or min((visit.issued for visit in visits), default=None)
    names: dict[str, list[str]] = {}
    values: dict[str, NDArray[Any]] = {}
    for name in NAMED:
        texts = [getattr(visit, name) for visit in visits]
        names[name] = sorted(set(texts))
        place = {text: number for number, text in enumerate(names[name])}
        values[name] = np.array([place[text] for text in texts], TYPES[name])
    for name, of in _NUMBERS.items():
        values[name] = np.array([of(visit) for visit in visits], TYPES[name])
    values["issued"] = np.array([_micros((visit.issued - begins).total_seconds()) for visit in visits if begins], "<i8")
    return Columns(values, names)


def joined(parts: Iterable[NDArray[Any]], kind: str = "<i8") -> NDArray[Any]:
    """Return arrays one after another; an empty one of `kind` when there are none."""
    return np.concatenate([np.empty(0, kind), *parts], dtype=kind)


def _micros(seconds: float | None) -> int:
    return NONE if seconds is None else round(seconds * MICROS)


def _first_wait(visit: Visit) -> float | None:
    # The estimate was for the first call; what a transfer adds nobody foretold.
    return (visit.calls[0] - visit.issued).total_seconds() if visit.calls else None


def _error(visit: Visit) -> float | None:
    wait = _first_wait(visit)
    return abs(wait - visit.told_seconds[0]) if wait is not None and visit.told_seconds else None


def _foretold(visit: Visit) -> bool:
    wait = _first_wait(visit)
    return wait is not None and visit.told_seconds is not None and wait <= visit.told_seconds[1]


_NUMBERS: Mapping[str, Callable[[Visit], int]] = {
    "wait": lambda visit: _micros(visit.wait_seconds),
    "service_time": lambda visit: _micros(visit.service_seconds),
    "error": lambda visit: _micros(_error(visit)),
    "transfers": lambda visit: visit.transfers,
    "recalls": lambda visit: visit.recalls,
    "outcome": lambda visit: OUTCOMES.index(visit.outcome),
    "foretold": lambda visit: int(_foretold(visit)),
    "quick": lambda visit: int(visit.quick),
    "interpreter": lambda visit: _micros(visit.interpreter_seconds),
}
