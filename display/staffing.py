"""The API of staffing forecasts: the rest of today, or a coming day, under other counters. It changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated

from flask import Response
from pydantic import ConfigDict, Field

from queueing.calendar import hours
from queueing.i18n import STAFF_LANGUAGE
from queueing.identity.authorization import allow
from queueing.identity.permissions import Right
from queueing.refusals import InvalidRequest, TooEarly, TooLate
from queueing.schemas import Schema, Wait
from queueing.simulation import DayForecast, ExpectedWaits, WaitQuantiles
from queueing.tickets.wait_quote import wait_of
from queueing.waits import typical_day, what_if
from queueing.waits.snapshot import location_snapshot
from queueing.waits.what_if import CounterPlanChange
from queueing.web.request import Body, Identifier, LocationPath, answers, api, given, location_for, reply, runtime
from services_catalog.catalog import Location, in_language

MOST_COUNTERS = 100
DAYS_AHEAD = 366
DEFINITIONS = {
    "joining": "The wait of somebody who would take a ticket at this moment.",
    "visitors": "Visitors who wait now and who are still expected, the mean over many futures. In a plan, a visit of "
    "two services counts twice.",
    "p50_seconds": "Median wait of those visitors, from the ticket to the call. Whoever is not reached counts until "
    "closing; whoever gives up does not count.",
    "p90_seconds": "Nine in ten of those visitors wait no longer.",
    "longest_seconds": "The longest wait, the mean over many futures.",
    "not_reached": "Visitors not called by closing.",
    "left": "Visitors who give up before they are called, as far as past days tell.",
    "waiting": "Visitors waiting at the end of the half hour.",
}

staffing_api = api("staffing_api", __name__)


class BreakBody(Body):
    """A break, local times."""

    start: time = Field(alias="from")
    end: time = Field(alias="to")


class CounterBody(Body):
    """Another plan for one counter; what is left out stays as it is. Local times, today's or the planned day's."""

    id: Identifier
    open: bool = True
    serves: Annotated[list[Identifier], Field(max_length=300)] | None = Field(None, description="Queues or services.")
    opens: time | None = Field(None, description="When it opens, if later.")
    closes: time | None = Field(None, description="When it closes, if before the center.")
    breaks: Annotated[list[BreakBody], Field(max_length=8)] | None = Field(
        None, description="In place of those planned."
    )

    def change(self) -> CounterPlanChange:
        """Return it as the rules have it."""
        return CounterPlanChange(
            counter=self.id,
            open=self.open,
            serves=None if self.serves is None else tuple(self.serves),
            opens=self.opens,
            closes=self.closes,
            breaks=None if self.breaks is None else tuple((each.start, each.end) for each in self.breaks),
        )


class WhatIfBody(Body):
    """Counters as they would be; those not named stay as they are."""

    counters: list[CounterBody] = Field([], max_length=MOST_COUNTERS)


class PlanBody(Body):
    """A coming day (a date, or the next of a weekday, 1 is Monday) and its counters; those not named stay closed."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [given("date"), given("weekday")]})

    day: date | None = Field(None, alias="date")
    weekday: int | None = Field(None, ge=1, le=7)
    counters: list[CounterBody] = Field(max_length=MOST_COUNTERS)


class ExpectedWaitsView(Schema):
    """The expected waits of some visitors until closing. Means over many futures; waits in seconds, null of nobody."""

    visitors: float
    p50_seconds: float | None
    p90_seconds: float | None
    longest_seconds: float | None
    not_reached: float
    left: float


class QueueExpected(ExpectedWaitsView):
    """A queue's expected waits, and the wait of joining it now; null where no counter serves it."""

    joining: Wait | None = None


class SlotExpected(ExpectedWaitsView):
    """The visitors who come in a half hour, and how many wait at its end."""

    start: datetime
    end: datetime
    waiting: float


class StaffingView(Schema):
    """The forecast under one staffing. `queues` are in the order of the answer's own."""

    total: ExpectedWaitsView
    queues: list[QueueExpected]
    slots: list[SlotExpected]


class QueueNamed(Schema):
    """A queue of the location."""

    id: str
    letter: str
    name: str
    target_seconds: float
    waiting: int


class WhatIfView(Schema):
    """The rest of today, as things stand and as they would be."""

    location: str
    at: datetime
    closes_at: datetime
    queues: list[QueueNamed]
    now: StaffingView
    then: StaffingView
    definitions: dict[str, str]


class PlanView(Schema):
    """A coming day under one staffing, from its usual visitors."""

    location: str
    date: date
    opens_at: datetime
    closes_at: datetime
    reason: str = Field(description="Why its hours are not as usual on that weekday; empty when they are.")
    days: int = Field(description="Past days of that weekday it is based on; 0: on every weekday together.")
    other_hours: int = Field(
        description="How many of those were open at other hours; each hour counts only the days that were open in it."
    )
    unknown: list[str] = Field(
        description="Local HH:MM at which hours begin in which none of those days was open: nobody is expected then."
    )
    queues: list[QueueNamed]
    plan: StaffingView
    definitions: dict[str, str]


