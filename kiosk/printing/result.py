"""What became of a slip's bytes, and how long a printer may take: shared by every kind of printer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from queueing.printing import Condition


class PrintResult(StrEnum):
    """How far a slip got. Only after `nothing` may it be tried again by itself."""

    NOTHING = "nothing"
    UNSURE = "unsure"
    ALL = "all"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one slip. `answered` is whether the printer itself told its condition."""

    went: PrintResult
    condition: Condition
    detail: str = ""
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds that a printer may take: to accept, to swallow one slip, to answer about its state."""

    connect: float = 2.0
    write: float = 3.0
    answer: float = 1.0


class PrinterBackend(Protocol):
    """Somewhere that slips can be sent."""

    def deliver(self, data: bytes, *, name: str, must_answer: bool = False) -> Delivery:
        """Send one slip; `name` tells it apart. With `must_answer`, a printer that is silent gets nothing."""
        ...

    def ask(self) -> tuple[Condition, bool]:
        """Return how it is now, and whether it said so itself."""
        ...
