"""Who is next, and why: earliest due first.

A ticket is due at its issue plus its queue's target wait, less the head start of its class;
the ticket's id breaks ties. The key is stored once and is a total order, so nothing starves
and arrivals of one service stay in order. `fifo` makes every target equal. The forecast rolls
forward by this same module, with minutes in place of moments.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from services_catalog.catalog import Location, Policy, Queue

STEP = timedelta(seconds=1)
"""How far before the first, or behind the last, somebody is put whom staff send to an end of a line."""


class QueuePosition(StrEnum):
    """Where staff put a visitor: before all others, where their arrival puts them, or behind their queue."""

    FRONT = "front"
    SORTED = "sorted"
    END = "end"


def due_minutes(issued: float, target: float, head_start: float, policy: Policy = Policy.EARLIEST_DUE) -> float:
    """Return when a ticket is due, in minutes on the scale of `issued`."""
    return issued + (0.0 if policy is Policy.FIFO else target) - head_start


def due_at(issued: datetime, *, queue: Queue, priority: str, location: Location) -> datetime:
    """Return the moment at which a ticket of that queue and class is due."""
    rules = location.rules
    head_start = rules.head_start_minutes.get(priority, 0.0)
    return issued + timedelta(minutes=due_minutes(0.0, queue.target_minutes, head_start, rules.policy))


def placed(position: QueuePosition, due: datetime, *, first: datetime | None, last: datetime | None) -> datetime:
    """Return when a ticket is due that staff put at a position.

    `due` is what its arrival gives, `first` the earliest of all who wait, `last` the latest of its queue.
    """
    if position is QueuePosition.FRONT and first is not None:
        return min(due, first - STEP)
    if position is QueuePosition.END and last is not None:
        return max(due, last + STEP)
    return due


def why_next(due: datetime, *, waiting: int, location: Location) -> str:
    """Return the sentence for the agent: why this ticket was next among the `waiting` that the counter serves."""
    local = due.astimezone(location.hours.tz)
    others = "the only one you serve" if waiting == 1 else f"the first of the {waiting} you serve"
    if location.rules.policy is Policy.FIFO:
        return f"in order of arrival, {others}"
    return f"due {local:%-I:%M %p}, {others}"
