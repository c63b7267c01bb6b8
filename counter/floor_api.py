"""The API of the manager's floor: hours, closed queues, messages, the end of the day, tickets put back."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated

from flask import Response
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from counter.ticket_answers import ticket_answer
from queueing import operations
from queueing.calendar.hours import hours_of
from queueing.calendar.notices import notices_of
from queueing.i18n import SOURCE_LANGUAGE
from queueing.identity import authorization
from queueing.identity.authorization import allow
from queueing.identity.permissions import Right
from queueing.operations.hours import NewHours
from queueing.operations.transition import find
from queueing.refusals import InvalidRequest
from queueing.schemas import OpenHours, Schema, TicketView
from queueing.snapshots.ticket import ticket_of, ticket_view
from queueing.web.openapi import keys_of
from queueing.web.request import (
    Body,
    Identifier,
    LocationPath,
    TicketPath,
    answers,
    api,
    follow_base,
    location_for,
    principal,
    reply,
    runtime,
)

LONGEST_MESSAGE = 240
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"


def _on_the_wall(said: object) -> object:
    if not isinstance(said, str) or not re.match(CLOCK, said):
        raise ValueError("say a time of the day, such as 16:30")
    return said


LocalTime = Annotated[time, BeforeValidator(_on_the_wall), WithJsonSchema({"type": "string", "pattern": CLOCK})]
"""A time as the center's clock shows it, such as 16:30: without a zone."""

floor_api = api("floor_api", __name__)


class DayPath(LocationPath):
    """A date of a location in a path."""

    date: date


class HoursBody(Body):
    """Closed, or open from and until other local times; with the reason for visitors."""

    closed: bool = False
    opens: LocalTime | None = None
    closes: LocalTime | None = None
    reason: str = Field(min_length=1, max_length=200)


class DayView(Schema):
    """The hours of one date."""

    date: date
    hours: list[OpenHours]
    reason: str


class NoticeBody(Body):
    """A message by language tag; English is needed. It goes by itself at `until`, if that is given."""

    words: dict[str, Annotated[str, Field(max_length=LONGEST_MESSAGE)]] = Field(
        min_length=1,
        max_length=30,
        json_schema_extra={
            **keys_of("languages"),
            "required": ["en"],
            "properties": {"en": {"type": "string", "pattern": r"\S"}},
        },
    )
    until: AwareDatetime | None = None


class NoticePath(LocationPath):
    """A message of a location in a path."""

    notice: int = Field(ge=1, le=2**31 - 1)


class Notices(Schema):
    """The messages on a location's screens."""

    notices: list[dict[str, str]]


class QueuePath(LocationPath):
    """A queue of a location in a path."""

    queue: Identifier


class QueueBody(Body):
    """Whether a queue takes new tickets today; a closed one has a reason, which visitors read."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"properties": {"open": {"const": True}}},
                {"required": ["reason"], "properties": {"reason": {"pattern": r"\S"}}},
            ]
        }
    )

    open: bool
    reason: str = Field("", max_length=200)


class QueueState(Schema):
    """Whether a queue takes new tickets, and why not."""

    id: str
    open: bool
    reason: str


class DayReasonBody(Body):
    """The reason, in the manager's words; never a visitor's name."""

    reason: str = Field(min_length=1, max_length=200)


class ReopenBody(DayReasonBody):
    """Until when new tickets are taken (local time; none without it), and whether those not reached come back."""

    until: LocalTime | None = None
    put_back: bool = True


class DayEnded(Schema):
    """The day has ended; how many were not reached."""

    not_reached: int


class DayReopened(Schema):
    """The day goes on; how many were put back."""

    put_back: int


class NumberQuery(BaseModel):
    """A ticket's number, however it was typed."""

    number: str = Field(min_length=1, max_length=8)


class TicketList(Schema):
    """Today's tickets of a number: one, or none."""

    tickets: list[TicketView]


@floor_api.put("/locations/<location>/days/<date>", responses=answers(403, 404, s200=DayView))
@allow(Right.CHANGE_HOURS)
def change_hours(path: DayPath, body: HoursBody) -> Response:
    """Change the hours of one date."""
    location = location_for(path.location)
    opens, closes = (None, None) if body.closed else (body.opens, body.closes)
    hours = NewHours(opens, closes, body.reason)
    if not body.closed and opens is None and closes is None:
        usual = location.hours.intervals_on(path.date)
        hours = NewHours(usual[0].opens, usual[-1].closes, body.reason) if usual else hours
    with runtime().database.write() as session:
        operations.change_hours(
            session, location=location, day=path.date, hours=hours, by=principal().by, now=runtime().now()
        )
    with runtime().database.read() as session:
        now = hours_of(session, location)
    open_hours = [OpenHours(opens=f"{i.opens:%H:%M}", closes=f"{i.closes:%H:%M}") for i in now.intervals_on(path.date)]
    return reply(DayView(date=path.date, hours=open_hours, reason=now.reason_on(path.date)))


