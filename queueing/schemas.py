"""The models of every HTTP answer and live view; OpenAPI is generated from them.

Moments are ISO 8601 UTC; durations are seconds and say so in their names.
"""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class Schema(BaseModel):
    """Base of every shape: nothing that is not described may slip in or out."""

    model_config = ConfigDict(extra="forbid")


class Named(Schema):
    """An id and its name in the requested language."""

    id: str
    name: str


class Wait(Schema):
    """A forecast of the wait from now until the call, and the range that people read."""

    p50_seconds: float
    p90_seconds: float
    low_minutes: int = Field(description="0 reads: less than `high_minutes`.")
    high_minutes: int


class TicketView(Schema):
    """A ticket as its holder sees it."""

    id: str
    number: str
    location: str
    service: Named
    state: str
    counter: str | None = None
    language: str
    needs: list[str]
    issued_at: datetime
    called_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str | None = None
    moves: int = Field(description="How many things have happened to it; grows by one with each.")
    ahead: int | None = Field(None, description="People ahead in the same line; null once called.")
    wait: Wait | None = Field(None, description="Null when no counter serves the line.")
    told: Wait | None = Field(None, description="The wait told at the issue; null when none was.")
    takes_longer: bool = Field(False, description="Whether a waiting visitor waits longer than told.")
    ready_at: datetime | None = Field(None, description="Not called before this moment: the visitor asked for time.")
    follow_url: str
    bring: str = Field("", description="What to have ready.")
    then: list[Named] = Field([], description="The services that follow in this visit, in order.")
    why: str | None = Field(None, description="Why it was next, after call-next.")


class StaffTicket(TicketView):
    """A ticket as staff see it."""

    queue: str
    priority: str
    due_at: datetime
    recalls: int
    reason: str
    note: str = Field("", description="From the desk before, for the next one.")
    for_counter: str = Field("", description="Sent to this counter; empty: to no single one.")
    for_agent: str = Field("", description="Sent to this agent; empty: to no single one.")
    only_at: list[str] = Field(
        [],
        description="While it waits, the counters where alone it can be called now; empty: all that serve its queue.",
    )
    anywhere: bool = Field(
        False, description="Its queue and service are gone from the catalog: every counter may call it."
    )
    held_at: datetime | None = None
    held_for: str | None = Field(None, description="The counter that set it aside and means to go on.")
    held_until: datetime | None = Field(None, description="When the agent wants to be reminded.")
    untimed: bool = Field(False, description="The time of this service is not representative.")
    interpreting: str = Field("", description="Of an interpreter: empty, asked, on_line or done.")
    interpreting_since: datetime | None = None
    waited_seconds: float
    target_seconds: float
    interpreter: str | None = Field(
        None, description="The language's English name, when staff screens do not speak it."
    )
    script: str = ""


class Call(Schema):
    """A number and the counter it is called to. Nothing about the person."""

    number: str
    counter: str
    called_at: datetime
    recalls: int
    language: str


class QueueClosingRisk(Schema):
    """A visitor who joins the queue now may not be served before closing; `unlikely`: no ticket is given."""

    unlikely: bool
    words: dict[str, str] = Field(description="The sentence for visitors, with when and where instead, by language.")


class BoardQueue(Schema):
    """One queue as the public sees it; `name` is null where a name could embarrass."""

    letter: str
    name: dict[str, str] | None
    waiting: int
    wait: Wait | None
    served: bool = Field(description="Whether an open counter serves it.")
    closed: dict[str, str] | None = Field(None, description="Why it takes no more tickets today, by language.")
    closing: QueueClosingRisk | None = Field(None, description="Null while a visitor is most likely served today.")


class BoardView(Schema):
    """What a location shows to everybody."""

    location: str
    name: dict[str, str]
    version: int
    at: datetime
    simulated: bool
    open: bool
    closes_at: datetime | None
    opens_next: datetime | None
    timezone: str
    languages: list[str]
    phone: str
    called: list[Call] = Field(description="Called now, the latest first.")
    recent: list[Call] = Field(description="The last calls of the day, the latest first.")
    waiting: list[BoardQueue]
    notices: list[dict[str, str]]


class CounterView(Schema):
    """A counter now."""

    id: str
    name: str
    state: str
    agent: str
    reason: str
    since: datetime | None
    serves: list[str]
    may_serve: list[str]
    ticket: str | None = Field(None, description="The id of the ticket it holds.")


