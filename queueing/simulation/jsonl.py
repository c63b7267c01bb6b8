"""The forecast as JSON lines: events and questions in, waits out. `t`, minutes from midnight, is the only clock."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TextIO

from queueing.simulation.forecast import WaitQuantiles, forecast
from queueing.simulation.model import Model
from queueing.simulation.state import Center, CounterPlan, Joiner, SimulatedQueue, SimulatedService
from queueing.simulation.tracker import ImpossibleEvent, StateTracker
from services_catalog.catalog import Policy

STANDARD = "standard"
Message = Mapping[str, Any]


def serve(lines: Iterable[str], out: TextIO) -> None:
    """Read events and questions from `lines`; write one line of JSON to `out` for each question or fault."""
    conversation = Conversation()
    for line in lines:
        if not line.strip():
            continue
        answer = conversation.handle_line(line)
        if answer is not None:
            out.write(json.dumps(answer, allow_nan=False) + "\n")
            out.flush()


class Conversation:
    """One center's events as they are read, and the answers to the questions between them."""

    def __init__(self) -> None:
        self.tracker: StateTracker | None = None
        self._setup: Any = None
        self._between_days = False

    def handle_line(self, line: str) -> dict[str, Any] | None:
        """Take in one line; return the answer to a question, or {"error": …}, or None."""
        message: Any = None
        try:
            message = json.loads(line)
            if not isinstance(message, dict):
                raise ImpossibleEvent("a line must be one JSON object")
            return self._handle(message)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as fault:
            reason = f"{fault.args[0]} is missing" if isinstance(fault, KeyError) and fault.args else str(fault)
            answer: dict[str, Any] = {"error": reason or type(fault).__name__}
            if isinstance(message, dict) and isinstance(message.get("id"), str | int):
                answer["id"] = message["id"]
            return answer

    def _handle(self, message: Message) -> dict[str, Any] | None:
        event = str(message.get("e"))
        if event == "setup":
            self._set_up(message)
            return None
        if self.tracker is None:
            raise ImpossibleEvent("the first line must be the setup")
        if event == "night":
            self.tracker.end_day()
            self._between_days = True
            return None
        if event not in _EVENTS and event not in ("ask", "ask_join"):
            raise ImpossibleEvent(f"unknown event {event!r}")
        time = _number(message, "t")
        if not -100_000 <= time <= 100_000:
            raise ImpossibleEvent("t must be minutes from midnight")
        self._between_days = False
        if event == "ask":
            return self._ask(message, time)
        if event == "ask_join":
            return self._ask_join(message, time)
        if event != "booking":
            self.tracker.at(time)
        _EVENTS[event](self.tracker, message, time)
        return None

    def _set_up(self, message: Message) -> None:
        """Set up a center. Between two days, a set-up with the same catalog keeps what was learned."""
        center = _center(message)
        catalog = [message.get("queues"), message.get("services")]
        if self.tracker is not None and self._between_days and catalog == self._setup:
            openings, bookings = self.tracker.openings, self.tracker.bookings
            self.tracker = StateTracker(center, self.tracker.model)
            self.tracker.openings, self.tracker.bookings = openings, bookings
        else:
            self.tracker = StateTracker(center, Model())
        self._setup = catalog

    def _ask(self, message: Message, time: float) -> dict[str, Any]:
        tracker = self._tracker(time)
        id_ = _id(message, "id")
        if id_ in tracker.visits:
            return _answer({"id": message["id"]}, WaitQuantiles(0.0, 0.0, 0.0, 0.0, 1.0))
        if id_ not in tracker.waiting:
            raise ImpossibleEvent(f"ticket {id_} is not waiting")
        found = forecast(tracker.state(time), tracker.model.parameters(), seed=id_, tickets=[id_], joiners=[])
        return _answer({"id": message["id"]}, found.tickets[id_])

    def _ask_join(self, message: Message, time: float) -> dict[str, Any]:
        tracker = self._tracker(time)
        queue = _id(message, "queue") if "queue" in message else tracker.center.services[_id(message, "service")].queue
        if queue not in tracker.center.queues:
            raise ImpossibleEvent(f"unknown queue {queue}")
        joiner = Joiner(queue, _class(message))
        found = forecast(
            tracker.state(time),
            tracker.model.parameters(),
            seed=f"{queue}/{joiner.priority}",
            tickets=[],
            joiners=[joiner],
        )
        echoed = {"id": message.get("id"), "queue": message.get("queue"), "class": message.get("class")}
        return _answer(echoed, found.joiners[joiner])

    def _tracker(self, time: float) -> StateTracker:
        if self.tracker is None:
            raise ImpossibleEvent("the first line must be the setup")
        return self.tracker