@staffing_api.post("/locations/<location>/what-if", responses=answers(403, 404, 409, s200=WhatIfView))
@allow(Right.SEE_FIGURES)
def ask_what_if(path: LocationPath, body: WhatIfBody) -> Response:
    """Forecast the rest of today under another staffing, beside the present one."""
    location, now = location_for(path.location), runtime().now()
    with runtime().database.read() as session:
        stands = location_snapshot(session, runtime().catalog, location, now)
        parameters = runtime().forecaster.parameters(session, location, now)
    present, other = what_if.compare(stands, parameters, location, [each.change() for each in body.counters])
    waiting = [ticket.queue for ticket in stands.state.waiting]
    day = location.hours.day_of(now)
    view = WhatIfView(
        location=location.id,
        at=now,
        closes_at=_moment(location, day, stands.closes or 0.0),
        queues=_queues(location, waiting),
        now=_staffed(location, day, present.day, present.joining),
        then=_staffed(location, day, other.day, other.joining),
        definitions=DEFINITIONS,
    )
    return reply(view)


@staffing_api.post("/locations/<location>/plan", responses=answers(403, 404, 409, s200=PlanView))
@allow(Right.SEE_FIGURES)
def ask_plan(path: LocationPath, body: PlanBody) -> Response:
    """Forecast a coming day under a staffing, from the usual visitors of its weekday."""
    location, now = location_for(path.location), runtime().now()
    day = _day_of(location, body, now)
    with runtime().database.read() as session:
        opening = hours.opening_of(session, location, day)
        parameters = runtime().forecaster.parameters(session, location, now)
        that_day = typical_day.typical_day(session, location, parameters, day, now)
    counters = [each.change() for each in body.counters]
    planned = what_if.plan(location, runtime().catalog, that_day.parameters, (opening.opens, opening.closes), counters)
    view = PlanView(
        location=location.id,
        date=day,
        opens_at=_moment(location, day, opening.opens),
        closes_at=_moment(location, day, opening.closes),
        reason=opening.reason,
        days=that_day.days,
        other_hours=that_day.other_hours,
        unknown=[f"{hour:02}:00" for hour in that_day.unknown],
        queues=_queues(location, ()),
        plan=_staffed(location, day, planned, {}),
        definitions=DEFINITIONS,
    )
    return reply(view)


def _day_of(location: Location, body: PlanBody, now: datetime) -> date:
    today = location.hours.day_of(now)
    if (body.day is None) == (body.weekday is None):
        raise InvalidRequest("Name a date or a weekday, one of them.")
    if body.day is not None:
        if not today <= body.day <= today + timedelta(days=DAYS_AHEAD):
            refusal = TooLate if body.day < today else TooEarly
            raise refusal("Plan today or a day of the coming year.")
        return body.day
    return today + timedelta(days=((body.weekday or 1) - today.isoweekday() - 1) % 7 + 1)


def _moment(location: Location, day: date, minutes: float) -> datetime:
    return datetime.combine(day, time(), tzinfo=location.hours.tz) + timedelta(minutes=minutes)


def _queues(location: Location, waiting: Sequence[str]) -> list[QueueNamed]:
    return [
        QueueNamed(
            id=queue.id,
            letter=queue.letter,
            name=in_language(queue.name, STAFF_LANGUAGE),
            target_seconds=queue.target_minutes * 60,
            waiting=waiting.count(queue.id),
        )
        for queue in runtime().catalog.queues_at(location.id)
    ]


def _staffed(
    location: Location, on: date, day: DayForecast, joining: Mapping[str, WaitQuantiles | None]
) -> StaffingView:
    def told(queue: str) -> Wait | None:
        wait = joining.get(queue)
        return wait_of(round(wait.p50 * 60, 1), round(wait.p90 * 60, 1)) if wait else None

    return StaffingView(
        total=ExpectedWaitsView(**_expected(day.total)),
        queues=[
            QueueExpected(**_expected(day.queues[queue.id]), joining=told(queue.id))
            for queue in runtime().catalog.queues_at(location.id)
        ],
        slots=[
            SlotExpected(
                **_expected(slot.come),
                start=_moment(location, on, slot.start),
                end=_moment(location, on, slot.end),
                waiting=round(slot.waiting, 1),
            )
            for slot in day.slots
        ],
    )


def _expected(waits: ExpectedWaits) -> dict[str, float | None]:
    def seconds(minutes: float | None) -> float | None:
        return None if minutes is None else round(minutes * 60)

    return {
        "visitors": round(waits.visitors, 1),
        "p50_seconds": seconds(waits.p50),
        "p90_seconds": seconds(waits.p90),
        "longest_seconds": seconds(waits.longest),
        "not_reached": round(waits.not_reached, 1),
        "left": round(waits.left, 1),
    }
