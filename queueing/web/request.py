"""What the routes of every surface share: runtime, principal, path schemas, described answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, cast

from flask import Response, current_app, g, request
from flask_openapi.blueprint import APIBlueprint
from flask_openapi.models.tag import Tag
from pydantic import BaseModel, ConfigDict, Field, model_validator

from queueing.identity import authorization
from queueing.identity.principal import Principal
from queueing.refusals import InvalidRequest
from queueing.runtime import Runtime
from queueing.schemas import Problem
from services_catalog.catalog import Location

if TYPE_CHECKING:
    from queueing.app import App
    from queueing.realtime.socket import Live

API = "/api/v1"
JSON = "application/json"
KEY = "Idempotency-Key"
LONGEST_KEY = 128

Identifier = Annotated[str, Field(min_length=1, max_length=96, pattern=r"^[A-Za-z0-9_.\-]+$")]


class LocationPath(BaseModel):
    """A location in a path."""

    location: Identifier


class CounterPath(LocationPath):
    """A counter of a location in a path."""

    counter: Identifier


class TicketPath(BaseModel):
    """A ticket's public id in a path."""

    ticket: Identifier


def api(name: str, import_name: str) -> APIBlueprint:
    """Return a blueprint of the API, under its version's prefix."""
    return APIBlueprint(name, import_name, url_prefix=API, abp_tags=[Tag(name=name.removesuffix("_api"))])


def runtime() -> Runtime:
    """Return the server that answers this request."""
    return cast("Runtime", current_app.extensions["runtime"])


def live() -> Live:
    """Return the live side of the server that answers this request."""
    return cast("App", current_app).live


def principal() -> Principal:
    """Return the principal of this request, which the guard found before the view ran."""
    return cast("Principal", g.who)


def location_for(location: str) -> Location:
    """Return a location where the principal may act; raise NotFound or NotAllowed."""
    found = runtime().location(location)
    authorization.check_location(principal(), location)
    return found


def follow_base() -> str:
    """Return the address before `/t/{id}`: the public one when set, else the requested one."""
    return runtime().settings.public_url.rstrip("/") or request.url_root.rstrip("/")


def idempotency_key() -> str | None:
    """Return the request's Idempotency-Key, or None; raise InvalidRequest for one too long or empty."""
    key = request.headers.get(KEY)
    if key is not None and not 0 < len(key) <= LONGEST_KEY:
        raise InvalidRequest(f"{KEY} has 1 to {LONGEST_KEY} characters.")
    return key


def reply(shape: BaseModel, status: int = 200) -> Response:
    """Return a shape as JSON."""
    return Response(shape.model_dump_json(), status, content_type=JSON)


class Body(BaseModel):
    """Base of request bodies: an absent body is an empty one, and nothing unknown slips in."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def absent_is_empty(cls, given: object) -> object:
        """Take no body at all as one without members."""
        return {} if given is None else given


def given(*names: str) -> dict[str, Any]:
    """Return the JSON Schema that these members are there and not null, for a body's `json_schema_extra`."""
    return {"required": list(names), "properties": {name: {"not": {"type": "null"}} for name in names}}


def answers(*refused: int, **given: type[BaseModel] | str) -> dict[Any, Any]:
    """Describe answers for OpenAPI: `s200=Shape` (or a content type) and the statuses that are refusals.

    422 and 401 may always come; each refusal is a problem.
    """
    described: dict[Any, Any] = {}
    for name, shape in given.items():
        status = int(name.removeprefix("s"))
        if isinstance(shape, str):
            content = {shape: {"schema": {"type": "string", "format": "binary"}}} if shape else {}
            described[status] = {"description": "As asked.", "content": content}
        else:
            described[status] = shape
    problem = {"application/problem+json": {"schema": Problem.model_json_schema()}}
    for status in sorted({401, 422, *refused}):
        described[status] = {"description": "Refused, and why.", "content": problem}
    return described
