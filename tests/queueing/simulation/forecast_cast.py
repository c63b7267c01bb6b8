"""A center small enough to compute by hand, for the forecast's tests. Minutes after midnight."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

from queueing.simulation import (
    Center,
    CenterState,
    CounterActivity,
    CounterPlan,
    SimulatedCounter,
    SimulatedQueue,
    SimulatedService,
    SimulatedTicket,
    StateTracker,
)
from queueing.simulation.jsonl import Conversation

NOON = 720.0


def random_source(seed: int) -> Random:
    """Return a random generator; the same seed gives the same numbers."""
    return Random(seed)


def center(*, head_starts: dict[str, float] | None = None, targets: tuple[float, float] = (15.0, 15.0)) -> Center:
    """Queues A (service "ten", 10 minutes) and B (service "six", 6 minutes)."""
    return Center(
        queues={"A": SimulatedQueue("A", targets[0]), "B": SimulatedQueue("B", targets[1])},
        services={"ten": SimulatedService("ten", "A", 10.0), "six": SimulatedService("six", "B", 6.0)},
        desks={},
        head_starts=head_starts or {},
    )


def counter(
    id_: str,
    queues: str,
    doing: CounterActivity = CounterActivity.READY,
    *,
    since: float = NOON,
    service: str | None = None,
    opens: float | None = None,
    closes: float | None = None,
    breaks: tuple[tuple[float, float], ...] = (),
) -> SimulatedCounter:
    desk = CounterPlan(id_, frozenset(queues), agent="", opens=opens, closes=closes, breaks=breaks)
    return SimulatedCounter(desk, doing, since=since, service=service, breaks=breaks)


def waiting(
    of: Center, *, queue: str = "A", count: int = 1, priority: str = "standard", first: int = 0
) -> list[SimulatedTicket]:
    """Tickets issued one a minute, the last just before noon."""
    service = {"A": "ten", "B": "six"}[queue]
    issued = [NOON - count + index for index in range(count)]
    return [
        SimulatedTicket(
            f"{queue}{first + index}", queue, service, priority, at, of.due(at, queue, priority), first + index
        )
        for index, at in enumerate(issued)
    ]


def state(
    of: Center, counters: list[SimulatedCounter], tickets: list[SimulatedTicket], *, now: float = NOON
) -> CenterState:
    return CenterState(of, now, tuple(counters), tuple(tickets))


class RecordedConversation:
    """A conversation in JSON lines that records its answers."""

    def __init__(self, **setup: Any) -> None:
        self.conversation = Conversation()
        self.answers: list[dict[str, Any]] = []
        self.visits = 0
        self("setup", **setup)

    def __call__(self, event: str, time: float | None = None, **what: Any) -> Any:
        clock = {} if time is None else {"t": time}
        answer = self.conversation.handle_line(json.dumps({"e": event, **clock, **what}))
        if answer is not None:
            self.answers.append(answer)
        return answer

    def days(self, count: int, minutes: Callable[[], float], *, counter: str = "1", service: str = "ten") -> None:
        """Send days of 45 visits each, one after another without gaps."""
        for _ in range(count):
            time = 480.0
            self("open", time, counter=counter)
            for _ in range(45):
                self.visits += 1
                id_ = f"before-{self.visits}"
                self("issue", time, id=id_, service=service)
                self("call", time, id=id_, counter=counter)
                self("start", time, id=id_)
                time += minutes()
                self("finish", time, id=id_)
            self("night")


def one_counter() -> dict[str, Any]:
    """Return a setup of one counter that is open from eight to midnight."""
    return {
        "queues": [{"id": "A", "target": 15}],
        "services": [{"id": "ten", "queue": "A", "typical": 10}],
        "counters": [{"id": "1", "queues": ["A"], "agent": "Ada", "opens": 480, "closes": 1440}],
        "classes": {},
    }


def tracker() -> StateTracker:
    """Return the tracker of a center with one counter, which lunches from 12:00 to 12:30."""
    return StateTracker(
        Center(
            queues={"A": SimulatedQueue("A", 15.0)},
            services={"ten": SimulatedService("ten", "A", 10.0)},
            desks={"1": CounterPlan("1", frozenset("A"), "Ada", 480.0, 1020.0, ((720.0, 30.0),))},
        )
    )
