"""A visitor postpones their own turn; what may be offered is exactly what would be done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.postponement import may_postpone, postpone
from queueing.app import App
from queueing.refusals import NotFound
from tests.cast import Agent, Caller, Kiosk

HELP = "general-help"


def offered(app: App, ticket: str, **rules: float) -> bool:
    """Whether a ticket's page offers to postpone, at a location with these rules."""
    location = app.runtime.catalog.locations["downtown"]
    with app.test_request_context():
        return may_postpone(replace(location, rules=replace(location.rules, **rules)), ticket)  # type: ignore[arg-type]  # of either kind


@pytest.mark.parametrize(
    ("acts", "status"),
    [
        ((), 200),  # it waits
        (("call",), 200),  # called, but the visitor is not there yet
        (("call", "start"), 409),  # they are being served
        (("call", "start", "hold"), 409),  # staff set them aside
        (("call", "start", "finish"), 409),  # it has ended
        (("leave",), 409),  # they gave it up
    ],
)
def test_it_is_offered_exactly_when_it_may_be_done(
    app: App, kiosk: Kiosk, visitor: Caller, ana: Agent, acts: tuple[str, ...], status: int
) -> None:
    ticket = kiosk.ticket(HELP)
    ana.open()
    for act in acts:
        if act == "call":
            ana.call()
        elif act == "leave":
            visitor.post(f"/tickets/{ticket['id']}/leave")
        else:
            ana.does(ticket, act)
    assert offered(app, ticket["id"]) is (status == 200)
    assert visitor.post(f"/tickets/{ticket['id']}/later").status_code == status


@pytest.mark.parametrize(
    ("minutes", "times", "before", "after"),
    [
        (10, 1, True, False),  # once, as the packaged locations allow
        (10, 2, True, True),
        (0, 1, False, False),  # the location gives no minutes
        (10, 0, False, False),  # or no times
    ],
)
def test_it_is_offered_as_often_as_the_location_allows(
    app: App, kiosk: Kiosk, visitor: Caller, minutes: float, times: int, before: bool, after: bool
) -> None:
    ticket = kiosk.ticket(HELP)["id"]
    rules = {"later_minutes": minutes, "later_times": times}
    assert offered(app, ticket, **rules) is before
    assert visitor.post(f"/tickets/{ticket}/later").status_code == 200
    assert offered(app, ticket, **rules) is after


def test_the_api_and_the_page_without_scripts_postpone_by_the_locations_minutes(
    kiosk: Kiosk, visitor: Caller, app: App
) -> None:
    first, second = kiosk.ticket(HELP), kiosk.ticket(HELP)
    answer = visitor.post(f"/tickets/{first['id']}/later").get_json() or {}
    assert visitor.client.post(f"/t/{second['id']}/later").status_code == 303
    assert (visitor.get(f"/tickets/{second['id']}").get_json() or {})["ready_at"] == answer["ready_at"]


def test_a_ticket_that_is_not_there_is_not_found(app: App) -> None:
    with app.test_request_context(), pytest.raises(NotFound):
        postpone("nothing")