def _answer(about: dict[str, Any], wait: WaitQuantiles | None) -> dict[str, Any]:
    names = ("p10", "p50", "p90", "mean")
    return about | {name: None if wait is None else round(getattr(wait, name), 4) for name in names}


def _number(message: Message, key: str) -> float:
    value = message[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ImpossibleEvent(f"{key} must be a number")
    return float(value)


def _optional(message: Message, key: str) -> float | None:
    return None if message.get(key) is None else _number(message, key)


def _id(message: Message, key: str) -> str:
    value = message[key]
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ImpossibleEvent(f"{key} must be a string or a whole number")
    return str(value)


def _class(message: Message) -> str:
    return STANDARD if message.get("class") in (None, "") else _id(message, "class")


def _center(message: Message) -> Center:
    queues = [SimulatedQueue(_id(each, "id"), _optional(each, "target") or 0.0) for each in message["queues"]]
    services = [
        SimulatedService(_id(each, "id"), _id(each, "queue"), _number(each, "typical")) for each in message["services"]
    ]
    for service in services:
        if service.typical <= 0:
            raise ImpossibleEvent(f"service {service.id} must take more than 0 minutes")
        if service.queue not in {queue.id for queue in queues}:
            raise ImpossibleEvent(f"service {service.id} names an unknown queue {service.queue}")
    desks = [_desk(each) for each in message["counters"]]
    return Center(
        queues={queue.id: queue for queue in queues},
        services={service.id: service for service in services},
        desks={desk.id: desk for desk in desks},
        head_starts={str(name): _number(message["classes"], name) for name in message.get("classes") or {}},
        policy=Policy(message.get("policy") or Policy.EARLIEST_DUE),
    )


def _desk(message: Message) -> CounterPlan:
    breaks = [
        (_number({"start": start}, "start"), _number({"length": length}, "length"))
        for start, length in message.get("breaks") or ()
    ]
    return CounterPlan(
        id=_id(message, "id"),
        queues=frozenset(_id({"queue": queue}, "queue") for queue in message["queues"]),
        agent="" if message.get("agent") is None else _id(message, "agent"),
        opens=_optional(message, "opens"),
        closes=_optional(message, "closes"),
        breaks=tuple(sorted(breaks)),
    )


_EVENTS: Mapping[str, Callable[[StateTracker, Message, float], None]] = {
    "booking": lambda tracker, m, t: tracker.book(_id(m, "id"), _id(m, "service"), _number(m, "slot"), time=t),
    "issue": lambda tracker, m, t: tracker.issue(_id(m, "id"), _id(m, "service"), _class(m), time=t),
    "call": lambda tracker, m, t: tracker.call(_id(m, "id"), _id(m, "counter"), time=t),
    "start": lambda tracker, m, t: tracker.start(_id(m, "id"), time=t),
    "finish": lambda tracker, m, t: tracker.finish(_id(m, "id"), time=t),
    "no_show": lambda tracker, m, t: tracker.no_show(_id(m, "id"), time=t),
    "leave": lambda tracker, m, t: tracker.leave(_id(m, "id"), time=t),
    "open": lambda tracker, m, t: tracker.open(
        _id(m, "counter"), time=t, agent=_id(m, "agent") if m.get("agent") is not None else None
    ),
    "pause": lambda tracker, m, t: tracker.pause(_id(m, "counter"), time=t),
    "resume": lambda tracker, m, t: tracker.resume(_id(m, "counter"), time=t),
    "close": lambda tracker, m, t: tracker.close(_id(m, "counter"), time=t),
}
