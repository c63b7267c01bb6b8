"""How well estimates held, over HTTP: who may read it, which days, and what is refused."""

from __future__ import annotations

import pytest

from tests.cast import Agent, Caller, Kiosk

ESTIMATES = "/locations/downtown/estimates"


def test_only_managers_read_it(kiosk: Kiosk, visitor: Caller, ana: Agent, mia: Caller) -> None:
    assert mia.get(ESTIMATES).status_code == 200
    assert visitor.get(ESTIMATES).status_code == 401
    assert ana.get(ESTIMATES).status_code == 403
    assert kiosk.get(ESTIMATES).status_code == 403


@pytest.mark.parametrize(("by", "key"), [("queue", "reports"), ("hour", "09:00")])
def test_today_counts_from_the_first_call_on(kiosk: Kiosk, ana: Agent, mia: Caller, by: str, key: str) -> None:
    kiosk.ticket("report-theft")  # told nothing: nobody serves yet
    ana.open("reports")
    kiosk.ticket("report-theft")
    first = mia.get(f"{ESTIMATES}?by={by}").get_json()
    assert (first["total"]["estimates"], first["groups"]) == (0, [])
    ana.does(ana.call(), "void", reason="a test")
    ana.call()
    view = mia.get(f"{ESTIMATES}?by={by}").get_json()
    assert [(group["key"], group["estimates"], group["within_share"]) for group in view["groups"]] == [(key, 1, 1.0)]
    assert view["definitions"].keys() >= {"estimates", "within_share", "median_error_seconds"}


def test_what_makes_no_sense_is_refused_in_words(mia: Caller) -> None:
    days = ("?from=2026-11-24&to=2026-11-23", "comes after"), ("?from=2020-01-01", "at most 366 days")
    for asked, says in (("?by=mood", "by"), *days):
        answer = mia.get(ESTIMATES + asked)
        assert answer.status_code == 422, asked
        assert says in answer.get_json()["detail"]
