"""What every route shares: idempotency keys, addresses, empty bodies, described answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import BaseModel, ValidationError

from queueing.app import App
from queueing.refusals import InvalidRequest
from queueing.web.request import KEY, LONGEST_KEY, Body, answers, follow_base, given, idempotency_key, reply


class Words(Body):
    """A body whose one member may be left out."""

    words: str = ""


@pytest.mark.parametrize("key", [None, "a", "k" * LONGEST_KEY])
def test_an_idempotency_key_is_returned_as_it_was_sent(app: App, key: str | None) -> None:
    with app.test_request_context(headers={KEY: key} if key else {}):
        assert idempotency_key() == key


@pytest.mark.parametrize("key", ["", "k" * (LONGEST_KEY + 1)])
def test_an_empty_or_too_long_idempotency_key_is_refused(app: App, key: str) -> None:
    with app.test_request_context(headers={KEY: key}), pytest.raises(InvalidRequest):
        idempotency_key()


@pytest.mark.parametrize(
    ("public", "base"), [("", "http://kiosk.local"), ("https://queue.example/", "https://queue.example")]
)
def test_phones_are_led_to_the_public_address_or_else_the_requested_one(app: App, public: str, base: str) -> None:
    settings = app.runtime.settings.model_copy(update={"public_url": public})
    app.move_in(replace(app.runtime, settings=settings))
    with app.test_request_context(base_url="http://kiosk.local/"):
        assert follow_base() == base


def test_no_body_is_an_empty_one_and_an_unknown_member_is_refused() -> None:
    assert Words.model_validate(None).words == ""
    with pytest.raises(ValidationError, match="extra"):
        Words.model_validate({"word": "x"})


def test_a_schema_is_answered_as_json() -> None:
    answer = reply(Words(words="así"), 201)
    assert (answer.status_code, answer.content_type, answer.get_json()) == (
        201,
        "application/json",
        {"words": "así"},
    )


def test_described_answers_always_include_the_refusals_that_may_come_anywhere() -> None:
    described = answers(404, s200=Words, s204="")
    assert set(described) == {200, 204, 401, 404, 422}
    assert issubclass(described[200], BaseModel)
    assert described[204]["content"] == {}
    assert list(described[404]["content"]) == ["application/problem+json"]


def test_members_that_must_be_given_are_neither_absent_nor_null() -> None:
    assert given("words") == {"required": ["words"], "properties": {"words": {"not": {"type": "null"}}}}
