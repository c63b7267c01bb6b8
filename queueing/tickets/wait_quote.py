"""The quoted wait: seconds for programs, a round range for people, and whether it still holds."""

from __future__ import annotations

from datetime import datetime

from queueing.schemas import Wait
from queueing.tickets.model import State, Ticket
from queueing.tickets.wait_range import printed_range, steady_range, takes_longer


def wait_of(p50_seconds: float, p90_seconds: float, shown: Wait | None = None) -> Wait:
    """Return a wait with its range for people; a range that is `shown` stays until it is clearly wrong."""
    p50, p90 = p50_seconds / 60, p90_seconds / 60
    low, high = steady_range((shown.low_minutes, shown.high_minutes), p50, p90) if shown else printed_range(p50, p90)
    return Wait(p50_seconds=p50_seconds, p90_seconds=p90_seconds, low_minutes=low, high_minutes=high)


def quoted_at_issue(ticket: Ticket) -> Wait | None:
    """Return the wait quoted with the ticket; None when none was."""
    if ticket.quoted_p50 is None or ticket.quoted_p90 is None:
        return None
    return wait_of(ticket.quoted_p50, ticket.quoted_p90)


def is_late(ticket: Ticket, wait: Wait | None, now: datetime) -> bool:
    """Return whether a waiting ticket takes longer than the wait quoted at its issue."""
    told = quoted_at_issue(ticket)
    if told is None or ticket.state != State.WAITING:
        return False
    waited = (now - ticket.issued_at).total_seconds() / 60
    return takes_longer(told.high_minutes, waited, wait.low_minutes if wait else None)
