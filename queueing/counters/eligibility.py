"""Which counters may call a waiting ticket.

Any that serves its queue, unless staff sent it to one counter or one agent: then it is called only
there, whatever that counter serves. While that counter is closed, or that agent is at no counter, it
waits in its queue for anybody; a counter that is paused still has it. `current_queues` says in which
queue a ticket waits when its own is gone from the catalog.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.counters.current_queues import CurrentQueues
from queueing.counters.model import CounterState, CounterStatus
from queueing.tickets.model import Ticket
from services_catalog.catalog import Location

AgentByCounter = Mapping[str, str]
"""The agent by counter, of the counters that are open or paused; empty where a program sits."""


def is_staffed(seat: CounterState) -> bool:
    """Return whether an agent is at a counter: it is open, or paused."""
    return seat.state != CounterStatus.CLOSED


def staffed_counters(session: Session, location: Location) -> AgentByCounter:
    """Return the agent at each staffed counter that the catalog has at a location."""
    rows = session.execute(
        sa.select(CounterState.counter, CounterState.agent).where(
            CounterState.location == location.id, CounterState.state != CounterStatus.CLOSED
        )
    )
    return {row.counter: row.agent for row in rows if location.counter(row.counter)}


def only_at(for_counter: str, for_agent: str, staffed: AgentByCounter) -> frozenset[str]:
    """Return the counters where alone a ticket can be called; none when every counter of its queue may."""
    if for_counter in staffed:
        return frozenset({for_counter})
    if not for_agent:
        return frozenset()
    return frozenset(counter for counter, agent in staffed.items() if agent == for_agent)


def may_be_called(
    counter: str, agent: str, serves: Collection[str], staffed: AgentByCounter, queues: CurrentQueues
) -> sa.ColumnElement[bool]:
    """Return the condition on a waiting ticket that this counter, where `agent` sits, may call it next."""
    others = [desk for desk in staffed if desk != counter]
    agents = sorted({name for name in staffed.values() if name and name != agent})
    elsewhere = sa.or_(Ticket.for_counter.in_(others), sa.and_(Ticket.for_counter == "", Ticket.for_agent.in_(agents)))
    here = Ticket.for_counter == counter
    if agent:
        here = sa.or_(here, sa.and_(Ticket.for_counter == "", Ticket.for_agent == agent))
    return sa.or_(here, sa.and_(queues.waits_for(serves), sa.not_(elsewhere)))
