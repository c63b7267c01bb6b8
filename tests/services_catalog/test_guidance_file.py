"""Questions and outcomes as a clerk writes them, and the mistakes that are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from services_catalog.guidance import GuidanceOutcome, Route
from services_catalog.loader import check, load
from tests.services_catalog import small_catalog

FILE = "guidance.toml"
WHAT = '{ id = "unsure", go = "person", text = { en = "Not sure", es = "No sé" } }'


def test_a_question_leads_to_a_question_or_to_an_end(tmp_path: Path) -> None:
    guidance = load(small_catalog.write(tmp_path)).guidance
    assert guidance.first_question().text["es"] == "¿Peligro?"
    end = guidance.answer(["no"], "unsure")
    assert isinstance(end, GuidanceOutcome)
    assert (end.route, end.reason["es"]) == (Route.PERSON, "Una persona le ayudará.")


MISTAKES = [
    ('first = "danger"', 'first = "hello"', "first", "unknown question 'hello'", "begins nowhere"),
    ('go = "911", text', "text", "question[danger].choice[yes]", "needs either ask", "a choice that leads nowhere"),
    ('go = "911", text', 'go = "911", ask = "what", text', "question[danger].choice[yes]", "needs either ask",
     "a choice that leads to two places"),
    (WHAT, WHAT + ", " + WHAT, "question[what].choice[unsure].id", "duplicate id", "one choice twice"),
    ('[[question]]\nid = "what"', '[[question]]\nid = "danger"', "question[danger].id",
     "duplicate id", "one question twice"),
    ('[[outcome]]\nid = "person"', '[[outcome]]\nid = "911"', "outcome[911].id", "duplicate id", "one end twice"),
    ('ask = "what"', 'go = "person"', "question[what]", "no choice leads here", "a question that is never asked"),
    ('go = "person"', 'go = "911"', "outcome[person]", "no choice leads here", "an end that nobody reaches"),
    (WHAT, WHAT.replace('go = "person"', 'ask = "danger"'), "question[what]",
     "a question too many", "asks in a circle"),
    ('route = "person"', 'route = "online"', "outcome[person].route", "has no online_url", "online without an address"),
    ('service = "building-permit"', 'service = "fire"', "outcome[person].route", "'fire' is 'emergency'",
     "a fire that is not for 911"),
    ('en = "Fire spreads.", ', "", "outcome[911].reason.en", "no English", "a reason without English"),
    ('route = "911"', 'route = "112"', "outcome[911].route", "must be one of", "another country's number"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "key", "message", "why"), MISTAKES)
def test_a_mistake_is_told_by_its_key(tmp_path: Path, old: str, new: str, key: str, message: str, why: str) -> None:
    folder = small_catalog.write(tmp_path)
    small_catalog.change(folder, FILE, old, new)
    told = [(fault.file, fault.key) for fault in check(folder) if message in fault.message]
    assert (FILE, key) in told, f"{why}: {check(folder)}"
