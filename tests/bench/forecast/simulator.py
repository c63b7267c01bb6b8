"""One day of a made-up center: its events, and how long each visitor really waited.

An event loop of its own: it shares no line with the forecast that it examines.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any

from tests.bench.forecast.centers import Desk, Truth

Event = dict[str, Any]


@dataclass
class Day:
    """The recorded events in order, and when each ticket was issued and called."""

    events: list[Event] = field(default_factory=list)
    issued: dict[str, float] = field(default_factory=dict)
    called: dict[str, float] = field(default_factory=dict)


@dataclass
class _Visitor:
    id: str
    service: str
    queue: str
    priority: str
    due: float
    seq: int


class _Simulation:
    def __init__(self, truth: Truth, rng: Random, number: int, stops: dict[str, tuple[float, bool]]) -> None:
        self.truth, self.rng, self.number, self.stops = truth, rng, number, stops
        self.day = Day()
        self.heap: list[tuple[float, int, Callable[[float], None]]] = []
        self.pushed = 0
        self.waiting: dict[str, _Visitor] = {}
        self.idle: dict[str, Desk] = {}
        self.gone: set[str] = set()
        self.rested: set[tuple[str, float]] = set()
        self.seq = 0

    def at(self, time: float, act: Callable[[float], None]) -> None:
        self.pushed += 1
        heapq.heappush(self.heap, (time, self.pushed, act))

    def record(self, kind: str, time: float, **what: Any) -> None:
        self.day.events.append({"e": kind, "t": round(time, 4), **what})

    def run(self) -> Day:
        self._plan_visitors()
        for desk in self.truth.desks:
            self.at(desk.opens, partial(self._open, desk))
            moments = [desk.closes, *(start for start, _ in desk.breaks)]
            if desk.id in self.stops:
                moments.append(self.stops[desk.id][0])
            for moment in moments:
                self.at(moment, partial(self._look_if_idle, desk))
        while self.heap:
            time, _, act = heapq.heappop(self.heap)
            act(time)
        return self.day

    def _plan_visitors(self) -> None:
        truth, rng = self.truth, self.rng
        for queue, hourly in truth.hourly.items():
            for hour, rate in enumerate(hourly):
                time = 480.0 + 60 * hour + rng.expovariate(rate / 60) if rate else 2000.0
                while time < 480 + 60 * (hour + 1):
                    self._plan(time, queue, "accessible" if rng.random() < truth.accessible else "standard")
                    time += rng.expovariate(rate / 60)
        for index in range(truth.bookings):
            queue = rng.choice(sorted(truth.hourly))
            slot = 500.0 + 10 * rng.randrange(48)
            id_, service = f"{self.number}-booked-{index}", self._service(queue)
            self.day.events.append({"e": "booking", "t": 480.0, "id": id_, "slot": slot, "service": service})
            if rng.random() < truth.shown:
                time = max(480.0, slot + rng.gauss(*truth.lead))
                self.at(time, partial(self._issue, id_, service, queue, "appointment"))

    def _service(self, queue: str) -> str:
        kinds = [(name, share) for name, (of, _, share) in self.truth.services.items() if of == queue]
        return self.rng.choices([name for name, _ in kinds], [share for _, share in kinds])[0]

    def _plan(self, time: float, queue: str, priority: str) -> None:
        service = self._service(queue)
        id_ = f"{self.number}-{self.pushed}"
        self.at(time, partial(self._issue, id_, service, queue, priority))

    def _issue(self, id_: str, service: str, queue: str, priority: str, time: float) -> None:
        self.seq += 1
        due = time + self.truth.targets[queue] - self.truth.head_starts.get(priority, 0.0)
        self.waiting[id_] = _Visitor(id_, service, queue, priority, due, self.seq)
        self.day.issued[id_] = round(time, 4)
        self.record("issue", time, id=id_, service=service, **{"class": priority})
        patience = self._patience()
        if time + patience < 1020:
            self.at(time + patience, lambda t: self._leave(t, id_))
        for desk in sorted(self.idle.values(), key=lambda _: self.rng.random()):
            if queue in desk.queues:
                self._look(desk, time)
                break

    def _patience(self) -> float:
        limit, hazard, waited = self.rng.expovariate(1.0), 0.0, 0.0
        while hazard < limit and waited < 600:
            hazard += self.truth.leaving(waited + 0.5)
            waited += 1
        return waited - self.rng.random() if waited < 600 else 2000.0

    def _leave(self, time: float, id_: str) -> None:
        if self.waiting.pop(id_, None):
            self.record("leave", time, id=id_)

    def _open(self, desk: Desk, time: float) -> None:
        if self.truth.opens_told:
            self.record("open", time, counter=desk.id)
        self._look(desk, time)

    def _close(self, desk: Desk, time: float, *, silent: bool = False) -> None:
        self.idle.pop(desk.id, None)
        self.gone.add(desk.id)
        if not silent:
            self.record("close", time, counter=desk.id)

    def _look_if_idle(self, desk: Desk, time: float) -> None:
        if desk.id in self.idle:
            self._look(desk, time)

    def _look(self, desk: Desk, time: float) -> None:
        """A counter is free: it rests, closes, calls the earliest due, or waits for somebody."""
        self.idle.pop(desk.id, None)
        if desk.id in self.gone:
            return
        if desk.id in self.stops and time >= self.stops[desk.id][0]:
            self._close(desk, time, silent=self.stops[desk.id][1])
            return
        if time >= desk.closes:
            self._close(desk, time)
            return
        for start, length in desk.breaks:
            if time >= start and (desk.id, start) not in self.rested:
                self.rested.add((desk.id, start))
                back = time + length if self.truth.full_breaks else start + length
                if back > time:
                    self._rest(desk, time, back)
                    return
        mine = [visitor for visitor in self.waiting.values() if visitor.queue in desk.queues]
        if not mine:
            self.idle[desk.id] = desk
            return
        self._call(desk, min(mine, key=lambda visitor: (visitor.due, visitor.seq)), time)

    def _rest(self, desk: Desk, time: float, back: float) -> None:
        if self.truth.breaks_told:
            self.record("pause", time, counter=desk.id)

        def resume(now: float) -> None:
            if self.truth.breaks_told:
                self.record("resume", now, counter=desk.id)
            self._look(desk, now)

        self.at(back, resume)

    def _call(self, desk: Desk, visitor: _Visitor, time: float) -> None:
        truth, rng = self.truth, self.rng
        del self.waiting[visitor.id]
        self.day.called[visitor.id] = round(time, 4)
        self.record("call", time, id=visitor.id, counter=desk.id)
        if rng.random() < truth.no_show(time - self.day.issued[visitor.id]):
            self.at(time + truth.given_up(rng), lambda t: self._end(desk, visitor, "no_show", t))
            return
        start = time + truth.walk(rng)
        self.at(start, lambda t: self.record("start", t, id=visitor.id))
        length = truth.minutes(visitor.service, desk.id, rng)
        self.at(start + length, lambda t: self._end(desk, visitor, "finish", t))

    def _end(self, desk: Desk, visitor: _Visitor, kind: str, time: float) -> None:
        self.record(kind, time, id=visitor.id)
        self.at(time + self.truth.gap(self.rng), lambda t: self._look(desk, t))


def simulate(truth: Truth, rng: Random, number: int, stops: dict[str, tuple[float, bool]] | None = None) -> Day:
    """Return day `number` of a center. `stops` are counters that stop calling, each at a time, with an event or not."""
    return _Simulation(truth, rng, number, stops or {}).run()
