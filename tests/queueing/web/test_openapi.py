"""What only the catalog knows is enumerated in the description, wherever it stands."""

from __future__ import annotations

from flask.testing import FlaskClient

from queueing.web.openapi import keys_of, one_of, with_values

VALUES = {"languages": ["en", "so"]}


def test_marked_schemas_enumerate_their_values_and_the_rest_stays() -> None:
    described = {
        "a": [{"type": "string", **one_of("languages")}],
        "b": {"type": "object", **keys_of("languages")},
        "c": 1,
    }
    assert with_values(described, VALUES) == {
        "a": [{"type": "string", "enum": ["en", "so"]}],
        "b": {"type": "object", "propertyNames": {"enum": ["en", "so"]}},
        "c": 1,
    }


def test_the_language_of_a_ticket_is_one_of_the_catalogs(client: FlaskClient) -> None:
    schemas = client.get("/api/v1/openapi.json").get_json()["components"]["schemas"]
    assert {"en", "es", "so", "hmn"} < set(schemas["TicketBody"]["properties"]["language"]["enum"])
    assert set(schemas["NoticeBody"]["properties"]["words"]["propertyNames"]["enum"]) > {"en", "hmn"}
    assert "one-of:" not in str(schemas)
