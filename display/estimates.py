"""The API of the forecast accuracy: how often visitors were called within the quoted range. For managers."""

from __future__ import annotations

from flask import Response

from display.api import days_of
from queueing.identity.authorization import allow
from queueing.identity.permissions import Right
from queueing.waits.accuracy import AccuracyCut, EstimatesView, estimates_view
from queueing.web.days_query import DaysQuery
from queueing.web.request import LocationPath, answers, api, location_for, reply, runtime

estimates_api = api("estimates_api", __name__)


class EstimatesQuery(DaysQuery):
    """The days, and how their estimates are cut."""

    by: AccuracyCut = AccuracyCut.QUEUE


@estimates_api.get("/locations/<location>/estimates", responses=answers(403, 404, s200=EstimatesView))
@allow(Right.SEE_FIGURES)
def estimates(path: LocationPath, query: EstimatesQuery) -> Response:
    """Show how quoted waits compare with the real ones, and which queues' were too short in the past week."""
    location = location_for(path.location)
    first, last = days_of(location, query)
    view = estimates_view(
        runtime().database,
        catalog=runtime().catalog,
        location=location,
        first=first,
        last=last,
        by=query.by,
        now=runtime().now(),
    )
    return reply(view)