class QueueFigures(Schema):
    """One queue as staff see it. Durations in seconds."""

    id: str
    letter: str
    name: str
    target_seconds: float
    waiting: int
    beyond_target: int
    longest_wait_seconds: float | None
    counters_open: int
    wait: Wait | None
    kept_share: float | None = Field(
        None, description="Set where the waits told in the past week covered badly: the share that was kept."
    )
    closed: str | None = Field(None, description="Why a manager closed it to new tickets.")
    gone: bool = Field(False, description="No longer in the catalog; every open counter serves who still waits there.")


class DayFigures(Schema):
    """Today so far, from the events, as the figures define them; durations in seconds."""

    arrivals: int
    served: int
    no_show: int
    left: int
    not_reached: int
    voided: int
    mean_wait_seconds: float | None
    p50_wait_seconds: float | None
    p90_wait_seconds: float | None
    longest_wait_seconds: float | None
    within_target_share: float | None
    mean_service_seconds: float | None


class EquipmentView(Schema):
    """A printer or a screen and how it is."""

    id: str
    name: str
    kind: str
    state: str
    since: datetime | None


class Posted(Schema):
    """A message that a manager posted, by the id it is taken down with; `until` when it goes by itself."""

    id: int
    words: dict[str, str]
    until: datetime | None = None


class CallView(Schema):
    """A call for help (`help`), a quiet alarm (`alarm`) or a kiosk's emergency, open or recently answered."""

    id: int
    kind: str
    counter: str | None
    caller: str
    note: str
    at: datetime
    answered_at: datetime | None
    answered_by: str


class Alert(Schema):
    """What a manager should know now. `key` is what it is marked as seen by."""

    key: str
    kind: str
    words: str
    call: int | None = Field(None, description="The call to answer, when it is one.")
    seen_at: datetime | None = None
    seen_by: str = ""


class DayOver(Schema):
    """The day has ended: since when, and how many were not reached then."""

    ended_at: datetime
    not_reached: int
    reason: str


class DoubtfulSlip(Schema):
    """A live ticket whose paper may not have come out; staff decide whether to print it again."""

    ticket: str
    number: str
    printer: str
    state: str
    at: datetime


class QueueView(Schema):
    """What a location's staff see."""

    location: str
    name: str
    version: int
    at: datetime
    simulated: bool
    open: bool
    closes_at: datetime | None
    opens_next: datetime | None
    timezone: str
    tickets: list[StaffTicket]
    missed: list[StaffTicket] = Field(
        description="Those who missed their call, or gave up, and may still come back; the latest first."
    )
    counters: list[CounterView]
    queues: list[QueueFigures]
    today: DayFigures
    parts: list[EquipmentView]
    slips: list[DoubtfulSlip] = Field(description="Slips of live tickets that may not have come out, the latest first.")
    notices: list[dict[str, str]]
    posted: list[Posted] = Field(description="The notices that can be taken down, oldest first.")
    calls: list[CallView] = Field([], description="Calls for help that are open or were answered lately.")
    alerts: list[Alert] = Field([], description="What needs a manager, the most urgent first.")
    over: DayOver | None = None


class OpenHours(Schema):
    """Open from, and until but not including; local HH:MM."""

    opens: str
    closes: str


class LocationView(Schema):
    """A walk-in center as anyone may know it."""

    id: str
    name: str
    address: str
    directions: str
    timezone: str
    open: bool
    closes_at: datetime | None
    opens_next: datetime | None
    hours: list[OpenHours] = Field(description="Today's.")
    reason: str = Field("", description="Why today's hours are not the usual ones.")
    languages: list[str]
    notices: list[dict[str, str]]
    phone: str


class LocationList(Schema):
    """Every location."""

    locations: list[LocationView]


class ServiceView(Schema):
    """A service and whether it can be had now."""

    id: str
    name: str
    category: str
    department: Named
    kind: str
    offered: bool
    reason: str | None = Field(description="Why it is not offered now.")
    warning: str | None = Field(None, description="What to know before taking a ticket shortly before closing.")
    bring: str
    refer: str = Field(description="Where and when else, for a referral or an emergency.")
    online_url: str
    wait: Wait | None


class ServiceList(Schema):
    """Services, best first when searched for."""

    services: list[ServiceView]


class Problem(BaseModel):
    """RFC 9457: every refusal has this form; further members hold its facts."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="A stable slug.")
    title: str
    status: int
    detail: str = Field(description="A sentence that the person at the screen can act on.")
