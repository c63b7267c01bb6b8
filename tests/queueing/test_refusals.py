"""Every refusal has a slug, a title and a status of its own kind, which programs rely on."""

from __future__ import annotations

import inspect

import pytest

from queueing import refusals
from queueing.refusals import Refusal

KINDS = [kind for _, kind in inspect.getmembers(refusals, inspect.isclass) if issubclass(kind, Refusal)]
STATUSES = {
    "already-there": 409,
    "busy": 503,
    "closed": 409,
    "code-not-good": 403,
    "counter-busy": 409,
    "counter-not-open": 409,
    "key-reused": 409,
    "last-admin": 409,
    "malformed": 422,
    "no-more-copies": 409,
    "not-allowed": 403,
    "not-found": 404,
    "not-later": 409,
    "not-offered": 409,
    "refused": 409,
    "server-full": 503,
    "sign-in-needed": 401,
    "too-early": 409,
    "too-late": 409,
    "too-late-today": 409,
    "too-many": 429,
    "wrong-state": 409,
}


def test_slugs_and_statuses_are_those_that_programs_rely_on() -> None:
    assert {kind.slug: kind.status for kind in KINDS} == STATUSES
    assert len(KINDS) == len(STATUSES), "no two refusals share a slug"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.slug))
def test_a_refusal_carries_its_sentence_and_its_facts(kind: type[Refusal]) -> None:
    refusal = kind("Say something.", state="waiting")
    assert (str(refusal), refusal.detail, refusal.facts) == ("Say something.", "Say something.", {"state": "waiting"})
    assert kind.title
