"""A center's events, one after another: they give its state now, and what the model learns of them.

`StateTracker` is the pure fold behind the JSON-lines command and behind rebuilding a model from the tickets'
events. Times are minutes after midnight and must not decrease within a day.
"""

from __future__ import annotations

from dataclasses import replace

from queueing.simulation.model import Model
from queueing.simulation.state import (
    Booking,
    Center,
    CenterState,
    CounterActivity,
    SimulatedCounter,
    SimulatedService,
    SimulatedTicket,
)
from queueing.simulation.tracked_counter import CalledTicket, TrackedCounter


class ImpossibleEvent(ValueError):
    """An event that cannot be: an unknown id, or a move that makes no sense."""


class StateTracker:
    """The fold over one center's events; `model` is kept from day to day, the rest is today's.

    Every method that takes an event raises ImpossibleEvent for an unknown id.
    """

    def __init__(self, center: Center, model: Model | None = None) -> None:
        self.center = center
        self.model = model or Model()
        self.openings = [0, 0]  # events of opening, and openings known only by a first call
        self.bookings: dict[str, tuple[Booking, float]] = {}  # with the time of the event of booking
        self._new_day()

    def _new_day(self) -> None:
        self.now: float | None = None
        self.waiting: dict[str, SimulatedTicket] = {}
        self.visits: dict[str, CalledTicket] = {}
        self.ended: set[str] = set()
        self._seq = 0
        self._called_after_closing = False
        self.counters = {desk.id: TrackedCounter.before_opening(desk) for desk in self.center.desks.values()}

    def at(self, time: float) -> None:
        """Let time pass until `time`."""
        if self.now is None:
            planned = [desk.opens for desk in self.center.desks.values() if desk.opens is not None]
            self.model.arrivals.observe(min([time, *planned]))
        self.model.arrivals.observe(time)
        self.now = time if self.now is None else max(self.now, time)

    def _update_wanted(self, time: float) -> None:
        """Note for every counter since when a visitor whom it serves has been waiting."""
        queues = {ticket.queue for ticket in self.waiting.values()}
        for counter in self.counters.values():
            if queues.isdisjoint(counter.desk.queues):
                counter.wanted = None
            elif counter.wanted is None:
                counter.wanted = time

    def book(self, id_: str, service: str, slot: float, *, time: float) -> None:
        """A visitor has an appointment."""
        self._service(service)
        self.bookings[id_] = (Booking(id_, service, slot), time)

    def issue(self, id_: str, service: str, priority: str, *, time: float) -> None:
        """A ticket was issued; a booking of the same id is its appointment."""
        if id_ in self.waiting or id_ in self.visits:
            raise ImpossibleEvent(f"ticket {id_} was issued before")
        queue = self._service(service).queue
        self._seq += 1
        due = self.center.due(time, queue, priority)
        self.waiting[id_] = SimulatedTicket(id_, queue, service, priority, time, due, self._seq)
        self.ended.discard(id_)
        self._update_wanted(time)
        booked = self.bookings.pop(id_, None)
        if booked is None:
            self.model.arrivals.count_visitor(queue, priority, service, time)
        else:
            self.model.learn_booking(lead=time - booked[0].slot, priority=priority)

    def call(self, id_: str, counter: str, *, time: float) -> None:
        """A counter called a waiting ticket, or called one again."""
        calling = self._counter(counter)
        if id_ in self.visits and id_ not in self.waiting:
            self._move(self.visits[id_], calling, time)
            return
        ticket = self.waiting.get(id_)
        if ticket is None:
            raise ImpossibleEvent(f"ticket {id_} is not waiting")
        calling.learn_gap(self.model, self.waiting.values(), time)
        if calling.visit is not None:
            self._drop_visit(calling)
        self.openings[1] += calling.doing is CounterActivity.SHUT
        del self.waiting[id_]
        self._update_wanted(time)
        self.model.losses.count_wait_end(time - ticket.issued, left=False)
        self.visits[id_] = CalledTicket(ticket, time, None, counter)
        if calling.desk.closes is not None and time > calling.desk.closes + 0.5:
            self._called_after_closing = True
        calling.skip_breaks(time)
        calling.begin(CounterActivity.CALLED, time)
        calling.visit = id_

    def start(self, id_: str, *, time: float) -> None:
        """The called visitor came, and service began."""
        visit = self._visit(id_)
        if visit.started is not None:
            return
        visit.started = time
        self.model.learn_minutes("walk", time - visit.called)
        self.model.losses.count_call(visit.waited, shown=True)
        if visit.counter is not None:
            counter = self.counters[visit.counter]
            counter.doing, counter.since = CounterActivity.SERVING, time

    def finish(self, id_: str, *, time: float) -> None:
        """Service ended."""
        visit = self._visit(id_)
        if visit.started is None:
            self.model.losses.count_call(visit.waited, shown=True)
        began = visit.called if visit.started is None else visit.started
        desk = self.counters[visit.counter].desk if visit.counter is not None else None
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
        """The called visitor did not come."""
        visit = self._visit(id_)
        if visit.started is None:
            self.model.learn_minutes("no_show_wait", time - visit.called)
            self.model.losses.count_call(visit.waited, shown=False)
        self._end_visit(visit, time)

    def leave(self, id_: str, *, time: float) -> None:
        """The visitor gave up waiting, ended the visit, or cancelled the appointment."""
        ticket = self.waiting.pop(id_, None)
        if ticket is not None:
            self.model.losses.count_wait_end(time - ticket.issued, left=True)
            self.ended.add(id_)
            self._update_wanted(time)
        elif id_ in self.visits:
            self._end_visit(self.visits[id_], time)
        elif id_ in self.bookings:
            del self.bookings[id_]
            self.model.learn_booking(lead=None)
        else:
            raise ImpossibleEvent(f"ticket {id_} is not here")

    def open(self, counter: str, *, time: float, agent: str | None = None) -> None:
        """A counter opened, with that agent when one is named."""
        opening = self._counter(counter)
        self.openings[0] += opening.doing is CounterActivity.SHUT
        if agent is not None:
            opening.desk = replace(opening.desk, agent=agent)
        opening.then = None
        if opening.doing is CounterActivity.PAUSED:
            self.resume(counter, time=time)
        elif opening.visit is None:
            opening.begin(CounterActivity.READY, time)

    def pause(self, counter: str, *, time: float) -> None:
        """A counter takes a break, after the visitor it has."""
        pausing = self._counter(counter)
        if pausing.visit is not None:
            pausing.then = CounterActivity.PAUSED
        elif pausing.doing is not CounterActivity.PAUSED:
            pausing.begin(CounterActivity.PAUSED, time)

    def resume(self, counter: str, *, time: float) -> None:
        """A counter is back from a break."""
        resuming = self._counter(counter)
        resuming.then = None
        if resuming.visit is not None:
            return
        if resuming.doing is CounterActivity.PAUSED:
            resuming.learn_pause(self.model, time)
        resuming.begin(CounterActivity.READY, time)

    def close(self, counter: str, *, time: float) -> None:
        """A counter closes for the day, after the visitor it has."""
        closing = self._counter(counter)
        if closing.visit is not None:
            closing.then = CounterActivity.CLOSED
        else:
            early = time < (closing.desk.opens or 0.0)
            closing.begin(CounterActivity.SHUT if early else CounterActivity.CLOSED, time)

    def end_day(self) -> None:
        """The day is over: no visitor is left in the center, and what was learned is kept."""
        self.model.learn_closing(called_after=self._called_after_closing, left_over=bool(self.waiting))
        for id_, (booking, booked_at) in list(self.bookings.items()):
            # A booking made after its slot has passed is one of another day.
            if booking.slot >= booked_at:
                del self.bookings[id_]
                self.model.learn_booking(lead=None)
            else:
                self.bookings[id_] = (booking, booking.slot)
        self.model.arrivals.end_day()
        self._new_day()

    def state(self, now: float) -> CenterState:
        """Return the state at `now`."""
        return CenterState(
            center=self.center,
            now=now,
            counters=tuple(self._simulated(counter, now) for counter in self.counters.values()),
            waiting=tuple(self.waiting.values()),
            bookings=tuple(booking for booking, booked_at in self.bookings.values() if booking.slot >= booked_at),
        )

    def _simulated(self, counter: TrackedCounter, now: float) -> SimulatedCounter:
        doing, opens = counter.doing, counter.desk.opens
        if (
            doing is CounterActivity.SHUT
            and opens is not None
            and opens <= now
            and self.openings[0] <= self.openings[1]
        ):
            doing = CounterActivity.READY  # This center has no events of opening: its plan is taken instead.
        if doing is CounterActivity.CALLED and self.model.residuals and not self.model.pools["walk"]:
            doing = CounterActivity.SERVING  # This center has no events of start: service starts with the call.
        return counter.simulated(doing, self.visits[counter.visit] if counter.visit is not None else None)

    def _end_visit(self, visit: CalledTicket, time: float) -> None:
        id_ = visit.ticket.id
        del self.visits[id_]
        self.ended.add(id_)
        counter = self.counters.get(visit.counter or "")
        if counter is not None and counter.visit == id_:
            counter.end_visit(time)

    def _drop_visit(self, counter: TrackedCounter) -> None:
        """Forget a visit whose end had no event."""
        if counter.visit is not None:
            self.visits.pop(counter.visit, None)
            self.ended.add(counter.visit)
            counter.visit = None

    def _move(self, visit: CalledTicket, counter: TrackedCounter, time: float) -> None:
        """Move a called ticket to the counter that calls it again; nothing changes when that has it already."""
        if visit.counter == counter.desk.id:
            return
        old = self.counters.get(visit.counter or "")
        if old is not None and old.visit == visit.ticket.id:
            old.release(time)
        self._drop_visit(counter)
        visit.counter, visit.started = counter.desk.id, None
        counter.visit = visit.ticket.id
        counter.begin(CounterActivity.CALLED, time)

    def _service(self, id_: str) -> SimulatedService:
        if id_ not in self.center.services:
            raise ImpossibleEvent(f"unknown service {id_}")
        return self.center.services[id_]

    def _counter(self, id_: str) -> TrackedCounter:
        if id_ not in self.counters:
            raise ImpossibleEvent(f"unknown counter {id_}")
        return self.counters[id_]

    def _visit(self, id_: str) -> CalledTicket:
        if id_ not in self.visits:
            raise ImpossibleEvent(f"ticket {id_} is not called")
        return self.visits[id_]
