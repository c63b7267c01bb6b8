"""Visits as columns of whole numbers, so that a million of them are counted and measured at once.

A moment or a duration is in microseconds, as exact as the events are; -1 stands for none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from queueing.figures.visits import Visit
from queueing.tickets import Outcome

NONE = -1
MICROS = 1_000_000
OUTCOMES: tuple[str | None, ...] = (None, *Outcome)
"""What the codes of the outcome stand for; None is a visit that has not ended."""

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
)
"""What is kept of a visit. `error` is how far the first call was from the P50 told; `foretold`: within the P90."""

FLAGS = frozenset({"outcome", "foretold", "quick"})
"""Columns of small numbers."""

NAMED = ("queue", "service", "language", "agent")
"""Columns whose values are places in a list of names."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Visits, one a place in every column."""

    values: Mapping[str, NDArray[Any]]
    names: Mapping[str, Sequence[str]]

    def __len__(self) -> int:
        return len(self.values["wait"])

    def to_bytes(self) -> tuple[bytes, list[str]]:
        """Return the columns one after another, each as narrow as its values are, and their types."""
        narrow = [_narrow(self.values[name]) for name in COLUMNS]
        return b"".join(values.tobytes() for values in narrow), [values.dtype.str for values in narrow]

    @staticmethod
    def from_bytes(stored: bytes, types: Sequence[str], names: Mapping[str, Sequence[str]]) -> Columns:
        """Return what `to_bytes` gave."""
        count = len(stored) // sum(np.dtype(kind).itemsize for kind in types)
        values, at = {}, 0
        for name, kind in zip(COLUMNS, types, strict=True):
            values[name] = np.frombuffer(stored, kind, count, at)
            at += values[name].nbytes
        return Columns(values, names)


def _narrow(values: NDArray[Any]) -> NDArray[Any]:
    for kind in ("<i1", "<i2", "<i4"):
        if not len(values) or (np.iinfo(kind).min <= values.min() and values.max() <= np.iinfo(kind).max):
            return values.astype(kind)
    return values.astype("<i8")


def columns_of(visits: Sequence[Visit], midnight: datetime | None = None) -> Columns:
    """Return visits as columns; `issued` counts from `midnight`, by default from the first issue."""
    begins = midnight or min((visit.issued for visit in visits), default=None)
    names: dict[str, list[str]] = {}
    values: dict[str, NDArray[Any]] = {}
    for name in NAMED:
        texts = [getattr(visit, name) for visit in visits]
        names[name] = sorted(set(texts))
        place = {text: number for number, text in enumerate(names[name])}
        values[name] = np.array([place[text] for text in texts], np.int16)
    for name, of in _NUMBERS.items():
        values[name] = np.array([of(visit) for visit in visits], np.int8 if name in FLAGS else np.int64)
    values["issued"] = np.array([_micros((visit.issued - begins).total_seconds()) for visit in visits if begins], "<i8")
    return Columns(values, names)


def joined(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Return arrays one after another, as wide as the widest."""
    return np.concatenate(parts) if parts else np.empty(0, np.int8)


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
