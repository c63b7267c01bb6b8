"""Every refusal and error is answered as a problem of RFC 9457."""

from __future__ import annotations

import logging

from flask import Flask, Response, json, request
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as WerkzeugResponse

from queueing.refusals import InvalidRequest, Refusal
from queueing.schemas import Problem
from queueing.web.rate_limits import limiter, wait_in_words
from queueing.web.request import runtime

PROBLEM_JSON = "application/problem+json"
log = logging.getLogger(__name__)


def problem_of(refusal: Refusal) -> dict[str, object]:
    """Return a refusal as a problem's members."""
    facts = {name: value for name, value in refusal.facts.items() if value is not None}
    return (
        facts
        | Problem(type=refusal.slug, title=refusal.title, status=refusal.status, detail=refusal.detail).model_dump()
    )


def answer(problem: dict[str, object], status: int) -> Response:
    """Return a problem as a response."""
    return Response(json.dumps(problem), status, content_type=PROBLEM_JSON)


def answer_refusal(refusal: Refusal) -> Response:
    """Return a refusal as a response."""
    response = answer(problem_of(refusal), refusal.status)
    response.headers.extend(retry_headers(refusal))
    return response


def retry_headers(refusal: Refusal) -> dict[str, str]:
    """Return the header that says when a refused request may succeed; none where waiting does not help."""
    seconds = refusal.retry_after_seconds
    return {} if seconds is None else {"Retry-After": str(seconds)}


def answer_rate_limit(error: RateLimitExceeded) -> Response:
    """Return the response to a request beyond a limit, with how long to wait."""
    seconds = limiter.retry_after_seconds(runtime().real_now())
    response = answer(
        {
            "type": "too-many-requests",
            "title": error.name,
            "status": error.code,
            "detail": f"Too many requests. Wait {wait_in_words(seconds)}, then try again.",
        },
        error.code,
    )
    response.headers["Retry-After"] = str(seconds)
    return response


def answer_invalid(error: ValidationError) -> Response:
    """Return the response to a request that does not fit its schema: each fault by the path of its member."""
    faults = [f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in error.errors()]
    return answer_refusal(InvalidRequest("; ".join(faults) or "The request is not understood."))


def attach(app: Flask) -> None:
    """Make every refusal and error of `app` a problem."""
    app.register_error_handler(Refusal, answer_refusal)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(RateLimitExceeded, answer_rate_limit)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _csrf(error: CSRFError) -> Response:
    return answer(
        {
            "type": "form-expired",
            "title": "Page expired",
            "status": 400,
            "detail": "This page is too old to send from. Load it again.",
        },
        400,
    )


def _http(error: HTTPException) -> WerkzeugResponse:
    if isinstance(error.response, WerkzeugResponse):
        return error.response
    if error.code is None or error.code < 400:
        return Response(error.get_body(), error.code, dict(error.get_headers()))
    slug = error.name.lower().replace(" ", "-")
    response = answer(
        {"type": slug, "title": error.name, "status": error.code, "detail": error.description or error.name},
        error.code,
    )
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> Response:
    log.exception("unexpected error at %s %s", request.method, request.url_rule)
    return answer(
        {
            "type": "server-error",
            "title": "Something went wrong here",
            "status": 500,
            "detail": "This is our fault, not yours. Please try again, or ask at the desk.",
        },
        500,
    )
