"""Referrals over HTTP: the kiosk's own printer prints where a service is done; no ticket is issued."""

from __future__ import annotations

from flask import Response, url_for
from pydantic import Field

from kiosk.printing.api import HIGHEST_JOB, SlipStatus, slip_of
from queueing import printing
from queueing.i18n import SOURCE_LANGUAGE, languages
from queueing.identity.authorization import allow
from queueing.identity.permissions import Right
from queueing.printing import JobKind, ReferralContext
from queueing.refusals import InvalidRequest, NotFound, NotOffered
from queueing.web.rate_limits import limiter
from queueing.web.request import (
    Body,
    Identifier,
    LocationPath,
    answers,
    api,
    follow_base,
    location_for,
    principal,
    reply,
    runtime,
)
from services_catalog.catalog import Kind

REFERRAL_LIMIT = "10 per minute"
"""From one address: a center's kiosks may share it."""

referral_api = api("referral_api", __name__)


class ReferralBody(Body):
    """A service that is done elsewhere, and the visitor's language."""

    service: Identifier
    language: str = Field(SOURCE_LANGUAGE, max_length=12)


class Printing(SlipStatus):
    """The state of a referral's print job; `job` is its id, by which its state is read again."""

    job: int


class ReferralPath(LocationPath):
    """A referral's print job of a location in a path."""

    job: int = Field(ge=1, le=HIGHEST_JOB)


@referral_api.post("/locations/<location>/referrals", responses=answers(403, 404, 409, 429, s200=Printing))
@allow(Right.ISSUE)
@limiter.limit(REFERRAL_LIMIT)
def print_referral(path: LocationPath, body: ReferralBody) -> Response:
    """Print where a service is done: address, hours, telephone and website, in the visitor's language."""
    location = location_for(path.location)
    service = runtime().catalog.services.get(body.service)
    if service is None:
        raise NotFound(f"There is no service {body.service!r}.")
    if service.kind is Kind.EMERGENCY:
        raise NotOffered("In an emergency call 911, or go to the desk.")
    if body.language not in languages():
        raise InvalidRequest(f"No page is written in {body.language!r}.")
    printer = printing.slip_printer(location, principal().name)
    if printer is None:
        raise NotOffered("There is no printer here. Scan the code on the screen instead.")
    page = url_for("referral_page.where", location=location.id, service=service.id, lang=body.language)
    with runtime().database.write() as session:
        job = printing.enqueue(
            session,
            location=location.id,
            printer=printer.id,
            kind=JobKind.REFERRAL,
            context=ReferralContext(service.id, body.language, follow_base() + page, runtime().clock.simulated),
            by=principal().by,
            now=runtime().now(),
        )
        return reply(Printing(job=job.id, **slip_of(session, job).model_dump()))


@referral_api.get("/locations/<location>/referrals/<int:job>", responses=answers(403, 404, s200=Printing))
@allow(Right.ISSUE)
def referral_paper(path: ReferralPath) -> Response:
    """Show the state of a referral's print job."""
    location = location_for(path.location)
    with runtime().database.read() as session:
        job = printing.find_job(session, location=location.id, job=path.job, kind=JobKind.REFERRAL)
        return reply(Printing(job=job.id, **slip_of(session, job).model_dump()))
