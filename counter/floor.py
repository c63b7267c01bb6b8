"""What managers do on the floor, over the API: hours of a day, messages on the screens."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated

from flask import Response
from pydantic import Field

from queueing import operations
from queueing.access import MANAGERS, allow
from queueing.days import hours_of, notices_of
from queueing.operations.day import NewHours
from queueing.refusals import Malformed
from queueing.shapes import OpenHours, Shape
from queueing.web import Body, LocationPath, answers, api, location_for, reply, site, who
from queueing.words import SOURCE_LANGUAGE

LONGEST_MESSAGE = 240

floor_api = api("floor_api", __name__)


class DayPath(LocationPath):
    """A date of a location in a path."""

    date: date


class HoursBody(Body):
    """Closed, or open from and until other local times; with the reason that people are told."""

    closed: bool = False
    opens: time | None = None
    closes: time | None = None
    reason: str = Field(min_length=1, max_length=200)


class DayView(Shape):
    """The hours of one date."""

    date: date
    hours: list[OpenHours]
    reason: str


class NoticeBody(Body):
    """A message by language tag; English is needed."""

    words: dict[str, Annotated[str, Field(max_length=LONGEST_MESSAGE)]] = Field(min_length=1, max_length=30)


class NoticePath(LocationPath):
    """A message of a location in a path."""

    notice: int


class Notices(Shape):
    """The messages on a location's screens."""

    notices: list[dict[str, str]]


@floor_api.put("/locations/<location>/days/<date>", responses=answers(403, 404, s200=DayView))
@allow(MANAGERS)
def change_hours(path: DayPath, body: HoursBody) -> Response:
    """Change the hours of one date."""
    place = location_for(path.location)
    opens, closes = (None, None) if body.closed else (body.opens, body.closes)
    hours = NewHours(opens, closes, body.reason)
    if not body.closed and opens is None and closes is None:
        usual = place.hours.intervals_on(path.date)
        hours = NewHours(usual[0].opens, usual[-1].closes, body.reason) if usual else hours
    with site().database.write() as session:
        operations.change_hours(session, location=place, day=path.date, hours=hours, by=who().by, now=site().now())
    with site().database.read() as session:
        now = hours_of(session, place)
    open_hours = [OpenHours(opens=f"{i.opens:%H:%M}", closes=f"{i.closes:%H:%M}") for i in now.intervals_on(path.date)]
    return reply(DayView(date=path.date, hours=open_hours, reason=now.reason_on(path.date)))


@floor_api.post("/locations/<location>/notices", responses=answers(403, 404, s201=Notices))
@allow(MANAGERS)
def post_notice(path: LocationPath, body: NoticeBody) -> Response:
    """Show a message on the location's screens."""
    place = location_for(path.location)
    words = _words(body.words)
    with site().database.write() as session:
        operations.post_notice(session, location=place, words=words, by=who().by, now=site().now())
    with site().database.read() as session:
        return reply(Notices(notices=notices_of(session, place)), 201)


@floor_api.delete("/locations/<location>/notices/<int:notice>", responses=answers(403, 404, s200=Notices))
@allow(MANAGERS)
def take_down_notice(path: NoticePath) -> Response:
    """Take a message down."""
    place = location_for(path.location)
    with site().database.write() as session:
        operations.take_down_notice(session, location=place, notice=path.notice, now=site().now())
    with site().database.read() as session:
        return reply(Notices(notices=notices_of(session, place)))


def _words(given: dict[str, str]) -> dict[str, str]:
    """Return a message's words by language, the empty ones left out; raise Malformed without English."""
    words = {tag: text.strip() for tag, text in given.items() if text.strip()}
    if unknown := sorted(words.keys() - site().catalog.languages.keys()):
        raise Malformed(f"There is no language {unknown[0]!r} in the catalog.")
    if SOURCE_LANGUAGE not in words:
        raise Malformed("A message needs English: screens in a language left empty show that.")
    return words
