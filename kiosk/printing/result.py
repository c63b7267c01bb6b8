"""The interface of printers: the result of sending a slip, the time limits, and what a backend can do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from queueing.printing import Condition


class PrintResult(StrEnum):
    """How much of a slip the printer took: nothing, perhaps a part, all, or all and it confirmed that.

    Only `nothing` is tried again without a person asking.
    """

    NOTHING = "nothing"
    UNSURE = "unsure"
    ALL = "all"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class PrintReport:
    """What became of one slip. `answered` is whether the printer itself reported its condition."""

    result: PrintResult
    condition: Condition
    detail: str = ""
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds that a printer may take: to connect, to take one slip, to answer a status question."""

    connect: float = 2.0
    write: float = 3.0
    answer: float = 1.0


class PrinterBackend(Protocol):
    """A printer that slips can be sent to."""

    def send(self, data: bytes, *, name: str, must_answer: bool = False) -> PrintReport:
        """Send one slip, named `name`. With `must_answer`, a printer that does not answer is sent nothing."""
        ...

    def ask(self) -> tuple[Condition, bool]:
        """Return its condition now, and whether it reported that itself."""
        ...