@floor_api.post("/locations/<location>/notices", responses=answers(403, 404, 409, s201=Notices))
@allow(Right.POST_NOTICES)
def post_notice(path: LocationPath, body: NoticeBody) -> Response:
    """Show a message on the location's screens."""
    location = location_for(path.location)
    words = _words(body.words)
    with runtime().database.write() as session:
        operations.post_notice(
            session, location=location, words=words, by=principal().by, now=runtime().now(), until=body.until
        )
    with runtime().database.read() as session:
        return reply(Notices(notices=notices_of(session, location, runtime().now())), 201)


@floor_api.delete("/locations/<location>/notices/<int:notice>", responses=answers(403, 404, s200=Notices))
@allow(Right.POST_NOTICES)
def take_down_notice(path: NoticePath) -> Response:
    """Take a message down."""
    location = location_for(path.location)
    with runtime().database.write() as session:
        operations.take_down_notice(
            session, location=location, notice=path.notice, by=principal().by, now=runtime().now()
        )
    with runtime().database.read() as session:
        return reply(Notices(notices=notices_of(session, location, runtime().now())))


@floor_api.put("/locations/<location>/queues/<queue>", responses=answers(403, 404, 409, s200=QueueState))
@allow(Right.CLOSE_QUEUES)
def set_queue(path: QueuePath, body: QueueBody) -> Response:
    """Close a queue to new tickets for the rest of the day, or open it again; visitors with a ticket are served."""
    location, reason = location_for(path.location), body.reason.strip()
    if not body.open and not reason:
        raise InvalidRequest("Say why the queue is closed; visitors are told.")
    with runtime().database.write() as session:
        operations.set_queue(
            session,
            catalog=runtime().catalog,
            location=location,
            queue=path.queue,
            closed=None if body.open else reason,
            by=principal().by,
            now=runtime().now(),
        )
    return reply(QueueState(id=path.queue, open=body.open, reason="" if body.open else reason))


@floor_api.post("/locations/<location>/day/end", responses=answers(403, 404, 409, s200=DayEnded))
@allow(Right.END_DAY)
def end_day(path: LocationPath, body: DayReasonBody) -> Response:
    """End today now: tickets that wait were not reached; visitors at a counter are still served."""
    location = location_for(path.location)
    with runtime().database.write() as session:
        ended = operations.end_day(
            session, location=location, by=principal().by, now=runtime().now(), reason=body.reason
        )
    return reply(DayEnded(not_reached=ended))


@floor_api.post("/locations/<location>/day/reopen", responses=answers(403, 404, 409, s200=DayReopened))
@allow(Right.END_DAY)
def reopen_day(path: LocationPath, body: ReopenBody) -> Response:
    """Reopen today after it ended; tickets that were not reached return to their positions."""
    location = location_for(path.location)
    with runtime().database.write() as session:
        back = operations.reopen_day(
            session,
            location=location,
            by=principal().by,
            now=runtime().now(),
            reason=body.reason,
            until=body.until,
            put_back=body.put_back,
        )
    return reply(DayReopened(put_back=back))


@floor_api.get("/locations/<location>/tickets", responses=answers(403, 404, s200=TicketList))
@allow(Right.SEE_QUEUE)
def by_number(path: LocationPath, query: NumberQuery) -> Response:
    """Find today's ticket by its number, ended or not."""
    location = location_for(path.location)
    with runtime().database.read() as session:
        context = runtime().view_context(session, location, follow_base())
        found = ticket_of(session, location, number=query.number, now=context.now)
        return reply(TicketList(tickets=[ticket_view(session, context, found)] if found else []))


@floor_api.post("/tickets/<ticket>/put-back", responses=answers(403, 404, 409, s200=TicketView))
@allow(Right.PUT_BACK)
def put_back(path: TicketPath, body: DayReasonBody) -> Response:
    """Put a ticket that ended unserved today back at its position."""
    with runtime().database.write() as session:
        ticket = find(session, path.ticket)
        authorization.check_location(principal(), ticket.location)
        operations.put_back(
            session,
            location=runtime().location(ticket.location),
            ticket=path.ticket,
            by=principal().by,
            now=runtime().now(),
            reason=body.reason,
        )
    return ticket_answer(path.ticket)


def _words(given: dict[str, str]) -> dict[str, str]:
    """Return a message's words by language, the empty ones left out; raise InvalidRequest without English."""
    words = {tag: text.strip() for tag, text in given.items() if text.strip()}
    if unknown := sorted(words.keys() - runtime().catalog.languages.keys()):
        raise InvalidRequest(f"There is no language {unknown[0]!r} in the catalog.")
    if SOURCE_LANGUAGE not in words:
        raise InvalidRequest("A message needs English: screens in a language left empty show that.")
    return words
