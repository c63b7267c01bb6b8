"""The schemas of the figures, and the definition of each figure, which is sent with them."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from queueing.schemas import Schema


class WaitFigures(Schema):
    """Counts and measures of visits and their services. Durations in seconds, shares from 0 to 1; null of no values."""

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
    services: int
    finished: int
    sent_on: int
    done: int
    first_contact_share: float | None
    transfers: int
    recalls: int
    quick: int
    interpreted: int
    interpreter_seconds: float
    estimates: int
    median_estimate_error_seconds: float | None
    within_p90_share: float | None


class StaffTime(Schema):
    """How the staffed time of the counters was spent. Shares from 0 to 1 add up to 1; null when none was staffed."""

    counters_open: float
    staffed_seconds: float
    serving_share: float | None
    calling_share: float | None
    wrap_up_share: float | None
    idle_share: float | None
    break_share: float | None


class SlotFlow(Schema):
    """The visitors waiting as a slot began and ended, and its calls, whenever their tickets were issued."""

    start: datetime
    end: datetime
    carried_in: int
    calls: int
    carried_out: int


class WaitGroup(Schema):
    """The figures of one group. `key` is stable; `label` is for people."""

    key: str
    label: str
    figures: WaitFigures
    slot: SlotFlow | None = Field(None, description="By slot only.")
    staff: StaffTime | None = Field(None, description="By slot, time, day and weekday.")
    days: int | None = Field(None, description="By time, day and weekday: over how many days.")


class HeatCell(Schema):
    """Visits that arrived on a weekday (1 is Monday) in a slot, over all requested days."""

    weekday: int
    slot: str = Field(description="Local HH:MM at which the slot begins.")
    days: int = Field(description="How many such days there were.")
    arrivals: int
    mean_wait_seconds: float | None


class WaitsView(Schema):
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


class CenterFigures(Schema):
    """One location's figures over all requested days."""

    location: str
    name: str
    total: WaitFigures
    staff: StaffTime


class CentersView(Schema):
    """The figures of several locations over the same local service days."""

    first_day: date
    last_day: date
    centers: list[CenterFigures]
    definitions: dict[str, str]


DEFINITIONS = {
    "arrivals": "Tickets issued, voided ones among them; each visit stands in exactly one group, in a slot in the one "
    "in which its ticket was issued. By service, department, queue and agent: services that visitors waited for, so "
    "that a visit of two services is counted with both, and the groups add up to the services, not to the visits.",
    "called": "Services for which a visitor was called at least once: how many waits there were.",
    "served": "Visits that an agent finished.",
    "no_show": "Visits that were called and did not come.",
    "left": "Visits whose visitor gave up the place (walk-outs).",
    "not_reached": "Visits that the day closed on before they were served.",
    "voided": "Tickets that staff took back: a mistake, or printed twice.",
    "here": "Visits that have not ended yet. By service, department, queue and agent these six, too, are counted by "
    "service: one that was finished is served, whatever came of the next.",
    "no_show_share": "No-shows as a share of arrivals.",
    "left_share": "Walk-outs as a share of arrivals.",
    "mean_wait_seconds": "Mean wait. A wait runs from the issue of the ticket (it starts at the ticket, not at the "
    "door) to the last call, recalls included. Each further service of a visit has a wait of its own: from the end of "
    "the service before, or from when a counter sent the visitor on, to its last call. Who was sent on before any call "
    "has waited since the issue. Whom staff sent back to the same line, or who asked for more time, waits on. "
    "Services never called for have no wait.",
    "p50_wait_seconds": "Median wait: half of the waits were no longer.",
    "p90_wait_seconds": "Nine in ten waits were no longer.",
    "longest_wait_seconds": "Longest wait.",
    "within_target_share": "Service level: of all waits, the share that was within their queue's target.",
    "mean_service_seconds": "Mean service, from the start to the end, each service of a visit by itself; time on hold "
    "is within it. Where staff said that the time is not representative, and where the visitor was sent on, it is left "
    "out.",
    "p50_service_seconds": "Median service.",
    "p90_service_seconds": "Nine in ten services took no longer.",
    "services": "Services that visitors waited for: one for each visit, one more for each that followed, and one more "
    "for each time that a counter sent them on to another.",
    "finished": "Services that an agent finished.",
    "sent_on": "Services from which a counter sent the visitor on to another one; that they were moved before any call "
    "is none.",
    "done": "What was done for visitors, in functions of the city, as often as each was: two licenses are two. Where "
    "staff said nothing else, the service that was waited for, once. By service and department it stands with what "
    "was done, which may be another service than the one that was waited for.",
    "first_contact_share": "Resolved at first contact: of the services finished, the share that was settled, with "
    "nothing left to do, by the first counter that had the visitor for it. One that another counter had sent on, or "
    "had sent back to the line, was not. Services of which staff said neither are left out.",
    "transfers": "Times that staff sent a visitor on to another service, counter or agent.",
    "recalls": "Times that a called visitor was called again.",
    "quick": "Of the arrivals, services that were done at a desk without a ticket; they have no wait.",
    "interpreted": "Services with an interpreter on the line.",
    "interpreter_seconds": "Time that an interpreter was on the line, added up.",
    "estimates": "Visitors who were told a wait when they took the ticket and have been called.",
    "median_estimate_error_seconds": "Median distance between the first call and the P50 that the visitor was told.",
    "within_p90_share": "Of those told a wait, the share called within the range they were told: its "
    "upper end is the P90, rounded.",
    "slot": "Slots are half-open on the location's own clock: 08:30:00 belongs to the slot that begins at 08:30. A "
    "visit stands, with all its waits and services, in the slot in which its ticket was issued.",
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
    "department": "The department that the service belongs to in the catalog now.",
    "queue": "The queue in which the visitor waited for the service.",
    "agent": "The agent of a service is the last who called, started or ended it. An agent is named for the days with "
    "at least five of their visits; all others are shown together, without a name.",
    "service": "The service that the visitor waited for. Who is sent on before any call has waited for the other one.",
    "language": "The language that the visitor chose.",
}
