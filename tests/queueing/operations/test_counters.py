"""Counters are opened, paused, closed, and set to serve."""

from __future__ import annotations

import pytest

from queueing import operations
from queueing.counters.current_queues import CurrentQueues
from queueing.counters.status import counter_states, open_counters
from queueing.operations.counters import CounterChange
from queueing.refusals import CounterBusy, InvalidRequest, NotFound
from tests.queueing.operations.conftest import Center


def change(center: Center, counter: str = "1", **words: object) -> None:
    """Change a counter."""
    center.do(operations.set_counter, counter=counter, seat=CounterChange(**words))  # type: ignore[arg-type]


def state(center: Center) -> str:
    """The state of counter 1."""
    with center.database.read() as session:
        return counter_states(session, center.location)["1"].state


def test_open_paused_and_closed(center: Center) -> None:
    change(center, open=True, agent="ana")
    assert state(center) == "open"
    change(center, open=False, agent="ana", reason="Lunch")
    assert state(center) == "paused"
    change(center, open=False, agent="ana")
    assert state(center) == "closed"


def test_it_serves_what_it_is_set_to(center: Center) -> None:
    change(center, open=True, agent="ana", serves=("report-theft",))
    with center.database.read() as session:
        states = counter_states(session, center.location)
    queues = CurrentQueues.of(center.catalog, center.location)
    served = open_counters(center.location, states, queues)["1"]
    assert served == {center.catalog.services["report-theft"].queue}
    with pytest.raises(InvalidRequest):
        change(center, open=True, serves=("no-such-service",))


def test_no_counter_closes_on_its_visitor_and_there_is_no_ninth(center: Center) -> None:
    center.serve()
    with pytest.raises(CounterBusy):
        change(center, open=False)
    with pytest.raises(NotFound):
        change(center, counter="9", open=True)
