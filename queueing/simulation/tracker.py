"""What happened at a center, event by event: the state now, and what the model learns of it.

`StateTracker` is the pure fold behind the JSON-lines command and behind rebuilding a model from the ticket's
events. Times are minutes after midnight and must not decrease within a day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from queueing.simulation.model import Model
from queueing.simulation.state import (
    BREAK_SLACK,
    Booking,
    Center,
    CenterState,
    CounterActivity,
    CounterPlan,
    SimulatedCounter,
    SimulatedService,
    SimulatedTicket,
)

_LONG_GAP = 30.0
"""A counter silent for longer while somebody waited was away, not wrapping up."""


class ImpossibleEvent(ValueError):
    """An event that cannot be: an unknown id, or a move that makes no sense."""


@dataclass(slots=True)
class _Visit:
    """A ticket called and not yet ended."""

    ticket: SimulatedTicket
    called: float
    started: float | None = None
    counter: str | None = None


@dataclass(slots=True)
class _TrackedCounter:
    """A counter today."""

    desk: CounterPlan
    doing: CounterActivity
    since: float
    breaks: tuple[tuple[float, float], ...]
    wrapping: bool = False
    wanted: float | None = None
    visit: str | None = None
    then: CounterActivity | None = None


class StateTracker:
    """The fold over one center's events; `model` outlives the nights, the rest is today's."""

    def __init__(self, center: Center, model: Model | None = None) -> None:
        self.center = center
        self.model = model or Model()
        self.openings = [0, 0]  # told, and only noticed by a call
        self.bookings: dict[str, tuple[Booking, float]] = {}
        self._new_day()

    def _new_day(self) -> None:
        self.now: float | None = None
        self.waiting: dict[str, SimulatedTicket] = {}
        self.visits: dict[str, _Visit] = {}
        self.ended: set[str] = set()
        self._seq = 0
        self._called_after_closing = False
        self.places = {desk.id: self._morning(desk) for desk in self.center.desks.values()}

    def _morning(self, desk: CounterPlan) -> _TrackedCounter:
        return _TrackedCounter(desk, CounterActivity.SHUT, desk.opens or 0.0, desk.breaks)

    def at(self, time: float) -> None:
        """Let time pass until `time`."""
        if self.now is None:
            planned = [desk.opens for desk in self.center.desks.values() if desk.opens is not None]
            self.model.arrivals.watch(min([time, *planned]))
        self.model.arrivals.watch(time)
        self.now = time if self.now is None else max(self.now, time)

    def _look_around(self, time: float) -> None:
        """Note for every counter since when somebody whom it serves has been waiting."""
        queues = {ticket.queue for ticket in self.waiting.values()}
        for counter in self.places.values():
            if queues.isdisjoint(counter.desk.queues):
                counter.wanted = None
            elif counter.wanted is None:
                counter.wanted = time

    def book(self, id_: str, service: str, slot: float, *, time: float) -> None:
        """A visitor has an appointment."""
        self._service(service)
        self.bookings[id_] = (Booking(id_, service, slot), time)

    def issue(self, id_: str, service: str, priority: str, *, time: float) -> None:
        """A ticket was issued."""
        if id_ in self.waiting or id_ in self.visits:
            raise ImpossibleEvent(f"ticket {id_} was issued before")
        queue = self._service(service).queue
        self._seq += 1
        due = self.center.due(time, queue, priority)
        self.waiting[id_] = SimulatedTicket(id_, queue, service, priority, time, due, self._seq)
        self.ended.discard(id_)
        self._look_around(time)
        booked = self.bookings.pop(id_, None)
        if booked is None:
            self.model.arrivals.came(queue, priority, service, time)
        else:
            self.model.learn_booking(lead=time - booked[0].slot, priority=priority)

    def call(self, id_: str, counter: str, *, time: float) -> None:
        """A counter called a waiting ticket, or called one again."""
        place = self._place(counter)
        if id_ in self.visits and id_ not in self.waiting:
            self._move(self.visits[id_], place, time)
            return
        ticket = self.waiting.get(id_)
        if ticket is None:
            raise ImpossibleEvent(f"ticket {id_} is not waiting")
        self._learn_gap(place, time)
        if place.visit is not None:
            self._drop_visit(place)
        self.openings[1] += place.doing is CounterActivity.SHUT
        del self.waiting[id_]
        self._look_around(time)
        self.model.waits.ended(time - ticket.issued, left=False)
        self.visits[id_] = _Visit(ticket, time, None, counter)
        if place.desk.closes is not None and time > place.desk.closes + 0.5:
            self._called_after_closing = True
        # Whoever calls while a break is planned has skipped it.
        place.breaks = tuple(planned for planned in place.breaks if time < planned[0] + 1)
        _set(place, CounterActivity.CALLED, time)
        place.visit = id_

    def start(self, id_: str, *, time: float) -> None:
        """The called visitor came, and service began."""
        visit = self._visit(id_)
        if visit.started is not None:
            return
        visit.started = time
        self.model.learn_minutes("walk", time - visit.called)
        self.model.waits.came(visit.called - visit.ticket.issued, shown=True)
        if visit.counter is not None:
            location = self.places[visit.counter]
            location.doing, location.since = CounterActivity.SERVING, time

    def finish(self, id_: str, *, time: float) -> None:
        """Service ended."""
        visit = self._visit(id_)
        if visit.started is None:
            self.model.waits.came(visit.called - visit.ticket.issued, shown=True)
        began = visit.called if visit.started is None else visit.started
        desk = self.places[visit.counter].desk if visit.counter is not None else None
        service = self.center.services[visit.ticket.service]
        self.model.learn_service(
            queue=service.queue,
            service=service.id,
            agent=desk.agent if desk else "",
            minutes=time - began,
            typical=service.typical,
        )
        self._end_visit(visit, time)

    def no_show(self, id_: str, *, time: float) -> None:
        """Nobody came when called."""
        visit = self._visit(id_)
        if visit.started is None:
            self.model.learn_minutes("no_show_wait", time - visit.called)
            self.model.waits.came(visit.called - visit.ticket.issued, shown=False)
        self._end_visit(visit, time)

    def leave(self, id_: str, *, time: float) -> None:
        """The visitor gave up the place."""
        ticket = self.waiting.pop(id_, None)
        if ticket is not None:
            self.model.waits.ended(time - ticket.issued, left=True)
            self.ended.add(id_)
            self._look_around(time)
        elif id_ in self.visits:
            self._end_visit(self.visits[id_], time)
        elif id_ in self.bookings:
            del self.bookings[id_]
            self.model.learn_booking(lead=None)
        else:
            raise ImpossibleEvent(f"ticket {id_} is not here")

    def open(self, counter: str, *, time: float, agent: str | None = None) -> None:
        """A counter opened, with that agent when one is named."""
        place = self._place(counter)
        self.openings[0] += place.doing is CounterActivity.SHUT
        if agent is not None:
            place.desk = replace(place.desk, agent=agent)
        place.then = None
        if place.doing is CounterActivity.PAUSED:
            self.resume(counter, time=time)
        elif place.visit is None:
            _set(place, CounterActivity.READY, time)

    def pause(self, counter: str, *, time: float) -> None:
        """A counter takes a break, after the visitor it has."""
        place = self._place(counter)
        if place.visit is not None:
            place.then = CounterActivity.PAUSED
        elif place.doing is not CounterActivity.PAUSED:
            _set(place, CounterActivity.PAUSED, time)

    def resume(self, counter: str, *, time: float) -> None:
        """A counter is back from a break."""
        place = self._place(counter)
        place.then = None
        if place.visit is not None:
            return
        if place.doing is CounterActivity.PAUSED:
            self._learn_pause(place, time)
        _set(place, CounterActivity.READY, time)

    def close(self, counter: str, *, time: float) -> None:
        """A counter closes for the day, after the visitor it has."""
        place = self._place(counter)
        if place.visit is not None:
            place.then = CounterActivity.CLOSED
        else:
            _set(place, CounterActivity.SHUT if time < (place.desk.opens or 0.0) else CounterActivity.CLOSED, time)

    def night(self) -> None:
        """The day is over: the floor is empty, and what was learned stays."""
        self.model.learn_closing(called_after=self._called_after_closing, left_over=bool(self.waiting))
        for id_, (booking, told) in list(self.bookings.items()):
            # A booking told after its slot has passed is one of another day.
            if booking.slot >= told:
                del self.bookings[id_]
                self.model.learn_booking(lead=None)
            else:
                self.bookings[id_] = (booking, booking.slot)
        self.model.arrivals.night()
        self._new_day()

    def state(self, now: float) -> CenterState:
        """Return the state at `now`."""
        return CenterState(
            center=self.center,
            now=now,
            counters=tuple(self._counter(counter, now) for counter in self.places.values()),
            waiting=tuple(self.waiting.values()),
            bookings=tuple(booking for booking, told in self.bookings.values() if booking.slot >= told),
        )

    def _counter(self, counter: _TrackedCounter, now: float) -> SimulatedCounter:
        visit = self.visits[counter.visit] if counter.visit is not None else None
        doing = counter.doing
        opens = counter.desk.opens
        if (
            doing is CounterActivity.SHUT
            and opens is not None
            and opens <= now
            and self.openings[0] <= self.openings[1]
        ):
            doing = CounterActivity.READY  # Here nobody says when a counter opens.
        if doing is CounterActivity.CALLED and self.model.residuals and not self.model.pools["walk"]:
            doing = CounterActivity.SERVING  # Here nobody says when service starts.
        return SimulatedCounter(
            desk=counter.desk,
            doing=doing,
            since=counter.since,
            wrapping=counter.wrapping,
            wanted=counter.wanted,
            service=visit.ticket.service if visit else None,
            waited=visit.called - visit.ticket.issued if visit else 0.0,
            then=counter.then,
            breaks=counter.breaks,
        )

    def _end_visit(self, visit: _Visit, time: float) -> None:
        id_ = visit.ticket.id
        del self.visits[id_]
        self.ended.add(id_)
        location = self.places.get(visit.counter or "")
        if location is None or location.visit != id_:
            return
        location.visit = None
        _set(location, location.then or CounterActivity.READY, time)
        location.wrapping = location.doing is CounterActivity.READY

    def _drop_visit(self, counter: _TrackedCounter) -> None:
        """Forget a visit whose end nobody told."""
        if counter.visit is not None:
            self.visits.pop(counter.visit, None)
            self.ended.add(counter.visit)
            counter.visit = None

    def _move(self, visit: _Visit, counter: _TrackedCounter, time: float) -> None:
        """A visitor already called was called again: by the same counter nothing changes, by another all does."""
        if visit.counter == counter.desk.id:
            return
        old = self.places.get(visit.counter or "")
        if old is not None and old.visit == visit.ticket.id:
            old.visit = None
            _set(old, old.then or CounterActivity.READY, time)
        self._drop_visit(counter)
        visit.counter, visit.started = counter.desk.id, None
        counter.visit = visit.ticket.id
        _set(counter, CounterActivity.CALLED, time)

    def _learn_gap(self, counter: _TrackedCounter, time: float) -> None:
        """Learn the time since the last visit, if somebody waited for this counter all the while."""
        mine = [ticket.issued for ticket in self.waiting.values() if ticket.queue in counter.desk.queues]
        if (
            counter.doing is not CounterActivity.READY
            or not counter.wrapping
            or min(mine, default=time) > counter.since
        ):
            return
        for start, length in counter.breaks:
            if start <= time and counter.since < start + length:
                self._learn_late_break(counter, start, length, time)
                return
        if time - counter.since <= _LONG_GAP:
            self.model.learn_minutes("gap", time - counter.since)

    def _learn_pause(self, counter: _TrackedCounter, time: float) -> None:
        for start, length in counter.breaks:
            if start - BREAK_SLACK <= counter.since <= start + length:
                self._learn_late_break(counter, start, length, time)
                ends = counter.since + length if self.model.full_breaks() else start + length
                self.model.learn_minutes("late", time - ends)
                counter.breaks = tuple(other for other in counter.breaks if other != (start, length))
                return
        self.model.learn_minutes("pause", time - counter.since)

    def _learn_late_break(self, counter: _TrackedCounter, start: float, length: float, time: float) -> None:
        if counter.since > start + 1:
            self.model.learn_break(
                missed_as_planned=abs(time - start - length), missed_as_full=abs(time - counter.since - length)
            )

    def _service(self, id_: str) -> SimulatedService:
        if id_ not in self.center.services:
            raise ImpossibleEvent(f"unknown service {id_}")
        return self.center.services[id_]

    def _place(self, id_: str) -> _TrackedCounter:
        if id_ not in self.places:
            raise ImpossibleEvent(f"unknown counter {id_}")
        return self.places[id_]

    def _visit(self, id_: str) -> _Visit:
        if id_ not in self.visits:
            raise ImpossibleEvent(f"ticket {id_} is not called")
        return self.visits[id_]


def _set(counter: _TrackedCounter, doing: CounterActivity, time: float) -> None:
    counter.doing, counter.since, counter.wrapping, counter.then = doing, time, False, None
