"""Every refusal and error is answered as a problem of RFC 9457."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from queueing.app import create_app
from queueing.identity.permissions import Right
from queueing.settings import Settings

REFUSALS = [
    ("GET", "/api/v1/nowhere", 404),
    ("GET", "/api/v1/locations/nowhere", 404),
    ("DELETE", "/api/v1/locations", 405),
    ("GET", "/api/v1/tickets/nope", 404),
    ("GET", "/api/v1/locations/downtown/services?limit=0", 422),
]


@pytest.mark.parametrize(("method", "path", "status"), REFUSALS)
def test_every_refusal_has_the_one_shape(client: FlaskClient, method: str, path: str, status: int) -> None:
    answer = client.open(path, method=method)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert {"type", "title", "status", "detail"} <= set(answer.get_json())


def test_an_unexpected_error_says_nothing_of_the_inside(settings: Settings) -> None:
    app = create_app(settings)

    def broken() -> str:
        raise RuntimeError("the inside")

    broken.right = Right.PUBLIC  # type: ignore[attr-defined]
    app.add_url_rule("/broken", view_func=broken)
    answer = app.test_client().get("/broken")
    assert (answer.status_code, answer.get_json()["type"]) == (500, "server-error")
    assert "inside" not in answer.text
