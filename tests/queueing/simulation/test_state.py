"""What a forecast starts from: when tickets are due, and which of them keep each other's order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services_catalog.catalog import Policy
from tests.queueing.simulation.forecast_cast import NOON, center, waiting


@pytest.mark.parametrize(
    ("queue", "priority", "policy", "due"),
    [
        ("A", "standard", Policy.EARLIEST_DUE, NOON + 15),
        ("B", "standard", Policy.EARLIEST_DUE, NOON + 5),
        ("A", "accessible", Policy.EARLIEST_DUE, NOON - 5),  # a head start of twenty
        ("A", "unheard-of", Policy.EARLIEST_DUE, NOON + 15),
        ("Z", "standard", Policy.EARLIEST_DUE, NOON),  # an unknown queue promises nothing
        ("Z", "accessible", Policy.EARLIEST_DUE, NOON - 20),
        ("A", "standard", Policy.FIFO, NOON),  # first come, first served: no target
        ("A", "accessible", Policy.FIFO, NOON - 20),
    ],
)
def test_when_a_ticket_issued_at_noon_is_due(queue: str, priority: str, policy: Policy, due: float) -> None:
    at = replace(center(head_starts={"accessible": 20.0}, targets=(15.0, 5.0)), policy=policy)
    assert at.due(NOON, queue, priority) == due


def test_a_ticket_waits_with_its_queue_and_class_unless_its_visitor_asked_for_time() -> None:
    (ticket,) = waiting(center())
    assert ticket.stream == ("A", "standard")
    later, latest = (replace(ticket, ready=NOON + minutes).stream for minutes in (5, 6))
    assert later[0] == latest[0] == "A"
    assert len({ticket.stream, later, latest}) == 3
