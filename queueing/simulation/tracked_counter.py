"""One counter's day from its events: what it does, since when, and what the model learns of its gaps and breaks.

Times are minutes after midnight, durations minutes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from queueing.simulation.model import Model
from queueing.simulation.state import (
    BREAK_SLACK,
    CounterActivity,
    CounterPlan,
    SimulatedCounter,
    SimulatedTicket,
)

_LONG_GAP = 30.0
"""A counter without a call for longer, though a visitor waited, was away and not wrapping up."""


@dataclass(slots=True)
class CalledTicket:
    """A ticket that was called and has not ended: when it was called, when service started, and at which counter."""

    ticket: SimulatedTicket
    called: float
    started: float | None = None
    counter: str | None = None

    @property
    def waited(self) -> float:
        """Minutes from issue to call."""
        return self.called - self.ticket.issued


@dataclass(slots=True)
class TrackedCounter:
    """A counter today. `visit` is the id of the ticket that it called last, until that ends.

    The other fields are those of `SimulatedCounter`.
    """

    desk: CounterPlan
    doing: CounterActivity
    since: float
    breaks: tuple[tuple[float, float], ...]
    wrapping: bool = False
    wanted: float | None = None
    visit: str | None = None
    then: CounterActivity | None = None

    @classmethod
    def before_opening(cls, desk: CounterPlan) -> TrackedCounter:
        """Return the counter as a day begins, still shut."""
        return cls(desk, CounterActivity.SHUT, desk.opens or 0.0, desk.breaks)

    def begin(self, doing: CounterActivity, time: float) -> None:
        """Begin another activity."""
        self.doing, self.since, self.wrapping, self.then = doing, time, False, None

    def release(self, time: float) -> None:
        """Let the visitor go to another counter: do what was planned after the visit, or be ready."""
        self.visit = None
        self.begin(self.then or CounterActivity.READY, time)

    def end_visit(self, time: float) -> None:
        """End the visit: do what was planned after it, or wrap up."""
        self.release(time)
        self.wrapping = self.doing is CounterActivity.READY

    def skip_breaks(self, time: float) -> None:
        """Remove the planned breaks that have begun: a counter that calls during a break has skipped it."""
        self.breaks = tuple(planned for planned in self.breaks if time < planned[0] + 1)

    def learn_gap(self, model: Model, waiting: Collection[SimulatedTicket], time: float) -> None:
        """Learn the minutes since the last visit, if a visitor waited for this counter all that time."""
        issued = [ticket.issued for ticket in waiting if ticket.queue in self.desk.queues]
        if self.doing is not CounterActivity.READY or not self.wrapping or min(issued, default=time) > self.since:
            return
        for start, length in self.breaks:
            if start <= time and self.since < start + length:
                self._learn_late_break(model, start, length, time)
                return
        if time - self.since <= _LONG_GAP:
            model.learn_minutes("gap", time - self.since)

    def learn_pause(self, model: Model, time: float) -> None:
        """Learn from a pause that ends now: how late it ended if it was a planned break, else how long it was."""
        for start, length in self.breaks:
            if start - BREAK_SLACK <= self.since <= start + length:
                self._learn_late_break(model, start, length, time)
                ends = self.since + length if model.full_breaks() else start + length
                model.learn_minutes("late", time - ends)
                self.breaks = tuple(other for other in self.breaks if other != (start, length))
                return
        model.learn_minutes("pause", time - self.since)

    def _learn_late_break(self, model: Model, start: float, length: float, time: float) -> None:
        if self.since > start + 1:
            model.learn_break(
                missed_as_planned=abs(time - start - length), missed_as_full=abs(time - self.since - length)
            )

    def simulated(self, doing: CounterActivity, visit: CalledTicket | None) -> SimulatedCounter:
        """Return the counter as a forecast takes it, with the activity to assume and its called ticket."""
        return SimulatedCounter(
            desk=self.desk,
            doing=doing,
            since=self.since,
            wrapping=self.wrapping,
            wanted=self.wanted,
            service=visit.ticket.service if visit else None,
            waited=visit.waited if visit else 0.0,
            then=self.then,
            breaks=self.breaks,
        )
