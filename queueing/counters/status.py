"""The present status of a location's counters: open or not, which queues each serves, which ticket it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.counters.current_queues import CurrentQueues
from queueing.counters.model import CounterState, CounterStatus
from queueing.i18n import STAFF_LANGUAGE
from queueing.schemas import CounterView
from queueing.tickets.model import AT_COUNTER, Ticket
from services_catalog.catalog import Counter, Location, in_language

States = Mapping[str, CounterState]
"""The rows of those counters that were ever opened, by counter."""


def counter_states(session: Session, location: Location) -> States:
    """Return the counters that the catalog has at a location as they are stored."""
    rows = session.scalars(sa.select(CounterState).where(CounterState.location == location.id))
    return {row.counter: row for row in rows if location.counter(row.counter)}


def open_counters(location: Location, states: States, queues: CurrentQueues) -> dict[str, frozenset[str]]:
    """Return the queues that each open counter serves."""
    return {
        desk.id: _serves(desk, state, queues)
        for desk in location.counters
        if (state := states.get(desk.id)) and state.state == CounterStatus.OPEN
    }


def served_queues(session: Session, location: Location, queues: CurrentQueues) -> frozenset[str]:
    """Return the queues that some open counter serves."""
    return frozenset().union(*open_counters(location, counter_states(session, location), queues).values())


def counter_views(
    location: Location, states: States, tickets: Iterable[Ticket], queues: CurrentQueues
) -> list[CounterView]:
    """Return every counter as staff see it, with the live ticket that it holds."""
    holding = {ticket.counter: ticket.public_id for ticket in tickets if ticket.state in AT_COUNTER}
    return [_view(desk, states.get(desk.id), holding.get(desk.id), queues) for desk in location.counters]


def _view(desk: Counter, state: CounterState | None, ticket: str | None, queues: CurrentQueues) -> CounterView:
    return CounterView(
        id=desk.id,
        name=in_language(desk.name, STAFF_LANGUAGE),
        state=state.state if state else CounterStatus.CLOSED,
        agent=state.agent if state else "",
        reason=state.reason if state else "",
        since=state.since if state else None,
        serves=sorted(_serves(desk, state, queues)),
        may_serve=sorted(desk.serves),
        ticket=ticket,
    )


def _serves(desk: Counter, state: CounterState | None, queues: CurrentQueues) -> frozenset[str]:
    return queues.served(desk.serves, state.serves if state else None)
