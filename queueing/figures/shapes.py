"""The shapes of the figures, and what each figure means, in words that travel with them."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from queueing.shapes import Shape


class WaitFigures(Shape):
    """Counts and measures of some visits. Durations in seconds, shares from 0 to 1; null of nothing."""

    arrivals: int
    called: int
    served: int
    no_show: int
    left: int
    not_reached: int
    voided: int
    here: int
    no_show_share: float | None
    left_share: float | None
    mean_wait_seconds: float | None
    p50_wait_seconds: float | None
    p90_wait_seconds: float | None
    longest_wait_seconds: float | None
    within_target_share: float | None
    mean_service_seconds: float | None
    p50_service_seconds: float | None
    p90_service_seconds: float | None
    transfers: int
    recalls: int
    quick: int
    interpreted: int
    interpreter_seconds: float
    estimates: int
    median_estimate_error_seconds: float | None
    within_p90_share: float | None


class StaffTime(Shape):
    """How the staffed time of the counters was spent. Shares from 0 to 1 add up to 1; null when nobody sat there."""

    counters_open: float
    staffed_seconds: float
    serving_share: float | None
    calling_share: float | None
    wrap_up_share: float | None
    idle_share: float | None
    break_share: float | None


class SlotFlow(Shape):
    """What went through a slot, whenever the visitors had come."""

    start: datetime
    end: datetime
    carried_in: int
    calls: int
    carried_out: int


class WaitGroup(Shape):
    """The figures of one group. `key` is stable; `label` is for people."""

    key: str
    label: str
    figures: WaitFigures
    slot: SlotFlow | None = Field(None, description="By slot only.")
    staff: StaffTime | None = Field(None, description="By slot, time, day and weekday.")
    days: int | None = Field(None, description="By time, day and weekday: over how many days.")


class HeatCell(Shape):
    """Visits that arrived on a weekday (1 is Monday) in a slot, over all days asked for."""

    weekday: int
    slot: str = Field(description="Local HH:MM at which the slot begins.")
    days: int = Field(description="How many such days there were.")
    arrivals: int
    mean_wait_seconds: float | None


class WaitsView(Shape):
    """The figures of a location over local service days, both ends included."""

    location: str
    name: str
    timezone: str
    first_day: date
    last_day: date
    at: datetime
    by: str
    slot_minutes: int
    total: WaitFigures
    staff: StaffTime
    groups: list[WaitGroup]
    heat: list[HeatCell] = Field(description="By weekday only.")
    definitions: dict[str, str]


class CenterFigures(Shape):
    """One center's figures over all days asked for."""

    location: str
    name: str
    total: WaitFigures
    staff: StaffTime


class CentersView(Shape):
    """Centers beside each other over the same local service days."""

    first_day: date
    last_day: date
    centers: list[CenterFigures]
    definitions: dict[str, str]


DEFINITIONS = {
    "arrivals": "Tickets issued, voided ones among them. Each visit stands in exactly one group; "
    "in a slot, in the one in which its ticket was issued.",
    "called": "Visits that were called at least once.",
    "served": "Visits that an agent finished.",
    "no_show": "Visits that were called and did not come.",
    "left": "Visits whose visitor gave up the place (walk-outs).",
    "not_reached": "Visits that the day closed on before they were served.",
    "voided": "Tickets that staff took back: a mistake, or printed twice.",
    "here": "Visits that have not ended yet.",
    "no_show_share": "No-shows as a share of arrivals.",
    "left_share": "Walk-outs as a share of arrivals.",
    "mean_wait_seconds": "Mean wait. A wait runs from the issue of the ticket (it starts at the ticket, not at the "
    "door) to the last call, recalls included. Visits never called have none.",
    "p50_wait_seconds": "Median wait: half of those called waited no longer.",
    "p90_wait_seconds": "Nine in ten of those called waited no longer.",
    "longest_wait_seconds": "Longest wait of those called.",
    "within_target_share": "Service level: of those called, the share whose wait was within their queue's target.",
    "mean_service_seconds": "Mean service, from the start to the end, of those served; time on hold is within it. "
    "Where staff said that the time is not representative, it is left out; of a visit of several services the last "
    "counts.",
    "p50_service_seconds": "Median service of those served.",
    "p90_service_seconds": "Nine in ten services took no longer.",
    "transfers": "Times that staff sent a visitor on to another service.",
    "recalls": "Times that a called visitor was called again.",
    "quick": "Of the arrivals, services that were done at a desk without a ticket; they have no wait.",
    "interpreted": "Visits with an interpreter on the line.",
    "interpreter_seconds": "Time that an interpreter was on the line, added up.",
    "estimates": "Visitors who were told a wait when they took the ticket and have been called.",
    "median_estimate_error_seconds": "Median distance between the first call and the P50 that the visitor was told.",
    "within_p90_share": "Of those told a wait, the share called within the range they were told: its "
    "upper end is the P90, rounded.",
    "slot": "Slots are half-open on the location's own clock: 08:30:00 belongs to the slot that begins at 08:30.",
    "carried_in": "Visitors who came earlier and were still waiting when the slot began.",
    "calls": "Calls made in the slot, recalls not counted.",
    "carried_out": "Visitors still waiting when the slot ended, or now; they are carried into the next.",
    "counters_open": "Mean number of counters that were open or on a break.",
    "staffed_seconds": "Time that counters were open or on a break, added up.",
    "serving_share": "Of the staffed time: a visitor was being served.",
    "calling_share": "Of the staffed time: a visitor was called and had not come yet.",
    "wrap_up_share": "Of the staffed time: open and without a visitor, though somebody the counter serves was waiting.",
    "idle_share": "Of the staffed time: open, and nobody the counter serves was waiting.",
    "break_share": "Of the staffed time: paused.",
    "time": "A time of day, over all days asked for; both hours of a night on which clocks go back are one.",
    "department": "The department that the visit's service belongs to in the catalog now.",
    "queue": "The queue that the visit's last service belonged to.",
    "agent": "The agent of a visit is the last who called, started or ended it. An agent is named for the days with "
    "at least five of their visits; all others are shown together, without a name.",
    "service": "A visit belongs to the service that it ended with; a transfer moves it.",
    "language": "The language that the visitor chose.",
}
