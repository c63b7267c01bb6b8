"""The audit over the API, as JSON and CSV: who did what, filtered, in pages."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

from flask import Response
from pydantic import ConfigDict, Field

from queueing.calendar.hours import EARLIEST, LATEST
from queueing.identity.authorization import allow
from queueing.identity.permissions import Right
from queueing.refusals import InvalidRequest
from queueing.runtime import Runtime
from queueing.snapshots.audit import ACTS, PAGE, AuditEntry, AuditFilter, AuditView, audit_view, whole_audit
from queueing.web.days_query import DaysQuery
from queueing.web.request import LocationPath, answers, api, location_for, reply, runtime
from queueing.web.spreadsheet import plain_cell
from services_catalog.catalog import Location

MOST_DAYS = 31
COLUMNS = ("at", "who", "act", "about", "counter", "detail")

audit_api = api("audit_api", __name__)


class AuditQuery(DaysQuery):
    """Local days, both included (default today), and what to keep of them."""

    model_config = ConfigDict(populate_by_name=True)

    number: str = Field("", max_length=8, description="A ticket's number.")
    person: str = Field("", max_length=64, description="A name; or visitor, system, command.")
    act: str = Field("", max_length=32)
    before: str = Field("", max_length=64, description="Where the page before ended.")


@audit_api.get("/locations/<location>/audit", responses=answers(403, 404, s200=AuditView))
@allow(Right.SEE_AUDIT)
def audit(path: LocationPath, query: AuditQuery) -> Response:
    """List who did what, the newest first; at most 100 acts, and where the next page begins."""
    return reply(page_of(location_for(path.location), query))


@audit_api.get("/locations/<location>/audit.csv", responses=answers(403, 404, s200="text/csv"))
@allow(Right.SEE_AUDIT)
def audit_csv(path: LocationPath, query: AuditQuery) -> Response:
    """Return every requested act as a table for a spreadsheet."""
    location = location_for(path.location)
    asked = asked_of(location, query)
    name = f"audit-{location.id}-{asked.first}-{asked.last}.csv"
    return Response(
        _lines(runtime(), location, replace(asked, before="")),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def page_of(location: Location, query: AuditQuery) -> AuditView:
    """Return the requested page of acts; raise InvalidRequest."""
    with runtime().database.read() as session:
        return audit_view(session, asked_of(location, query), catalog=runtime().catalog, location=location)


def asked_of(location: Location, query: AuditQuery) -> AuditFilter:
    """Return a query with its days filled in; raise InvalidRequest for days that cannot be."""
    today = location.hours.day_of(runtime().now())
    last = query.last or query.first or today
    first = query.first or last
    if not EARLIEST <= first <= last <= LATEST and first <= last:
        raise InvalidRequest(f"Ask for days from {EARLIEST} to {LATEST}.")
    if first > last:
        raise InvalidRequest("The first day comes after the last.")
    if (last - first).days >= MOST_DAYS:
        raise InvalidRequest(f"Ask for at most {MOST_DAYS} days at once.")
    if query.act and query.act not in ACTS:
        raise InvalidRequest(f"There is no act {query.act!r}.")
    return AuditFilter(first, last, query.number.strip(), query.person.strip(), query.act, query.before, PAGE)


def _lines(a_site: Runtime, location: Location, asked: AuditFilter) -> Iterator[str]:
    with a_site.database.read() as session:
        yield "\ufeff" + _line(COLUMNS)
        for entry in whole_audit(session, asked, catalog=a_site.catalog, location=location):
            yield _line(_cells(entry, location))


def _cells(entry: AuditEntry, location: Location) -> tuple[str, ...]:
    local = entry.at.astimezone(location.hours.tz).isoformat(timespec="seconds")
    return local, *(plain_cell(getattr(entry, name) or "") for name in COLUMNS[1:])


def _line(cells: tuple[str, ...]) -> str:
    file = io.StringIO()
    csv.writer(file).writerow(cells)
    return file.getvalue()
